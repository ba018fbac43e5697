//! `missing-interpreter`: a script in a language that the image does not speak.

use super::command::{basename, to_exec_form};
use super::install::install;
use crate::rule::rule;
use crate::{Applicability, Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::Base;

rule! {
    /// The image starts a script whose interpreter it does not have: no bash on Alpine, no shell at all in distroless
    /// images and `scratch`. The container ends at once with "no such file or directory".
    ///
    /// ```text,context,file=run.sh,mode=755
    /// #!/bin/bash
    /// exec "$@"
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// COPY run.sh /run.sh
    /// ENTRYPOINT ["/run.sh"]
    ///          #   ^^^^^^^ warning: `run.sh` needs `bash`, which the image does not have
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN apk add --no-cache bash
    /// COPY run.sh /run.sh
    /// ENTRYPOINT ["/run.sh"]
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM gcr.io/distroless/static-debian12
    /// COPY server /server
    /// CMD /server --port 80
    /// #   ^^^^^^^^^^^^^^^^^ warning: the shell form needs `sh`, which the image does not have
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM gcr.io/distroless/static-debian12
    /// COPY server /server
    /// CMD ["/server", "--port", "80"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add --no-cache bash
    /// COPY run.sh /run.sh
    /// ENTRYPOINT ["/run.sh"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM gcr.io/distroless/static-debian12
    /// COPY server /server
    /// CMD ["/server", "--port", "80"]
    /// ```
    "missing-interpreter" {
        summary: "a script in a language that the image does not speak",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

const NOTE: &str = "the container ends at once with `no such file or directory`";

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    if !cx.stage.shipped {
        return;
    }
    let lacks = |program: &str| cx.build.lacks_program(cx.stage.id, program);
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let (Body::Cmd(command) | Body::Entrypoint(command)) = &instruction.body else { continue };
        match command {
            // A SHELL that is set is another shell.
            CommandLine::Shell { range, .. }
                if cx.build.shell(cx.stage.id, cx.stage.steps.end).is_none() && lacks("sh") && !is_bare(cx) =>
            {
                let fix = to_exec_form(cx, instruction, step, *range, true);
                let plain = fix.filter(|fix| fix.applicability == Applicability::Safe);
                sink.report(*range, "the shell form needs `sh`, which the image does not have")
                    .note(NOTE)
                    .fix(plain.map(|fix| Fix::r#unsafe(fix.title, fix.edits)));
            }
            CommandLine::Exec(array) => {
                let Some(first) = array.elements.first() else { continue };
                let program = basename(first.text(cx.source()));
                if lacks(program) && !is_bare(cx) {
                    sink.report(first.inner, format!("the image has no `{program}`"))
                        .note(NOTE)
                        .fix(install(cx, program));
                }
            }
            CommandLine::Empty => {}
            CommandLine::Shell { .. } => {
                let Some(script) = cx.build.launch_script(step) else { continue };
                let [command] = &script.commands[..] else { continue };
                let started = command.effective();
                let (Some(word), Some(program)) = (started.word, started.name()) else { continue };
                if lacks(program) && !is_bare(cx) {
                    sink.report(word.range, format!("the image has no `{program}`"))
                        .note(NOTE)
                        .fix(install(cx, program));
                }
            }
        }
    }
    for file in cx.started_files(cx.stage.id).into_iter().filter(|file| cx.stage.steps.contains(&file.started.step)) {
        if file.started.interpreter.is_some() {
            continue;
        }
        let Some(program) = file.text.and_then(interpreter) else { continue };
        if lacks(program) {
            sink.report(
                file.started.range,
                format!("`{}` needs `{program}`, which the image does not have", file.path),
            )
            .note(NOTE)
            .fix(install(cx, program));
        }
    }
}

/// Whether the stage is `scratch` with a file system from elsewhere: whatever is copied may hold a shell.
fn is_bare(cx: &StageCx<'_>) -> bool {
    *cx.build.external_base(cx.stage.id) == Base::Scratch
        && cx
            .build
            .ancestry(cx.stage.id)
            .any(|stage| cx.build.stage_steps(stage).any(|(_, it)| matches!(it.body, Body::Run(_))))
}

/// The program that the first line of a script names.
fn interpreter(text: &str) -> Option<&str> {
    let mut words = text.lines().next()?.strip_prefix("#!")?.split_ascii_whitespace();
    let first = basename(words.next()?);
    if first == "env" { words.find(|word| !word.starts_with('-')) } else { Some(first) }
}
