//! Semantic tokens: what each word of a file is.
//!
//! Invariant: sorted, none empty, none overlaps another. A token may go over lines; who needs single lines splits it.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::TextRange;

/// A word and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The word.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// What else is known of it.
    pub modifiers: TokenModifiers,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// An instruction, `AS`, `NONE`, a reserved word of the shell.
    Keyword,
    /// A comment.
    Comment,
    /// A parser directive or an ignore comment: a comment that means something.
    Macro,
    /// A flag with its hyphens: of an instruction or of a command.
    Parameter,
    /// A key of a mount, LABEL or JSON object.
    Property,
    /// A build stage.
    Namespace,
    /// The name of an image.
    Type,
    /// A variable.
    Variable,
    /// Text that stands for itself.
    String,
    /// A port, mode, size, tag.
    Number,
    /// `=`, `&&`, `|`, `>`, a heredoc operator, a continuation mark.
    Operator,
    /// A command of the shell.
    Function,
    /// One of a list of known values.
    EnumMember,
}

impl TokenKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Keyword,
        Self::Comment,
        Self::Macro,
        Self::Parameter,
        Self::Property,
        Self::Namespace,
        Self::Type,
        Self::Variable,
        Self::String,
        Self::Number,
        Self::Operator,
        Self::Function,
        Self::EnumMember,
    ];

    /// The name that editors know it by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Comment => "comment",
            Self::Macro => "macro",
            Self::Parameter => "parameter",
            Self::Property => "property",
            Self::Namespace => "namespace",
            Self::Type => "type",
            Self::Variable => "variable",
            Self::String => "string",
            Self::Number => "number",
            Self::Operator => "operator",
            Self::Function => "function",
            Self::EnumMember => "enumMember",
        }
    }
}

/// What else is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenModifier {
    /// The name is given here.
    Declaration,
    /// It is better not used.
    Deprecated,
    /// It does not change during the build.
    Readonly,
    /// The builder or the shell brings it along.
    DefaultLibrary,
}

impl TokenModifier {
    /// All of them, in the order of their bits.
    pub const ALL: [Self; 4] = [Self::Declaration, Self::Deprecated, Self::Readonly, Self::DefaultLibrary];

    /// The name that editors know it by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Declaration => "declaration",
            Self::Deprecated => "deprecated",
            Self::Readonly => "readonly",
            Self::DefaultLibrary => "defaultLibrary",
        }
    }
}

/// A set of [`TokenModifier`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TokenModifiers(u32);

impl TokenModifiers {
    /// No modifier.
    pub const NONE: Self = Self(0);

    /// The set with `modifier`.
    #[must_use]
    pub fn with(self, modifier: TokenModifier) -> Self {
        Self(self.0 | 1 << modifier as u32)
    }

    /// Whether `modifier` is in it.
    #[must_use]
    pub fn has(self, modifier: TokenModifier) -> bool {
        self.0 & (1 << modifier as u32) != 0
    }

    /// One bit for each, in the order of [`TokenModifier::ALL`].
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }
}

/// The tokens of a file; of the part `range` if it is given.
#[must_use]
pub fn tokens(view: &View<'_>, range: Option<TextRange>) -> Vec<Token> {
    let mut tokens = match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, dockerfile::tokens::tokens),
        FileKind::TaskDefinition => ecs::tokens::tokens(view),
        _ => Vec::new(),
    };
    tokens.retain(|token| {
        let part = range.is_none_or(|range| token.range.intersect(range).is_some_and(|part| !part.is_empty()));
        part && !token.range.is_empty()
    });
    tokens.sort_by_key(|token| (token.range.start(), token.range.end()));
    let mut end = 0.into();
    tokens.retain(|token| {
        let is_free = token.range.start() >= end;
        if is_free {
            end = token.range.end();
        }
        is_free
    });
    tokens
}
