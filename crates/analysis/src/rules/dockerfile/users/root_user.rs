//! `root-user`: the last USER is root.

use super::exemptions::may_be_root;
use super::missing_user::run_as;
use super::switch::{former_user, user_of};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::rules::dockerfile::lines::own_lines;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// The image is told to run as root.
    ///
    /// Whoever breaks into the process owns the container, and is one kernel bug away from the host. Do what needs
    /// root first, then switch to a user without rights.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN useradd --system app
    /// USER root
    ///   #  ^^^^ warning: the container runs as `root`
    /// CMD ["/srv/app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN useradd --system app
    /// USER app
    /// CMD ["/srv/app"]
    /// ```
    ///
    /// Only the user at the end counts; what is done as root before is fine. So is an entrypoint that changes to
    /// another user itself.
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// USER root
    /// RUN apt-get update
    /// USER 10001
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM postgres:17
    /// USER root
    /// COPY init.sql /docker-entrypoint-initdb.d/
    /// ```
    "root-user" {
        summary: "the last USER is root",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3002", "DS-0002", "CKV_DOCKER_8"],
        options: &[as_hadolint::OPTION],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        for stage in &cx.build.stages {
            let mut users = cx.build.stage_steps(stage).filter_map(|(_, it)| match &it.body {
                Body::User(Some(word)) => Some(word),
                _ => None,
            });
            let Some(word) = users.next_back() else { continue };
            let written = cx.text(word.range);
            let name = written.split(':').next().unwrap_or(written);
            if matches!(name, "root" | "0") {
                sink.report(word.range, format!("the container runs as `{written}`"))
                    .note("whoever breaks into the process owns the container; switch to a user without rights");
            }
        }
        return;
    }
    let Some(stage) = cx.build.final_stage() else { return };
    let Some(user) = cx.build.user(stage.id, stage.steps.end) else { return };
    let Some(value) = user.value.as_deref().filter(|value| is_root(value)) else { return };
    if may_be_root(cx, stage) {
        return;
    }
    let finding = sink.report(user.word.range, format!("the container runs as `{value}`"));
    finding.note("whoever breaks into the process owns the container; switch to a user without rights");
    // What a later RUN does may need root.
    let needs_root =
        cx.build.steps[user.step..stage.steps.end].iter().any(|it| matches!(it.instruction.body, Body::Run(_)));
    let instruction = cx.build.steps[user.step].instruction;
    let lines = own_lines(cx, instruction).filter(|_| stage.steps.contains(&user.step));
    finding.fix(match (former_user(cx, stage, user.step), user_of(cx, stage), needs_root) {
        (Some(former), _, true) => run_as(cx, stage, &former),
        (Some(former), _, false) => lines.map(|lines| {
            let (title, edit) = (format!("stay `{former}`"), Edit::delete(lines));
            // Right before CMD, root is what the process is given on purpose.
            let is_for_copies = cx.build.steps[user.step..stage.steps.end]
                .iter()
                .any(|it| matches!(it.instruction.body, Body::Copy(_)));
            if is_for_copies { Fix::r#unsafe(title, edit) } else { Fix::manual(title, edit) }
        }),
        (None, Some(name), true) => run_as(cx, stage, &name),
        (None, Some(name), false) => {
            Some(Fix::r#unsafe(format!("switch to `{name}`"), Edit::replace(user.word.range, name)))
        }
        (None, None, _) => None,
    });
}

/// `root`, `0`, each with any group.
fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user).trim();
    name == "root" || !name.is_empty() && name.bytes().all(|byte| byte == b'0')
}
