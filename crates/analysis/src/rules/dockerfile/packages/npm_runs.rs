//! Packages of npm that a command fetches only to run them: `npx cowsay`, `yarn dlx`, `pnpm dlx`, `bunx`, `npm exec`.
//!
//! Invariant: what the project or an earlier command may have installed is none: these commands take that first.

use crate::CommandCx;
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_shell::Word;

/// The packages that the command fetches, with their words.
pub(super) fn to_run<'a>(cx: &CommandCx<'a>) -> Vec<(&'a Word, &'a str)> {
    let effective = cx.command.effective();
    let first = effective.args.first().and_then(Word::literal);
    let (args, may_be_local) = match (effective.name(), first) {
        (Some("npx" | "bunx"), _) => (effective.args, true),
        (Some("pnpx"), _) => (effective.args, false),
        (Some("npm"), Some("exec" | "x")) | (Some("bun"), Some("x")) => (&effective.args[1..], true),
        (Some("yarn" | "pnpm"), Some("dlx")) => (&effective.args[1..], false),
        (Some("corepack"), Some("prepare" | "install" | "use")) => return corepack(&effective.args[1..]),
        _ => return Vec::new(),
    };
    if may_be_local && has_packages(cx) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let Some(text) = word.literal() else { return found };
        match text {
            "--no" | "--no-install" | "--help" | "-h" | "--version" | "-v" => return Vec::new(),
            "-p" | "--package" => found.extend(words.next().and_then(|word| Some((word, word.literal()?)))),
            "-c" | "--call" => return found,
            _ if text.starts_with("--package=") => return found,
            // An option that may take the next word.
            _ if text.starts_with("--") && !text.contains('=') && !FLAGS.contains(&text) => return found,
            _ if text.starts_with('-') => {}
            _ => {
                // Behind `-p`, the first word is a program of that package.
                if found.is_empty() {
                    found.push((word, text));
                }
                return found;
            }
        }
    }
    found
}

/// Options without an argument. Source: the manuals of npm 11, Yarn 4, pnpm 10 and Bun 1.3, 2026-11.
const FLAGS: [&str; 8] = [
    "--yes",
    "--quiet",
    "--silent",
    "--bun",
    "--ignore-existing",
    "--prefer-offline",
    "--verbose",
    "--legacy-peer-deps",
];

/// `corepack prepare pnpm@latest --activate`
fn corepack(args: &[Word]) -> Vec<(&Word, &str)> {
    let words = args.iter().filter_map(|word| Some((word, word.literal()?)));
    words.filter(|(_, text)| !text.starts_with('-') && !text.contains('/')).collect()
}

/// Whether a project or a program was installed before, here or in an earlier RUN, or comes with a copy.
fn has_packages(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return true };
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    steps.filter(|(step, _)| *step <= cx.step).any(|(step, instruction)| {
        let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        let installs = commands.any(|command| {
            let is_before = command.range.start() < cx.command.range.start();
            is_before
                && package_command(command).is_some_and(|it| {
                    let is_node = matches!(it.manager, Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun);
                    is_node && it.action == Action::Install
                })
        });
        installs || cx.text(instruction.range).contains("node_modules")
    })
}
