//! `entrypoint-not-executable`: a file that is started, and that nobody may execute.

use super::command::basename;
use crate::rule::rule;
use crate::scripts::StartedFile;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::StepId;
use plimsoll_text::Edit;

rule! {
    /// The image starts a file from the build context that has no executable bit: the container stops at once with
    /// "permission denied".
    ///
    /// Set the bit where the file comes from (`git update-index --chmod=+x`), or let COPY set it.
    ///
    /// ```text,context,file=docker/entrypoint.sh
    /// #!/bin/sh
    /// exec "$@"
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY docker/entrypoint.sh /entrypoint.sh
    /// ENTRYPOINT ["/entrypoint.sh"]
    ///          #   ^^^^^^^^^^^^^^ warning: `docker/entrypoint.sh` is not executable
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY --chmod=0755 docker/entrypoint.sh /entrypoint.sh
    /// ENTRYPOINT ["/entrypoint.sh"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY docker/entrypoint.sh /entrypoint.sh
    /// RUN chmod +x /entrypoint.sh
    /// ENTRYPOINT ["/entrypoint.sh"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY docker/entrypoint.sh /entrypoint.sh
    /// ENTRYPOINT ["sh", "/entrypoint.sh"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// COPY docker/entrypoint.sh /entrypoint.sh
    /// ENTRYPOINT ["/entrypoint.sh"]
    /// ```
    "entrypoint-not-executable" {
        summary: "a file that is started, and that nobody may execute",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let end = cx.stage.steps.end;
    // Windows has no such bit.
    if cx.build.is_windows(cx.stage.id, end) {
        return;
    }
    let at_end = cx.started_files(cx.stage.id).into_iter().filter(|file| cx.stage.steps.contains(&file.started.step));
    let in_runs = cx.stage.steps.clone().flat_map(|step| cx.files_started_in_run(step)).filter(|file| {
        // A mounted file keeps its bits, and no COPY brings it.
        file.copy != file.started.step
    });
    for (before, file) in at_end.map(|file| (end, file)).chain(in_runs.map(|file| (file.started.step + 1, file))) {
        if file.started.interpreter.is_some() || file.executable != Some(false) || is_made_executable(cx, &file, before)
        {
            continue;
        }
        let instruction = cx.build.steps[file.copy].instruction;
        sink.report(file.started.range, format!("`{}` is not executable", file.path))
            .label(instruction.range, "copied here")
            .note("starting it ends with `permission denied`")
            .fix(fix(cx, &file));
    }
}

/// Whether COPY, or a RUN behind it, may set the bit.
fn is_made_executable(cx: &StageCx<'_>, file: &StartedFile<'_>, before: StepId) -> bool {
    if cx.build.steps[file.copy].instruction.flag(cx.source(), "chmod").is_some() {
        return true;
    }
    let program = file.started.program.as_str();
    let name = basename(program);
    let name_in_context = basename(&file.path);
    (file.copy + 1..before).any(|step| {
        let Body::Run(run) = &cx.build.steps[step].instruction.body else { return false };
        let text = cx.text(cx.build.steps[step].instruction.range);
        let sets = ["chmod", "install ", "install-", "setfacl"].iter().any(|word| text.contains(word));
        // A RUN of another stage changes nothing here; one with a mount may do anything to it.
        let mentions = || {
            let commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
            commands.flat_map(|command| &command.words).any(|word| match word.literal() {
                None => true,
                Some(text) => {
                    let folder = text.trim_end_matches('/');
                    text.contains(name)
                        || text.contains(name_in_context)
                        || word.has_glob()
                        || matches!(text, "." | "./" | "-R" | "--recursive")
                        || text.starts_with('/') && program.starts_with(folder)
                }
            })
        };
        sets && (!run.mounts.is_empty() || cx.build.scripts(step).is_empty() || mentions())
    })
}

/// COPY sets the bit, if it copies this file alone.
fn fix(cx: &StageCx<'_>, file: &StartedFile<'_>) -> Option<Fix> {
    let instruction = cx.build.steps[file.copy].instruction;
    let Body::Copy(copy) = &instruction.body else { return None };
    let [source] = &copy.sources[..] else { return None };
    let is_file = cx.build.expand(file.copy, source)?.text.ends_with(basename(&file.path));
    if !is_file || copy.json {
        return None;
    }
    let at = instruction.flags.last().map_or(instruction.keyword_range.end(), |flag| flag.range.end());
    Some(Fix::safe("let COPY make it executable", Edit::insert(at, " --chmod=0755")))
}
