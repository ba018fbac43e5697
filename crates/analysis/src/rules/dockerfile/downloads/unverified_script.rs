//! `unverified-script`: downloaded program that runs unseen.

use super::flow::{UseKind, added, check_sum, first_use, is_verified, saved};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{fetch, is_local};

rule! {
    /// What is downloaded and run does in the build whatever its server sent that day.
    ///
    /// Compare it with a checksum or signature that stands in the repository.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLo install.sh https://example.com/install.sh && sh install.sh
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `install.sh` runs, and nothing says that it is what it should be
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLo install.sh https://example.com/install.sh \
    ///  && echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973  install.sh" | sha256sum -c \
    ///  && sh install.sh
    /// RUN curl -fsSLo data.json https://example.com/data.json
    /// ```
    "unverified-script" {
        summary: "downloaded program that runs unseen",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Endings of what is installed rather than run.
const INSTALLED: [&str; 10] =
    [".deb", ".rpm", ".apk", ".whl", ".gem", ".tgz", ".zip", ".tar.gz", ".tar.bz2", ".tar.xz"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for saved in saved(cx).into_iter().chain(added(cx)) {
        if saved.command.and_then(fetch).and_then(|it| it.host()).is_some_and(|host| is_local(&host)) {
            continue;
        }
        let Some(found) = first_use(cx, &saved, UseKind::Runs).filter(|_| !is_verified(cx, &saved)) else { continue };
        let name = saved.path.rsplit('/').next().unwrap_or(&saved.path);
        let what = if INSTALLED.iter().any(|end| name.ends_with(end)) { "is installed" } else { "runs" };
        sink.report(saved.range, format!("`{name}` {what}, and nothing says that it is what it should be"))
            .label(found.word, format!("`{}` uses it", found.command.effective().name().unwrap_or("a command")))
            .note("compare it with a checksum that stands here, or check its signature")
            .fix(check_sum(cx, &saved));
    }
}
