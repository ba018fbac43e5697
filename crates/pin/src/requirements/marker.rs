//! Environment markers of PEP 508, with three answers: yes, no, and not known.
//!
//! Invariant: a marker that is not understood is not known.
//!
//! Source: PyPA specification "Dependency specifiers", 2026-11.

use super::environment::Environment;
use pep440_rs::{Version, VersionSpecifier};
use std::str::FromStr;

/// Yes, no, or not known.
pub(super) type Truth = Option<bool>;

/// Whether `marker` holds in an image with `environment`. `extras` are those that are asked for; `None` where the marker
/// can have none.
pub(super) fn holds(marker: &str, environment: &Environment, extras: Option<&[String]>) -> Truth {
    let tokens = tokens(marker)?;
    let mut reader = Reader { tokens: &tokens, at: 0, environment, extras };
    let answer = reader.any();
    // What is left over was not understood.
    (reader.at == tokens.len()).then_some(answer).flatten()
}

pub(super) fn and(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(super) fn or(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    Name(String),
    Operator(String),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => {
                let end = rest[1..].find(first)?;
                found.push(Token::Text(rest[1..=end].to_owned()));
                end + 2
            }
            '(' | ')' => {
                found.push(Token::Operator(first.to_string()));
                1
            }
            '=' | '<' | '>' | '!' | '~' => {
                let end = rest.find(|it: char| !"=<>!~".contains(it)).unwrap_or(rest.len());
                found.push(Token::Operator(rest[..end].to_owned()));
                end
            }
            it if it.is_ascii_alphabetic() => {
                let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && !"_.".contains(it)).unwrap_or(rest.len());
                found.push(Token::Name(rest[..end].to_owned()));
                end
            }
            _ => return None,
        };
        rest = rest[length..].trim_start();
    }
    Some(found)
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    environment: &'a Environment,
    extras: Option<&'a [String]>,
}

/// One side of a comparison.
enum Side {
    Literal(String),
    Variable(String),
}

impl Reader<'_> {
    /// `a or b`
    fn any(&mut self) -> Truth {
        let mut answer = self.all();
        while self.takes(&Token::Name("or".to_owned())) {
            let right = self.all();
            answer = or(answer, right);
        }
        answer
    }

    /// `a and b`
    fn all(&mut self) -> Truth {
        let mut answer = self.one();
        while self.takes(&Token::Name("and".to_owned())) {
            let right = self.one();
            answer = and(answer, right);
        }
        answer
    }

    fn one(&mut self) -> Truth {
        if self.takes(&Token::Operator("(".to_owned())) {
            let answer = self.any();
            // A parenthesis that stays open leaves the reader at the end: not known.
            return if self.takes(&Token::Operator(")".to_owned())) { answer } else { None };
        }
        let left = self.side()?;
        let mut operator = match self.next()? {
            Token::Operator(operator) | Token::Name(operator) => operator.clone(),
            Token::Text(_) => return None,
        };
        if operator == "not" {
            let is_in = self.takes(&Token::Name("in".to_owned()));
            operator = if is_in { "not in".to_owned() } else { return None };
        }
        let right = self.side()?;
        match (left, right) {
            (Side::Variable(name), Side::Literal(value)) => self.compare(&name, &operator, &value, false),
            (Side::Literal(value), Side::Variable(name)) => self.compare(&name, &operator, &value, true),
            _ => None,
        }
    }

    fn side(&mut self) -> Option<Side> {
        match self.next()? {
            Token::Text(text) => Some(Side::Literal(text.clone())),
            Token::Name(name) => Some(Side::Variable(name.clone())),
            Token::Operator(_) => None,
        }
    }

    /// `turned` when the variable stands on the right.
    fn compare(&self, name: &str, operator: &str, value: &str, turned: bool) -> Truth {
        match name {
            "python_version" | "python_full_version" if !turned || !operator.contains("in") => {
                let operator = if turned { turn(operator) } else { operator };
                self.compare_python(name, operator, value)
            }
            "extra" => {
                let asked = self.extras?.iter().any(|extra| super::dependency::same_name(extra, value));
                match operator {
                    "==" => Some(asked),
                    "!=" => Some(!asked),
                    _ => None,
                }
            }
            _ => {
                let own = self.environment.value(name)?;
                match (operator, turned) {
                    ("==" | "===", _) => Some(own == value),
                    ("!=", _) => Some(own != value),
                    ("in", false) => Some(value.contains(own)),
                    ("not in", false) => Some(!value.contains(own)),
                    ("in", true) => Some(own.contains(value)),
                    ("not in", true) => Some(!own.contains(value)),
                    _ => None,
                }
            }
        }
    }

    fn compare_python(&self, name: &str, operator: &str, value: &str) -> Truth {
        let python = self.environment.python?;
        if let Some(listed) = operator.strip_suffix("in") {
            // `python_version in "3.8 3.9"`; a comparison of texts.
            let found = value.split([' ', ',']).any(|version| version == python.short());
            return (name == "python_version").then_some(found == listed.is_empty());
        }
        if name == "python_full_version" {
            return python.satisfies(&format!("{operator}{value}"));
        }
        let version = Version::from_str(&python.short()).ok()?;
        VersionSpecifier::from_str(&format!("{operator}{value}")).ok().map(|specifier| specifier.contains(&version))
    }

    fn next(&mut self) -> Option<&Token> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let fits = self.tokens.get(self.at) == Some(token);
        self.at += usize::from(fits);
        fits
    }
}

/// The operator with its sides exchanged.
fn turn(operator: &str) -> &str {
    match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::holds;
    use crate::requirements::{Environment, Python};

    #[test]
    fn three_answers() {
        let known = Environment { python: Python::parse("3.12"), ..Environment::default() };
        let unknown = Environment::default();
        for (marker, with, without) in [
            ("python_version >= '3.8'", Some(true), None),
            ("python_version<\"3.10\"", Some(false), None),
            ("'3.9' <= python_version", Some(true), None),
            ("python_version in '3.11 3.12'", Some(true), None),
            ("python_version not in '3.11'", Some(true), None),
            ("python_full_version >= '3.12.3'", None, None),
            ("python_full_version >= '3.9.3'", Some(true), None),
            ("sys_platform == 'win32'", Some(false), Some(false)),
            ("sys_platform != \"win32\" and os_name == 'posix'", Some(true), Some(true)),
            ("platform_system == 'Darwin' or python_version > '3'", Some(true), None),
            ("(sys_platform == 'win32' and python_version > '3')", Some(false), Some(false)),
            ("'linux' in sys_platform", Some(true), Some(true)),
            ("platform_machine == 'x86_64'", None, None),
            ("platform_release >= '5'", None, None),
            ("extra == 'dev'", None, None),
            ("(python_version > '3'", None, None),
            ("python_version > '3' 'x'", None, None),
            ("what ever", None, None),
            ("", None, None),
        ] {
            assert_eq!((holds(marker, &known, None), holds(marker, &unknown, None)), (with, without), "{marker}");
        }
    }

    #[test]
    fn extras_that_are_asked_for() {
        let environment = Environment::default();
        let extras = ["So_cks".to_owned()];
        assert_eq!(holds("extra == 'so-cks'", &environment, Some(&extras)), Some(true));
        assert_eq!(holds("extra == 'other'", &environment, Some(&extras)), Some(false));
        assert_eq!(holds("extra == 'x' and python_version < '3'", &environment, Some(&[])), Some(false));
    }
}
