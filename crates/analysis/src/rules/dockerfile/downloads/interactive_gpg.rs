//! `interactive-gpg`: gpg that may ask.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::Edit;

rule! {
    /// Without `--batch` gpg may want to talk to someone, and its output is made for people.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN gpg --verify app.tgz.asc app.tgz
    /// #   ^^^ note: `gpg` without `--batch` may ask, and in a build nobody answers
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN gpg --batch --verify app.tgz.asc app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN gpg --batch --verify app.tgz.asc app.tgz && gpg --version && gpg --dearmor < key.asc > key.gpg
    /// ```
    "interactive-gpg" {
        summary: "gpg that may ask",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(name @ ("gpg" | "gpg2")) = effective.name() else { return };
    let has =
        |names: &[&str]| effective.args.iter().any(|word| word.literal().is_some_and(|text| names.contains(&text)));
    let works = has(&[
        "--import",
        "--verify",
        "--recv-keys",
        "--recv-key",
        "--receive-keys",
        "--recv",
        "--gen-key",
        "--generate-key",
        "--full-generate-key",
        "--quick-generate-key",
    ]);
    let quiet = has(&["--batch", "--no-tty"])
        || effective.args.iter().any(|word| word.literal().is_none() && word.prefix_literal().is_empty());
    if let Some(word) = effective.word.filter(|_| works && !quiet) {
        sink.report(word.range, format!("`{name}` without `--batch` may ask, and in a build nobody answers"))
            .fix(Fix::safe("add `--batch`", Edit::insert(word.range.end(), " --batch")));
    }
}
