//! Words as BuildKit lexes them: quotes, escapes and variables.
//!
//! Invariant: every part of a word holds the range that it is written at; a word without quotes, escapes,
//! variables and continuation lines inside has no parts, and its text is its value.
//!
//! Example: `"a$B"c` has the parts `Text("a")`, `Variable(B)`, `Text("c")`.

use plimsoll_text::{TextRange, slice};
use std::borrow::Cow;

/// One word of an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// `"a$B"c`: all of it, quotes included.
    pub range: TextRange,
    /// What it is made of; empty when the text at [`Self::range`] is the value.
    pub parts: Vec<WordPart>,
}

/// A part of a [`Word`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordPart {
    /// Characters that stand for themselves.
    Text {
        /// The characters as written, escapes included, quotes not.
        range: TextRange,
        /// What they mean, when it differs from what is written (`a\ b`, a continuation line inside).
        value: Option<Box<str>>,
    },
    /// `$NAME` or `${NAME:-default}`
    Variable(Variable),
}

/// `${NAME:-default}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// `${NAME:-default}`
    pub range: TextRange,
    /// `NAME`
    pub name: TextRange,
    /// `:-` and what follows.
    pub modifier: Option<Box<Modifier>>,
}

/// `:-default`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// What it does.
    pub kind: ModifierKind,
    /// `:-`
    pub operator: TextRange,
    /// `default`; for `/` and `//` the pattern and the replacement with the `/` between them.
    pub word: Word,
}

/// What a modifier does. Source: Dockerfile reference, "Environment replacement", 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModifierKind {
    /// `:-` and `-`: the word when the variable is unset (with `:` also when it is empty).
    Default {
        /// Whether the operator has the `:`.
        colon: bool,
    },
    /// `:+` and `+`: the word when the variable is set (with `:`: and not empty), else nothing.
    Alternative {
        /// Whether the operator has the `:`.
        colon: bool,
    },
    /// `:?` and `?`: the build stops when the variable is unset (with `:` also when it is empty).
    Required {
        /// Whether the operator has the `:`.
        colon: bool,
    },
    /// `#`, `##`, `%`, `%%`, `/`, `//`: cuts or replaces by a pattern.
    Pattern,
    /// Anything else, which BuildKit refuses.
    Unsupported,
}

/// What is known of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// It has this value.
    Set(&'a str),
    /// It has no value.
    Unset,
    /// It may have one that cannot be known from the file.
    Unknown,
}

impl Word {
    /// A word without quotes, escapes and variables.
    #[must_use]
    pub fn plain(range: TextRange) -> Self {
        Self { range, parts: Vec::new() }
    }

    /// The word as it is written.
    #[must_use]
    pub fn raw<'s>(&self, source: &'s str) -> &'s str {
        slice(source, self.range)
    }

    /// The value, when the word holds no variable.
    #[must_use]
    pub fn literal<'a>(&'a self, source: &'a str) -> Option<Cow<'a, str>> {
        match &self.parts[..] {
            [] => Some(Cow::Borrowed(self.raw(source))),
            [WordPart::Text { range, value: None }] => Some(Cow::Borrowed(slice(source, *range))),
            parts if parts.iter().any(|part| matches!(part, WordPart::Variable(_))) => None,
            _ => self.expand(source, &|_| Lookup::Unknown).map(Cow::Owned),
        }
    }

    /// The variables in order, those inside modifiers not included.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.parts.iter().filter_map(|part| match part {
            WordPart::Variable(variable) => Some(variable),
            WordPart::Text { .. } => None,
        })
    }

    /// The value with its variables replaced; `None` when it depends on one that `lookup` does not know, on a
    /// pattern modifier of a set variable, or on a required variable that is unset.
    pub fn expand<'v>(&self, source: &str, lookup: &dyn Fn(&str) -> Lookup<'v>) -> Option<String> {
        if self.parts.is_empty() {
            return Some(self.raw(source).to_owned());
        }
        let mut result = String::new();
        for part in &self.parts {
            match part {
                WordPart::Text { range, value } => {
                    result.push_str(value.as_deref().unwrap_or_else(|| slice(source, *range)));
                }
                WordPart::Variable(variable) => result.push_str(&variable.expand(source, lookup)?),
            }
        }
        Some(result)
    }
}

impl Variable {
    fn expand<'v>(&self, source: &str, lookup: &dyn Fn(&str) -> Lookup<'v>) -> Option<String> {
        let found = lookup(slice(source, self.name));
        let Some(modifier) = &self.modifier else {
            return match found {
                Lookup::Set(value) => Some(value.to_owned()),
                Lookup::Unset => Some(String::new()),
                Lookup::Unknown => None,
            };
        };
        let word = || modifier.word.expand(source, lookup);
        match (modifier.kind, found) {
            (_, Lookup::Unknown) | (ModifierKind::Unsupported, _) => None,
            (ModifierKind::Default { colon: true }, Lookup::Set("")) => word(),
            (ModifierKind::Default { .. }, Lookup::Set(value)) => Some(value.to_owned()),
            (ModifierKind::Default { .. }, Lookup::Unset) => word(),
            (ModifierKind::Alternative { colon: true }, Lookup::Set("")) => Some(String::new()),
            (ModifierKind::Alternative { .. }, Lookup::Set(_)) => word(),
            (ModifierKind::Alternative { .. }, Lookup::Unset) => Some(String::new()),
            (ModifierKind::Required { colon: true }, Lookup::Set("")) => None,
            (ModifierKind::Required { .. }, Lookup::Set(value)) => Some(value.to_owned()),
            (ModifierKind::Required { .. }, Lookup::Unset) => None,
            (ModifierKind::Pattern, Lookup::Unset | Lookup::Set("")) => Some(String::new()),
            (ModifierKind::Pattern, Lookup::Set(_)) => None,
        }
    }
}
