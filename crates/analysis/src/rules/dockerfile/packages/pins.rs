//! What the rules about packages without a version share.

use super::command_line::is_exec;
use crate::{CommandCx, Fix, Sink};
use plimsoll_shell::Word;
use plimsoll_text::Edit;

/// More of them in one command are one finding.
const MANY: usize = 5;

/// Reports packages without a version; `version` is how one is written: `=<version>`.
pub(in crate::rules::dockerfile) fn report(
    cx: &CommandCx<'_>,
    sink: &mut Sink,
    unpinned: &[(&Word, &str)],
    version: &str,
) {
    let note = "a build tomorrow may install another one; name the version that was tested";
    match unpinned {
        [(first, _), .., (last, _)] if unpinned.len() > MANY => {
            let names: Vec<&str> = unpinned.iter().map(|(_, name)| *name).collect();
            sink.report(
                first.range.cover(last.range),
                format!("{} packages are installed without a version", names.len()),
            )
            .note(format!("they are: {}", names.join(", ")))
            .note(note);
        }
        few => {
            for (word, name) in few {
                // A quoted word ends with its quote, behind which no version can stand.
                let fix = (!word.is_quoted() || is_exec(cx))
                    .then(|| Fix::manual("add a version", Edit::insert(word.range.end(), version)));
                sink.report(word.range, format!("`{name}` is installed without a version")).note(note).fix(fix);
            }
        }
    }
}
