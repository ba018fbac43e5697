//! What CMD, ENTRYPOINT and HEALTHCHECK run, in both forms, and how the one form becomes the other.
//!
//! Invariant: an exec form that is made from a shell form runs the same program with the same arguments.

use crate::scripts::StartedFile;
use crate::{DockerfileCx, Fix};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck, Instruction, shell_text};
use plimsoll_model::dockerfile::{StageId, StepId};
use plimsoll_shell::{Script, ShellKind, parse};
use plimsoll_text::{Edit, TextRange};

/// Words that only a shell knows. Source: POSIX.1-2024, "Shell Command Language", 2026-11.
const BUILTINS: [&str; 24] = [
    ".", ":", "alias", "bg", "break", "cd", "continue", "eval", "exec", "exit", "export", "fg", "jobs", "read",
    "readonly", "return", "set", "shift", "source", "times", "trap", "ulimit", "umask", "unset",
];

/// What the instruction runs; `None` for one that runs nothing.
pub(in crate::rules::dockerfile) fn command_of(instruction: &Instruction) -> Option<&CommandLine> {
    match &instruction.body {
        Body::Run(run) => Some(&run.command),
        Body::Cmd(command) | Body::Entrypoint(command) => Some(command),
        Body::Healthcheck(Healthcheck::Command { command, .. }) => Some(command),
        _ => None,
    }
}

/// The CMD or ENTRYPOINT that holds just before `before`, with its step.
pub(in crate::rules::dockerfile) fn effective<'a>(
    cx: &DockerfileCx<'a>,
    stage: StageId,
    before: StepId,
    pick: fn(&Body) -> Option<&CommandLine>,
) -> Option<(StepId, &'a Instruction, &'a CommandLine)> {
    cx.build.latest(stage, before, |step, it| Some((step, it, pick(&it.body)?)))
}

/// CMD, for [`effective`].
pub(in crate::rules::dockerfile) fn cmd(body: &Body) -> Option<&CommandLine> {
    if let Body::Cmd(command) = body { Some(command) } else { None }
}

/// ENTRYPOINT, for [`effective`].
pub(in crate::rules::dockerfile) fn entrypoint(body: &Body) -> Option<&CommandLine> {
    if let Body::Entrypoint(command) = body { Some(command) } else { None }
}

/// The file name at the end of a path.
pub(in crate::rules::dockerfile) fn basename(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether a program is a shell.
pub(in crate::rules::dockerfile) fn is_shell(program: &str) -> bool {
    let name = basename(program);
    let name = name.strip_suffix(".exe").unwrap_or(name).to_ascii_lowercase();
    ["sh", "bash", "ash", "dash", "zsh", "ksh", "busybox", "cmd", "powershell", "pwsh"].contains(&name.as_str())
}

/// Whether a program takes a command line and runs it in the end: a script, or an init such as tini.
pub(in crate::rules::dockerfile) fn is_wrapper(program: &str) -> bool {
    let name = basename(program);
    let known = [
        "tini",
        "tini-static",
        "dumb-init",
        "catatonit",
        "init",
        "env",
        "gosu",
        "su-exec",
        "exec",
        "sudo",
        "nice",
        "time",
        "catchsegv",
        "doppler",
        "chamber",
        "aws-vault",
        "s6-svscan",
        "my_init",
    ];
    is_shell(program)
        || known.contains(&name)
        || name.contains("entrypoint")
        || name.contains("entry-point")
        || name.contains("start")
        || [".sh", ".bash", ".py", ".rb", ".js", ".pl"].iter().any(|end| name.ends_with(end))
}

/// `text` as a JSON string.
pub(in crate::rules::dockerfile) fn json(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `words` as a JSON array.
pub(in crate::rules::dockerfile) fn json_array<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(json).collect();
    format!("[{}]", words.join(", "))
}

/// The script of a shell form; `None` when no POSIX shell reads it.
pub(in crate::rules::dockerfile) fn script(
    cx: &DockerfileCx<'_>,
    instruction: &Instruction,
    step: StepId,
    range: TextRange,
) -> Option<Script> {
    match cx.build.shell_kind(step) {
        ShellKind::Posix(dialect) => Some(parse(&shell_text(cx.source(), instruction, range), range.start(), dialect)),
        _ => None,
    }
}

/// The words of a script that is one plain command: nothing in it needs a shell.
pub(in crate::rules::dockerfile) fn plain_words(script: &Script) -> Option<Vec<&str>> {
    let [command] = &script.commands[..] else { return None };
    let alone = command.depth == 0 && !command.place.background && !command.place.negated;
    let bare = command.assignments.is_empty() && command.redirects.is_empty() && command.declarations.is_empty();
    if !script.complete || !script.errors.is_empty() || !alone || !bare {
        return None;
    }
    let words: Option<Vec<&str>> = command
        .words
        .iter()
        .map(|word| {
            let shell_only =
                word.has_glob() || word.has_brace_list() || word.raw().starts_with('~') || word.has_placeholder();
            word.literal().filter(|text| !shell_only && !text.chars().any(char::is_control))
        })
        .collect();
    words.filter(|words| words.first().is_some_and(|first| !first.is_empty() && !BUILTINS.contains(first)))
}

/// Replaces a shell form by an exec form: safe when it is one plain command, else by way of `sh -c`, if that fits
/// on one line. `with_exec` puts `exec` in front of a command that only needs the shell for its variables.
pub(in crate::rules::dockerfile) fn to_exec_form(
    cx: &DockerfileCx<'_>,
    instruction: &Instruction,
    step: StepId,
    range: TextRange,
    with_exec: bool,
) -> Option<Fix> {
    if !instruction.comments.is_empty() || !instruction.heredocs.is_empty() {
        return None;
    }
    let script = script(cx, instruction, step, range)?;
    let text = cx.text(range);
    let end = script.commands.last()?.range.end();
    // What the script reader left over at the end would be lost: a comment, a closing bracket.
    let whole = cx.text(TextRange::new(end, range.end().max(end))).trim().is_empty();
    if let Some(words) = plain_words(&script).filter(|_| whole) {
        let is_startable = is_startable(cx, step, range, words.first().copied().unwrap_or_default());
        let edit = Edit::replace(range, json_array(words));
        return match is_startable {
            Some(false) => None,
            Some(true) => Some(Fix::safe("use the exec form", edit)),
            None => Some(Fix::r#unsafe("use the exec form", edit)),
        };
    }
    if text.contains(['\n', '\\', '`']) || !script.complete {
        return None;
    }
    let simple = matches!(&script.commands[..], [one] if one.assignments.is_empty()) && with_exec && whole;
    let inner = if simple { format!("exec {text}") } else { text.to_owned() };
    let array = json_array(["sh", "-c", inner.as_str()]);
    let edit = Edit::replace(range, array);
    Some(if with_exec { Fix::r#unsafe("use the exec form", edit) } else { Fix::safe("use the exec form", edit) })
}

/// Whether the kernel can start `program`. A script without `#!` is started by shells alone, which read it themselves;
/// `None` for one whose text is not known.
fn is_startable(cx: &DockerfileCx<'_>, step: StepId, range: TextRange, program: &str) -> Option<bool> {
    let files = cx.build.steps.get(step).and_then(|it| it.stage).map(|stage| cx.started_files(stage));
    let is_it = |it: &StartedFile<'_>| {
        let started = &it.started;
        started.step == step && range.contains_range(started.range) && started.interpreter.is_none()
    };
    let file = files.into_iter().flatten().find(|it| is_it(it) && it.started.program == program);
    match file.and_then(|it| it.text) {
        Some(text) => Some(text.starts_with("#!")),
        None if [".sh", ".bash", ".py", ".rb", ".pl"].iter().any(|end| program.ends_with(end)) => None,
        None => Some(true),
    }
}

/// The words of a command line that is one plain command, each with its place; `None` for one that needs a shell, and for
/// one that would lose a comment.
pub(in crate::rules::dockerfile) fn placed_words(
    cx: &DockerfileCx<'_>,
    instruction: &Instruction,
    step: StepId,
    command: &CommandLine,
) -> Option<Vec<(String, TextRange)>> {
    if !instruction.comments.is_empty() || !instruction.heredocs.is_empty() {
        return None;
    }
    match command {
        CommandLine::Exec(array) => array
            .elements
            .iter()
            .map(|word| word.decoded.is_none().then(|| (word.text(cx.source()).to_owned(), word.inner)))
            .collect(),
        CommandLine::Shell { range, .. } => {
            let script = script(cx, instruction, step, *range)?;
            let words = plain_words(&script)?;
            let end = script.commands.last()?.range.end();
            let whole = cx.text(TextRange::new(end, range.end().max(end))).trim().is_empty();
            let places = script.commands.first()?.words.iter().map(|word| word.range);
            whole.then(|| words.into_iter().map(str::to_owned).zip(places).collect())
        }
        CommandLine::Empty => None,
    }
}

/// The place of a command line behind the keyword.
pub(in crate::rules::dockerfile) fn place_of(command: &CommandLine) -> Option<TextRange> {
    match command {
        CommandLine::Exec(array) => Some(array.range),
        CommandLine::Shell { range, .. } => Some(*range),
        CommandLine::Empty => None,
    }
}

/// The words that are run, as far as they are literal; an exec form of one string with blanks is split.
pub(in crate::rules::dockerfile) fn words(
    cx: &DockerfileCx<'_>,
    instruction: &Instruction,
    command: &CommandLine,
) -> Vec<String> {
    let split = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
    match command {
        CommandLine::Exec(array) => match &array.elements[..] {
            [one] => split(one.text(cx.source())),
            many => many.iter().map(|word| word.text(cx.source()).to_owned()).collect(),
        },
        CommandLine::Shell { range, .. } => split(&shell_text(cx.source(), instruction, *range).replace("\\\n", " ")),
        CommandLine::Empty => Vec::new(),
    }
}
