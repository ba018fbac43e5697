//! `healthcheck-binary-missing`: a health check with a program that the image does not have.

use super::command::{basename, json_array, script};
use super::install::install;
use super::requests::Request;
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
    /// A language can ask as well as curl:
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// HEALTHCHECK CMD curl -f http://localhost:8000/
    /// #               ^^^^ warning: the image has no `curl`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/')"
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
                let install = || install(cx, program);
                sink.report(range, format!("the image has no `{program}`"))
                    .note("every check fails, and the container counts as unhealthy")
                    .fix(fix.or_else(install));
            }
        };
        match command {
            CommandLine::Exec(array) => {
                if let Some(first) = array.elements.first() {
                    let words: Vec<&str> = array.elements.iter().map(|word| word.text(cx.source())).collect();
                    let request = Request::read(&words).filter(|_| instruction.comments.is_empty());
                    let other = request.and_then(|request| request.otherwise(cx));
                    let fix = other.map(|(title, words)| {
                        let array_text = json_array(words.iter().map(String::as_str));
                        Fix::r#unsafe(title, Edit::replace(array.range, array_text))
                    });
                    report(first.inner, basename(first.text(cx.source())), fix);
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
                    let fix = instruction.comments.is_empty().then(|| in_shell(cx, first)).flatten();
                    report(word.range, basename(program), fix);
                }
            }
            CommandLine::Empty => {}
        }
    }
}

/// The same request with another program, as a shell reads it.
fn in_shell(cx: &StageCx<'_>, command: &Command) -> Option<Fix> {
    let raw: Vec<&str> = command.words.iter().map(|word| word.raw()).collect();
    let (title, words) = Request::read(&raw)?.otherwise(cx)?;
    let range = command.words.first()?.range.cover(command.words.last()?.range);
    let is_quoted = |word: &str| word.contains([' ', '\'', '(', '&', '?', '[', '$']);
    let quoted = words.iter().map(|word| if is_quoted(word) { format!("\"{word}\"") } else { word.clone() });
    let line = quoted.collect::<Vec<_>>().join(" ");
    // What it prints may be read by another command; a redirection between the words would be lost.
    let is_plain = command.place.pipeline.is_none()
        && command.redirects.iter().all(|it| it.range.intersect(range).is_none_or(TextRange::is_empty));
    is_plain.then(|| Fix::r#unsafe(title, Edit::replace(range, line)))
}
