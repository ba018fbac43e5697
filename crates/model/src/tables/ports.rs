//! Ports of administration protocols.

use std::sync::LazyLock;

use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/ports.tsv");

/// The administration protocol that listens on TCP `port`, for messages: `"SSH"`.
#[must_use]
pub fn administration(port: u16) -> Option<&'static str> {
    TABLE.iter().find(|(known, _)| *known == port).map(|(_, name)| *name)
}

/// The first administration port from `first` to `last`, both included.
#[must_use]
pub fn administration_in(first: u16, last: u16) -> Option<(u16, &'static str)> {
    TABLE.iter().find(|(port, _)| (first..=last).contains(port)).copied()
}

static TABLE: LazyLock<Vec<(u16, &'static str)>> =
    LazyLock::new(|| rows(TEXT).filter_map(|[port, name]| Some((port.parse().ok()?, name))).collect());

#[cfg(test)]
mod tests {
    use super::{administration, administration_in};

    #[test]
    fn only_administration_ports_are_named() {
        assert_eq!(administration(22), Some("SSH"));
        assert_eq!(administration(2222), None);
        assert_eq!(administration(8080), None);
        assert_eq!(administration_in(20, 30), Some((22, "SSH")));
        assert_eq!(administration_in(24, 80), None);
        assert_eq!(administration_in(80, 20), None);
    }
}
