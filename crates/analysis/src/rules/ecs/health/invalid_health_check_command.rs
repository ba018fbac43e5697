//! `invalid-health-check-command`: a health check that does not say how it is run.

use super::check::{HealthCheck, health_check};
use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::rules::ecs::shell::needs_shell;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{quote, replace_value};
use plimsoll_text::{Edit, Edits};

rule! {
    /// The command of a health check begins with `CMD` for a program and its arguments, or with `CMD-SHELL` for one line of
    /// shell text.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "healthCheck": { "command": ["curl -f http://localhost/ || exit 1"] }
    ///       //                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: the command of the health check begins with neither `CMD` nor `CMD-SHELL`
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
    ///       "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"] }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost/"] } },
    ///     { "name": "log", "image": "log:1", "healthCheck": { "command": ["CMD", "/probe"] } },
    ///     { "name": "api", "image": "api:1", "healthCheck": { "command": ["NONE"] } },
    ///     { "name": "job", "image": "job:1", "healthCheck": { "command": ["${KIND}", "x"] } }
    ///   ]
    /// }
    /// ```
    "invalid-health-check-command" {
        summary: "health check that does not say how it is run",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

const KINDS: [&str; 3] = ["CMD", "CMD-SHELL", "NONE"];

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(check) = health_check(cx.container) else { return };
    if check.words.is_empty() {
        sink.report(check.list.range(), "the command of the health check is empty");
        return;
    }
    let Some(first) = check.word(0).filter(|first| !KINDS.contains(first) && !first.starts_with('$')) else { return };
    sink.report(check.words[0].0.range(), "the command of the health check begins with neither `CMD` nor `CMD-SHELL`")
        .fix(fix(&check, first));
}

fn fix(check: &HealthCheck<'_>, first: &str) -> Option<Fix> {
    let node = check.words[0].0;
    if let Some(kind) = KINDS.into_iter().find(|kind| kind.eq_ignore_ascii_case(first)) {
        return Some(Fix::r#unsafe(format!("use `{kind}`"), replace_text(node, kind)?));
    }
    let needs = |text: &str| text.contains(char::is_whitespace) || needs_shell(text);
    let texts: Option<Vec<&str>> = check.words.iter().map(|(_, word)| word.as_deref()).collect();
    let (kind, edits) = match texts?[..] {
        [one] if needs(one) => ("CMD-SHELL", prefix(check, "CMD-SHELL")?),
        // `curl … || exit 1`, word by word.
        ref all if all.iter().any(|word| matches!(*word, "||" | "&&" | "|" | ";")) => {
            ("CMD-SHELL", replace_value(check.list, &format!("[\"CMD-SHELL\", {}]", quote(&all.join(" "))))?)
        }
        _ => ("CMD", prefix(check, "CMD")?),
    };
    Some(Fix::r#unsafe(format!("put `{kind}` in front"), edits))
}

/// The kind as the first word, laid out as the one that is there.
fn prefix(check: &HealthCheck<'_>, kind: &str) -> Option<Edits> {
    let (first, list) = (check.words.first()?.0.range().start(), check.list.range().start());
    let text = check.list.document().text();
    let blank = &text[usize::from(list) + 1..usize::from(first)];
    let blank = if blank.contains('\n') && blank.trim().is_empty() { blank } else { " " };
    Some(Edit::insert(first, format!("\"{kind}\",{blank}")).into())
}
