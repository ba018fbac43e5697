//! `sudo-used`: sudo in a build.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::Wrapper;
use plimsoll_text::{Edit, TextRange};

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
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get install -y sudo && echo "sudo is there"
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
    if changes_user || opens_shell || is_root == Some(false) {
        return;
    }
    let own = wrapper.args.iter().take_while(|word| word.prefix_literal().starts_with('-')).count();
    let next = wrapper
        .args
        .get(own)
        .or(effective.wrappers.iter().skip_while(|it| it.name != "sudo").nth(1).map(|it| it.word))
        .or(effective.word);
    let Some(next) = next else { return };
    let gone = TextRange::new(wrapper.word.range.start(), next.range.start());
    // An option with an argument of its own is left to the reader.
    let is_simple = wrapper.args.len() == own || wrapper.args[own].prefix_literal().contains('=');
    if !is_simple || cx.text(gone).contains('\n') {
        return;
    }
    let edit = Edit::delete(gone);
    let title = "delete `sudo`";
    finding.fix(if is_root == Some(true) { Fix::safe(title, edit) } else { Fix::r#unsafe(title, edit) });
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
