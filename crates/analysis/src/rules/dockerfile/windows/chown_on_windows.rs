//! `chown-on-windows`: owner or mode where there is none.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// Files in an image for Windows have access lists, no owner and mode in the way of Unix: `--chown` and `--chmod` do not
    /// work there.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// COPY --chown=app app.exe C:/app/
    /// #    ^^^^^^^^^^^ warning: `--chown` does nothing in an image for Windows
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// COPY app.exe C:/app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --chown=app app /app/
    /// ```
    "chown-on-windows" {
        summary: "owner or mode where there is none",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let is_windows = cx.stage.is_some_and(|stage| cx.build.is_windows(stage, cx.step));
    if !matches!(cx.instruction.body, Body::Copy(_)) || !is_windows {
        return;
    }
    for flag in &cx.instruction.flags {
        let name = cx.text(flag.name);
        if !matches!(name, "chown" | "chmod") {
            continue;
        }
        // The blanks behind go with it; a continuation or comment there stays.
        let rest = &cx.source()[usize::from(flag.range.end())..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let range = TextRange::new(flag.range.start(), flag.range.end() + size(blanks));
        sink.report(flag.range, format!("`--{name}` does nothing in an image for Windows"))
            .fix(Fix::safe("delete the flag", Edit::delete(range)));
    }
}
