//! `long-run-chain`: long chain of commands.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, GapKind, Instruction};
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// A RUN of six commands or more, tied with `&&`, reads better as a heredoc, where each command is a line and no mark is
    /// forgotten.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN a && b && c && d && e && f
    /// ^^^ note: 6 commands are tied with `&&`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN <<EOF
    /// set -e
    /// a
    /// b
    /// c
    /// d
    /// e
    /// f
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN a && b && c
    /// ```
    "long-run-chain" {
        summary: "long chain of commands",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// So many `&&` make a chain long.
const LINKS: usize = 5;

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for (step, at) in cx.build.steps.iter().enumerate() {
        let (Body::Run(run), [script]) = (&at.instruction.body, cx.build.scripts(step)) else { continue };
        let top: Vec<&Command> = script.commands.iter().filter(|command| command.scope.is_none()).collect();
        let links = top.iter().filter(|command| command.place.connector == Connector::And).count();
        if links < LINKS || !matches!(run.command, CommandLine::Shell { .. }) || !script.complete {
            continue;
        }
        sink.report(at.instruction.keyword_range, format!("{} commands are tied with `&&`", links + 1)).fix(fix(
            cx,
            at.instruction,
            script,
            &top,
        ));
    }
}

fn fix(cx: &DockerfileCx<'_>, it: &Instruction, script: &Script, top: &[&Command]) -> Option<Fix> {
    let text = cx.text(it.range);
    let only_and = top.iter().all(|command| matches!(command.place.connector, Connector::Start | Connector::And));
    let is_plain = it.comments.is_empty()
        && it.heredocs.is_empty()
        && !text.contains(['#', '\r', '\t'])
        && cx.syntax.escape == '\\';
    // Constructs (`if`, `( … )`) stand between commands and would be torn apart. Frontends know heredocs since 1.4; of
    // another one than Docker's that is not known.
    let mut directives = cx.syntax.directives().filter(|it| cx.text(it.name).eq_ignore_ascii_case("syntax"));
    let is_known = |value: &str| value.strip_prefix("docker.io/").unwrap_or(value).starts_with("docker/dockerfile:1");
    let is_too_old = directives.any(|it| !is_known(cx.text(it.value))) || cx.build.has_frontend_before(4);
    let has_blank_gap = it.gaps.iter().any(|gap| gap.kind != GapKind::Continuation);
    if !only_and || !is_plain || !script.scopes.is_empty() || is_too_old || has_blank_gap {
        return None;
    }
    let is_posix = cx.build.steps.iter().all(|step| !matches!(step.instruction.body, Body::Shell(_)));
    let mut body = String::from("<<EOF\nset -e\n");
    for command in top {
        body.push_str(cx.text(command.range));
        body.push('\n');
    }
    body.push_str("EOF");
    let fits = is_posix && !text.contains("EOF") && top.iter().all(|command| !command.words.is_empty());
    // Blanks behind the command would stand behind the end of the heredoc, which then is none.
    let rest = &cx.source()[usize::from(it.arguments.end())..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let range = TextRange::new(it.arguments.start(), it.arguments.end() + size(blanks));
    fits.then(|| Fix::r#unsafe("write a heredoc", Edit::replace(range, body)))
}
