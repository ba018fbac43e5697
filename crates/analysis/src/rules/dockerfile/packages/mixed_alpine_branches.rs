//! `mixed-alpine-branches`: packages of another Alpine branch.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, package_command, written};
use plimsoll_model::dockerfile::Base;
use plimsoll_shell::Word;

rule! {
    /// A package of `edge` is built against the libraries of `edge`. On a release it may bring half of `edge` along, or
    /// not start at all.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk add -X https://dl-cdn.alpinelinux.org/alpine/edge/testing tool
    ///              # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: packages of `edge` on Alpine 3.22
    /// ```
    ///
    /// Repositories that are added to the list count as well, but for those with a tag such as `@edge`, from which only the
    /// packages come that ask for them.
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add -X https://dl-cdn.alpinelinux.org/alpine/v3.22/community tool
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:edge
    /// RUN apk add -X https://dl-cdn.alpinelinux.org/alpine/edge/testing tool
    /// ```
    "mixed-alpine-branches" {
        summary: "packages of another Alpine branch",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let words = repositories(cx);
    if words.is_empty() {
        return;
    }
    let Some(Base::Image(image)) = cx.stage.map(|stage| cx.build.external_base(stage)) else { return };
    let release = if image.repository() == "alpine" {
        image.tag()
    } else {
        image.tag().and_then(|tag| tag.split_once("alpine")).map(|(_, release)| release)
    };
    let Some(release) = release.and_then(minor) else { return };
    for (word, text) in words.into_iter().filter(|(_, text)| !text.starts_with('@')) {
        let branch = text.split('/').find(|part| *part == "edge" || part.strip_prefix('v').and_then(minor).is_some());
        let Some(branch) = branch.filter(|branch| branch.strip_prefix('v') != Some(release.as_str())) else { continue };
        sink.report(word.range, format!("packages of `{branch}` on Alpine {release}"))
            .note("they are built against other libraries");
    }
}

/// The words that name repositories: those given to apk, and those that are added to its list.
fn repositories<'a>(cx: &CommandCx<'a>) -> Vec<(&'a Word, &'a str)> {
    const LIST: &str = "/etc/apk/repositories";
    if let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Apk) {
        let values = command.arguments(&["-X", "--repository"]);
        return values.filter_map(|value| Some((value.word, value.text?))).collect();
    }
    let effective = cx.command.effective();
    let place = cx.command.place.pipeline;
    let mut readers = cx.script.commands.iter().filter(|other| {
        other.place.pipeline.zip(place).is_some_and(|(other, own)| other.id == own.id && other.index == own.index + 1)
    });
    let is_written = written(cx.command).iter().any(|word| word.is(LIST))
        || readers.any(|reader| written(reader).iter().any(|word| word.is(LIST)));
    // The tag may be a word of its own: `echo @edge https://…`.
    let is_tagged = effective.args.iter().any(|word| word.prefix_literal().starts_with('@'));
    let adds = is_written && !is_tagged && matches!(effective.name(), Some("echo" | "printf"));
    let words = effective.args.iter().filter(|_| adds).filter_map(|word| Some((word, word.literal()?)));
    words.filter(|(_, text)| text.contains("://")).collect()
}

/// `3.22` of `3.22` and `3.22.1`.
fn minor(text: &str) -> Option<String> {
    let mut parts = text.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (number(major) && number(minor)).then(|| format!("{major}.{minor}"))
}
