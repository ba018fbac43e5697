//! Dates as HTTP and registries write them.
//!
//! Invariant: no time zone but UTC; a text that is not exactly such a date is none.

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, the form that RFC 9110 (5.6.7) asks senders to use.
pub(crate) fn http_date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.trim().split(' ');
    let (_weekday, day, month, year) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let (clock, zone) = (words.next()?, words.next()?);
    let mut clock = clock.split(':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
    let (day, year) = (day.parse().ok()?, year.parse().ok()?);
    let sound = zone == "GMT" && (1..=31).contains(&day) && (1970..=9999).contains(&year);
    (sound && hour < 24 && minute < 60 && second <= 60)
        .then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// `1994-11-06T08:49:37Z`.
pub(crate) fn rfc3339(seconds: u64) -> String {
    let (mut year, mut rest) = (1970, seconds / 86_400);
    let length = |year: u64| if leap(year) { 366 } else { 365 };
    while rest >= length(year) {
        rest -= length(year);
        year += 1;
    }
    let month = (1..=12).rev().find(|month| days(year, *month, 1) - days(year, 1, 1) <= rest).unwrap_or(1);
    let day = rest - (days(year, month, 1) - days(year, 1, 1)) + 1;
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Days from 1970-01-01 to a date.
fn days(year: u64, month: u64, day: u64) -> u64 {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let past = year - 1;
    let leap_days = (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
    let this_year = u64::from(month > 2 && leap(year));
    let before = usize::try_from(month - 1).ok().and_then(|index| BEFORE.get(index)).copied().unwrap_or(0);
    (year - 1970) * 365 + leap_days + before + this_year + day - 1
}

fn leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::{http_date, rfc3339};

    #[test]
    fn there_and_back() {
        for (text, seconds, iso) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0, "1970-01-01T00:00:00Z"),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777, "1994-11-06T08:49:37Z"),
            ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799, "2000-02-29T23:59:59Z"),
            ("Wed, 25 Nov 2026 07:31:52 GMT", 1_795_591_912, "2026-11-25T07:31:52Z"),
        ] {
            assert_eq!(http_date(text), Some(seconds), "{text}");
            assert_eq!(rfc3339(seconds), iso);
        }
    }

    #[test]
    fn no_dates() {
        for text in ["", "yesterday", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 25:49:37 GMT"] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }
}
