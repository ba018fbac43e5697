//! URLs with a password in them.

use std::ops::Range;

/// Places inside a text such as `see https://bob:hunter2@acme.com/x`, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlCredentials {
    /// `https://bob:hunter2@acme.com/x`
    ///  `-------------------------------`
    pub url: Range<usize>,
    /// `bob`
    pub user: Range<usize>,
    /// `hunter2`
    pub password: Range<usize>,
    /// `acme.com`
    pub host: Range<usize>,
}

/// The first URL in `text` that has a user and a literal password. Passwords that are variables, placeholders or
/// masked (`$PW`, `${PW}`, `<password>`, `{{pw}}`, `***`) do not count.
#[must_use]
pub fn url_credentials(text: &str) -> Option<UrlCredentials> {
    text.match_indices("://").find_map(|(colon, _)| read(text, colon))
}

/// The URL whose scheme ends before `colon`.
fn read(text: &str, colon: usize) -> Option<UrlCredentials> {
    let scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-');
    let start = text[..colon]
        .rfind(|c: char| !scheme(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    if start == colon {
        return None;
    }
    let from = colon + "://".len();
    let rest = &text[from..];
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '\\' | ',' | ';'))
        .unwrap_or(rest.len());
    let authority = rest[..end].find(['/', '?', '#']).unwrap_or(end);
    let at = rest[..authority].rfind('@')?;
    let separator = rest[..at].find(':')?;
    let password = &rest[separator + 1..at];
    let host = &rest[at + 1..authority];
    if password.is_empty() || host.is_empty() || !is_literal(password) || rest[..separator].contains('$') {
        return None;
    }
    let host_end = host.find(':').unwrap_or(host.len());
    Some(UrlCredentials {
        url: start..from + end,
        user: from..from + separator,
        password: from + separator + 1..from + at,
        host: from + at + 1..from + at + 1 + host_end,
    })
}

fn is_literal(password: &str) -> bool {
    let placeholder = password.contains(['$', '<', '>', '{', '}', '(', ')', '[', ']'])
        || password.starts_with('%') && password.ends_with('%')
        || password.bytes().all(|byte| matches!(byte, b'*' | b'x' | b'X' | b'.'));
    let lower = password.to_ascii_lowercase();
    !placeholder
        && !matches!(
            lower.as_str(),
            "password" | "pass" | "pwd" | "token" | "secret" | "your_password" | "yourpassword"
        )
}

#[cfg(test)]
mod tests {
    use super::url_credentials;

    fn password(text: &str) -> Option<(&str, &str, &str)> {
        url_credentials(text).map(|url| (&text[url.user], &text[url.password], &text[url.host]))
    }

    #[test]
    fn passwords_in_urls_are_found() {
        assert_eq!(password("postgres://app:hunter2@db:5432/app"), Some(("app", "hunter2", "db")));
        assert_eq!(password("git clone https://bob:gh0st@github.com/a/b.git"), Some(("bob", "gh0st", "github.com")));
        assert_eq!(password("redis://:s3cret@cache"), Some(("", "s3cret", "cache")));
        assert_eq!(password("a http://x/ b ftp://u:p4ss@h/"), Some(("u", "p4ss", "h")));
        assert_eq!(password("\"amqp://guest:gu@est@mq/\""), Some(("guest", "gu@est", "mq")));
        assert_eq!(password("ähttps://a:bcd@e"), Some(("a", "bcd", "e")));
    }

    #[test]
    fn urls_without_a_literal_password_are_fine() {
        for text in [
            "https://acme.com/a@b:c",
            "https://acme.com:8080/x",
            "https://bob@github.com/",
            "https://bob:$TOKEN@github.com/",
            "https://bob:${TOKEN}@github.com/",
            "https://$USER:literal@github.com/",
            "postgres://user:<password>@host/db",
            "postgres://user:{{ pw }}@host/db",
            "postgres://user:password@host/db",
            "https://user:***@host",
            "https://:@host",
            "://a:b@c",
            "ssh git@github.com:a/b",
            "https://",
            "",
        ] {
            assert_eq!(password(text), None, "{text}");
        }
    }
}
