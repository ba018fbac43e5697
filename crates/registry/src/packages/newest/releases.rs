//! Releases of indexes whose versions are numbers with dots between them.
//!
//! Invariant: a version with anything else in it, such as `2.0.0-rc.1` or `8.0.0.beta1`, is no release.

/// The newest release of the versions.
pub(super) fn newest<'v>(versions: impl IntoIterator<Item = &'v str>) -> Option<&'v str> {
    let numbered = versions.into_iter().filter_map(|version| Some((numbers(version)?, version)));
    numbered.max_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, version)| version)
}

/// `[1, 2]` of `1.2.0+build`: zeros at the end say nothing.
pub(super) fn numbers(version: &str) -> Option<Vec<u64>> {
    let version = version.split('+').next()?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = version.split('.').map(|part| part.parse().ok().filter(|_| digits(part)));
    let mut numbers: Vec<u64> = parts.collect::<Option<_>>()?;
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{newest, numbers};

    #[test]
    fn by_number() {
        assert_eq!(newest(["1.9.0", "1.10.0", "2.0.0-rc.1", "1.2"]), Some("1.10.0"));
        assert_eq!(newest(["8.0.0.beta1", "7.2.2.1", "7.2.2"]), Some("7.2.2.1"));
        assert_eq!(newest(["1.0.0-alpha", "", "+1"]), None);
        assert_eq!(numbers("1.2.0.0+b.7"), Some(vec![1, 2]));
        assert_eq!(numbers("99999999999999999999.1"), None);
    }
}
