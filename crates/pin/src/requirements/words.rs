//! The words of a `pip install` in RUN as places.
//!
//! Invariant: an edit of a place stays inside the quotes that the word has; a word that is not written as it is read has
//! no place.

use super::environment::Environment;
use super::lines::{Constraints, nameless, of_requirement, other};
use super::skip::Skip;
use super::{Place, State};
use plimsoll_model::commands::{Action, PackageCommand};
use plimsoll_model::requirements::{LineKind, normalized, read};
use plimsoll_shell::{Command, Word};
use plimsoll_text::{TextRange, range, slice};

/// Build tools that are updated before the real installation; the rule `unpinned-pip-package` leaves them, too.
const TOOLS: [&str; 4] = ["pip", "setuptools", "wheel", "uv"];

/// The packages that a command names.
pub(super) fn places(
    path: &str,
    source: &str,
    command: &Command,
    install: &PackageCommand<'_>,
    environment: &Environment,
    constraints: &Constraints,
) -> Vec<Place> {
    let mut places = Vec::new();
    for operand in install.operands.operands.iter().filter(|_| install.action == Action::Install) {
        let Some(text) = operand.text else {
            let range = operand.word.range;
            places.push(nameless(path, slice(source, range), range, Skip::Unknown));
            continue;
        };
        places.push(of_word(path, source, command, operand.word, text, environment, constraints));
    }
    // `$PACKAGES` may be anything, an option as well; that it is left alone is said.
    let values = install.operands.options.iter().filter_map(|(_, _, value)| Some(value.as_ref()?.word.range));
    let known: Vec<TextRange> = values.chain(places.iter().map(|place| place.range)).collect();
    let args = command.effective().args.iter().filter(|word| word.range.start() >= install.head.end());
    for word in args.filter(|word| word.prefix_literal().is_empty() && word.literal().is_none()) {
        if !known.contains(&word.range) {
            places.push(nameless(path, slice(source, word.range), word.range, Skip::Unknown));
        }
    }
    for operand in install.operands.arguments(&["-e", "--editable"]) {
        places.push(nameless(path, slice(source, operand.word.range), operand.word.range, Skip::Local));
    }
    places
}

fn of_word(
    path: &str,
    source: &str,
    command: &Command,
    word: &Word,
    text: &str,
    environment: &Environment,
    constraints: &Constraints,
) -> Place {
    let written = slice(source, word.range);
    let is_archive = || matches!(other(text), Skip::Local);
    let lines = read(text);
    let requirement = match &lines[..] {
        [line] if !is_archive() && !text.contains('\n') => match &line.kind {
            LineKind::Requirement(requirement) if usize::from(line.range.end()) == text.len() => requirement,
            _ => return nameless(path, written, word.range, other(text)),
        },
        _ => return nameless(path, written, word.range, other(text)),
    };
    let mut place = of_requirement(path, requirement, environment, constraints);
    let Some(at) = content(source, word, text) else {
        place.range = word.range;
        if place.state == State::Open {
            place.state = State::Skipped(Skip::Escaped);
        }
        return place;
    };
    let shift = |inner: TextRange| range(at + usize::from(inner.start()), at + usize::from(inner.end()));
    place.range = shift(place.range);
    place.specifier_range = shift(place.specifier_range);
    if place.state == State::Open {
        let touches = |redirect: &plimsoll_shell::Redirect| redirect.range.start() == word.range.end();
        if command.redirects.iter().any(touches) {
            place.state = State::Skipped(Skip::Redirect);
        } else if TOOLS.contains(&normalized(&place.name).as_str()) {
            place.state = State::Skipped(Skip::Tool);
        }
    }
    place
}

/// Where `text` stands in the file: the word itself, or the inside of its one pair of quotes.
fn content(source: &str, word: &Word, text: &str) -> Option<usize> {
    let written = slice(source, word.range);
    let start = usize::from(word.range.start());
    if written == text {
        return Some(start);
    }
    let inner = |quote| written.strip_prefix(quote)?.strip_suffix(quote);
    (inner('"') == Some(text) || inner('\'') == Some(text)).then_some(start + 1)
}
