//! The labels that the schema of the settings has a type for.
//!
//! Invariant: a value that holds a variable is none of which anything is known.

use crate::{InstructionCx, LabelType, Sink};
use plimsoll_dockerfile::{Body, Word};

/// Key, word and value of each label of the instruction whose type is `wanted`. An empty value is none.
pub(super) fn values<'a>(
    cx: &InstructionCx<'a>,
    wanted: impl Fn(&LabelType) -> bool,
) -> Vec<(String, &'a Word, String)> {
    let Body::Label(pairs) = &cx.instruction.body else { return Vec::new() };
    let known = pairs.pairs.iter().filter_map(|pair| {
        let key = pair.key.literal(cx.source())?;
        cx.settings.labels().get(&key).filter(|kind| wanted(kind))?;
        let word = pair.value.as_ref()?;
        let value = word.literal(cx.source())?;
        (!value.trim().is_empty()).then(|| (key.into_owned(), word, value.into_owned()))
    });
    known.collect()
}

/// Reports each label of the instruction of whose type and value `wrong` says something: "is no URL".
pub(super) fn check_values<T: std::fmt::Display>(
    cx: &InstructionCx<'_>,
    sink: &mut Sink,
    wrong: impl Fn(&LabelType, &str) -> Option<T>,
) {
    for (key, word, value) in values(cx, |_| true) {
        let message = cx.settings.labels().get(&key).and_then(|kind| wrong(kind, &value));
        if let Some(message) = message {
            sink.report(word.range, format!("the label `{key}` {message}"));
        }
    }
}
