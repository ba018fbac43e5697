//! `file-written-with-echo`: file written line by line by a shell.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, plain_run};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::stays_flat;
use plimsoll_shell::{Command, RedirectKind, Script};
use plimsoll_text::Edit;

rule! {
    /// A heredoc of COPY writes a file without a shell, and reads as the file does.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN echo "[main]" > /etc/app.ini && echo "port = 80" >> /etc/app.ini
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `/etc/app.ini` is written line by line
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY <<"EOF" /etc/app.ini
    /// [main]
    /// port = 80
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo "port = 80" > /etc/app.ini
    /// RUN echo a >> /etc/profile && echo b >> /etc/profile
    /// RUN echo $HOSTNAME > /etc/x && make
    /// ```
    "file-written-with-echo" {
        summary: "file written line by line by a shell",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let [script] = cx.build.scripts(cx.step) else { return };
    if !stays_flat(script) || !script.scopes.is_empty() || script.commands.len() < 2 || plain_run(cx).is_none() {
        return;
    }
    let Some(path) = script.commands.first().and_then(|it| target(it, RedirectKind::Output)) else { return };
    let rest_appends = script.commands[1..].iter().all(|it| target(it, RedirectKind::Append) == Some(path));
    if !rest_appends || !path.starts_with('/') || path.starts_with("/dev/") {
        return;
    }
    sink.report(script.commands[0].range, format!("`{path}` is written line by line")).fix(fix(cx, script, path));
}

/// Where `echo` or `printf` writes, if it writes with this operator.
fn target(command: &Command, kind: RedirectKind) -> Option<&str> {
    let [redirect] = &command.redirects[..] else { return None };
    let writes = matches!(command.name(), Some("echo" | "printf")) && redirect.kind == kind;
    let is_output = redirect.descriptor.unwrap_or(1) == 1;
    redirect.target.literal().filter(|_| writes && is_output)
}

fn fix(cx: &InstructionCx<'_>, script: &Script, path: &str) -> Option<Fix> {
    let mut lines = Vec::new();
    for command in &script.commands {
        let [line] = command.args() else { return None };
        let line = line.literal().filter(|it| !it.contains(['\\', '\n']) && !it.starts_with('-') && *it != "EOF")?;
        lines.push(line);
        if command.name() != Some("echo") {
            return None;
        }
    }
    let is_plain =
        cx.instruction.flags.is_empty() && cx.instruction.comments.is_empty() && !path.contains(['$', ' ', '\\']);
    if !is_plain || cx.build.has_foreign_frontend() || cx.build.runs_as_root(cx.step) != Some(true) {
        return None;
    }
    let end = line_end(cx.source());
    let text = format!("COPY <<\"EOF\" {path}{end}{}{end}EOF", lines.join(end));
    Some(Fix::r#unsafe("write it with `COPY`", Edit::replace(cx.instruction.range, text)))
}
