//! Names of variables that hold secrets.
//!
//! Invariant: a name is judged by whole words. `DB_PASS` has the word `PASS`, `BYPASS` has not; `TOKEN_URL` says
//! where a token comes from and is none.

use std::sync::LazyLock;

use super::super::reader::{rows, words};
use super::NAMES;
use crate::wildcard;

/// The word of `key` that says that a build variable holds a secret: `"PASSWORD"` for `DB_PASSWORD`, the name itself
/// for a listed one such as `PGPASSWORD`. `None` for names that are harmless or say nothing.
///
/// ENV, ARG and LABEL keys; letter case does not matter, camel case separates words.
#[must_use]
pub fn secret_name(key: &str) -> Option<&'static str> {
    if is_public(key) {
        return None;
    }
    let table = &*TABLE;
    let upper = key.to_ascii_uppercase();
    if let Some(name) = table.names.iter().find(|name| wildcard::matches(name, &upper)) {
        return Some(name);
    }
    let words = split(key);
    let last_describes = words.last().is_some_and(|last| table.attributes.contains(&last.as_str()));
    if last_describes || words.iter().any(|word| table.harmless.contains(&word.as_str())) {
        return None;
    }
    let by_word = words.iter().find_map(|word| table.words.iter().find(|known| *known == word).copied());
    by_word.or_else(|| {
        let qualified = words.windows(2).any(|pair| pair[1] == "KEY" && table.qualifiers.contains(&pair[0].as_str()));
        qualified.then_some("KEY")
    })
}

/// The ending of `name` that says that an ECS environment variable holds a secret: `"password"` for
/// `spring.datasource.password`. Stricter than [`secret_name`]: the secret word must stand last.
#[must_use]
pub fn secret_setting_name(name: &str) -> Option<&'static str> {
    if name.eq_ignore_ascii_case("DOCKER_AUTH_CONFIG") {
        return Some("auth_config");
    }
    if is_public(name) || !ENDINGS.iter().any(|ending| ends_alike(name, ending)) {
        return None;
    }
    let words = split(name);
    let joined = words.join("_").to_ascii_lowercase();
    ENDINGS
        .iter()
        .copied()
        .find(|ending| joined.strip_suffix(ending).is_some_and(|start| start.is_empty() || start.ends_with('_')))
}

/// Whether the letters and digits of `name` end as those of `ending` do. All that [`secret_setting_name`] knows end so,
/// and hardly any other name does; it is told without taking the name apart.
fn ends_alike(name: &str, ending: &str) -> bool {
    let mut name = name.bytes().rev().filter(u8::is_ascii_alphanumeric);
    ending
        .bytes()
        .rev()
        .filter(|byte| *byte != b'_')
        .all(|byte| name.next().is_some_and(|it| it.eq_ignore_ascii_case(&byte)))
}

/// Bundlers put variables with these starts into pages that everybody can read.
fn is_public(name: &str) -> bool {
    ["NEXT_PUBLIC_", "NUXT_PUBLIC_", "REACT_APP_", "VITE_", "VUE_APP_", "EXPO_PUBLIC_"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// The three names that Security Hub's control ECS.8 looks for.
/// Source: AWS Security Hub user guide, ECS.8, 2026-11.
#[must_use]
pub fn is_aws_credential_name(name: &str) -> bool {
    matches!(name, "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" | "ECS_ENGINE_AUTH_DATA")
}

/// Whether `value` cannot be a secret, whatever the variable is called: empty, a truth value, a number, a path, a
/// file name, a reference to another variable, an ARN, or a URL without a password.
#[must_use]
pub fn is_plain_value(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "" | "true" | "false" | "yes" | "no" | "on" | "off" | "none" | "null" | "enabled" | "disabled"
    ) {
        return true;
    }
    // `_` and `{}` are what people write when they must write something.
    if is_number_or_sign(value) || is_placeholder(&lower) {
        return true;
    }
    let path = value.starts_with('/') || value.starts_with("./") || value.starts_with("../") || value.starts_with("~/");
    let reference = value.starts_with('$') || value.contains("${") || value.contains("$(") || value.contains("{{");
    let url = value.contains("://") && super::url_credentials(value).is_none();
    path || reference || url || is_file_name(&lower) || lower.starts_with("arn:")
}

/// `resetPassword.sh`: a script or settings file that deals with the secret.
fn is_file_name(lower: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "sh",
        "bash",
        "py",
        "pl",
        "rb",
        "js",
        "ps1",
        "bat",
        "sql",
        "json",
        "yml",
        "yaml",
        "conf",
        "ini",
        "txt",
        "properties",
    ];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let parts = lower.rsplit_once('.').filter(|(name, _)| !name.is_empty() && name.bytes().all(plain));
    parts.is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// `xxx`, `**None**`, `<your token>`: somebody else is to write the value.
fn is_placeholder(lower: &str) -> bool {
    let bare = lower.trim_matches(|char: char| char.is_ascii_punctuation());
    let is_named = matches!(bare, "none" | "null" | "nil" | "unset" | "undefined" | "tbd" | "todo" | "dummy" | "fake");
    let is_crossed_out = bare.len() > 2 && bare.bytes().all(|byte| byte == b'x');
    is_named || is_crossed_out || lower.starts_with('<') && lower.ends_with('>')
}

/// A number, or marks alone.
fn is_number_or_sign(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'))
        || value.bytes().all(|byte| byte.is_ascii_punctuation())
}

const ENDINGS: [&str; 15] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "private_key",
    "secret_access_key",
    "access_key",
    "secret_key",
    "credential",
    "credentials",
    "auth_config",
];

struct Table {
    words: Vec<&'static str>,
    qualifiers: Vec<&'static str>,
    harmless: Vec<&'static str>,
    attributes: Vec<&'static str>,
    names: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let of = |kind: &str| -> Vec<&'static str> {
        rows(NAMES).filter(|[of, _]| *of == kind).flat_map(|[_, field]| words(field)).collect()
    };
    Table {
        words: of("word"),
        qualifiers: of("qualifier"),
        harmless: of("harmless"),
        attributes: of("attribute"),
        names: of("name"),
    }
});

/// The words of a name in capitals: split at everything but letters and digits, and where camel case starts a word.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = ' ';
    for c in name.chars() {
        let starts = c.is_ascii_uppercase() && previous.is_ascii_lowercase();
        if starts || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_uppercase());
        }
        previous = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{is_aws_credential_name, is_plain_value, secret_name, secret_setting_name};

    #[test]
    fn names_of_secrets_are_told_by_words() {
        for (name, word) in [
            ("DB_PASSWORD", "PASSWORD"),
            ("POSTGRES_PASSWORD", "PASSWORD"),
            ("db_pass", "PASS"),
            ("JWT_SECRET", "SECRET"),
            ("GITHUB_TOKEN", "TOKEN"),
            ("githubToken", "TOKEN"),
            ("API_KEY", "KEY"),
            ("STRIPE_SECRET_KEY", "SECRET"),
            ("STRIPE_APIKEY", "APIKEY"),
            ("APP_ENCRYPTION_KEY", "KEY"),
            ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"),
            ("PGPASSWORD", "PGPASSWORD"),
            ("BUNDLE_GEMS__CONTRIBSYS__COM", "BUNDLE_*__*"),
            ("CARGO_REGISTRIES_ACME_TOKEN", "CARGO_REGISTRIES_*_TOKEN"),
            ("NPM_AUTH", "AUTH"),
        ] {
            assert_eq!(secret_name(name), Some(word), "{name}");
        }
    }

    #[test]
    fn harmless_names_are_left_alone() {
        for name in [
            "PASSWORD_FILE",
            "POSTGRES_PASSWORD_FILE",
            "TOKEN_URL",
            "SECRET_NAME",
            "SECRET_PATH",
            "PUBLIC_KEY",
            "API_KEY_HEADER",
            "TOKEN_TTL",
            "TOKEN_EXPIRATION",
            "AUTH_TYPE",
            "AUTH_METHOD",
            "AUTH_ENABLED",
            "CLIENT_ID",
            "KEY",
            "SORT_KEY",
            "KEYBOARD",
            "MAX_TOKENS",
            "BYPASS",
            "COMPASS_PORT",
            "PASSENGER_APP_ENV",
            "OAUTH2",
            "USERNAME",
            "PRIVATE",
            "SECRET_KEY_BASE_DUMMY",
            "SECRET_ADAPTER",
            "AUTH_JDBC_SHA1",
            "PATH",
            "",
        ] {
            assert_eq!(secret_name(name), None, "{name}");
        }
    }

    #[test]
    fn settings_must_end_in_a_secret_word() {
        for (name, ending) in [
            ("spring.datasource.password", "password"),
            ("DB_PASSWORD", "password"),
            ("dbPassword", "password"),
            ("STRIPE_API_KEY", "api_key"),
            ("AWS_SECRET_ACCESS_KEY", "secret_access_key"),
            ("DOCKER_AUTH_CONFIG", "auth_config"),
            ("JWT_SECRET", "secret"),
            ("MYSQL_PWD", "pwd"),
        ] {
            assert_eq!(secret_setting_name(name), Some(ending), "{name}");
        }
        for name in [
            "TOKEN_URL",
            "SECRET_ARN",
            "SECRET_NAME",
            "API_KEY_ID",
            "PASSWORD_FILE",
            "TOKEN_ISSUER",
            "TOKEN_TTL",
            "PASSWORD_ENABLED",
            "NEXT_PUBLIC_API_KEY",
            "REACT_APP_MAPS_TOKEN",
            "VITE_TOKEN",
            "MAX_TOKENS",
            "SPWD",
            "PUBLIC",
        ] {
            assert_eq!(secret_setting_name(name), None, "{name}");
        }
    }

    #[test]
    fn aws_credentials_are_exactly_three_names() {
        assert!(is_aws_credential_name("AWS_ACCESS_KEY_ID"));
        assert!(!is_aws_credential_name("AWS_SESSION_TOKEN"));
    }

    #[test]
    fn plain_values_are_no_secrets() {
        for value in [
            "",
            "true",
            "False",
            "3600",
            "-1",
            "/run/secrets/db",
            "./secret.txt",
            "$DB_PASSWORD",
            "${DB_PASSWORD}",
            "prefix-${X}",
            "{{ token }}",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
            "https://auth.acme.com/token",
            "disabled",
            "_",
            "{}",
            "xxx",
            "**None**",
            "<your token>",
        ] {
            assert!(is_plain_value(value), "{value}");
        }
        for value in ["hunter2", "changeme", "postgres", "p@ssw0rd", "https://bob:hunter2@acme.com/", "s3cr3t/abc"] {
            assert!(!is_plain_value(value), "{value}");
        }
    }
}
