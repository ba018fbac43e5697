//! `apk-cache-left`: the cache of apk stays in the image.

use super::leftovers::{Cache, leftover};
use super::lists::are_used_later;
use crate::rule::rule;
use crate::{
    Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Preset, Sink,
};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_shell::{Connector, Script};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// `--no-cache` fetches the package index, uses it, and leaves nothing behind.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk add curl
    /// #   ^^^^^^^ note: the cache of apk stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// It makes `apk update` needless:
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk update && \
    /// #   ^^^^^^^^^^ note: the cache of apk stays in the image
    ///     apk add curl
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk --no-cache add curl && apk add --no-cache git
    /// RUN apk update && apk add vim && rm -rf /var/cache/apk/*
    /// RUN --mount=type=cache,target=/var/cache/apk apk add make
    /// RUN apk add --no-network --virtual .run-deps libstdc++
    /// ```
    "apk-cache-left" {
        summary: "the cache of apk stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3019", "DS-0025"],
        options: &[OptionSpec {
            name: "every-add",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Ask for `--no-cache` at every `apk add`, also where the cache is deleted later, and nowhere else.",
        }],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/var/cache/apk"],
    fills: |command| {
        command.manager == Manager::Apk
            && matches!(command.action, Action::Install | Action::Upgrade | Action::Update)
            && !command.has(&["--no-cache", "--no-network"])
    },
    cleans: |command| command.manager == Manager::Apk && command.action == Action::Clean,
};

/// Options that fetch the index first.
const UPDATES: [&str; 3] = ["-U", "--update", "--update-cache"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if cx.settings.flag(&RULE, "every-add") {
        return every_add(cx, sink);
    }
    let Some(found) = leftover(cx, &CACHE) else { return };
    sink.report(found.command.head, "the cache of apk stays in the image")
        .note("`--no-cache` leaves nothing behind")
        .fix(fix(cx, found.script));
}

/// Reports the first `apk add` without `--no-cache`, as hadolint does.
fn every_add(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for script in cx.build.scripts(cx.step) {
        let adds = script.commands.iter().filter_map(package_command).filter(|it| it.action == Action::Install);
        let is_add = |it: &PackageCommand<'_>| it.manager == Manager::Apk && !it.has(&["--no-cache"]);
        let Some(add) = adds.into_iter().find(is_add) else { continue };
        sink.report(add.head, "`apk add` without `--no-cache`")
            .note("`--no-cache` leaves nothing behind")
            .fix(fix(cx, script));
        return;
    }
}

/// Gives every `apk add` and `apk upgrade` of the script the option, and takes `apk update` out, unless the index that it
/// leaves is read later.
fn fix(cx: &InstructionCx<'_>, script: &Script) -> Option<Fix> {
    let Body::Run(run) = &cx.instruction.body else { return None };
    if !matches!(run.command, CommandLine::Shell { .. }) || !cx.instruction.comments.is_empty() || !script.complete {
        return None;
    }
    let mut edits = Vec::new();
    let mut installs = false;
    for (at, command) in script.commands.iter().enumerate() {
        let Some(asked) = package_command(command).filter(|it| (CACHE.fills)(it)) else { continue };
        if asked.action != Action::Update {
            installs = true;
            // `--no-cache` fetches the index as well, so that it may take the place of `-U`.
            let mut options = asked.global.options.iter().chain(&asked.operands.options);
            let update = options.find(|(name, word, _)| UPDATES.contains(name) && word.raw() == *name);
            edits.push(match update {
                Some((_, word, _)) => Edit::replace(word.range, "--no-cache"),
                None => Edit::insert(asked.option_place(), " --no-cache"),
            });
            continue;
        }
        let next = script.commands.get(at + 1)?;
        let joined = next.scope == command.scope && matches!(next.connector(), Connector::And | Connector::Semicolon);
        if !joined || !matches!(command.connector(), Connector::Start | Connector::And) || !command.redirects.is_empty()
        {
            return None;
        }
        edits.push(Edit::delete(TextRange::new(command.range.start(), next.range.start())));
    }
    let edits = Edits::new(edits).ok().filter(|_| installs)?;
    let leaves_index = script.commands.iter().filter_map(package_command).any(|it| {
        it.manager == Manager::Apk && (it.action == Action::Update || it.has(&UPDATES)) && !it.has(&["--no-cache"])
    });
    let is_read = leaves_index && (are_used_later(cx, Manager::Apk) || asks_index(cx));
    (!is_read).then(|| Fix::safe("add `--no-cache`", edits))
}

/// Whether this RUN or a later one of the stage asks what packages there are: `apk info -d vim`, `apk search vim`.
fn asks_index(cx: &InstructionCx<'_>) -> bool {
    const QUESTIONS: [&str; 7] = ["info", "search", "policy", "list", "fetch", "version", "dot"];
    let end = cx.stage.map_or(cx.step + 1, |stage| cx.build.stage(stage).steps.end);
    let commands = (cx.step..end).flat_map(|step| cx.build.scripts(step)).flat_map(|script| &script.commands);
    commands.map(plimsoll_shell::Command::effective).any(|it| {
        it.name() == Some("apk") && it.args.iter().any(|word| QUESTIONS.iter().any(|question| word.is(question)))
    })
}
