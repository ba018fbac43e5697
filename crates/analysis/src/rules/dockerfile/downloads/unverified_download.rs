//! `unverified-download`: archive that is unpacked unseen.

use super::address::{behind, plain_download, seems_fixed};
use super::flow::{UseKind, check_sum, first_use, is_verified, saved, verifies};
use crate::rule::rule;
use crate::{Category, Check, Finding, Fix, FixAvailability, InstructionCx, Level, Levels, Question, Sink};
use plimsoll_model::commands::{Fetch, fetch, file_name_of_url, is_local, saved_file};
use plimsoll_shell::{Command, Script};

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
    /// With `--online` the address is asked for what it gives now, and the checksum of that is compared behind the
    /// download. With this answer:
    ///
    /// ```text,network
    /// sha256 https://example.com/lib-2.0.tgz b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLo lib.tgz https://example.com/lib-2.0.tgz \
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: nothing says that this download is what it should be
    ///  && tar -xzf lib.tgz
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSLo lib.tgz https://example.com/lib-2.0.tgz \
    ///  && echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973  lib.tgz" | sha256sum -c - \
    ///  && tar -xzf lib.tgz
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
        fix: FixAvailability::Safe,
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
            let finding = sink
                .report(place, "nothing says that this download is what it should be")
                .note("compare it with a checksum that stands here, or check its signature");
            let fix = offered(cx, script, command, &fetch, finding);
            finding.fix(fix.or_else(|| saved.and_then(|saved| check_sum(cx, saved))));
        }
    }
}

/// Compares the file with what the address gives today, if it was asked.
fn offered(
    cx: &InstructionCx<'_>,
    script: &Script,
    command: &Command,
    fetch: &Fetch<'_>,
    finding: &mut Finding,
) -> Option<Fix> {
    let is_plain = |it: &String| {
        it.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._+-".contains(&byte)) && !it.starts_with('-')
    };
    let url = plain_download(fetch).filter(|url| seems_fixed(url))?;
    let file = saved_file(command).filter(is_plain)?;
    let sum = finding.answer(cx, Question::Sha256 { url: url.to_owned() })?;
    let edit = behind(cx, script, command, &format!("echo \"{sum}  {file}\" | sha256sum -c -"))?;
    Some(Fix::safe("compare it with what the address gives today", edit))
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
