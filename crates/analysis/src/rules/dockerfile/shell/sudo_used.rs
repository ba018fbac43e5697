//! `sudo-used`: sudo in a build.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_before, line_end, plain_run};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Preset, Sink};
use plimsoll_shell::{Command, Wrapper};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// A build has no terminal to ask for a password on, and mostly runs as root anyway.
    ///
    /// sudo then does nothing, or needs rules that stay in the image for whoever gets in. Switch with USER where another
    /// user is wanted.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN sudo apt-get update
    /// #   ^^^^ warning: `sudo` does nothing, the RUN is root already
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// USER app
    /// RUN sudo apt-get update
    /// #   ^^^^ warning: `sudo` gives a user rights that stay in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// USER app
    /// USER root
    /// RUN apt-get update
    /// USER app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get install -y sudo && echo "sudo is there"
    /// RUN if [ "$(id -u)" -ne 0 ]; then sudo make install; else make install; fi
    /// ```
    "sudo-used" {
        summary: "sudo in a build",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3004", "DS-0010", "CKV2_DOCKER_1"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(wrapper) = effective.wrappers.iter().find(|wrapper| wrapper.name == "sudo") else {
        if cx.command.name() == Some("sudo") && cx.command.words.len() > 1 {
            sink.report(cx.command.words[0].range, "`sudo` in a build");
        }
        return;
    };
    if asks_who_it_is(cx) && !cx.settings.starts_from(Preset::Hadolint) {
        return;
    }
    let is_root = cx.build.runs_as_root(cx.step);
    let changes_user = option(wrapper, &["-u", "--user", "-g", "--group"]);
    let message = match (is_root, changes_user) {
        (Some(true), false) => "`sudo` does nothing, the RUN is root already",
        (Some(true), true) => "`sudo` where `setpriv` or `su` would do",
        (Some(false), _) => "`sudo` gives a user rights that stay in the image",
        (None, _) => "`sudo` in a build",
    };
    let finding = sink.report(wrapper.word.range, message);
    if is_root == Some(false) {
        finding.note("write `USER root` before this RUN, and switch back behind it");
    }
    let opens_shell = option(wrapper, &["-i", "--login", "-s", "--shell"]);
    if changes_user || opens_shell {
        return;
    }
    if is_root == Some(false) {
        finding.fix(as_root(cx));
        return;
    }
    finding.fix(gone(cx, wrapper).map(|range| {
        let edit = Edit::delete(range);
        let title = "delete `sudo`";
        if is_root == Some(true) { Fix::safe(title, edit) } else { Fix::r#unsafe(title, edit) }
    }));
}

/// `sudo` with its options and the blanks behind it; `None` where an option may have an argument of its own.
fn gone(cx: &CommandCx<'_>, wrapper: &Wrapper<'_>) -> Option<TextRange> {
    let effective = cx.command.effective();
    let own = wrapper.args.iter().take_while(|word| word.prefix_literal().starts_with('-')).count();
    let next = wrapper
        .args
        .get(own)
        .or(effective.wrappers.iter().skip_while(|it| it.name != "sudo").nth(1).map(|it| it.word))
        .or(effective.word);
    let gone = TextRange::new(wrapper.word.range.start(), next?.range.start());
    // An option with an argument of its own is left to the reader.
    let is_simple = wrapper.args.len() == own || wrapper.args[own].prefix_literal().contains('=');
    (is_simple && !cx.text(gone).contains('\n')).then_some(gone)
}

/// `USER root` in front of a RUN whose commands all stand behind `sudo`, and the user again behind it.
fn as_root(cx: &CommandCx<'_>) -> Option<Fix> {
    let run = plain_run(cx)?;
    let [script] = cx.build.scripts(cx.step) else { return None };
    let user = cx.build.user(cx.stage?, cx.step)?.word.raw(cx.source());
    let end = line_end(cx.source());
    let mut edits = vec![
        Edit::insert(line_before(cx, cx.instruction.instruction), format!("USER root{end}")),
        Edit::insert(cx.instruction.instruction.range.end(), format!("{end}USER {user}")),
    ];
    for command in &script.commands {
        let effective = command.effective();
        let wrapper = effective.wrappers.first().filter(|wrapper| wrapper.name == "sudo")?;
        if option(wrapper, &["-u", "--user", "-g", "--group", "-i", "--login", "-s", "--shell"]) {
            return None;
        }
        edits.push(Edit::delete(gone(&CommandCx { command, ..*cx }, wrapper)?));
    }
    // Files that only get another owner or mode, or go, are better brought so from the start.
    const HOUSEKEEPING: [&str; 5] = ["chown", "chgrp", "chmod", "rm", "mkdir"];
    let is_mending = |command: &Command| command.effective().name().is_none_or(|name| HOUSEKEEPING.contains(&name));
    if script.commands.iter().all(is_mending) {
        return None;
    }
    // What a redirect writes, the user's own shell would write; and a mount may be that user's.
    let writes = script.commands.iter().any(|command| !command.redirects.is_empty());
    let edits = Edits::new(edits).ok().filter(|_| script.complete && run.mounts.is_empty() && !writes)?;
    Some(Fix::r#unsafe("run it with `USER root`", edits))
}

fn option(wrapper: &Wrapper<'_>, names: &[&str]) -> bool {
    wrapper.args.iter().any(|word| {
        let text = word.prefix_literal();
        names.iter().any(|name| match name.strip_prefix("--") {
            Some(_) => text.split('=').next() == Some(name),
            None => text.starts_with('-') && !text.starts_with("--") && text.contains(&name[1..]),
        })
    })
}

/// Whether the script asks first which user runs it: `if [ "$(id -u)" -ne 0 ]; then sudo …`.
fn asks_who_it_is(cx: &CommandCx<'_>) -> bool {
    let before = cx.text(TextRange::new(cx.script.range.start(), cx.command.range.start()));
    ["id -u", "EUID", "$UID", "${UID", "whoami"].iter().any(|question| before.contains(question))
}
