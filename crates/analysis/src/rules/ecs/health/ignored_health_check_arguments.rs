//! `ignored-health-check-arguments`: words of a health check that the shell does not see.

use super::check::health_check;
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::quote;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// `CMD-SHELL` takes one text. The shell runs the first word behind it and nothing of the others.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "healthCheck": { "command": ["CMD-SHELL", "curl", "-f", "http://localhost/"] }
    ///       //                                                ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: the shell runs only `curl`
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost/"] }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"] } },
    ///     { "name": "log", "image": "log:1", "healthCheck": { "command": ["CMD", "curl", "-f", "http://localhost/"] } }
    ///   ]
    /// }
    /// ```
    "ignored-health-check-arguments" {
        summary: "words of a health check that the shell does not see",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(check) = health_check(cx.container).filter(|check| check.word(0) == Some("CMD-SHELL")) else { return };
    let [_, script, third, ..] = &check.words[..] else { return };
    let last = check.words.last().unwrap_or(third);
    let ignored = TextRange::new(third.0.range().start(), last.0.range().end());
    let texts: Option<Vec<&str>> = check.words[1..].iter().map(|(_, word)| word.as_deref()).collect();
    // A placeholder may turn out to be anything, or nothing.
    let Some(texts) = texts else { return };
    let whole = TextRange::new(script.0.range().start(), last.0.range().end());
    let fix = Fix::r#unsafe("join the words", Edit::replace(whole, quote(&texts.join(" "))));
    sink.report(ignored, format!("the shell runs only `{}`", texts[0]))
        .note("what stands behind it becomes `$0`, `$1` and so on of the script")
        .note("if that fails, the task is stopped: \"Task failed container health checks\"")
        .fix(fix);
}
