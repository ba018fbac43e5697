//! `invalid-log-mode`: a log mode or buffer size that does not exist.

use super::log::awslogs;
use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink, nearest};

rule! {
    /// `mode` is `blocking` or `non-blocking`; `max-buffer-size` is a number with `b`, `k`, `m` or `g` behind it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "mode": "nonblocking",
    ///           //      ^^^^^^^^^^^^^ error: `nonblocking` is no log mode
    ///           "max-buffer-size": "25 MB"
    ///           //                 ^^^^^^^ error: `25 MB` is no buffer size
    ///         }
    ///       }
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
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "mode": "non-blocking",
    ///           "max-buffer-size": "25m"
    ///         }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "mode": "${MODE}",
    ///           "max-buffer-size": "25M"
    ///         }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-log-mode" {
        summary: "log mode or buffer size that does not exist",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const MODES: [&str; 2] = ["blocking", "non-blocking"];
    let Some(log) = awslogs(cx.container) else { return };
    if let Some((mode, node)) = log.option("mode").filter(|(mode, _)| !MODES.contains(&&**mode)) {
        let fix = nearest(&mode, MODES, 4)
            .and_then(|near| Some(Fix::r#unsafe(format!("use `{near}`"), replace_text(node, near)?)));
        sink.report(node.range(), format!("`{mode}` is no log mode"))
            .note("there are `blocking` and `non-blocking`")
            .fix(fix);
    }
    if let Some((size, node)) = log.option("max-buffer-size").filter(|(size, _)| !is_size(size)) {
        let fix = mended(&size)
            .and_then(|mended| Some(Fix::r#unsafe(format!("use `{mended}`"), replace_text(node, &mended)?)));
        sink.report(node.range(), format!("`{size}` is no buffer size"))
            .note("it is a number with `b`, `k`, `m` or `g` behind it, such as `25m`")
            .fix(fix);
    }
}

/// `25m`, `1048576`. Source: ECS API reference, LogConfiguration, 2026-11.
fn is_size(text: &str) -> bool {
    let digits = text.trim_end_matches(['b', 'k', 'm', 'g', 'B', 'K', 'M', 'G']);
    text.len() <= digits.len() + 1 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `25 MB` and `25MiB` as `25m`.
fn mended(text: &str) -> Option<String> {
    let lower: String = text.to_ascii_lowercase().split_whitespace().collect();
    let short = lower.strip_suffix("ib").or_else(|| lower.strip_suffix('b'))?;
    is_size(short).then(|| short.to_owned())
}
