//! `healthcheck-binary-missing`: a health check with a program that the image does not have.

use super::command::{basename, script};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck};
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// HEALTHCHECK runs a program that is not in the image: every check fails, and the container counts as unhealthy.
    ///
    /// Slim Debian images have no curl and no wget; Alpine has the wget of BusyBox and no curl; distroless images and
    /// `scratch` have nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-alpine
    /// HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
    /// #               ^^^^ warning: the image has no `curl`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-alpine
    /// HEALTHCHECK CMD wget -q -O /dev/null http://localhost:8080/ || exit 1
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN apt-get update && apt-get install -y curl
    /// HEALTHCHECK CMD curl -f http://localhost:8080/
    /// ```
    "healthcheck-binary-missing" {
        summary: "a health check with a program that the image does not have",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    if !cx.stage.shipped {
        return;
    }
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Healthcheck(Healthcheck::Command { command, .. }) = &instruction.body else { continue };
        let mut report = |range: TextRange, program: &str, fix: Option<Fix>| {
            if cx.build.lacks_program(cx.stage.id, program) {
                sink.report(range, format!("the image has no `{program}`"))
                    .note("every check fails, and the container counts as unhealthy")
                    .fix(fix);
            }
        };
        match command {
            CommandLine::Exec(array) => {
                if let Some(first) = array.elements.first() {
                    report(first.inner, basename(first.text(cx.source())), None);
                }
            }
            CommandLine::Shell { range, .. } => {
                let Some(script) = script(cx, instruction, step, *range) else { continue };
                // Where two programs are tried, one of them may be there.
                let tried: Vec<&str> = script.commands.iter().filter_map(Command::name).map(basename).collect();
                let requests = tried.iter().filter(|name| ["curl", "wget", "nc"].contains(name)).count();
                let Some(first) = script.commands.first().filter(|_| requests < 2) else { continue };
                let is_first = matches!(first.connector(), Connector::Start) && first.depth == 0;
                let Some(word) = first.words.first().filter(|_| is_first) else { continue };
                if let Some(program) = first.name() {
                    report(word.range, basename(program), with_wget(cx, first));
                }
            }
            CommandLine::Empty => {}
        }
    }
}

/// The same request with `wget`, where the image has it: one URL, and nothing asked for but to fail and to be silent.
fn with_wget(cx: &StageCx<'_>, command: &Command) -> Option<Fix> {
    if command.name() != Some("curl") || cx.build.lacks_program(cx.stage.id, "wget") || !is_alpine(cx) {
        return None;
    }
    let mut url = None;
    for word in command.args() {
        match word.raw() {
            "--fail" | "--silent" | "--show-error" | "--location" => {}
            flags if flags.strip_prefix('-').is_some_and(|it| it.bytes().all(|flag| b"fsSL".contains(&flag))) => {}
            text if url.is_none() && text.trim_matches(['"', '\'']).starts_with("http") => url = Some(text),
            _ => return None,
        }
    }
    let end = command.words.last()?.range.end();
    let range = TextRange::new(command.words.first()?.range.start(), end);
    Some(Fix::r#unsafe("use `wget`", Edit::replace(range, format!("wget -q -O /dev/null {}", url?))))
}

fn is_alpine(cx: &StageCx<'_>) -> bool {
    matches!(cx.build.external_base(cx.stage.id), plimsoll_model::dockerfile::Base::Image(image)
        if image.repository().ends_with("alpine") || image.tag().is_some_and(|tag| tag.contains("alpine")))
}
