//! `invalid-mount-option`: option that the mount does not take.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction, Mount, SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// The mount has an option that does not exist, lacks its value, or belongs to another type of mount.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,traget=/root/.cache make
    /// #                      ^^^^^^^^^^^^^^^^^^^ error: `--mount` has no key `traget`, perhaps `target` is meant
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/root/.cache make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=token,required make
    /// ```
    "invalid-mount-option" {
        summary: "option that the mount does not take",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidMountOption, fix);
    if !cx.build.has_foreign_frontend() {
        for comma in cx.syntax.instructions().flat_map(|it| spare_commas(cx, it)) {
            sink.report(comma, "expected `key=value` beside this comma")
                .note("BuildKit stops here")
                .fix(Fix::r#unsafe("delete the comma", Edit::delete(comma)));
        }
    }
}

/// Commas of mounts with nothing before or behind them; one of a mount. Quotes may hide a comma.
/// Source: moby/buildkit `instructions`, `parseMount`, 2026-10.
fn spare_commas(cx: &DockerfileCx<'_>, instruction: &Instruction) -> Vec<TextRange> {
    let instruction = match &instruction.body {
        Body::Onbuild(Some(inner)) => inner,
        _ => instruction,
    };
    let Body::Run(run) = &instruction.body else { return Vec::new() };
    let comma = |mount: &Mount| {
        let text = cx.text(mount.range);
        let start = text.find('=')? + 1;
        let is_plain = !text.contains(['"', '\'', cx.syntax.escape]) && text.len() > start;
        let at = match &text[start..] {
            options if options.starts_with(',') => start,
            options if options.ends_with(',') => text.len() - 1,
            options => start + options.find(",,")?,
        };
        is_plain.then(|| TextRange::at(mount.range.start() + size(at), size(1)))
    };
    run.mounts.iter().filter_map(comma).collect()
}

/// The key that was probably meant.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = error.suggestion.as_deref()?;
    let text = cx.text(error.range);
    let key = TextRange::at(error.range.start(), size(text.find('=').unwrap_or(text.len())));
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(key, near)))
}
