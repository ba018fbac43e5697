//! `secret-persisted-from-mount`: mounted secret that is written into the image.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::mounts;
use crate::{Category, Check, CommandCx, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::deletes;
use plimsoll_shell::{Command, RedirectKind, Script, Word};

rule! {
    /// A secret mount leaves nothing behind, but a copy of it does.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npmrc cp /run/secrets/npmrc /root/.npmrc && npm ci
    /// #                                   ^^^^^^^^^^^^^^^^^^ warning: `/run/secrets/npmrc` is copied into the image
    /// RUN --mount=type=secret,id=key cat /run/secrets/key > /etc/app/key
    /// #                                  ^^^^^^^^^^^^^^^^ warning: `/run/secrets/key` is copied into the image
    /// ```
    ///
    /// Mount it where it is needed, or delete the copy in the same RUN. Stages that are not shipped keep it to themselves.
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
    /// RUN --mount=type=secret,id=npmrc cp /run/secrets/npmrc /root/.npmrc && npm ci && rm /root/.npmrc
    /// RUN --mount=type=secret,id=key cp /run/secrets/key /dev/shm/key
    /// RUN --mount=type=secret,id=key cat /run/secrets/key > /dev/null
    /// RUN --mount=type=secret,id=key test -s /run/secrets/key && cat /run/secrets/key | docker login --password-stdin
    /// ```
    "secret-persisted-from-mount" {
        summary: "mounted secret that is written into the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if !cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped) {
        return;
    }
    if let Some((word, secret)) = copied(cx) {
        sink.report(word.range, format!("`{secret}` is copied into the image"))
            .note("everyone who can pull the image can read the copy; mount the secret where it is needed");
    } else if let Some((word, secret)) = written_by(&cx.instruction, cx.script, cx.command, &secrets(cx)) {
        sink.report(word.range, format!("`{secret}` is written into the image")).note(
            "everyone who can pull the image can read the file; mount one where it is needed, or delete it in this RUN",
        );
    }
}

/// `cp SECRET FILE`, `cat SECRET > FILE`
fn copied<'a>(cx: &CommandCx<'a>) -> Option<(&'a Word, &'a str)> {
    let effective = cx.command.effective();
    let args: Vec<&Word> = effective.args.iter().filter(|word| !word.prefix_literal().starts_with('-')).collect();
    let (source, target) = match (effective.name(), &args[..]) {
        (Some("cp" | "install"), [source, target]) => (*source, target.literal()),
        (Some("cat"), [source]) if cx.command.place.pipeline.is_none() => (*source, output(cx.command)?.literal()),
        _ => return None,
    };
    let secret = source.literal()?;
    (is_mounted_secret(cx, secret) && stays(cx, target?)).then_some((source, secret))
}

/// Whether a RUN would write the secret in the variable `name` into the image.
pub(super) fn persists(cx: &InstructionCx<'_>, name: &str) -> bool {
    let secret = [Secret::Variable(name.to_owned())];
    let scripts = cx.build.scripts(cx.step);
    cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped)
        && scripts.iter().any(|script| script.commands.iter().any(|it| written_by(cx, script, it, &secret).is_some()))
}

/// The word with a mounted secret that a command writes into a file of the image, and the name of the secret: by a
/// setting of a program, or by `echo … > FILE`.
fn written_by<'a>(
    cx: &InstructionCx<'a>,
    script: &'a Script,
    command: &'a Command,
    secrets: &[Secret],
) -> Option<(&'a Word, String)> {
    let effective = command.effective();
    let starts = |words: &[&str]| {
        words.iter().enumerate().all(|(at, text)| effective.args.get(at).is_some_and(|it| it.is(text)))
    };
    let has = |text: &str| effective.args.iter().any(|word| word.is(text));
    let writes = match effective.name()? {
        "npm" | "pnpm" | "yarn" | "pip" | "pip3" => starts(&["config", "set"]) || starts(&["set"]),
        "git" => starts(&["config"]) && (has("--global") || has("--system")) && !has("--unset"),
        "composer" => starts(&["config"]) && (has("-g") || has("--global")),
        "echo" | "printf" => {
            let command_cx = CommandCx { instruction: *cx, script, command };
            let raw = output(command)?.raw().trim_matches(['"', '\'']).to_owned();
            let target = raw
                .strip_prefix("~/")
                .or(raw.strip_prefix("$HOME/"))
                .map_or(raw.clone(), |rest| format!("/root/{rest}"));
            stays(&command_cx, &target)
        }
        _ => false,
    };
    // What is written is taken back: `npm config delete`, `git config --unset`, `rm ~/.npmrc`.
    let is_undone = script.commands.iter().filter(|other| other.range.start() > command.range.start()).any(|other| {
        let undoes = |word: &Word| {
            matches!(word.literal(), Some("delete" | "rm" | "unset" | "--unset" | "--unset-all" | "--remove-section"))
        };
        !deletes(other).is_empty()
            || other.effective().args.iter().any(undoes)
            || other.effective().name() == Some("shred")
    });
    if !writes || is_undone {
        return None;
    }
    secrets.iter().find_map(|secret| {
        let word = effective.args.iter().find(|word| match secret {
            Secret::Variable(name) => word.variables().iter().any(|it| it.name == name),
            Secret::File(path) => word.raw().contains("$(") && word.raw().contains(path.as_str()),
        })?;
        Some((word, secret.shown()))
    })
}

/// How a RUN gets at a mounted secret.
enum Secret {
    Variable(String),
    File(String),
}

impl Secret {
    fn shown(&self) -> String {
        match self {
            Self::Variable(name) => format!("${name}"),
            Self::File(path) => path.clone(),
        }
    }
}

fn secrets(cx: &InstructionCx<'_>) -> Vec<Secret> {
    let mut all = Vec::new();
    for (mount, _) in mounts(cx).into_iter().filter(|(_, kind)| kind == "secret") {
        let given = |names: &[&str]| mount.option(cx.source(), names).filter(|value| !value.contains('$'));
        all.extend(given(&["env"]).map(|name| Secret::Variable(name.to_owned())));
        let path = given(&["target", "dst", "destination"]).map(str::to_owned);
        all.extend(path.or_else(|| Some(format!("/run/secrets/{}", given(&["id"])?))).map(Secret::File));
    }
    all
}

/// Where the output of a command goes.
fn output(command: &Command) -> Option<&Word> {
    let is_output = |kind| matches!(kind, RedirectKind::Output | RedirectKind::Append | RedirectKind::Clobber);
    let mut redirects = command.redirects.iter().filter(|it| is_output(it.kind));
    redirects.find(|it| it.descriptor.is_none_or(|descriptor| descriptor == 1)).map(|it| &it.target)
}

/// Whether a secret mount of the RUN puts a file at `path`.
fn is_mounted_secret(cx: &CommandCx<'_>, path: &str) -> bool {
    mounts(cx).iter().filter(|(_, kind)| kind == "secret").any(|(mount, _)| {
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        let id = mount.option(cx.source(), &["id", "source", "src"]);
        match (target, id) {
            (Some(target), _) => target == path,
            (None, Some(id)) => path.strip_prefix("/run/secrets/") == Some(id),
            _ => false,
        }
    })
}

/// Whether what is written to `target` is in the layer: not in memory, not below a mount, not deleted by the RUN.
fn stays(cx: &CommandCx<'_>, target: &str) -> bool {
    let in_memory = ["/dev/", "/proc/", "/run/secrets/"].iter().any(|start| target.starts_with(start));
    let below = |folder: &str| {
        target.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_mounted = mounts(cx).iter().any(|(mount, _)| {
        mount
            .option(cx.source(), &["target", "dst", "destination"])
            .is_some_and(|folder| folder.contains('$') || below(folder))
    });
    // Whatever is deleted later may be it, by another name.
    let is_deleted = cx
        .build
        .scripts(cx.step)
        .iter()
        .flat_map(|script| &script.commands)
        .any(|other| !deletes(other).is_empty() || matches!(other.effective().name(), Some("shred" | "trap")));
    target.starts_with('/') && !in_memory && !is_mounted && !is_deleted
}
