//! Which version of Docker's frontend knows which feature.

use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/frontend-features.tsv");

/// The lowest minor version of `docker/dockerfile:1` that knows `feature` of `instruction`; that of the labs channel
/// with `labs`. `feature` is a flag's name, `heredoc`, or `mount:` and a key. `None` for what every version knows.
#[must_use]
pub fn minor_version(instruction: &str, feature: &str, labs: bool) -> Option<u32> {
    let [_, _, stable, early] = rows(TEXT).find(|[of, name, ..]: &[&str; 4]| *of == instruction && *name == feature)?;
    let early = early.parse().ok().filter(|_| labs);
    early.or_else(|| stable.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::minor_version;

    #[test]
    fn features_have_a_first_version() {
        assert_eq!(minor_version("COPY", "parents", false), Some(20));
        assert_eq!(minor_version("COPY", "parents", true), Some(7));
        assert_eq!(minor_version("RUN", "mount", true), Some(2));
        assert_eq!(minor_version("COPY", "from", false), None);
    }
}
