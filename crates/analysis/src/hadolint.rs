//! How hadolint would put it: four severities, and the line on which the instruction begins.
//!
//! Invariant: what is said here is about the form of a finding; which rules hadolint has is in the rules' aliases, and
//! what it makes of them in the preset `hadolint`.

use crate::{Check, Level, Preset, Rule};
use plimsoll_shellcheck::CodeLevel;
use plimsoll_text::{TextRange, TextSize};

/// hadolint's severities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HadolintSeverity {
    /// A matter of taste.
    Style,
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl HadolintSeverity {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Style, Self::Info, Self::Warning, Self::Error];

    /// `"style"`, `"info"`, `"warning"` or `"error"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Reads what [`Self::as_str`] gives; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == text)
    }

    /// The level of a rule that reports at this severity.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Style | Self::Info => Level::Note,
            Self::Warning => Level::Warning,
            Self::Error => Level::Error,
        }
    }
}

/// The codes that are a matter of style to hadolint. Source: the table of rules in its README, 2.15 (2026-07).
const STYLE: [&str; 1] = ["DL3048"];

impl Rule {
    /// The severity at which hadolint reports it unless told otherwise.
    #[must_use]
    pub fn hadolint_severity(&self) -> HadolintSeverity {
        if let Check::Shell(number) = self.check
            && let Some(code) = plimsoll_shellcheck::code(number)
        {
            return match code.level {
                CodeLevel::Error => HadolintSeverity::Error,
                CodeLevel::Warning => HadolintSeverity::Warning,
                CodeLevel::Info => HadolintSeverity::Info,
                CodeLevel::Style => HadolintSeverity::Style,
            };
        }
        match self.level_in(Preset::Hadolint) {
            _ if self.aliases.iter().any(|alias| STYLE.contains(alias)) => HadolintSeverity::Style,
            Level::Error => HadolintSeverity::Error,
            Level::Warning => HadolintSeverity::Warning,
            Level::Note | Level::Off => HadolintSeverity::Info,
        }
    }
}

/// Where the instructions of a Dockerfile begin and end.
#[derive(Debug, Clone)]
pub struct InstructionRanges(Vec<TextRange>);

impl InstructionRanges {
    /// Those of the Dockerfile `text`. Cannot fail.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(plimsoll_dockerfile::parse(text).instructions().map(|it| it.range).collect())
    }

    /// Where the instruction begins that `at` lies in, which is where hadolint puts what it finds there; `at` itself
    /// outside of all instructions.
    #[must_use]
    pub fn start_around(&self, at: TextSize) -> TextSize {
        let after = self.0.partition_point(|range| range.start() <= at);
        let around = after.checked_sub(1).map(|before| self.0[before]);
        around.filter(|range| range.contains_inclusive(at)).map_or(at, TextRange::start)
    }
}

#[cfg(test)]
mod tests {
    use super::{HadolintSeverity, InstructionRanges};
    use crate::registry;
    use plimsoll_text::TextSize;

    #[test]
    fn severities_are_those_of_the_readme() {
        for (code, severity) in [
            ("latest-tag", HadolintSeverity::Warning),
            ("apt-lists-left", HadolintSeverity::Info),
            ("invalid-label-key", HadolintSeverity::Style),
            ("relative-workdir", HadolintSeverity::Error),
            ("SC2006", HadolintSeverity::Style),
            ("SC2086", HadolintSeverity::Info),
            ("SC2046", HadolintSeverity::Warning),
        ] {
            assert_eq!(registry::by_id(code).unwrap().hadolint_severity(), severity, "{code}");
        }
    }

    #[test]
    fn a_place_belongs_to_the_instruction_around_it() {
        let text = "# c\nFROM a\n\nRUN b && \\\n  c\n";
        let ranges = InstructionRanges::of(text);
        let line = |at: usize| {
            let start = ranges.start_around(TextSize::try_from(at).unwrap());
            text[..usize::from(start)].matches('\n').count()
        };
        assert_eq!([line(1), line(6), line(text.len() - 2), line(11)], [0, 1, 3, 2]);
    }
}
