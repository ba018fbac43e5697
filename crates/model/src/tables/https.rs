//! Hosts that serve by https what they serve by http, and which of them answer without a redirect.
//!
//! Invariant: a host that is not listed may serve nothing, or something else, by https.

use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/https-hosts.tsv");

/// Whether `host` (lower case) is known to serve the same by https.
#[must_use]
pub fn serves_https(host: &str) -> bool {
    rows(TEXT).any(|[known]| known == host)
}

/// Whether `host` (lower case) is known to answer with the file itself, never with a redirect.
#[must_use]
pub fn answers_directly(host: &str) -> bool {
    rows(TEXT).any(|[known, direct]| known == host && direct == "direct")
}

#[cfg(test)]
mod tests {
    use super::{answers_directly, serves_https};

    #[test]
    fn some_answer_directly() {
        assert!(answers_directly("raw.githubusercontent.com") && !answers_directly("github.com"));
    }

    #[test]
    fn hosts_are_known_by_their_whole_name() {
        assert!(serves_https("github.com") && !serves_https("mygithub.com") && !serves_https("example.com"));
    }
}
