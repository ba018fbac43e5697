//! `apk-build-deps-without-virtual`: packages that are added and deleted again by their names.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::is_shell_form;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_shell::{Command, Script};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// `apk add --virtual NAME` gives what it installs one name, under which `apk del` takes all of it out again. Two
    /// lists have to be kept alike by hand, and `apk del` also takes a package that something else of the RUN wanted.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk add --no-cache gcc musl-dev \
    ///  && make -C /src \
    ///  && apk del gcc musl-dev
    /// #   ^^^^^^^ note: `apk del` lists again what `apk add` installed
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN apk add --no-cache --virtual .build-deps gcc musl-dev \
    ///  && make -C /src \
    ///  && apk del .build-deps
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl && apk add --no-cache -t .build gcc make && make -C /src && apk del .build
    /// ```
    "apk-build-deps-without-virtual" {
        summary: "packages that are added and deleted again by their names",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

const NAME: &str = ".build-deps";

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some((add, delete)) = pair(cx.script, cx.command) else { return };
    sink.report(delete.head, "`apk del` lists again what `apk add` installed")
        .label(add.head, "installed here")
        .note("`apk add --virtual NAME` lets one name stand for all of them")
        .fix(fix(cx, &add, &delete));
}

/// The `apk del` that `command` is, and the `apk add` before it that installed several of its packages.
fn pair<'a>(script: &'a Script, command: &'a Command) -> Option<(PackageCommand<'a>, PackageCommand<'a>)> {
    let delete = apk(command, Action::Remove)?;
    let gone = words(&delete);
    let before = script.commands.iter().filter(|other| other.range.end() <= command.range.start());
    let adds = before.filter_map(|command| apk(command, Action::Install));
    let is_plain = |add: &PackageCommand<'_>| !add.has(&["-t", "--virtual"]);
    let common = |add: &PackageCommand<'_>| words(add).iter().filter(|word| gone.contains(word)).count();
    let add = adds.filter(is_plain).find(|add| common(add) > 1)?;
    Some((add, delete))
}

fn apk(command: &Command, action: Action) -> Option<PackageCommand<'_>> {
    package_command(command).filter(|it| it.manager == Manager::Apk && it.action == action)
}

fn words<'a>(command: &PackageCommand<'a>) -> Vec<&'a str> {
    command.operands.operands.iter().map(|operand| operand.word.raw()).collect()
}

/// Names the group, if all that was added is deleted and nothing else.
fn fix(cx: &CommandCx<'_>, add: &PackageCommand<'_>, delete: &PackageCommand<'_>) -> Option<Fix> {
    let sorted = |command| {
        let mut words = words(command);
        words.sort_unstable();
        words
    };
    let (first, last) = (delete.operands.operands.first()?.word.range, delete.operands.operands.last()?.word.range);
    let gone: TextRange = first.cover(last);
    // Two groups of one name would be one group.
    let mut others = cx.script.commands.iter().filter(|other| other.range != cx.command.range);
    let is_taken = cx.text(cx.script.range).contains(NAME) || others.any(|other| pair(cx.script, other).is_some());
    let has_comment = cx.instruction.instruction.comments.iter().any(|it| gone.contains_range(it.range));
    let has_options = delete.operands.options.iter().any(|(_, word, _)| gone.contains_range(word.range));
    let is_doubtful = add.operands.doubtful || delete.operands.doubtful;
    if sorted(add) != sorted(delete) || is_taken || has_comment || has_options || is_doubtful || !is_shell_form(cx) {
        return None;
    }
    let edits = vec![Edit::insert(add.option_place(), format!(" --virtual {NAME}")), Edit::replace(gone, NAME)];
    Some(Fix::r#unsafe(format!("name them `{NAME}`"), Edits::new(edits).ok()?))
}
