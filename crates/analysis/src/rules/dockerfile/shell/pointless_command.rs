//! `pointless-command`: command that does nothing for an image.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::mounts;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Sink};

rule! {
    /// Some commands look at, or change, a machine that runs. In a build there is none: nothing of them stays in the image.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN free -m
    /// #   ^^^^ note: `free` does nothing for an image
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN service postgresql start && createdb app
    /// RUN --mount=type=ssh ssh git@example.com info
    /// RUN server & sleep 1; ./load; kill $!
    /// RUN apt-get install -y vim
    /// ```
    ///
    /// With `always = true` the names count that hadolint has, without exceptions:
    ///
    /// ```Dockerfile,bad,always=true
    /// FROM debian:12.11
    /// RUN service postgresql start && createdb app
    /// #   ^^^^^^^ note: `service` does nothing for an image
    /// ```
    "pointless-command" {
        summary: "command that does nothing for an image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Note),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3001"],
        options: &[OptionSpec {
            name: "always",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "The names of hadolint count, without exceptions.",
        }],
        check: Check::Command(check),
    }
}

/// Those that hadolint's documentation names.
const KNOWN: [&str; 9] = ["ssh", "vim", "shutdown", "service", "ps", "free", "top", "kill", "mount"];
const MORE: [&str; 5] = ["reboot", "nano", "less", "ifconfig", "hostnamectl"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let (Some(name), Some(word)) = (effective.name(), effective.word) else { return };
    let found = if cx.settings.flag(&RULE, "always") {
        KNOWN.contains(&name)
    } else {
        let starts = name == "systemctl" && effective.args.first().is_some_and(|word| word.is("start"));
        (KNOWN.contains(&name) || MORE.contains(&name) || starts) && !is_useful(cx, name)
    };
    if found {
        sink.report(word.range, format!("`{name}` does nothing for an image"))
            .note("it is about a machine that runs, and nothing of it stays");
    }
}

/// Whether a command serves those around it.
fn is_useful(cx: &CommandCx<'_>, name: &str) -> bool {
    let args = cx.command.effective().args;
    let is_alone = cx.script.commands.len() == 1;
    match name {
        "service" | "mount" | "systemctl" | "kill" | "top" | "less" => !is_alone,
        "ps" => cx.command.place.pipeline.is_some() || cx.command.scope.is_some(),
        "ssh" => {
            args.iter().any(|word| word.is("-T") || word.is("-V")) || mounts(cx).iter().any(|(_, kind)| kind == "ssh")
        }
        "vim" | "nano" => args.iter().any(|word| matches!(word.prefix_literal().chars().next(), Some('+' | '-'))),
        _ => false,
    }
}
