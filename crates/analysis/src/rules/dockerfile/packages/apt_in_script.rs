//! `apt-in-script`: `apt` in a script instead of `apt-get`.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, Edits};

rule! {
    /// `apt` is made for people: it promises no stable options and output, and says so in a warning in every build.
    /// `apt-get` and `apt-cache` do the same and stay as they are.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt update && apt-get install -y curl
    /// #   ^^^ warning: `apt` has no stable interface for scripts
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update && apt-mark hold curl && echo apt install && apt-cache policy curl
    /// ```
    "apt-in-script" {
        summary: "`apt` in a script instead of `apt-get`",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3027", "CKV_DOCKER_9"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(word) = effective.word.filter(|word| word.literal() == Some("apt")) else { return };
    let subcommand = effective.args.iter().find(|word| !word.prefix_literal().starts_with('-'));
    let program = match subcommand.and_then(|word| word.literal()) {
        Some("show" | "search" | "policy" | "depends" | "rdepends" | "showsrc" | "madison") => Some("apt-cache"),
        Some(
            "install" | "update" | "upgrade" | "full-upgrade" | "dist-upgrade" | "remove" | "purge" | "autoremove"
            | "autopurge" | "clean" | "autoclean" | "build-dep" | "download" | "source" | "reinstall" | "satisfy",
        ) => Some("apt-get"),
        _ => None,
    };
    // Only a plain word can be replaced in place.
    let program = program.filter(|_| !word.is_quoted());
    let edits = program.and_then(|program| {
        let mut edits = vec![Edit::replace(word.range, program)];
        // apt-get calls it by its old name.
        if let Some(old) = subcommand.filter(|word| word.is("full-upgrade")) {
            edits.push(Edit::replace((!old.is_quoted()).then_some(old.range)?, "dist-upgrade"));
        }
        Edits::new(edits).ok()
    });
    sink.report(word.range, "`apt` has no stable interface for scripts")
        .note("its options and output may change between releases; it warns about it itself")
        .fix(program.zip(edits).map(|(program, edits)| Fix::safe(format!("use `{program}`"), edits)));
}
