//! The shell inside RUN: its commands, with ranges in the file.
//!
//! [`parse`] takes the masked text of an instruction or heredoc and gives a [`Script`]: every simple command at any
//! depth, in source order. The shell parser underneath stays hidden; where it gives up, a small scanner reads what it can.
//!
//! ```
//! use plimsoll_shell::{Dialect, parse};
//!
//! let text = "apt-get update && sudo -E apt-get install -y \"curl\"";
//! let script = parse(text, 4.into(), Dialect::Sh);
//! let install = script.commands[1].effective();
//! assert_eq!(install.name(), Some("apt-get"));
//! assert_eq!(install.args[2].literal(), Some("curl"));
//! assert_eq!(install.args[2].range, (49..55).into_range());
//! # trait IntoRange { fn into_range(self) -> plimsoll_text::TextRange; }
//! # impl IntoRange for std::ops::Range<u32> {
//! #     fn into_range(self) -> plimsoll_text::TextRange { plimsoll_text::TextRange::new(self.start.into(), self.end.into()) }
//! # }
//! ```
//!
//! Invariant: reading never fails and never panics; byte `n` of the text is byte `base + n` of the file.

mod body;
mod fallback;
mod inner;
mod lower;
mod scan;
mod script;
mod shells;
mod word;
mod wrappers;

use std::sync::Arc;

use plimsoll_text::{TextRange, TextSize};

use crate::body::Body;
use crate::script::{Around, Builder};

pub use inner::ShellOptions;
pub use lower::parser_input;
pub use script::{
    Assignment, Command, Connector, Pipeline, Place, Redirect, RedirectKind, Scope, ScopeId, ScopeKind, Script,
    ScriptError, ScriptText,
};
pub use shells::{Dialect, SetVariable, ShellKind, classify_shell, heredoc_reader, shebang, shell_named};
pub use word::{Part, PartKind, Variable, Word};
pub use wrappers::{Effective, Wrapper};

/// Reads a script. Cannot fail: what is not understood is left out and [`Script::complete`] is false.
///
/// Byte `n` of `text` is byte `base + n` of the file. Comment lines and empty lines inside continuations must be
/// blank already; the continuations themselves stay.
#[must_use]
pub fn parse(text: &str, base: TextSize, dialect: Dialect) -> Script {
    let body = Body::new(text, base);
    let mut builder = Builder::new(&body, dialect);
    builder.script.texts.push(ScriptText { dialect, body: Arc::clone(&body) });
    read(&mut builder, &body, dialect, Around::default());
    builder.finish()
}

/// Reads the words of an exec form as one command, and the script that they hand to a shell, if any.
///
/// Each word is its value and the range of the characters between the JSON quotes: `install` of `"install"`.
/// A word with JSON escapes (its value is shorter than its range) is kept, but no script is read from it.
#[must_use]
pub fn parse_words(words: &[(TextRange, &str)]) -> Script {
    let whole = words.iter().map(|(range, _)| *range).reduce(TextRange::cover).unwrap_or_default();
    let body = Body { text: Box::default(), base: whole.start(), holes: Vec::new() };
    let mut builder = Builder::new(&body, Dialect::Sh);
    builder.script.range = whole;
    if !words.is_empty() {
        let command = builder.reserve(whole, Around::default(), Place::default());
        let words = words.iter().map(|(range, value)| Word::verbatim(*range, value)).collect();
        builder.script.commands[command].words = words;
        inner::read(&mut builder, command, Around::default());
    }
    builder.finish()
}

/// Reads one script into `builder`, with the shell parser, or where that gives up, with the scanner.
fn read(builder: &mut Builder, body: &Arc<Body>, dialect: Dialect, around: Around) {
    if !lower::read(builder, body, dialect, around) {
        builder.script.complete = false;
        fallback::read(builder, body, around);
    }
}
