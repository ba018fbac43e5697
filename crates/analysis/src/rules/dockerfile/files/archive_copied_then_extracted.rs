//! `archive-copied-then-extracted`: an archive is copied and then unpacked.

use crate::rule::rule;
use crate::rules::dockerfile::lines::without_commands;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, Instruction, Keyword};
use plimsoll_model::commands::directory_at;
use plimsoll_model::dockerfile::StepId;
use plimsoll_model::path::join;
use plimsoll_shell::{Command, Word};
use plimsoll_text::{Edit, Edits};

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
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ADD app.tar.gz /srv/
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
        fix: FixAvailability::Unsafe,
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
            let unpacked = later.into_iter().find_map(|(at, it)| {
                let checked = cx.text(it.range).contains("sum") || cx.text(it.range).contains("gpg");
                let mut commands = cx.build.scripts(at).iter().flat_map(|script| &script.commands);
                let command = commands.find(|command| !checked && extracts(command, name).is_some())?;
                Some((at, it, command))
            });
            if let Some((at, it, command)) = unpacked {
                let is_alone = copy.sources.len() == 1 && !copy.json;
                let fix = is_alone.then(|| added(cx, (step, instruction), (at, it), command, name)).flatten();
                sink.report(source.range, format!("`{name}` is copied and then unpacked"))
                    .label(it.keyword_range, "unpacked here")
                    .note("the archive stays in its layer; ADD unpacks it on the way")
                    .fix(fix);
            }
        }
    }
}

/// `tar -xf NAME`, all of it: with nothing else than the archive and a folder to go to, which is given back.
fn extracts<'c>(command: &'c Command, name: &str) -> Option<Option<&'c str>> {
    let effective = command.effective();
    if effective.name() != Some("tar") || effective.args.iter().any(|word| word.literal().is_none()) {
        return None;
    }
    let words: Vec<&str> = effective.args.iter().filter_map(|word| word.literal()).collect();
    let (mode, archive, folder) = match words[..] {
        [mode, archive] => (mode, archive, None),
        [mode, archive, "-C" | "--directory", folder] | ["-C" | "--directory", folder, mode, archive] => {
            (mode, archive, Some(folder))
        }
        _ => return None,
    };
    let short = mode.trim_start_matches('-');
    let takes = short.contains('x') && short.ends_with('f') && short.bytes().all(|byte| b"xzjJvf".contains(&byte));
    (takes && archive.rsplit('/').next() == Some(name)).then_some(folder)
}

/// ADD in place of the COPY, to where the archive is unpacked, and the unpacking taken away with what deletes the
/// archive. Not where anything else uses the archive, or where the files would belong to somebody else.
fn added(
    cx: &StageCx<'_>,
    (step, copy): (StepId, &Instruction),
    (at, run): (StepId, &Instruction),
    command: &Command,
    name: &str,
) -> Option<Fix> {
    let stage = cx.stage.id;
    let [script] = cx.build.scripts(at) else { return None };
    if !copy.flags.is_empty() || cx.build.runs_as_root(at) != Some(true) || !copy.gaps.is_empty() {
        return None;
    }
    let start = cx.build.path_at(stage, at, ".");
    let here = directory_at(script, command, start.as_deref());
    let folder = match extracts(command, name)? {
        Some(folder) if folder.starts_with('/') => folder.to_owned(),
        Some(folder) => join(&here?, folder),
        None => here?,
    };
    let mut later = cx.build.stage_steps(cx.stage).filter(|(other, _)| *other > step && *other != at);
    let is_used = later.any(|(_, it)| cx.text(it.range).contains(name));
    let deletes = |it: &&Command| {
        let effective = it.effective();
        let operands: Vec<&Word> = effective.args.iter().filter(|word| !word.raw().starts_with('-')).collect();
        let is_it = |word: &&Word| word.literal().is_some_and(|path| path.rsplit('/').next() == Some(name));
        effective.name() == Some("rm") && !operands.is_empty() && operands.iter().all(is_it)
    };
    let mut gone: Vec<&Command> = script.commands.iter().filter(deletes).collect();
    gone.push(command);
    let others = script.commands.iter().filter(|it| !gone.iter().any(|other| other.range == it.range));
    if is_used || others.clone().any(|it| cx.text(it.range).contains(name)) || folder.contains([' ', '$', '"']) {
        return None;
    }
    let Body::Copy(paths) = &copy.body else { return None };
    let run_cx = InstructionCx { dockerfile: cx.dockerfile, stage: Some(stage), step: at, instruction: run };
    let mut edits = without_commands(&run_cx, script, &gone)?;
    let folder = if folder.ends_with('/') { folder } else { format!("{folder}/") };
    edits.push(Edit::replace(copy.keyword_range, if cx.text(copy.keyword_range) == "copy" { "add" } else { "ADD" }));
    edits.push(Edit::replace(paths.destination.as_ref()?.range, folder.clone()));
    Some(Fix::r#unsafe(format!("unpack it with ADD, to `{folder}`"), Edits::new(edits).ok()?))
}
