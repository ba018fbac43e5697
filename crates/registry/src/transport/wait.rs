//! How long to wait before asking again.
//!
//! Invariant: a wait is never longer than the caller's cap; whoever would have to wait longer gets an error that says so.

use crate::time::http_date;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, SystemTime};

/// The wait before attempt `attempt + 1`: it doubles, and is spread so that clients do not come back at the same time.
pub(crate) fn back_off(attempt: u32) -> Duration {
    let full = Duration::from_millis(250) * 2u32.saturating_pow(attempt.min(6));
    // The keys of a new hasher state are the only randomness that the standard library has.
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    let percent = u32::try_from(random % 51).unwrap_or(0);
    full * (75 + percent) / 100
}

/// What a `Retry-After` header asks for: seconds, or a date.
pub(crate) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(http_date(value)?);
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{back_off, retry_after};
    use std::time::{Duration, SystemTime};

    #[test]
    fn back_off_doubles_within_bounds() {
        for (attempt, full) in [(0, 250), (1, 500), (2, 1000)] {
            let wait = back_off(attempt).as_millis();
            assert!((full * 3 / 4..=full * 5 / 4).contains(&wait), "{wait} for {full}");
        }
        assert!(back_off(1000) <= Duration::from_secs(20));
    }

    #[test]
    fn seconds_and_dates() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 30);
        assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Sun, 06 Nov 1984 08:49:37 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-1", now), None);
    }
}
