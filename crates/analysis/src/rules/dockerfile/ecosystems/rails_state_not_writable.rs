//! `rails-state-not-writable`: a Rails program cannot write its logs and temporary files.

use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{is_for_development, says};
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_model::dockerfile::{Stage, StepId};
use plimsoll_text::TextRange;

rule! {
    /// Rails writes below `db`, `log`, `storage` and `tmp`. What COPY brought belongs to root, so another user gets
    /// "permission denied" there when the container runs.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// WORKDIR /rails
    /// COPY . .
    /// #    ^^^ note: `log` and `tmp` belong to root, but Rails runs as `rails`
    /// RUN bin/rails assets:precompile && useradd --no-log-init rails
    /// USER rails
    /// CMD ["bin/rails", "server"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// WORKDIR /rails
    /// COPY . .
    /// RUN bin/rails assets:precompile && useradd --no-log-init rails
    /// RUN mkdir -p db log storage tmp && chown -R rails db log storage tmp
    /// USER rails
    /// CMD ["bin/rails", "server"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// WORKDIR /rails
    /// COPY --chown=rails:rails . .
    /// USER rails
    /// CMD ["bin/rails", "server"]
    /// ```
    "rails-state-not-writable" {
        summary: "a Rails program cannot write its logs and temporary files",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// What may make the folders writable.
const OPENS: [&str; 6] = ["chown", "chmod", "install -d", "setfacl", "volume", "read_only"];

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    let Some(user) = cx.build.user(stage.id, stage.steps.end) else { return };
    let Some(name) = user.value.filter(|name| !matches!(name.split(':').next(), Some("root" | "0" | ""))) else {
        return;
    };
    if is_for_development(cx, stage) || !runs_rails(cx, stage) || says(cx, stage.id, &OPENS) {
        return;
    }
    let Some((_, range)) = program(cx, stage, user.step) else { return };
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-:.".contains(&byte));
    let line = format!("RUN mkdir -p db log storage tmp && chown -R {name} db log storage tmp");
    let is_here = stage.steps.contains(&user.step) && plain && is_there(cx, stage, user.step);
    // Only root may give files away.
    let is_root = cx.build.runs_as_root(user.step) == Some(true);
    let edit = before(cx, user.step, &line).filter(|_| is_here && is_root);
    sink.report(range, format!("`log` and `tmp` belong to root, but Rails runs as `{name}`"))
        .note("it cannot write its logs and temporary files")
        .fix(edit.map(|edit| Fix::r#unsafe("give it the folders that it writes", edit)));
}

fn runs_rails(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    cx.build.stage_steps(stage).any(|(_, instruction)| {
        let text = cx.text(instruction.range);
        let starts = matches!(instruction.body, Body::Cmd(_) | Body::Entrypoint(_));
        let is_server = ["rails", "puma", "docker-entrypoint", "thrust"].iter().any(|word| text.contains(word));
        starts && is_server
    }) && says(cx, stage.id, &["rails"])
}

/// The COPY that brings the program as root before `before`: all of the context or of a folder, without `--chown`, to
/// the working directory.
fn program(cx: &DockerfileCx<'_>, stage: &Stage<'_>, end: StepId) -> Option<(StepId, TextRange)> {
    let brings = |(step, instruction): (StepId, &Instruction)| {
        let Body::Copy(copy) = &instruction.body else { return None };
        let [source] = &copy.sources[..] else { return None };
        let destination = copy.destination.as_ref()?;
        let is_owned =
            instruction.flag(cx.source(), "chown").is_some() || instruction.flag(cx.source(), "chmod").is_some();
        let to = cx.build.expand(step, destination)?.text;
        let from = cx.build.expand(step, source)?.text;
        let directory = cx.build.working_directory(stage.id, stage.steps.end)?;
        let is_program =
            matches!(to.as_str(), "." | "./") || to.trim_end_matches('/') == directory.trim_end_matches('/');
        let is_whole =
            matches!(from.as_str(), "." | "./") || from.trim_end_matches('/') == directory.trim_end_matches('/');
        (is_program && is_whole && !is_owned).then(|| (step, source.range.cover(destination.range)))
    };
    cx.build.stage_steps(stage).take_while(|(step, _)| *step < end).find_map(brings)
}

/// Whether the working directory at `step` is that of the program.
fn is_there(cx: &DockerfileCx<'_>, stage: &Stage<'_>, step: StepId) -> bool {
    let at = |step| cx.build.working_directory(stage.id, step);
    at(step).is_some() && at(step) == at(stage.steps.end)
}
