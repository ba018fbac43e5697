//! Values that no answer may show.
//!
//! Invariant: a value that looks like a secret, or whose variable is called like one, is never part of a hover, a
//! hint or a list.

use plimsoll_model::tables::secrets::{is_plain_value, secret_name, secret_value, url_credentials};

/// Whether the value of the variable `name` may be a secret.
pub(crate) fn may_be_secret(name: &str, value: &str) -> bool {
    (secret_name(name).is_some() && !is_plain_value(value))
        || secret_value(value.as_bytes()).is_some()
        || url_credentials(value).is_some()
}

#[cfg(test)]
mod tests {
    use super::may_be_secret;

    #[test]
    fn names_and_forms() {
        assert!(may_be_secret("DB_PASSWORD", "geheim-größer"));
        assert!(may_be_secret("URL", "https://a:geheim123@example.com"));
        assert!(!may_be_secret("VERSION", "12.11") && !may_be_secret("PASSWORD_FILE", "/run/secrets/pw"));
    }
}
