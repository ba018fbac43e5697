//! `command-line-in-one-element`: a whole command line as one string of an exec form.

use super::command::{command_of, effective, entrypoint, json_array};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::images::is_official;
use plimsoll_shell::ShellKind;
use plimsoll_text::Edit;

rule! {
    /// Each string of the exec form is one argument, so the first must be the program alone.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// CMD ["python3 app.py"]
    ///   #  ^^^^^^^^^^^^^^^^ warning: there is no program called `python3 app.py`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// CMD ["python3", "app.py"]
    /// ```
    ///
    /// To an entrypoint it is an argument:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENTRYPOINT ["echo"]
    /// CMD ["hello world"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENTRYPOINT ["sh", "-c"]
    /// CMD ["python3 app.py"]
    /// ```
    "command-line-in-one-element" {
        summary: "a whole command line as one string of an exec form",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(CommandLine::Exec(array)) = command_of(cx.instruction) else { return };
    let [element] = &array.elements[..] else { return };
    let text = element.text(cx.source());
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let Some(program) = words.first().filter(|_| words.len() > 1) else { return };
    if cx.build.shell_kind(cx.step) == ShellKind::Foreign || program.starts_with('-') || text.contains('\\') {
        return;
    }
    if matches!(cx.instruction.body, Body::Cmd(_)) && may_be_split(cx) {
        return;
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" _./:=@%+,-".contains(&byte));
    let fix = plain
        .then(|| Fix::r#unsafe("split it into words", Edit::replace(array.range, json_array(words.iter().copied()))));
    sink.report(element.range, format!("there is no program called `{text}`"))
        .note("the exec form takes the program and each argument as a string of its own")
        .fix(fix);
}

/// Whether the entrypoint splits what CMD gives it, or cannot be known.
fn may_be_split(cx: &InstructionCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return true };
    let end = cx.build.stage(stage).steps.end;
    match effective(cx, stage, end, entrypoint) {
        // To an entrypoint it is an argument, and arguments may hold blanks.
        Some(_) => true,
        None => match cx.build.external_base(stage) {
            Base::Image(image) => image.registry().is_some() || !is_official(image.repository()),
            Base::Scratch => false,
            Base::Stage(_) | Base::Unknown => true,
        },
    }
}
