//! `missing-secret-mount`: command without the secret that it needs.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{plain_run, with_flag};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// Some commands of a project need a secret: a private registry, a licence. Without its mount they fail, or quietly take
    /// what is public.
    ///
    /// Which ones is for the configuration to say: `commands = ["npm ci -> type=secret,id=npmrc,target=/root/.npmrc"]`.
    /// Without it the rule is silent.
    ///
    /// ```Dockerfile,bad,commands=composer->type=secret
    /// FROM composer:2.8.12
    /// RUN composer install
    /// #   ^^^^^^^^^^^^^^^^ warning: `composer` runs without `--mount=type=secret`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM composer:2.8.12
    /// RUN --mount=type=secret composer install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM composer:2.8.12
    /// RUN composer install
    /// ```
    "missing-secret-mount" {
        summary: "command without the secret that it needs",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[OptionSpec {
            name: "commands",
            kind: OptionKind::List,
            docs: "Commands and the mounts that they need: `npm ci -> type=secret,id=npmrc`.",
        }],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(name) = effective.name() else { return };
    let Body::Run(run) = &cx.instruction.instruction.body else { return };
    for entry in cx.settings.list(&RULE, "commands") {
        let Some((command, mount)) = entry.split_once("->").map(|(command, mount)| (command.trim(), mount.trim()))
        else {
            continue;
        };
        let mut words = command.split_whitespace();
        let starts = words.next() == Some(name)
            && words.enumerate().all(|(at, word)| effective.args.get(at).is_some_and(|arg| arg.is(word)));
        if !starts || has(cx, run, mount) {
            continue;
        }
        let place = effective.range().unwrap_or(cx.command.range);
        let fix = plain_run(cx).map(|_| {
            let edit = with_flag(cx.instruction.instruction, &format!("--mount={mount}"));
            Fix::safe(format!("add `--mount={mount}`"), edit)
        });
        sink.report(place, format!("`{command}` runs without `--mount={mount}`")).fix(fix);
        return;
    }
}

/// Whether one of the mounts has the type, and the id or target, that is asked for.
fn has(cx: &CommandCx<'_>, run: &plimsoll_dockerfile::Run, asked: &str) -> bool {
    let option = |name: &str| asked.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    run.mounts.iter().any(|mount| {
        let same = |names: &[&str]| {
            let value = names.iter().find_map(|name| option(name));
            value.is_none_or(|value| mount.option(cx.source(), names) == Some(value))
        };
        let kind = mount.option(cx.source(), &["type"]).unwrap_or("bind");
        option("type").unwrap_or("bind") == kind && same(&["id"])
    })
}
