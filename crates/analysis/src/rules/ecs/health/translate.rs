//! HEALTHCHECK of a Dockerfile as the `healthCheck` of a container.
//!
//! Invariant: times are whole seconds inside the limits of ECS. What cannot be read gives no translation.

use crate::TaskCx;
use crate::rules::ecs::partner::{self, Partner};
use plimsoll_dockerfile::{CommandLine, Healthcheck, Instruction};
use plimsoll_json::quote;
use plimsoll_model::dockerfile::Build;
use plimsoll_model::ecs::Container;
use plimsoll_model::tables::limits;
use plimsoll_text::{TextRange, slice};
use std::ops::RangeInclusive;

/// A health check that the image brings.
pub(in crate::rules::ecs) struct ImageCheck {
    /// Path of the Dockerfile.
    pub(in crate::rules::ecs) path: String,
    /// HEALTHCHECK in it.
    pub(in crate::rules::ecs) range: TextRange,
    /// The same as JSON, with two spaces of indentation; `None` when it cannot be said in ECS.
    pub(in crate::rules::ecs) json: Option<String>,
}

/// The health check that the Dockerfile of a container's image sets.
pub(in crate::rules::ecs) fn image_check(cx: &TaskCx<'_>, container: &Container<'_>) -> Option<ImageCheck> {
    let partner = Partner::of(cx, container)?;
    let build = partner.build();
    let (instruction, check) = partner::health_check(&build)?;
    let Healthcheck::Command { command, .. } = check else { return None };
    let json = translate(&build, instruction, command).filter(|_| !container.is_template);
    Some(ImageCheck { path: partner.file.path.clone(), range: instruction.keyword_range, json })
}

fn translate(build: &Build<'_>, instruction: &Instruction, command: &CommandLine) -> Option<String> {
    let words: Vec<String> = match command {
        CommandLine::Shell { .. } => vec!["CMD-SHELL".to_owned(), partner::shell_text(build, command)?],
        CommandLine::Exec(array) => {
            let words = partner::words(build, array).into_iter().map(str::to_owned);
            ["CMD".to_owned()].into_iter().chain(words).collect()
        }
        CommandLine::Empty => return None,
    };
    let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
    let mut members = vec![format!("\"command\": [{}]", words.join(", "))];
    let mut timing = |flag: &str, key: &str, limits: RangeInclusive<i64>| {
        let Some(flag) = instruction.flag(build.source, flag) else { return Some(()) };
        let text = slice(build.source, flag.value.as_ref()?.range);
        let value = if key == "retries" { text.parse().ok()? } else { seconds(text)? };
        // Docker takes nought for its own default.
        if value > 0 {
            members.push(format!("\"{key}\": {}", value.clamp(*limits.start(), *limits.end())));
        }
        Some(())
    };
    timing("interval", "interval", limits::HEALTH_INTERVAL)?;
    timing("timeout", "timeout", limits::HEALTH_TIMEOUT)?;
    timing("retries", "retries", limits::HEALTH_RETRIES)?;
    timing("start-period", "startPeriod", limits::HEALTH_START_PERIOD)?;
    Some(format!("{{\n  {}\n}}", members.join(",\n  ")))
}

/// `1m30s` in seconds, rounded up; the durations of Go.
fn seconds(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut milliseconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = rest[..end].parse().ok()?;
        let unit_end = rest[end..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |at| end + at);
        milliseconds += number
            * match &rest[end..unit_end] {
                "ms" => 1.0,
                "s" => 1000.0,
                "m" => 60_000.0,
                "h" => 3_600_000.0,
                _ => return None,
            };
        rest = &rest[unit_end..];
    }
    let seconds = (milliseconds / 1000.0_f64).ceil();
    // More than a day is no health check.
    (seconds <= 86_400.0).then(|| (0..=86_400).find(|whole| f64::from(*whole) >= seconds).map(i64::from)).flatten()
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_become_whole_seconds() {
        assert_eq!(["30s", "1m30s", "500ms", "1h", "1.5s"].map(seconds), [30, 90, 1, 3600, 2].map(Some));
        assert_eq!(["", "30", "x", "1d", "100h"].map(seconds), [Some(0), None, None, None, None]);
    }
}
