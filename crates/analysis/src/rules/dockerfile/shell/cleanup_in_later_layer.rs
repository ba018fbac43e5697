//! `cleanup-in-later-layer`: RUN that only deletes what an earlier layer keeps.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{own_lines, plain_run};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, deletes, package_command, stays_flat};
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::{Edit, Edits};

rule! {
    /// A layer cannot make an earlier one smaller. What is deleted here is only hidden, and the image is as large as before.
    ///
    /// Delete in the RUN that made the files.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// RUN apt-get clean && rm -rf /var/lib/apt/lists/*
    /// #   ^^^^^^^^^^^^^ note: the image does not get smaller, the files stay in an earlier layer
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && apt-get clean && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// RUN make
    /// RUN make install && rm -rf /src
    /// RUN rm -rf /var/www/html
    /// ```
    "cleanup-in-later-layer" {
        summary: "RUN that only deletes what an earlier layer keeps",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)).filter(|stage| stage.shipped) else { return };
    let [script] = cx.build.scripts(cx.step) else { return };
    let cleans = |command: &&Command| is_cleaning(command);
    let is_neutral = |command: &Command| matches!(command.name(), Some("true" | "echo" | "set" | ":" | "cd"));
    if !script.complete || !script.commands.iter().all(|it| is_cleaning(it) || is_neutral(it)) {
        return;
    }
    // What a mount holds is in no layer.
    if matches!(&cx.instruction.body, plimsoll_dockerfile::Body::Run(run) if !run.mounts.is_empty()) {
        return;
    }
    let makers = script.commands.iter().filter(cleans).filter_map(|it| Some((it, maker(cx, stage.id, it)?)));
    let Some((first, step)) = makers.max_by_key(|(command, step)| (*step, std::cmp::Reverse(command.range.start())))
    else {
        return;
    };
    let shown = script.commands.iter().find(cleans).filter(|it| maker(cx, stage.id, it).is_some()).unwrap_or(first);
    sink.report(shown.range, "the image does not get smaller, the files stay in an earlier layer")
        .label(cx.build.steps[step].instruction.keyword_range, "they were made here")
        .fix(fix(cx, script, step));
}

fn is_cleaning(command: &Command) -> bool {
    let asked = package_command(command).is_some_and(|it| matches!(it.action, Action::Clean | Action::Remove));
    asked || !deletes(command).is_empty()
}

/// The last RUN before this one, in the layers of the stage, that made what `command` deletes.
fn maker(cx: &InstructionCx<'_>, stage: plimsoll_model::dockerfile::StageId, command: &Command) -> Option<StepId> {
    cx.build.latest(stage, cx.step, |step, _| {
        let mut scripts = cx.build.scripts(step).iter();
        scripts.any(|script| script.commands.iter().any(|earlier| makes(earlier, command))).then_some(step)
    })
}

fn makes(earlier: &Command, cleaning: &Command) -> bool {
    if let Some(asked) = package_command(cleaning) {
        return package_command(earlier).is_some_and(|made| made.manager == asked.manager && fills(&made, &asked));
    }
    deletes(cleaning).iter().any(|word| {
        let path = word.prefix_literal();
        let path = path.trim_end_matches(['*', '/', '.']);
        if !path.starts_with('/') || path.len() < 5 {
            return false;
        }
        let manager = package_command(earlier);
        let caches =
            |of: Manager, folder: &str| path.starts_with(folder) && manager.as_ref().is_some_and(|it| it.manager == of);
        let is_cache = caches(Manager::Apt, "/var/lib/apt/lists")
            && manager.as_ref().is_some_and(|it| it.action == Action::Update)
            || caches(Manager::Apt, "/var/cache/apt")
                && manager.as_ref().is_some_and(|it| it.action == Action::Install)
            || caches(Manager::Pip, "/root/.cache")
                && manager.as_ref().is_some_and(|it| it.action == Action::Install && !it.has(&["--no-cache-dir"]));
        let is_deleted = deletes(earlier).iter().any(|it| it.raw().contains(path));
        let mentions = earlier.words.iter().chain(earlier.redirects.iter().map(|it| &it.target)).any(|it| {
            let text = it.prefix_literal();
            text.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let reads = matches!(
            earlier.name(),
            Some("cd" | "ls" | "cat" | "test" | "[" | "chmod" | "chown" | "source" | "." | "echo")
        );
        !is_deleted && (is_cache || mentions && !reads)
    })
}

/// Whether a command of a package manager leaves something behind that `asked` takes away.
fn fills(made: &PackageCommand<'_>, asked: &PackageCommand<'_>) -> bool {
    match asked.action {
        Action::Clean => {
            matches!(made.action, Action::Install | Action::Upgrade) && !made.has(&["--no-cache-dir", "--no-cache"])
        }
        _ if asked.subcommand == "autoremove" => false,
        _ => {
            let operands = &asked.operands.operands;
            let names: Vec<&str> = operands.iter().filter_map(|operand| operand.text).collect();
            let virtuals = made.operands.arguments(&["-t", "--virtual"]).filter_map(|it| it.text);
            made.action == Action::Install
                && made.packages().map(|(_, name)| name).chain(virtuals).any(|name| names.contains(&name))
        }
    }
}

/// Moves the cleaning behind the last command of the RUN directly before, if that made the files.
fn fix(cx: &InstructionCx<'_>, script: &Script, step: StepId) -> Option<Fix> {
    let run = plain_run(cx)?;
    let made = cx.build.steps.get(step)?;
    let made_run = plain_run(&InstructionCx { step, instruction: made.instruction, ..*cx })?;
    let [maker] = cx.build.scripts(step) else { return None };
    let lists = |script: &Script| {
        stays_flat(script)
            && script.scopes.is_empty()
            && script.commands.iter().all(|it| matches!(it.connector(), Connector::Start | Connector::And))
    };
    let is_same = run.mounts.is_empty() && made_run.mounts.is_empty() && cx.instruction.flags.is_empty();
    if step + 1 != cx.step || made.stage != cx.stage || !lists(script) || !lists(maker) || !is_same {
        return None;
    }
    let text = cx.text(script.range).trim();
    if text.contains('\n') || maker.commands.last()?.effective().name() == Some("exit") {
        return None;
    }
    let edits = vec![
        Edit::insert(maker.commands.last()?.range.end(), format!(" && {text}")),
        Edit::delete(own_lines(cx, cx.instruction)?),
    ];
    Edits::new(edits).ok().map(|edits| Fix::r#unsafe("clean where the files are made", edits))
}
