//! `stage-name-casing`: a stage name with capitals.

use super::rename::rename;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Template;

rule! {
    /// BuildKit compares stage names without regard to case; written in small letters they look the same everywhere.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS Build
    /// #                    ^^^^^ note: the stage name `Build` has capitals
    /// FROM alpine:3.22
    /// COPY --from=Build /a /a
    /// RUN --mount=from=build,target=/b ls /b
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS build
    /// FROM alpine:3.22
    /// COPY --from=build /a /a
    /// RUN --mount=from=build,target=/b ls /b
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// FROM build
    /// ```
    "stage-name-casing" {
        summary: "a stage name with capitals",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["StageNameCasing"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    // Files that are put together may name it, too.
    if cx.syntax.template == Template::Preprocessor {
        return;
    }
    for stage in &cx.build.stages {
        let (Some(name), Some(word)) = (&stage.name, &stage.from.name) else { continue };
        let written = cx.text(word.range);
        if !written.bytes().any(|byte| byte.is_ascii_uppercase()) || written.to_lowercase() != *name {
            continue;
        }
        let edits = rename(cx, stage, name);
        // Other builders than BuildKit compare the names of targets to the letter.
        let is_named = cx.workspace.builds_of(&cx.file.path).any(|build| build.target.as_deref() == Some(written));
        let title = format!("write `{name}`");
        sink.report(word.range, format!("the stage name `{written}` has capitals"))
            .fix(edits.map(|edits| if is_named { Fix::r#unsafe(title, edits) } else { Fix::safe(title, edits) }));
    }
}
