//! `buffered-python-output`: a Python program whose output comes late, or never.

use crate::rule::rule;
use crate::rules::dockerfile::entrypoint::command::{basename, cmd, effective, entrypoint, words};
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{Variable, bound, has_plain_base, says};
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::CommandLine;

rule! {
    /// Where no terminal listens, Python keeps what it prints until some kilobytes have come together. A program that
    /// crashes takes its last lines along, and logs come late.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// COPY app.py .
    /// CMD ["python", "app.py"]
    /// ^^^ note: Python keeps back what it prints
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// COPY app.py .
    /// ENV PYTHONUNBUFFERED=1
    /// CMD ["python", "app.py"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// CMD ["python", "-u", "app.py"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// CMD ["gunicorn", "app:app"]
    /// ```
    "buffered-python-output" {
        summary: "Python program whose output comes late",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// Modules that write out their lines by themselves, or end at once. Source: the manuals of the modules, 2026-11.
const OTHERS: [&str; 14] = [
    "gunicorn",
    "uvicorn",
    "hypercorn",
    "daphne",
    "granian",
    "waitress",
    "celery",
    "pytest",
    "unittest",
    "pip",
    "venv",
    "http.server",
    "jupyter",
    "notebook",
];

/// What runs the program in its own place.
const STARTERS: [&str; 6] = ["exec", "tini", "dumb-init", "env", "--", "-g"];

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    let end = stage.steps.end;
    let arguments = effective(cx, stage.id, end, cmd);
    let Some((step, instruction, command)) = effective(cx, stage.id, end, entrypoint).or(arguments) else { return };
    let mut line = words(cx, instruction, command);
    if let Some((at, instruction, more)) = arguments.filter(|_| matches!(command, CommandLine::Exec(_))) {
        // CMD behind an ENTRYPOINT is its arguments; one that stands before it in the file is cleared.
        line.extend(if at > step { words(cx, instruction, more) } else { Vec::new() });
    }
    let is_set = bound(cx, stage.id, end, "PYTHONUNBUFFERED") != Variable::Unset;
    let is_here = stage.steps.contains(&step);
    if !is_buffered(&line)
        || is_set
        || !is_here
        || !has_plain_base(cx, stage.id)
        || says(cx, stage.id, &["pythonunbuffered"])
    {
        return;
    }
    let fix = before(cx, step, "ENV PYTHONUNBUFFERED=1").map(|edit| Fix::safe("set `PYTHONUNBUFFERED`", edit));
    sink.report(instruction.keyword_range, "Python keeps back what it prints")
        .note("what a program printed last before it crashed is lost")
        .fix(fix);
}

/// Whether a command line runs a program in Python that may print.
fn is_buffered(line: &[String]) -> bool {
    let mut rest = line.iter().map(String::as_str).skip_while(|word| STARTERS.contains(&basename(word)));
    let Some(version) = rest.next().and_then(|word| basename(word).strip_prefix("python")) else { return false };
    if !version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return false;
    }
    while let Some(word) = rest.next() {
        let Some(letters) = word.strip_prefix('-').filter(|rest| !rest.starts_with('-')) else {
            // `python --version` prints and ends.
            return !word.starts_with('-');
        };
        if letters.contains('u') || letters.starts_with(['c', 'V', 'h', 'i']) {
            return false;
        }
        if letters.ends_with('m') {
            let module = rest.next().unwrap_or("pip");
            return !OTHERS.contains(&module) && !OTHERS.contains(&module.split('.').next().unwrap_or(module));
        }
        if letters.ends_with(['W', 'X']) {
            rest.next();
        }
    }
    false
}
