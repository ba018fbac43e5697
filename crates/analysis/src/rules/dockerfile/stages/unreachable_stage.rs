//! `unreachable-stage`: stage that nothing needs.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::{Body, ItemKind};
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// BuildKit skips a stage that the final one does not need. What stands in it is never tried out, unless someone builds it
    /// with `--target`.
    ///
    /// A file with several such stages, or whose last stage has a name, has several targets, and stages with names such as `test` or `dev` are meant to be
    /// built on their own; the option `targets` names more.
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app .
    /// FROM golang:1.25 AS old
    /// #                   ^^^ note: no stage needs `old`, and the last stage is built without it
    /// RUN go vet ./...
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app .
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25 AS test
    /// RUN go test ./...
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good,targets=manual
    /// FROM golang:1.25 AS manual
    /// FROM debian:12.11
    /// ```
    "unreachable-stage" {
        summary: "stage that nothing needs",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[OptionSpec { name: "targets", kind: OptionKind::List, docs: "Names of stages that are built on their own." }],
        check: Check::Dockerfile(check),
    }
}

/// Names of stages that are built on their own.
const TARGETS: [&str; 28] = [
    "dev",
    "develop",
    "development",
    "devel",
    "test",
    "tests",
    "testing",
    "tester",
    "lint",
    "linter",
    "ci",
    "check",
    "checks",
    "debug",
    "doc",
    "docs",
    "release",
    "publish",
    "artifact",
    "artifacts",
    "export",
    "e2e",
    "bench",
    "benchmark",
    "integration",
    "validate",
    "format",
    "shell",
];

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let stages = &cx.build.stages;
    let unneeded = |stage: &&Stage<'_>| {
        let is_used = stages.iter().any(|other| other.edges.iter().any(|edge| edge.to == stage.id));
        !stage.reachable && !is_used
    };
    // Where several stages lead nowhere, or the last one has a name, the file is made for several targets.
    let mut ends = stages.iter().filter(unneeded);
    let (Some(stage), None) = (ends.next(), ends.next()) else { return };
    let is_for_targets = stage.name.is_some() && stages.last().is_some_and(|last| last.name.is_some());
    if is_for_targets || stages.iter().any(|stage| matches!(stage.base, Base::Unknown)) || may_be_named(cx, stage) {
        return;
    }
    let (place, what) = match &stage.from.name {
        Some(word) => (word.range, format!("`{}`", cx.text(word.range))),
        None => (cx.build.steps[stage.from_step].instruction.range, "this one".to_owned()),
    };
    let targets = cx.settings.list(&RULE, "targets");
    let parts = stage.name.iter().flat_map(|name| name.split(['-', '_', '.']).chain([name.as_str()]));
    if parts
        .into_iter()
        .any(|part| TARGETS.contains(&part) || targets.iter().any(|target| target.eq_ignore_ascii_case(part)))
    {
        return;
    }
    if stage.name.as_deref().is_some_and(|name| cx.workspace.may_build_stage(name)) {
        return;
    }
    sink.report(place, format!("no stage needs {what}, and the last stage is built without it"))
        .fix(deletion(cx, stage).map(|edit| Fix::r#unsafe("delete the stage", edit)));
}

/// Whether an instruction may name the stage in a way that is not followed: by a variable, or by its number.
fn may_be_named(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let variable = |text: &str| text.contains('$');
    let by_variable = cx.build.steps.iter().any(|step| {
        let from = step.instruction.flag(cx.source(), "from").and_then(|flag| flag.value.as_ref());
        let mounts = match &step.instruction.body {
            Body::Run(run) => run.mounts.as_slice(),
            _ => &[],
        };
        from.is_some_and(|word| variable(cx.text(word.range)))
            || mounts.iter().any(|mount| mount.option(cx.source(), &["from"]).is_some_and(variable))
    });
    // ONBUILD takes from stages of the build that it runs in.
    let by_trigger = stage.name.as_deref().is_some_and(|name| {
        cx.build.steps.iter().any(|step| {
            matches!(step.instruction.body, Body::Onbuild(_)) && cx.text(step.instruction.range).contains(name)
        })
    });
    // `FROM prep-${KIND}`: another value takes another stage.
    let by_part = cx.build.stages.iter().any(|other| {
        let image = other.from.image.as_ref().map_or("", |word| cx.text(word.range));
        variable(image) && matches!(other.base, Base::Stage(_))
    });
    // What could not be read may be a reference, too.
    by_part || by_variable || by_trigger || !cx.syntax.errors.is_empty() || is_mentioned(cx, stage)
}

/// Whether another stage has the text `from=NAME`, in whatever form.
fn is_mentioned(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let Some(name) = &stage.name else { return false };
    let mention = format!("from={name}");
    let others = cx.build.steps.iter().filter(|step| step.stage != Some(stage.id));
    others.into_iter().any(|step| cx.text(step.instruction.range).to_lowercase().contains(&mention))
}

/// The lines of the stage up to the next FROM or the comments above it.
fn deletion(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Option<Edit> {
    let from = cx.build.steps[stage.from_step].instruction;
    let next = cx.build.steps.get(stage.steps.end)?.instruction;
    let items = &cx.syntax.items;
    let at = |range: TextRange| items.iter().position(|item| item.range.contains_range(range));
    let (first, mut end) = (at(from.range)?, at(next.range)?);
    while end > first && matches!(items[end - 1].kind, ItemKind::Comment(_)) {
        end -= 1;
    }
    // A stage that others count by its number shifts them.
    let counted = cx
        .build
        .stages
        .iter()
        .flat_map(|stage| &stage.edges)
        .any(|edge| edge.to.0 > stage.id.0 && cx.text(edge.range).bytes().all(|byte| byte.is_ascii_digit()));
    let range = TextRange::new(items[first].range.start(), items[end].range.start());
    (!counted).then(|| Edit::delete(range))
}
