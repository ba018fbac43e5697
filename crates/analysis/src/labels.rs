//! The labels that a team wants its images to carry.
//!
//! Invariant: a type is read when settings are built, so no rule meets an unknown type or a pattern that does not
//! compile.

use regex_automata::meta::Regex;

/// `[labels]`: which labels images carry, and what their values look like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelSchema {
    /// Keys with the types of their values, in the order in which they were given.
    pub labels: Vec<(String, LabelType)>,
    /// Whether other labels are refused.
    pub strict: bool,
}

impl LabelSchema {
    /// The type of the label `key`; `None` when the schema does not know it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&LabelType> {
        self.labels.iter().find(|(other, _)| other == key).map(|(_, kind)| kind)
    }
}

/// What the value of a label looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelType {
    /// Anything.
    Text,
    /// An absolute URL.
    Url,
    /// A date with time as RFC 3339 has it.
    Rfc3339,
    /// An SPDX licence expression.
    Spdx,
    /// The whole hash of a git commit, or with `short` at least seven digits of it.
    GitHash {
        /// Whether a beginning of the hash is enough.
        short: bool,
    },
    /// A version as Semantic Versioning 2.0 has it.
    Semver {
        /// Whether a `v` may stand in front.
        leading_v: bool,
    },
    /// A mail address.
    Email,
    /// What a regular expression matches as a whole.
    Pattern(LabelPattern),
}

/// A regular expression that a whole value must match.
#[derive(Debug, Clone)]
pub struct LabelPattern {
    text: String,
    regex: Regex,
}

impl PartialEq for LabelPattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for LabelPattern {}

impl LabelPattern {
    /// The expression as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether all of `value` matches.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        self.regex.is_match(value)
    }
}

/// What stands in front of an expression.
const PATTERN: &str = "regex:";

impl LabelType {
    /// The words that [`Self::parse`] takes; besides them it takes `regex:EXPRESSION`.
    pub const NAMES: [&'static str; 9] =
        ["text", "url", "rfc3339", "spdx", "hash", "short-hash", "semver", "v-semver", "email"];

    /// Reads one of [`Self::NAMES`] or `regex:^[a-z]+$`.
    ///
    /// # Errors
    /// There is no such type, or the expression does not compile; the text says so.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(pattern) = text.strip_prefix(PATTERN) {
            return match Regex::new(&format!(r"\A(?:{pattern})\z")) {
                Ok(regex) => Ok(Self::Pattern(LabelPattern { text: pattern.to_owned(), regex })),
                Err(_) => Err(format!("`{pattern}` is no regular expression")),
            };
        }
        match text {
            "text" => Ok(Self::Text),
            "url" => Ok(Self::Url),
            "rfc3339" => Ok(Self::Rfc3339),
            "spdx" => Ok(Self::Spdx),
            "hash" => Ok(Self::GitHash { short: false }),
            "short-hash" => Ok(Self::GitHash { short: true }),
            "semver" => Ok(Self::Semver { leading_v: false }),
            "v-semver" => Ok(Self::Semver { leading_v: true }),
            "email" => Ok(Self::Email),
            _ => {
                let near = crate::nearest(text, Self::NAMES, 2);
                let hint = near.map_or_else(
                    || {
                        format!(
                            "; one of {}, or `regex:EXPRESSION`",
                            Self::NAMES.map(|name| format!("`{name}`")).join(", ")
                        )
                    },
                    |near| format!("; did you mean `{near}`?"),
                );
                Err(format!("unknown type of label `{text}`{hint}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LabelType;

    #[test]
    fn every_name_is_a_type() {
        for name in LabelType::NAMES {
            assert!(LabelType::parse(name).is_ok(), "{name}");
        }
        assert_eq!(LabelType::parse("semvar").unwrap_err(), "unknown type of label `semvar`; did you mean `semver`?");
    }

    #[test]
    fn a_pattern_is_about_the_whole_value() {
        let Ok(LabelType::Pattern(pattern)) = LabelType::parse("regex:a|bc") else { panic!("a pattern") };
        assert_eq!(pattern.as_str(), "a|bc");
        assert!(pattern.matches("bc") && !pattern.matches("abc"));
        assert!(LabelType::parse("regex:(").is_err());
    }
}
