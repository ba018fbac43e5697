//! `file-written-with-echo`: file written line by line by a shell.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, plain_run};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_shell::{Command, Connector, Redirect, RedirectKind, ScopeId, ScopeKind, Script};
use plimsoll_text::{Edit, TextRange};

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
    let is_flat =
        script.complete && script.commands.iter().all(|it| it.place.pipeline.is_none() && !it.place.background);
    // Heredocs of COPY came with 1.4. Source: release notes of docker/dockerfile, 2026-11.
    if !is_flat || cx.build.has_foreign_frontend() || cx.build.has_frontend_before(4) {
        return;
    }
    let Some(written) = by_commands(cx, script).or_else(|| by_heredoc(cx, script)) else { return };
    let path = written.path;
    if !path.starts_with('/') || path.starts_with("/dev/") {
        return;
    }
    let fix = written.content.and_then(|content| fix(cx, path, &content, written.is_quoted));
    let how = if script.commands.len() > 1 { "line by line" } else { "by a shell" };
    sink.report(written.range, format!("`{path}` is written {how}")).fix(fix);
}

/// A file that a whole RUN writes.
struct Written<'a> {
    path: &'a str,
    range: TextRange,
    /// Its lines, each with its line end; `None` when the shell makes something of them.
    content: Option<String>,
    /// Whether nothing is to be expanded in it.
    is_quoted: bool,
}

/// `echo a > x && echo b >> x`, `{ echo a; echo b; } > x`, `printf 'a\nb\n' > x`
fn by_commands<'a>(cx: &InstructionCx<'_>, script: &'a Script) -> Option<Written<'a>> {
    plain_run(cx)?;
    let first = script.commands.first()?;
    let path = match &script.scopes[..] {
        [] => {
            let path = target(&first.redirects, RedirectKind::Output)?;
            let appends = |it: &Command| target(&it.redirects, RedirectKind::Append) == Some(path);
            script.commands[1..].iter().all(appends).then_some(path)?
        }
        [group] if matches!(group.kind, ScopeKind::Group | ScopeKind::Subshell) => {
            let is_whole = script.commands.iter().all(|it| it.scope == Some(ScopeId(0)) && it.redirects.is_empty());
            target(&group.redirects, RedirectKind::Output).filter(|_| is_whole)?
        }
        _ => return None,
    };
    let is_list = |it: &Command| {
        let connector = it.connector();
        matches!(connector, Connector::Start | Connector::And | Connector::Semicolon)
    };
    if !script.commands.iter().all(|it| matches!(it.name(), Some("echo" | "printf")) && is_list(it)) {
        return None;
    }
    let content: Option<String> = script.commands.iter().map(printed).collect();
    let is_short = script.commands.len() < 2 && content.as_ref().is_none_or(|content| content.lines().count() < 2);
    (!is_short).then_some(Written { path, range: first.range, content, is_quoted: true })
}

/// What `echo` or `printf` prints, if that is plain.
fn printed(command: &Command) -> Option<String> {
    let [line] = command.args() else { return None };
    let line = line.literal().filter(|it| !it.starts_with('-') && !it.contains('\n'))?;
    if command.name() == Some("echo") {
        return (!line.contains('\\')).then(|| format!("{line}\n"));
    }
    let text = line.replace("\\n", "\n");
    (text.ends_with('\n') && !text.contains(['\\', '%'])).then_some(text)
}

/// `cat <<EOF > x`
fn by_heredoc<'a>(cx: &InstructionCx<'_>, script: &'a Script) -> Option<Written<'a>> {
    let ([heredoc], [command]) = (&cx.instruction.heredocs[..], &script.commands[..]) else { return None };
    let redirects: Vec<_> = command.redirects.iter().filter(|it| it.range != heredoc.operator).collect();
    let [redirect] = redirects[..] else { return None };
    let is_output = redirect.kind == RedirectKind::Output && redirect.descriptor.unwrap_or(1) == 1;
    let is_plain = command.name() == Some("cat") && command.args().is_empty() && heredoc.end.is_some();
    let path = redirect.target.literal().filter(|_| is_output && is_plain)?;
    let body = cx.text(heredoc.body);
    let operator = cx.text(heredoc.operator);
    let is_quoted = operator.contains(['"', '\'']);
    // COPY would expand what it knows, and know nothing of the shell's own.
    let is_same = is_quoted || !body.contains(['$', '`', '\\']);
    let content = (is_same && !operator.contains("<<-")).then(|| body.to_owned());
    (body.lines().count() > 1).then_some(Written { path, range: command.range, content, is_quoted })
}

/// Where a redirect of the output with this operator leads, if it is the only one.
fn target(redirects: &[Redirect], kind: RedirectKind) -> Option<&str> {
    let [redirect] = redirects else { return None };
    let is_output = redirect.descriptor.unwrap_or(1) == 1 && redirect.kind == kind;
    redirect.target.literal().filter(|_| is_output)
}

fn fix(cx: &InstructionCx<'_>, path: &str, content: &str, is_quoted: bool) -> Option<Fix> {
    let is_plain =
        cx.instruction.flags.is_empty() && cx.instruction.comments.is_empty() && !path.contains(['$', ' ', '\\']);
    let has_mark = content.lines().any(|line| line.trim_start_matches('\t') == "EOF");
    if !is_plain || has_mark || cx.build.runs_as_root(cx.step) != Some(true) {
        return None;
    }
    let end = line_end(cx.source());
    let content = content.replace("\r\n", "\n").replace('\n', end);
    let mark = if is_quoted { "\"EOF\"" } else { "EOF" };
    let text = format!("COPY <<{mark} {path}{end}{content}EOF");
    let last = cx.instruction.heredocs.iter().filter_map(|it| it.end).map(|end| end.end());
    let end = last.max().unwrap_or(cx.instruction.range.end());
    let place = TextRange::new(cx.instruction.range.start(), end);
    Some(Fix::r#unsafe("write it with `COPY`", Edit::replace(place, text)))
}
