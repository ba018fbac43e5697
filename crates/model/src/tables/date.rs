//! Calendar days, for tables only: compared, printed, and counted between two of them.

use std::fmt;

/// A day. Its order is that of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    /// 1 to 12.
    month: u8,
    /// 1 to 31; 31 when only the month is known (see [`Date::parse`]).
    day: u8,
    month_only: bool,
}

impl Date {
    /// Reads `2024-06-30`, or `2024-06`, which counts as the last day of that month (as day 31, whatever the month:
    /// dates are only compared). Anything else gives `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        if parts.next().is_some() || day.is_some_and(|day| !(1..=31).contains(&day)) {
            return None;
        }
        Some(Self { year, month, day: day.unwrap_or(31), month_only: day.is_none() })
    }

    /// How many days lie between `earlier` and this day; negative if it is the later one. Where only the month is known,
    /// up to three days too many.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }

    /// The number of the day, counted with years that begin in March, so that a leap day is the last of its year.
    fn number(self) -> i64 {
        let (year, month) = (i64::from(self.year) - i64::from(self.month < 3), (i64::from(self.month) + 9) % 12);
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + i64::from(self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        if self.month_only { Ok(()) } else { write!(f, "-{:02}", self.day) }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn a_month_ends_with_its_last_day() {
        let month = Date::parse("2024-06").unwrap();
        assert!(Date::parse("2024-06-30").unwrap() < month);
        assert!(month < Date::parse("2024-07-01").unwrap());
        assert_eq!(month.to_string(), "2024-06");
        assert_eq!(Date::parse("2024-06-30").unwrap().to_string(), "2024-06-30");
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in ["", "2024", "2024-13", "2024-06-32", "2024-06-30-1", "soon", "2024-06-x"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
