//! `unverified-download`: archive that is unpacked unseen.

use super::flow::{UseKind, check_sum, first_use, is_verified, saved, verifies};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Fetch, fetch, file_name_of_url, is_local};
use plimsoll_shell::Command;

rule! {
    /// An archive from the network is in the image as its server sent it that day.
    ///
    /// Compare it with a checksum or signature that stands in the repository.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/app-1.2.tar.gz | tar -xz
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: nothing says that this download is what it should be
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLo app.tgz https://example.com/app-1.2.tar.gz \
    ///  && echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973  app.tgz" | sha256sum -c \
    ///  && tar -xzf app.tgz
    /// RUN curl -fsSL https://example.com/health
    /// ```
    "unverified-download" {
        summary: "archive that is unpacked unseen",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

const ARCHIVES: [&str; 12] =
    [".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".tbz2", ".tar.zst", ".tar", ".zip", ".jar", ".war", ".whl", ".gz"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let files = saved(cx);
    for script in cx.build.scripts(cx.step) {
        for command in &script.commands {
            let Some(fetch) =
                fetch(command).filter(|it| it.fetches() && !it.operands.has(&["-I", "--head", "--spider"]))
            else {
                continue;
            };
            let saved = files.iter().find(|it| it.is_of(command));
            let is_archive = fetch.urls().any(|word| {
                word.literal()
                    .and_then(file_name_of_url)
                    .is_some_and(|name| ARCHIVES.iter().any(|end| name.ends_with(end)))
            });
            let unpacks = || saved.is_some_and(|saved| first_use(cx, saved, UseKind::Unpacks).is_some());
            let runs = || saved.is_some_and(|saved| first_use(cx, saved, UseKind::Runs).is_some());
            let checked = match saved {
                Some(saved) => is_verified(cx, saved),
                None => cx.build.scripts(cx.step).iter().flat_map(|it| &it.commands).any(verifies),
            };
            if is_exempt(&fetch) || checked || !(is_archive || is_unpacked(cx, command) || unpacks()) || runs() {
                continue;
            }
            let place = command.effective().range().unwrap_or(command.range);
            sink.report(place, "nothing says that this download is what it should be")
                .note("compare it with a checksum that stands here, or check its signature")
                .fix(saved.and_then(|saved| check_sum(cx, saved)));
        }
    }
}

/// The machine itself, and addresses that name what they give.
fn is_exempt(fetch: &Fetch<'_>) -> bool {
    let hex_run = |text: &str| text.split(|it: char| !it.is_ascii_hexdigit()).any(|part| part.len() >= 64);
    fetch.host().is_some_and(|host| is_local(&host)) || fetch.urls().any(|word| hex_run(word.raw()))
}

/// `curl … | tar -x`
fn is_unpacked(cx: &InstructionCx<'_>, command: &Command) -> bool {
    let Some(seat) = command.place.pipeline else { return false };
    let all = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    all.filter(|other| other.place.pipeline.is_some_and(|it| it.id == seat.id && it.index > seat.index))
        .any(|other| matches!(other.effective().name(), Some("tar" | "bsdtar" | "cpio" | "unzip" | "funzip")))
}
