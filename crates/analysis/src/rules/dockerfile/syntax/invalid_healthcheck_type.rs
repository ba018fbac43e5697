//! `invalid-healthcheck-type`: HEALTHCHECK without CMD.

use super::malformed_flag::wrong_hyphens;
use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{Keyword, SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// Behind the flags of HEALTHCHECK stands `CMD` and a command, or `NONE`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK curl -f http://localhost/
    /// #           ^^^^ error: expected `CMD` or `NONE`, found `curl`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// HEALTHCHECK CMD curl -f http://localhost/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=1m cmd curl -f http://localhost/
    /// ```
    "invalid-healthcheck-type" {
        summary: "HEALTHCHECK without CMD",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidHealthcheckType, fix);
}

/// Programs that health checks start.
const PROGRAMS: [&str; 22] = [
    "curl",
    "wget",
    "nc",
    "test",
    "exit",
    "sh",
    "bash",
    "python",
    "python3",
    "node",
    "php",
    "ruby",
    "java",
    "pg_isready",
    "mysqladmin",
    "mysql",
    "redis-cli",
    "mongo",
    "mongosh",
    "rabbitmq-diagnostics",
    "pgrep",
    "true",
];

/// `CMD` is what is left out most often; a word that is nearly one of the two is a slip instead.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let word = cx.text(error.range);
    if ["CMD", "NONE"].iter().any(|keyword| keyword.eq_ignore_ascii_case(word)) {
        return None;
    }
    if let Some(near) = nearest(word, ["CMD", "NONE"], 1) {
        return Some(Fix::safe(format!("write `{near}`"), Edit::replace(error.range, near)));
    }
    // `-interval=5s` is a flag with a hyphen too few.
    if wrong_hyphens(cx, Keyword::Healthcheck, error.range).is_some() {
        return None;
    }
    let edit = Edit::insert(error.range.start(), "CMD ");
    let is_program = PROGRAMS.contains(&word) || word.starts_with(['/', '[']) || word.starts_with("./");
    match is_program {
        true => Some(Fix::safe("insert `CMD`", edit)),
        false => {
            let starts_command = word.starts_with(|first: char| first.is_ascii_alphanumeric() || "$.".contains(first));
            // A word in capitals was rather meant as a keyword.
            let is_keyword = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
            (starts_command && !is_keyword).then(|| Fix::r#unsafe("insert `CMD`", edit))
        }
    }
}
