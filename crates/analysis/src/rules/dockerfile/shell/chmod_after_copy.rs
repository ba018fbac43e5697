//! `chmod-after-copy`: RUN that only changes the mode of a copied file.

use super::copied::{Copied, absolute, copied, is_touched};
use crate::rule::rule;
use crate::rules::dockerfile::lines::{with_flag, without_commands};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, Edits};

rule! {
    /// A `chmod` in a RUN of its own stores the file a second time. `COPY --chmod` sets the mode as the file comes.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY entrypoint.sh /entrypoint.sh
    /// RUN chmod 755 /entrypoint.sh
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^ note: `chmod` stores `/entrypoint.sh` a second time
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY --chmod=755 entrypoint.sh /entrypoint.sh
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --chmod=755 entrypoint.sh /entrypoint.sh
    /// COPY app /srv/app
    /// RUN chmod -R a+r /srv/app && chmod +x /usr/bin/x
    /// ```
    "chmod-after-copy" {
        summary: "RUN that only changes the mode of a copied file",
        category: Category::Size,
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
    if effective.name() != Some("chmod") || !effective.wrappers.is_empty() || cx.command.scope.is_some() {
        return;
    }
    let [mode, paths @ ..] = effective.args else { return };
    let Some(mode) = mode.literal().filter(|mode| is_mode(mode)) else { return };
    // The flag came with 1.2, letters in it with 1.14. Source: release notes of docker/dockerfile, 2026-11.
    if cx.build.has_frontend_before(if is_octal(mode) { 2 } else { 14 }) {
        return;
    }
    // A `cd` before it would make another path of it, and what is made in the same RUN is another file.
    let goes =
        cx.script.commands.iter().any(|it| matches!(it.name(), Some("cd" | "pushd" | "cp" | "mv" | "sed" | "tar")));
    if goes || cx.build.has_foreign_frontend() {
        return;
    }
    let mut found: Vec<Copied<'_>> = Vec::new();
    for word in paths {
        let Some(path) = word.literal().filter(|_| !word.has_glob() && !word.has_brace_list()) else { return };
        let Some(path) = absolute(cx, cx.step, path) else { return };
        let Some(copied) = copied(cx, &path).filter(|it| is_file(cx, it, &path)) else { return };
        if copied.instruction.flag(cx.source(), "chmod").is_some() || is_touched(cx, copied.step, &path) {
            return;
        }
        found.push(copied);
    }
    let Some(first) = found.first() else { return };
    let label = first.instruction.range;
    let shown = paths[0].literal().unwrap_or_default();
    sink.report(cx.command.range, format!("`chmod` stores `{shown}` a second time"))
        .label(label, "it comes here")
        .fix(fix(cx, mode, &found));
}

/// Modes that `--chmod` takes as well.
fn is_mode(mode: &str) -> bool {
    is_octal(mode) || matches!(mode, "+x" | "a+x" | "u+x" | "ug+x" | "+rx" | "a+rx")
}

fn is_octal(mode: &str) -> bool {
    matches!(mode.len(), 3 | 4) && mode.bytes().all(|it| (b'0'..=b'7').contains(&it))
}

/// Whether the path is a file rather than a folder, and came as it is.
fn is_file(cx: &CommandCx<'_>, copied: &Copied<'_>, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let is_heredoc = !copied.instruction.heredocs.is_empty();
    let is_named = copied.copy.sources.iter().any(|source| {
        let text = source.raw(cx.source());
        let last = text.trim_matches(['"', '\'']).rsplit('/').next().unwrap_or("");
        last == name || (copied.copy.sources.len() == 1 && last.contains('.') && last.len() > 2 && !last.contains('*'))
    });
    let is_archive = copied.instruction.keyword.as_str() == "ADD"
        && copied
            .copy
            .sources
            .iter()
            .any(|it| it.raw(cx.source()).contains(".t") || it.raw(cx.source()).contains("://"));
    (is_heredoc || is_named)
        && !is_archive
        && (name.contains('.') || is_heredoc || copied.instruction.flag(cx.source(), "from").is_some())
}

/// `--chmod` counts for all that a COPY brings, so the COPY must bring nothing else.
fn fix(cx: &CommandCx<'_>, mode: &str, found: &[Copied<'_>]) -> Option<Fix> {
    if !cx.instruction.instruction.flags.is_empty() {
        return None;
    }
    let brings_one = |it: &Copied<'_>| it.copy.sources.len() + it.instruction.heredocs.len() == 1;
    let mut steps: Vec<usize> = found.iter().map(|it| it.step).collect();
    steps.dedup();
    if steps.len() != found.len() || !found.iter().all(brings_one) {
        return None;
    }
    // Only root may give a file a mode that its owner might not.
    let is_root = cx.build.runs_as_root(cx.step)?;
    let mut edits: Vec<Edit> = found.iter().map(|it| with_flag(it.instruction, &format!("--chmod={mode}"))).collect();
    edits.extend(without_commands(cx, cx.script, &[cx.command])?);
    let edits = Edits::new(edits).ok()?;
    let title = format!("write `--chmod={mode}`");
    Some(if is_octal(mode) && is_root { Fix::safe(title, edits) } else { Fix::r#unsafe(title, edits) })
}
