//! hadolint's environment variables.
//!
//! Invariant: a value that hadolint cannot use is as if the variable were not set. Source: hadolint's README, and what
//! its version 2.15.1 does (2026-11).

use super::arguments::label;
use plimsoll_analysis::HadolintSeverity;
use plimsoll_config::Hadolint;

/// What the environment says, through `get`.
pub(super) fn settings(get: impl Fn(&str) -> Option<String>) -> Hadolint {
    let of = |name: &str| get(&format!("HADOLINT_{name}"));
    let list = |name: &str| -> Vec<String> {
        let text = of(name).unwrap_or_default();
        text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let is_set = |name: &str| of(name).and_then(|value| truth(&value));
    let overrides = HadolintSeverity::ALL.into_iter().flat_map(|severity| {
        let codes = list(&format!("OVERRIDE_{}", severity.as_str().to_ascii_uppercase()));
        codes.into_iter().map(move |code| (severity, code))
    });
    Hadolint {
        ignored: list("IGNORE"),
        overrides: overrides.collect(),
        registries: list("TRUSTED_REGISTRIES"),
        labels: list("REQUIRE_LABELS").iter().filter_map(|text| label(text).ok()).collect(),
        strict_labels: is_set("STRICT_LABELS"),
        disable_ignore_pragma: is_set("DISABLE_IGNORE_PRAGMA"),
        threshold: of("FAILURE_THRESHOLD").and_then(|word| Hadolint::threshold(&word)),
        no_fail: is_set("NOFAIL"),
        no_color: get("NO_COLOR").map(|_| true),
        formats: list("FORMAT").into_iter().filter(|word| Hadolint::FORMATS.contains(&word.as_str())).collect(),
    }
}

/// Whether the environment asks for the settings that count.
pub(super) fn is_verbose(get: impl Fn(&str) -> Option<String>) -> bool {
    get("HADOLINT_VERBOSE").and_then(|value| truth(&value)).unwrap_or_default()
}

fn truth(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "1" | "y" | "yes" | "on" | "t" | "true" => Some(true),
        "0" | "n" | "no" | "off" | "f" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::settings;
    use plimsoll_analysis::HadolintSeverity;

    #[test]
    fn every_variable() {
        let hadolint = settings(|name| {
            let value = match name {
                "HADOLINT_NOFAIL" => "yes",
                "HADOLINT_FORMAT" => "gnu,bogus,json",
                "HADOLINT_FAILURE_THRESHOLD" => "none",
                "HADOLINT_OVERRIDE_ERROR" => "DL3007,SC2086",
                "HADOLINT_OVERRIDE_STYLE" => "DL3006",
                "HADOLINT_IGNORE" => "DL3008",
                "HADOLINT_STRICT_LABELS" => "0",
                "HADOLINT_DISABLE_IGNORE_PRAGMA" => "perhaps",
                "HADOLINT_TRUSTED_REGISTRIES" => "docker.io,ghcr.io",
                "HADOLINT_REQUIRE_LABELS" => "a:text,b:bogus",
                "NO_COLOR" => "",
                _ => return None,
            };
            Some(value.to_owned())
        });
        assert_eq!(hadolint.no_fail, Some(true));
        assert_eq!(hadolint.formats, ["gnu", "json"]);
        assert_eq!(hadolint.threshold, Some(HadolintSeverity::Style));
        assert_eq!(
            hadolint.overrides,
            [
                (HadolintSeverity::Style, "DL3006".to_owned()),
                (HadolintSeverity::Error, "DL3007".to_owned()),
                (HadolintSeverity::Error, "SC2086".to_owned()),
            ]
        );
        assert_eq!(hadolint.ignored, ["DL3008"]);
        assert_eq!((hadolint.strict_labels, hadolint.disable_ignore_pragma), (Some(false), None));
        assert_eq!(hadolint.registries, ["docker.io", "ghcr.io"]);
        assert_eq!(hadolint.labels.len(), 1);
        assert_eq!(hadolint.no_color, Some(true));
        assert_eq!(settings(|_| None), super::Hadolint::default());
    }
}
