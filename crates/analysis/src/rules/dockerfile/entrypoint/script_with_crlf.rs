//! `script-with-crlf`: a script whose first line ends in a carriage return.

use crate::rule::rule;
use crate::scripts::StartedFile;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::StepId;

rule! {
    /// The first line of the script ends in CR LF, as Windows writes lines: the kernel looks for an interpreter whose
    /// name ends in a carriage return and says "no such file or directory".
    ///
    /// Save the script with LF, and put `*.sh text eol=lf` into `.gitattributes`.
    ///
    /// ```text,context,file=run.sh,crlf
    /// #!/bin/sh
    /// exec "$@"
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY run.sh /run.sh
    /// ENTRYPOINT ["/run.sh"]
    ///          #   ^^^^^^^ warning: the first line of `run.sh` ends in CR LF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY run.sh /run.sh
    /// RUN sed -i 's/\r$//' /run.sh
    /// ENTRYPOINT ["/run.sh"]
    /// ```
    "script-with-crlf" {
        summary: "a script whose first line ends in a carriage return",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let end = cx.stage.steps.end;
    let at_end = cx.started_files(cx.stage.id).into_iter().filter(|file| cx.stage.steps.contains(&file.started.step));
    let in_runs = cx.stage.steps.clone().flat_map(|step| cx.files_started_in_run(step));
    for (before, file) in at_end.map(|file| (end, file)).chain(in_runs.map(|file| (file.started.step + 1, file))) {
        let first = file.text.and_then(|text| text.split_once('\n')).map(|(first, _)| first);
        let is_broken = first.is_some_and(|first| first.starts_with("#!") && first.ends_with('\r'));
        if is_broken && !is_repaired(cx, &file, before) {
            sink.report(file.started.range, format!("the first line of `{}` ends in CR LF", file.path))
                .note("the interpreter is looked for under a name with a carriage return: `no such file or directory`");
        }
    }
}

/// Whether a RUN may take the carriage returns out.
fn is_repaired(cx: &StageCx<'_>, file: &StartedFile<'_>, before: StepId) -> bool {
    (file.copy..before).any(|step| {
        let instruction = cx.build.steps[step].instruction;
        let text = cx.text(instruction.range);
        matches!(instruction.body, Body::Run(_))
            && ["dos2unix", "\\r", "fromdos", "\\015"].iter().any(|it| text.contains(it))
    })
}
