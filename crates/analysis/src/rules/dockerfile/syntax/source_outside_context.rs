//! `source-outside-context`: source above the build context.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Matches, Sink};
use plimsoll_dockerfile::{Body, Word};
use plimsoll_text::Edit;

rule! {
    /// COPY and ADD reach nothing above the build context: BuildKit drops the leading `../` in silence and looks for another file,
    /// the classic builder stops.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY ../lib /src/lib/
    /// #    ^^^^^^ error: `../lib` lies above the build context
    /// ```
    ///
    /// The fix writes what BuildKit reads. It is safe when that file is there:
    ///
    /// ```text,context,file=lib/a.c
    /// int a;
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY ../lib /src/lib/
    /// #    ^^^^^^ error: `../lib` lies above the build context
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY lib /src/lib/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY lib/../src /src/
    /// COPY --from=build ../x /x
    /// ```
    "source-outside-context" {
        summary: "source above the build context",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.flag(cx.source(), "from").is_some() {
        return;
    }
    for source in &copy.sources {
        let Some(path) = source.literal(cx.source()) else { continue };
        let mut depth = 0_i32;
        let is_outside = !path.contains("://")
            && !path.starts_with('/')
            && path.split('/').any(|part| {
                depth += match part {
                    ".." => -1,
                    "" | "." => 0,
                    _ => 1,
                };
                depth < 0
            });
        if is_outside {
            sink.report(source.range, format!("`{path}` lies above the build context"))
                .note("BuildKit drops the leading `../` and looks for another file; build from a folder above, or use a named context")
                .fix(fix(cx, source, &path));
        }
    }
}

/// The path that BuildKit makes of it.
fn fix(cx: &InstructionCx<'_>, source: &Word, path: &str) -> Option<Fix> {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(part),
        }
    }
    let slash = if path.ends_with('/') && !kept.is_empty() { "/" } else { "" };
    let inside = if kept.is_empty() { ".".to_owned() } else { format!("{}{slash}", kept.join("/")) };
    let is_written = cx.text(source.range) == path;
    let contexts = cx.contexts();
    let is_there = !kept.is_empty()
        && !contexts.all.is_empty()
        && contexts
            .all
            .iter()
            .all(|context| matches!(context.matches(&inside), Some(Matches::Paths(found)) if !found.is_empty()));
    let title = format!("write `{inside}`");
    let edit = Edit::replace(source.range, inside);
    let fix = if is_there { Fix::safe(title, edit) } else { Fix::manual(title, edit) };
    is_written.then_some(fix)
}
