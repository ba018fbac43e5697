//! `unrunnable-health-check`: a health check whose program cannot exist.

use super::check::health_check;
use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// Behind `CMD` every word is one string. A whole command line in one string is taken for the name of a program.
    ///
    /// No program is called so: every check fails, and the task is stopped as unhealthy.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "healthCheck": { "command": ["CMD", "curl -f http://localhost:8080/ || exit 1"] }
    ///       //                           ^^^^^ error: no program is called `curl -f http://localhost:8080/ || exit 1`
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
    ///       "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"] }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "healthCheck": { "command": ["CMD", "/app/probe"] } },
    ///     { "name": "api", "image": "api:1", "healthCheck": { "command": ["CMD", "C:\\Program Files\\probe.exe"] } },
    ///     { "name": "log", "image": "log:1", "healthCheck": { "command": ["CMD", "sh", "-c", "curl -f http://localhost/"] } }
    ///   ]
    /// }
    /// ```
    "unrunnable-health-check" {
        summary: "health check whose program cannot exist",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(check) = health_check(cx.container) else { return };
    if check.words.len() != 2 || check.word(0) != Some("CMD") || cx.task.launch().windows {
        return;
    }
    let Some(line) = check.word(1).filter(|line| is_line(line)) else { return };
    let kind = check.words[0].0;
    sink.report(kind.range(), format!("no program is called `{line}`"))
        .label(check.words[1].0.range(), "a whole command line in one string")
        .note("every check fails, and the task is stopped: \"Task failed container health checks\"")
        .fix(replace_text(kind, "CMD-SHELL").map(|edits| Fix::safe("let a shell run it", edits)));
}

/// Whether a text is a command line and no path with a blank in it.
fn is_line(text: &str) -> bool {
    let operators = text.contains("||") || text.contains("&&") || text.contains(';');
    (text.trim().contains(char::is_whitespace) || operators) && !text.contains('\\')
}
