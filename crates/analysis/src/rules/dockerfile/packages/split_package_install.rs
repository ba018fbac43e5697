//! `split-package-install`: two installs with one manager where one would do.

use super::command_line::may_hold_options;
use crate::rule::rule;
use crate::rules::dockerfile::list_edits::delete_command;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, main_list, package_command};
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// Each install reads the package lists and solves the dependencies anew. One install with all packages is faster,
    /// and its list is easier to keep in order.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update \
    ///  && apt-get install -y --no-install-recommends curl git \
    ///  && apt-get install -y --no-install-recommends ca-certificates make \
    /// #   ^^^^^^^^^^^^^^^ note: `apt-get install` a second time with the same options
    ///  && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update \
    ///  && apt-get install -y --no-install-recommends ca-certificates curl git make \
    ///  && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// Other options, or anything in between that may change where packages come from, are a reason for two:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update \
    ///  && apt-get install -y --no-install-recommends curl \
    ///  && apt-get install -y --no-install-recommends -t bookworm-backports git \
    ///  && apt-get update \
    ///  && apt-get install -y --no-install-recommends -t bookworm-backports make
    /// ```
    "split-package-install" {
        summary: "two installs with one package manager where one would do",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(second) = install(cx.command) else { return };
    let list: Vec<&Command> = main_list(cx.script).collect();
    let Some(at) = list.iter().position(|command| command.range == cx.command.range) else { return };
    let Some(before) = at.checked_sub(1).map(|at| list[at]) else { return };
    let Some(first) = install(before) else { return };
    // What stands inside another construct between the two is not seen in the list.
    let is_between = |scope: &plimsoll_shell::Scope| {
        scope.range.start() > before.range.end() && scope.range.end() < cx.command.range.start()
    };
    let follows = matches!(cx.command.connector(), Connector::And | Connector::Semicolon | Connector::Newline);
    let is_alone = |command: &Command| command.place.pipeline.is_none() && !command.place.background;
    let is_same = first.manager == second.manager && options(cx, &first) == options(cx, &second);
    let is_plain = is_alone(before) && is_alone(cx.command) && cx.command.redirects.is_empty();
    if !is_same || !follows || !is_plain || cx.script.scopes.iter().any(is_between) || may_hold_options(cx) {
        return;
    }
    if brings_source(&first) || assignments(cx, before) != assignments(cx, cx.command) {
        return;
    }
    sink.report(second.head, format!("`{}` a second time with the same options", cx.text(second.head)))
        .label(first.head, "the first time")
        .fix(join(cx, &first, &second));
}

/// An install of packages of the system by name.
fn install(command: &Command) -> Option<PackageCommand<'_>> {
    use Manager::{Apk, Apt, Dnf, Microdnf, Tdnf, Yum, Zypper};
    let install = package_command(command).filter(|it| it.action == Action::Install)?;
    let is_system = matches!(install.manager, Apt | Apk | Yum | Dnf | Microdnf | Tdnf | Zypper);
    let is_plain = matches!(install.subcommand, "install" | "add" | "in");
    (is_system && is_plain && !install.operands.doubtful && !install.operands.operands.is_empty()).then_some(install)
}

/// The assignments in front of a command as they are written.
fn assignments<'a>(cx: &CommandCx<'a>, command: &Command) -> Vec<&'a str> {
    command.assignments.iter().map(|assignment| cx.text(assignment.range)).collect()
}

/// The options as they are written, in order of their text.
fn options<'a>(cx: &CommandCx<'a>, install: &PackageCommand<'_>) -> Vec<&'a str> {
    let all = install.global.options.iter().chain(&install.operands.options);
    let mut texts: Vec<&str> = all
        .map(|(_, word, value)| cx.text(value.map_or(word.range, |value| word.range.cover(value.word.range))))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Whether the packages may bring another source of packages, or keys for one: `epel-release`, a file, a URL.
fn brings_source(install: &PackageCommand<'_>) -> bool {
    install.operands.operands.iter().any(|operand| {
        operand.text.is_none_or(|text| {
            let words =
                ["release", "repo", "keyring", "apt-transport", "software-properties", "/", "dnf-plugins", "fedora"];
            words.iter().any(|word| text.contains(word))
        })
    })
}

/// Puts the packages of the second install into the list of the first, at their places if that is in order.
fn join(cx: &CommandCx<'_>, first: &PackageCommand<'_>, second: &PackageCommand<'_>) -> Option<Fix> {
    let words: Vec<TextRange> = first.operands.operands.iter().map(|it| it.word.range).collect();
    let is_together = words.windows(2).all(|pair| is_gap(cx, TextRange::new(pair[0].end(), pair[1].start())));
    let options_behind = first.operands.options.iter().any(|(_, word, _)| word.range.start() > words[0].start());
    let has_comment = cx
        .instruction
        .instruction
        .comments
        .iter()
        .any(|comment| comment.range.start() > first.head.start() && comment.range.end() < cx.command.range.end());
    if !is_together || options_behind || has_comment {
        return None;
    }
    let key = |range: TextRange| (cx.text(range).trim_matches(['"', '\'']).to_lowercase(), cx.text(range));
    let is_sorted = words.windows(2).all(|pair| key(pair[0]) <= key(pair[1]));
    let mut new: Vec<TextRange> = second.operands.operands.iter().map(|it| it.word.range).collect();
    new.sort_by_key(|range| key(*range));
    new.dedup_by_key(|range| cx.text(*range));
    new.retain(|range| words.iter().all(|word| cx.text(*word) != cx.text(*range)));
    let last = *words.last()?;
    let gap = match &words[..] {
        [.., before, last] => cx.text(TextRange::new(before.end(), last.start())),
        _ => " ",
    };
    let mut edits: Vec<Edit> = delete_command(cx)?.iter().cloned().collect();
    // Several words may go to one place: one edit for each.
    let place_of = |range: TextRange| words.iter().position(|word| is_sorted && key(*word) > key(range));
    for at in 0..=words.len() {
        let here = new.iter().filter(|range| place_of(**range).unwrap_or(words.len()) == at);
        let texts: Vec<&str> = here.map(|range| cx.text(*range)).collect();
        if texts.is_empty() {
            continue;
        }
        edits.push(match words.get(at) {
            Some(word) => {
                Edit::insert(word.start(), texts.iter().map(|text| format!("{text}{gap}")).collect::<String>())
            }
            None => Edit::insert(last.end(), texts.iter().map(|text| format!("{gap}{text}")).collect::<String>()),
        });
    }
    Some(Fix::r#unsafe("install them together", Edits::new(edits).ok()?))
}

/// Whether only blanks and line ends stand there.
fn is_gap(cx: &CommandCx<'_>, gap: TextRange) -> bool {
    cx.text(gap).chars().all(|it| it.is_ascii_whitespace() || it == cx.syntax.escape)
}
