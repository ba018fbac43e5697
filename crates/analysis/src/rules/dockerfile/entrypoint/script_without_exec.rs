//! `script-without-exec`: a script that stays in front of what it starts.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};

rule! {
    /// The entrypoint script ends with `"$@"` without `exec`: the shell stays the first process, gets the signals, and
    /// does not pass them on. `docker stop` waits ten seconds and kills.
    ///
    /// ```text,context,file=entrypoint.sh,mode=755
    /// #!/bin/sh
    /// set -e
    /// "$@"
    /// ```
    ///
    /// ```text,context,file=good.sh,mode=755
    /// #!/bin/sh
    /// exec "$@"
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY entrypoint.sh /
    /// ENTRYPOINT ["/entrypoint.sh"]
    ///          #   ^^^^^^^^^^^^^^ note: `entrypoint.sh` starts the command without `exec`
    /// CMD ["/srv/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY good.sh /
    /// ENTRYPOINT ["/good.sh"]
    /// CMD ["/srv/app"]
    /// ```
    "script-without-exec" {
        summary: "a script that stays in front of what it starts",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let started = cx.started_files(cx.stage.id);
    for file in started.into_iter().filter(|file| cx.stage.steps.contains(&file.started.step)) {
        let is_entrypoint =
            matches!(cx.build.steps[file.started.step].instruction.body, plimsoll_dockerfile::Body::Entrypoint(_));
        let Some(text) = file.text.filter(|text| is_entrypoint && is_shell_script(text)) else { continue };
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        if lines.next_back().is_some_and(|last| matches!(last, "\"$@\"" | "$@" | "\"${@}\"" | "${@}" | "$*")) {
            sink.report(file.started.range, format!("`{}` starts the command without `exec`", file.path))
                .note("the shell gets the signals and does not pass them on; end the script with `exec \"$@\"`");
        }
    }
}

fn is_shell_script(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.starts_with("#!") && first.contains("sh")
}
