//! What BuildKit would refuse.
//!
//! Invariant: an error never stops the parser; each has a range and says what was expected.

use plimsoll_text::TextRange;

/// One thing that BuildKit would refuse, or that is surely not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong. Each kind is one rule of the group `syntax`.
    pub kind: SyntaxErrorKind,
    /// The characters that are wrong, never empty unless the file is.
    pub range: TextRange,
    /// What is there and what was expected, lower case, no full stop, code in backticks.
    pub message: String,
    /// Another place that explains it, with a text.
    pub related: Option<(TextRange, String)>,
    /// What was probably meant instead of the text at [`Self::range`], when one known word is near.
    pub suggestion: Option<String>,
}

/// What is wrong. The name in the comment is the rule that reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// `unknown-instruction`
    UnknownInstruction,
    /// `malformed-instruction`: none of the other kinds.
    MalformedInstruction,
    /// `duplicate-directive`
    DuplicateDirective,
    /// `invalid-escape-directive`
    InvalidEscapeDirective,
    /// `oversized-line`
    OversizedLine,
    /// `unterminated-heredoc`
    UnterminatedHeredoc,
    /// `unbalanced-quote`
    UnbalancedQuote,
    /// `bad-substitution`
    BadSubstitution,
    /// `missing-from`
    MissingFrom,
    /// `instruction-before-from`
    InstructionBeforeFrom,
    /// `from-argument-count`
    FromArgumentCount,
    /// `unexpected-word-in-from`
    UnexpectedWordInFrom,
    /// `invalid-stage-name`
    InvalidStageName,
    /// `unknown-flag`
    UnknownFlag,
    /// `duplicate-flag`
    DuplicateFlag,
    /// `flag-without-value`
    FlagWithoutValue,
    /// `non-boolean-flag`
    NonBooleanFlag,
    /// `unknown-mount-type`
    UnknownMountType,
    /// `invalid-mount-option`
    InvalidMountOption,
    /// `invalid-network-mode`
    InvalidNetworkMode,
    /// `invalid-security-mode`
    InvalidSecurityMode,
    /// `missing-argument`
    MissingArgument,
    /// `extra-argument`
    ExtraArgument,
    /// `pair-without-equals`
    PairWithoutEquals,
    /// `blank-key`
    BlankKey,
    /// `copy-without-destination`
    CopyWithoutDestination,
    /// `heredoc-as-destination`
    HeredocAsDestination,
    /// `shell-not-json`
    ShellNotJson,
    /// `healthcheck-none-with-arguments`
    HealthcheckNoneWithArguments,
    /// `invalid-healthcheck-type`
    InvalidHealthcheckType,
    /// `invalid-duration`
    InvalidDuration,
    /// `invalid-retries`
    InvalidRetries,
    /// `forbidden-onbuild-trigger`
    ForbiddenOnbuildTrigger,
}
