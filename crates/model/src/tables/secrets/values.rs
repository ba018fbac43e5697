//! Secrets that give themselves away by their form.
//!
//! A secret is looked for only where a word starts, by the first letters of its kind; so a file is read once, and
//! most bytes cost one look-up.
//!
//! Invariant: only forms with a fixed start count. Documented examples, placeholders and values that are too
//! regular for a random string are no secrets.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::reader::{rows, words};
use super::VALUES;

/// A secret found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretValue {
    /// What it is, for messages: `"GitHub token"`.
    pub kind: &'static str,
    /// Its bytes in the text that was searched.
    pub range: Range<usize>,
}

/// The first secret in `text`.
#[must_use]
pub fn secret_value(text: &[u8]) -> Option<SecretValue> {
    secret_values(text).next()
}

/// All secrets in `text`, from the left; they do not overlap.
pub fn secret_values(text: &[u8]) -> impl Iterator<Item = SecretValue> {
    let table = &*TABLE;
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(first) = text.get(at) {
            let starts = *first == b'-' || !table.by_first[usize::from(*first)].is_empty();
            let inside = *first != b'-' && at > 0 && is_word(text[at - 1]);
            if starts
                && !inside
                && let Some((kind, length)) = table.read(&text[at..])
            {
                let range = at..at + length;
                at = range.end;
                return Some(SecretValue { kind, range });
            }
            at += 1;
        }
        None
    })
}

/// `value` in a form that can be shown: `ghp_…`. At most four characters stay, and only those that every secret of
/// the kind starts with; a value of no known kind becomes `…`.
#[must_use]
pub fn mask(value: &str) -> String {
    let start = match secret_value(value.as_bytes()) {
        Some(SecretValue { range, .. }) if range.start == 0 => TABLE
            .forms
            .iter()
            .filter(|form| value.starts_with(form.start))
            .map(|form| form.start.len())
            .max()
            .unwrap_or(0),
        _ => 0,
    };
    format!("{}…", value.get(..start.min(4)).unwrap_or(""))
}

struct Table {
    forms: Vec<Form>,
    /// The forms that start with a byte, by that byte, each with its second byte.
    by_first: [Vec<(u8, usize)>; 256],
}

struct Form {
    kind: &'static str,
    start: &'static str,
    parts: Vec<Part>,
    entropy: f32,
}

enum Part {
    Text(&'static str),
    /// A class, and how many of it at least and at most.
    Run(u8, usize, usize),
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let forms: Vec<Form> = rows(VALUES)
        .map(|[kind, start, parts, entropy]| Form {
            kind,
            start,
            parts: words(parts).filter_map(part).collect(),
            entropy: entropy.parse().unwrap_or(0.0),
        })
        .collect();
    let mut by_first = [const { Vec::new() }; 256];
    for (index, form) in forms.iter().enumerate() {
        if let [first, second, ..] = form.start.as_bytes() {
            by_first[usize::from(*first)].push((*second, index));
        }
    }
    Table { forms, by_first }
});

fn part(word: &'static str) -> Option<Part> {
    if let Some(text) = word.strip_prefix('=') {
        return Some(Part::Text(text));
    }
    let class = word.bytes().next()?;
    let count = word.get(1..)?;
    let (least, most) = match (count.strip_suffix('+'), count.split_once('-')) {
        (Some(least), _) => (least.parse().ok()?, usize::MAX),
        (None, Some((least, most))) => (least.parse().ok()?, most.parse().ok()?),
        (None, None) => (count.parse().ok()?, count.parse().ok()?),
    };
    Some(Part::Run(class, least, most))
}

impl Table {
    /// The secret at the start of `text`: its kind and length.
    fn read(&self, text: &[u8]) -> Option<(&'static str, usize)> {
        let first = *text.first()?;
        if first == b'-' {
            let length = text.starts_with(b"-----BEGIN ").then(|| private_key(text))??;
            return Some(("private key", length));
        }
        let second = *text.get(1)?;
        let starts = self.by_first[usize::from(first)].iter().filter(|(byte, _)| *byte == second);
        let forms = starts.filter_map(|(_, index)| self.forms.get(*index));
        let mut fitting = forms.filter(|form| text.starts_with(form.start.as_bytes()));
        fitting.find_map(|form| Some((form.kind, form.read(text)?)))
    }
}

impl Form {
    fn read(&self, text: &[u8]) -> Option<usize> {
        let mut at = self.start.len();
        for part in &self.parts {
            let rest = text.get(at..)?;
            at += match part {
                Part::Text(expected) => rest.starts_with(expected.as_bytes()).then_some(expected.len())?,
                Part::Run(class, least, most) => {
                    let run = rest.iter().take_while(|byte| in_class(*class, **byte)).count();
                    (*least..=*most).contains(&run).then_some(run)?
                }
            };
        }
        let ends = text.get(at).is_none_or(|byte| !is_word(*byte));
        let body = text.get(self.start.len()..at)?;
        (ends && !is_example(&text[..at]) && entropy(body) >= self.entropy && is_mixed(body)).then_some(at)
    }
}

/// `-----BEGIN RSA PRIVATE KEY-----` with base64 after it; certificates and public keys have other words, and a
/// header that only stands in a test or a message has no key behind it.
fn private_key(text: &[u8]) -> Option<usize> {
    let line = text.iter().take(80).take_while(|byte| !matches!(byte, b'\n' | b'\r' | b'\\')).count();
    let header = str::from_utf8(&text[..line]).ok()?;
    let label = header.strip_prefix("-----BEGIN ")?;
    let end = label.find("PRIVATE KEY-----")?;
    let kind = &label[..end];
    let known = kind.strip_suffix(' ').is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_uppercase()));
    if !kind.is_empty() && !known {
        return None;
    }
    let length = "-----BEGIN ".len() + end + "PRIVATE KEY-----".len();
    let body = text[length..].iter().take(120).filter(|byte| in_class(b'b', **byte)).count();
    let head = &text[length..text.len().min(length + 120)];
    (body >= 40 && !is_example(head)).then_some(length)
}

fn in_class(class: u8, byte: u8) -> bool {
    match class {
        b'w' => byte.is_ascii_alphanumeric(),
        b'W' => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        b'l' => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
        b'h' => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        b'x' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
        b'd' => byte.is_ascii_digit(),
        b'b' => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'),
        _ => false,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Documentation writes its examples so that nobody takes them for real: `AKIAIOSFODNN7EXAMPLE`.
fn is_example(text: &[u8]) -> bool {
    const MARKS: [&[u8]; 8] =
        [b"example", b"xxxx", b"dummy", b"changeme", b"your", b"placeholder", b"redacted", b"1234567890"];
    MARKS.iter().any(|mark| text.windows(mark.len()).any(|window| window.eq_ignore_ascii_case(mark)))
}

/// A random string of this length has digits and letters.
fn is_mixed(body: &[u8]) -> bool {
    body.iter().any(u8::is_ascii_digit) && body.iter().any(u8::is_ascii_alphabetic)
}

/// Shannon entropy in bits a byte.
fn entropy(text: &[u8]) -> f32 {
    let mut counts = [0_u16; 256];
    let text = &text[..text.len().min(512)];
    for byte in text {
        counts[usize::from(*byte)] += 1;
    }
    let length = f32::from(u16::try_from(text.len()).unwrap_or(u16::MAX)).max(1.0);
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f32::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{TABLE, mask, secret_value, secret_values};

    /// A value of some kind, put together here so that no tool takes this file for a leak.
    fn token(start: &str, body: &str) -> String {
        format!("{start}{body}")
    }

    const W36: &str = "a8Kd02LmQx7Zr5Tn1Vb9Cw3Ej6Hs4Gu0Pf2i";

    fn kind(text: &str) -> Option<&'static str> {
        secret_value(text.as_bytes()).map(|secret| secret.kind)
    }

    #[test]
    fn secrets_are_known_by_their_form() {
        let long = format!("{W36}{W36}");
        for (value, expected) in [
            (token("AKIA", "Q3EGZ7LMN2XW5RTB"), "AWS access key id"),
            (token("ghp_", W36), "GitHub token"),
            (token("github_pat_", &format!("{}_{}", &W36[..22], &long[..59])), "GitHub token"),
            (token("glpat-", &W36[..20]), "GitLab token"),
            (token("xoxb-", "918273645021-8172635409182-aB3dE5gH7jK9mN1pQ3sT5vW7"), "Slack token"),
            (token("sk_live_", &W36[..24]), "Stripe key"),
            (token("AIza", &W36[..35]), "Google API key"),
            (token("npm_", W36), "npm token"),
            (token("pypi-", &long[..60]), "PyPI token"),
            (token("sk-proj-", &long[..48]), "OpenAI key"),
            (token("sk-ant-", &format!("api03-{}", &long[..60])), "Anthropic key"),
            (token("hf_", &W36[..34]), "Hugging Face token"),
            (token("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiI5OTg3In0.Qk3xT8fRz0w2uV7bN5mJ1c"), "JSON Web Token"),
            (token("hooks.slack.com/services/T", "0A1B2C3D/B0E4F5G6/aB3dE5gH7jK9mN1pQ3sT5vW7"), "Slack webhook"),
        ] {
            assert_eq!(kind(&value), Some(expected), "{value}");
            assert_eq!(kind(&format!("ENV X=\"{value}\" y")), Some(expected), "{value}");
        }
    }

    #[test]
    fn private_keys_need_a_key_behind_the_header() {
        let header = ["-----BEGIN ", "RSA PRIVATE KEY-----"].concat();
        let key = format!("{header}\n{W36}{W36}\n");
        assert_eq!(secret_value(key.as_bytes()).map(|it| (it.kind, it.range)), Some(("private key", 0..header.len())));
        assert_eq!(kind(&format!("{header}\\n{W36}{W36}")), Some("private key"));
        assert_eq!(kind(&header), None);
        assert_eq!(kind(&format!("grep '{header}' key.pem")), None);
        assert_eq!(kind(&format!("{}\n{W36}{W36}", header.replace("PRIVATE", "PUBLIC"))), None);
        assert_eq!(kind(&format!("-----BEGIN CERTIFICATE-----\n{W36}{W36}")), None);
    }

    #[test]
    fn examples_and_regular_values_are_no_secrets() {
        for value in [
            "AKIAIOSFODNN7EXAMPLE",
            "AKIAXXXXXXXXXXXXXXXX",
            "AKIA0000000000000000",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "ghp_your_token_here",
            "ghp_1234567890abcdefghijklmnopqrstuvwxyz",
            "sk-this-is-a-long-name-of-something-in-kebab-case",
            "glpat-",
            "task-a8Kd02LmQx7Zr5Tn1Vb9Cw3Ej6Hs4Gu0Pf2ia8Kd02LmQx7Z",
            "npm_config_registry",
            "pypi-server",
            "eyJhbGciOiJub25lIn0",
            "changeme",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "SKIPTESTS",
            "",
        ] {
            assert_eq!(kind(value), None, "{value}");
        }
        assert_eq!(kind(&token("QAKIA", "Q3EGZ7LMN2XW5RTB")), None);
        assert_eq!(kind(&token("AKIA", "Q3EGZ7LMN2XW5RTBQQ")), None);
    }

    #[test]
    fn all_secrets_of_a_text_are_found_in_order() {
        let text = format!("a={} b={}", token("ghp_", W36), token("AKIA", "Q3EGZ7LMN2XW5RTB"));
        let found: Vec<_> = secret_values(text.as_bytes()).map(|secret| (secret.kind, &text[secret.range])).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], ("GitHub token", &text[2..42]));
        assert_eq!(found[1].0, "AWS access key id");
    }

    #[test]
    fn any_bytes_can_be_searched() {
        for text in [&b"\xff\xfeAKIA"[..], b"-----BEGIN \xff PRIVATE KEY-----", b"eyJ", b"eyJ.eyJ.", b"xoxb-1-"] {
            assert_eq!(secret_value(text), None);
        }
    }

    #[test]
    fn masks_keep_at_most_four_shared_characters() {
        assert_eq!(mask(&token("ghp_", W36)), "ghp_…");
        assert_eq!(mask(&token("github_pat_", &format!("{W36}{W36}"))), "gith…");
        assert_eq!(mask(&token("hf_", &W36[..34])), "hf_…");
        assert_eq!(mask("hunter2"), "…");
        assert_eq!(mask(""), "…");
        assert_eq!(mask("ghp_"), "…");
    }

    #[test]
    fn every_form_can_be_read() {
        for form in &TABLE.forms {
            assert!(form.start.len() > 1 && !form.parts.is_empty() && form.entropy > 0.0, "{}", form.kind);
        }
    }
}
