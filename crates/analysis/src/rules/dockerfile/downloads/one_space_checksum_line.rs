//! `one-space-checksum-line`: checksum line that BusyBox does not read.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::{Dialect, ShellKind};
use plimsoll_text::{Edit, size};

rule! {
    /// BusyBox wants two blanks between the sum and the name.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 app.tgz" | sha256sum -c
    /// #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: BusyBox wants two blanks between the sum and the name
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973  app.tgz" | sha256sum -c
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 app.tgz" | sha256sum -c
    /// ```
    "one-space-checksum-line" {
        summary: "checksum line that BusyBox does not read",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(seat) = cx.command.place.pipeline else { return };
    let effective = cx.command.effective();
    if effective.name() != Some("echo") || cx.build.shell_kind(cx.step) != ShellKind::Posix(Dialect::Ash) {
        return;
    }
    // GNU's programs, once installed, take one blank as well.
    let commands = || cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    let is_check = commands().any(|other| {
        let next = other.place.pipeline.is_some_and(|next| next.id == seat.id && next.index == seat.index + 1);
        let checks = |text: &str| text == "--check" || (text.starts_with('-') && text.contains('c'));
        let name = other.effective().name();
        next && name.is_some_and(|name| name.starts_with("sha") && name.ends_with("sum") && name != "shasum")
            && other.effective().args.iter().filter_map(|word| word.literal()).any(checks)
    });
    if !is_check || cx.source().contains("coreutils") {
        return;
    }
    let [word] = effective.args else { return };
    let text = cx.text(word.range);
    let sum = text.trim_start_matches(['"', '\'']);
    let open = text.len() - sum.len();
    let end = sum.find(|ch: char| !ch.is_ascii_hexdigit()).unwrap_or(0);
    let name = &sum[end..];
    if end >= 40 && open == 1 && name.starts_with(' ') && !name[1..].starts_with([' ', '*']) {
        let at = word.range.start() + size(open + end);
        sink.report(word.range, "BusyBox wants two blanks between the sum and the name")
            .fix(Fix::safe("write two blanks", Edit::insert(at, " ")));
    }
}
