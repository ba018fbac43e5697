//! `missing-argument`: instruction without anything behind it.

use super::report::{instruction_of, report};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Keyword, SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// The instruction says nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// WORKDIR
    /// ^^^^^^^ error: WORKDIR needs an argument: expected a path
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// CMD []
    /// ```
    "missing-argument" {
        summary: "instruction without anything behind it",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::MissingArgument, fix);
}

/// A blank for what the instruction needs.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let instruction = instruction_of(cx, error)?;
    let blank = match instruction.keyword {
        Keyword::Arg | Keyword::Maintainer => "<name>",
        Keyword::Env | Keyword::Label => "<name>=<value>",
        Keyword::Expose => "<port>",
        Keyword::Healthcheck => "CMD <command>",
        Keyword::Onbuild => "<instruction>",
        Keyword::Shell => "[\"<shell>\", \"-c\"]",
        Keyword::Stopsignal => "<signal>",
        Keyword::User => "<user>",
        Keyword::Volume | Keyword::Workdir => "<path>",
        _ => return None,
    };
    if error.range != instruction.keyword_range {
        // `VOLUME []`
        return Some(Fix::manual("say which", Edit::replace(error.range, format!("[\"{blank}\"]"))));
    }
    let end = instruction.flags.last().map_or(error.range.end(), |flag| flag.range.end());
    Some(Fix::manual("say which", Edit::insert(end, format!(" {blank}"))))
}
