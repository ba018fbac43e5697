//! `label-not-spdx`: label that should be a licence.

use super::label_values::values;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::Word;
use plimsoll_model::tables::spdx::{self, SpdxError, SpdxErrorKind};
use plimsoll_text::{Edit, Edits, TextRange, size, slice};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` says which labels hold a licence as SPDX writes it: an id of its list, or several
    /// with `AND`, `OR` and `WITH`.
    ///
    /// ```Dockerfile,bad,labels=org.opencontainers.image.licenses:spdx
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.licenses="Apache 2.0"
    /// #                                       ^^^^^^^^^^^^ warning: the label `org.opencontainers.image.licenses` is no licence of SPDX: there is no id `Apache`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.licenses="Apache-2.0"
    /// ```
    ///
    /// ```Dockerfile,good,labels=org.opencontainers.image.licenses:spdx
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.licenses="MIT OR (Apache-2.0 AND LicenseRef-acme)"
    /// ```
    "label-not-spdx" {
        summary: "label that should be a licence",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3054"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (key, word, value) in values(cx, |kind| *kind == LabelType::Spdx) {
        let Some(error) = spdx::mistake(&value) else { continue };
        let wrong = slice(&value, error.range);
        let (what, mended) = match error.kind {
            SpdxErrorKind::UnknownId(Some(exact)) => {
                (format!("`{wrong}` is written `{exact}`"), Some(replaced(&value, &error, exact)))
            }
            SpdxErrorKind::UnknownId(None) => {
                let near = nearest(&value, spdx::licences(), 2).map(str::to_owned);
                let near =
                    near.or_else(|| nearest(wrong, spdx::licences(), 1).map(|near| replaced(&value, &error, near)));
                (format!("there is no id `{wrong}`"), near)
            }
            SpdxErrorKind::Structure => (format!("`{wrong}` is no expression"), None),
        };
        let mended = mended.filter(|mended| spdx::mistake(mended).is_none());
        let place = inside(cx, word, &value);
        let fix = mended.zip(place);
        sink.report(word.range, format!("the label `{key}` is no licence of SPDX: {what}"))
            .fix(fix.map(|(text, place)| Fix::r#unsafe(format!("write `{text}`"), Edit::replace(place, text))));
    }
}

fn replaced(value: &str, error: &SpdxError, id: &str) -> String {
    Edits::from(Edit::replace(error.range, id)).apply(value)
}

/// Where `value` stands in its word as it is, quotes left out.
fn inside(cx: &InstructionCx<'_>, word: &Word, value: &str) -> Option<TextRange> {
    let at = cx.text(word.range).find(value)?;
    Some(TextRange::at(word.range.start() + size(at), size(value.len())))
}
