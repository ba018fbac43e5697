//! Packages of Python that uv fetches only to run something: `uvx ruff`, `uv tool run ruff`, `uv run --with rich`.
//!
//! Invariant: a word behind an option that is not known is none.

use plimsoll_model::tables::options::takes_argument;
use plimsoll_shell::{Command, Word};

/// The packages that the command fetches, with their words.
pub(super) fn to_run(command: &Command) -> Vec<(&Word, &str)> {
    let effective = command.effective();
    let literal = |at: usize| effective.args.get(at).and_then(Word::literal);
    let (args, is_tool) = match (effective.name(), literal(0), literal(1)) {
        (Some("uvx"), ..) => (effective.args, true),
        (Some("uv"), Some("tool"), Some("run")) => (&effective.args[2..], true),
        (Some("uv"), Some("run"), _) => (&effective.args[1..], false),
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut has_from = false;
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let Some(text) = word.literal() else { return found };
        match text {
            "--with" | "--from" => {
                has_from |= text == "--from";
                found.extend(
                    words.next().and_then(|word| Some((word, word.literal()?))).filter(|(_, text)| is_name(text)),
                );
            }
            _ if text.starts_with("--with=") || text.starts_with("--from=") => has_from = true,
            _ if text.contains('=') && text.starts_with('-') => {}
            _ if text.starts_with('-') => {
                if takes_argument("uv tool install", text) == Some(true) {
                    words.next();
                }
            }
            _ => {
                if is_tool && !has_from && is_name(text) {
                    found.push((word, text));
                }
                return found;
            }
        }
    }
    found
}

/// Whether a word is one requirement, no path and no URL.
fn is_name(text: &str) -> bool {
    !text.contains(['/', ',']) && !text.starts_with('.')
}
