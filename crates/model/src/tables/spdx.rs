//! Licence ids of SPDX, and the expressions made of them.
//!
//! Invariant: an expression is read to its end or refused at one place; what is not in the list is no id.

use super::reader::rows;
use plimsoll_text::{TextRange, range};
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) const TEXT: &str = include_str!("../../data/spdx.tsv");

struct Ids {
    /// By their lower-case form.
    licences: HashMap<String, &'static str>,
    exceptions: HashMap<String, &'static str>,
}

static IDS: LazyLock<Ids> = LazyLock::new(|| {
    let of = |wanted: &str| {
        let named = rows::<3>(TEXT).filter(|[_, kind, _]| *kind == wanted);
        named.map(|[id, ..]| (id.to_ascii_lowercase(), id)).collect()
    };
    Ids { licences: of("licence"), exceptions: of("exception") }
});

/// What is wrong with a licence expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpdxError {
    /// Where, in bytes of the expression.
    pub range: TextRange,
    /// What it is.
    pub kind: SpdxErrorKind,
}

/// Kinds of mistakes in a licence expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpdxErrorKind {
    /// No licence or exception has this id; `Some` is the id that differs in case only.
    UnknownId(Option<&'static str>),
    /// An operator or parenthesis without what belongs to it.
    Structure,
}

/// The ids of all licences in no order.
pub fn licences() -> impl Iterator<Item = &'static str> {
    IDS.licences.values().copied()
}

/// Holds `text` against the grammar of SPDX expressions: `MIT OR (Apache-2.0 AND GPL-2.0-only WITH
/// Classpath-exception-2.0)`. `None` when nothing is wrong. Source: SPDX 3.0.1, annex "License expressions", 2026-11.
#[must_use]
pub fn mistake(text: &str) -> Option<SpdxError> {
    let tokens = tokens(text);
    let structure = |range| Some(SpdxError { range, kind: SpdxErrorKind::Structure });
    let whole = range(0, text.len());
    let mut open = 0_usize;
    // Whether a licence or an opening parenthesis comes next.
    let mut wants_id = true;
    let mut at = 0;
    while let Some((word, place)) = tokens.get(at) {
        match *word {
            "(" if wants_id => open += 1,
            ")" if !wants_id && open > 0 => open -= 1,
            "AND" | "OR" if !wants_id => wants_id = true,
            "WITH" if !wants_id => {
                let Some((exception, place)) = tokens.get(at + 1) else { return structure(*place) };
                if let Some(kind) = unknown(&IDS.exceptions, exception) {
                    return Some(SpdxError { range: *place, kind });
                }
                at += 1;
            }
            _ if !wants_id || matches!(*word, "(" | ")" | "AND" | "OR" | "WITH") => return structure(*place),
            id => {
                wants_id = false;
                let is_own = ["LicenseRef-", "DocumentRef-"].iter().any(|start| id.starts_with(start));
                let bare = id.strip_suffix('+').unwrap_or(id);
                if let Some(kind) = unknown(&IDS.licences, bare).filter(|_| !is_own && !is_none(bare)) {
                    return Some(SpdxError { range: *place, kind });
                }
            }
        }
        at += 1;
    }
    if wants_id || open > 0 { structure(whole) } else { None }
}

fn is_none(id: &str) -> bool {
    matches!(id, "NONE" | "NOASSERTION")
}

fn unknown(known: &HashMap<String, &'static str>, id: &str) -> Option<SpdxErrorKind> {
    match known.get(&id.to_ascii_lowercase()) {
        Some(exact) if *exact == id => None,
        other => Some(SpdxErrorKind::UnknownId(other.copied())),
    }
}

/// Words and parentheses with their places.
fn tokens(text: &str) -> Vec<(&str, TextRange)> {
    let mut found = Vec::new();
    let mut start = None;
    let close = |start: &mut Option<usize>, end: usize, found: &mut Vec<_>| {
        if let Some(from) = start.take() {
            found.push((&text[from..end], range(from, end)));
        }
    };
    for (at, character) in text.char_indices() {
        match character {
            ' ' | '\t' => close(&mut start, at, &mut found),
            '(' | ')' => {
                close(&mut start, at, &mut found);
                found.push((&text[at..=at], range(at, at + 1)));
            }
            _ => start = start.or(Some(at)),
        }
    }
    close(&mut start, text.len(), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::{SpdxErrorKind, mistake};

    #[test]
    fn expressions() {
        for good in [
            "MIT",
            "Apache-2.0+",
            "MIT OR (Apache-2.0 AND BSD-3-Clause)",
            "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT",
            "LicenseRef-acme",
            "GPL-2.0",
        ] {
            assert_eq!(mistake(good), None, "{good}");
        }
        let kind = |text: &'static str| mistake(text).map(|it| (it.kind, plimsoll_text::slice(text, it.range)));
        assert_eq!(kind("MIT OR apache-2.0"), Some((SpdxErrorKind::UnknownId(Some("Apache-2.0")), "apache-2.0")));
        assert_eq!(kind("Apache 2.0"), Some((SpdxErrorKind::UnknownId(None), "Apache")));
        assert_eq!(kind("MIT WITH MIT"), Some((SpdxErrorKind::UnknownId(None), "MIT")));
        for broken in ["MIT OR", "(MIT", "MIT)", "OR MIT", "MIT Apache-2.0", "", "MIT WITH"] {
            assert!(matches!(kind(broken), Some((SpdxErrorKind::Structure, _))), "{broken}");
        }
    }
}
