//! Variables that turn a debug mode on.

use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/debug-settings.tsv");

/// What production wants instead of `value` in the variable `name`; `None` when `value` turns no debug mode on.
#[must_use]
pub fn production_value(name: &str, value: &str) -> Option<&'static str> {
    let [_, values, production] = rows(TEXT).find(|[known, ..]: &[&str; 3]| *known == name)?;
    let is_on = |on: &str| match on.strip_prefix('!') {
        Some(off) => !value.is_empty() && !off.eq_ignore_ascii_case(value),
        None => on.eq_ignore_ascii_case(value),
    };
    words(values).any(is_on).then_some(production)
}

#[cfg(test)]
mod tests {
    use super::production_value;

    #[test]
    fn debug_modes_are_known_by_name_and_value() {
        assert_eq!(production_value("NODE_ENV", "development"), Some("production"));
        assert_eq!(production_value("FLASK_DEBUG", "1"), Some("0"));
        assert_eq!(production_value("NODE_ENV", "production"), None);
        assert_eq!(production_value("MODE", "development"), None);
        assert_eq!(production_value("XDEBUG_MODE", "debug,develop"), Some("off"));
        assert_eq!(production_value("XDEBUG_MODE", "off"), None);
    }
}
