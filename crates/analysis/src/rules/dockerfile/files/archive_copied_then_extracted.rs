//! `archive-copied-then-extracted`: an archive is copied and then unpacked.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_shell::Command;

rule! {
    /// The archive stays in its layer next to what came out of it. ADD unpacks it on the way.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.tar.gz /tmp/
    ///    # ^^^^^^^^^^ note: `app.tar.gz` is copied and then unpacked
    /// RUN tar -xzf /tmp/app.tar.gz -C /srv && rm /tmp/app.tar.gz
    /// ```
    ///
    /// What is checked first, or unpacked in part, needs both steps:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY app.tar.gz b.tar c.tar.xz /tmp/
    /// RUN tar -xzf /tmp/app.tar.gz --strip-components=1 && tar xf /tmp/b.tar one/file
    /// RUN sha256sum -c sums && tar -xJf /tmp/c.tar.xz -C /srv
    /// ```
    "archive-copied-then-extracted" {
        summary: "an archive is copied and then unpacked",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Note),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3010"],
        options: &[],
        check: Check::Stage(check),
    }
}

/// Archives that ADD unpacks. Source: Dockerfile reference, "Adding local tar archives", 2026-11.
const ARCHIVES: [&str; 8] = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"];

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Copy(copy) = &instruction.body else { continue };
        if instruction.keyword != Keyword::Copy || instruction.flag(cx.source(), "from").is_some() {
            continue;
        }
        for source in &copy.sources {
            let Some(text) = source.literal(cx.source()) else { continue };
            let name = text.rsplit('/').next().unwrap_or(&text);
            let archive = ARCHIVES.iter().any(|ending| name.ends_with(ending)) && !name.contains(['*', '?', '[']);
            let later = cx.build.stage_steps(cx.stage).filter(|(at, _)| archive && *at > step);
            let unpacked = later.into_iter().find(|(at, it)| {
                let checked = cx.text(it.range).contains("sum") || cx.text(it.range).contains("gpg");
                let mut commands = cx.build.scripts(*at).iter().flat_map(|script| &script.commands);
                !checked && commands.any(|command| extracts(command, name))
            });
            if let Some((_, it)) = unpacked {
                sink.report(source.range, format!("`{name}` is copied and then unpacked"))
                    .label(it.keyword_range, "unpacked here")
                    .note("the archive stays in its layer; ADD unpacks it on the way");
            }
        }
    }
}

/// `tar -xf NAME`, all of it: with nothing else than the archive and a folder to go to.
fn extracts(command: &Command, name: &str) -> bool {
    let effective = command.effective();
    if effective.name() != Some("tar") || effective.args.iter().any(|word| word.literal().is_none()) {
        return false;
    }
    let words: Vec<&str> = effective.args.iter().filter_map(|word| word.literal()).collect();
    let Some(mode) = words.first() else { return false };
    let short = mode.trim_start_matches('-');
    let takes = short.contains('x') && short.ends_with('f') && short.bytes().all(|byte| b"xzjJvf".contains(&byte));
    match &words[1..] {
        [archive] => takes && archive.rsplit('/').next() == Some(name),
        [archive, "-C" | "--directory", _] => takes && archive.rsplit('/').next() == Some(name),
        _ => false,
    }
}
