//! Hosts that serve by https what they serve by http.
//!
//! Invariant: a host that is not listed may serve nothing, or something else, by https.

use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/https-hosts.tsv");

/// Whether `host` (lower case) is known to serve the same by https.
#[must_use]
pub fn serves_https(host: &str) -> bool {
    rows(TEXT).any(|[known]| known == host)
}

#[cfg(test)]
mod tests {
    use super::serves_https;

    #[test]
    fn hosts_are_known_by_their_whole_name() {
        assert!(serves_https("github.com") && !serves_https("mygithub.com") && !serves_https("example.com"));
    }
}
