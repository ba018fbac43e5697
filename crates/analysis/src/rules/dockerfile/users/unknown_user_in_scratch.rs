//! `unknown-user-in-scratch`: a user by name where there are no names.

use super::accounts::{account_word, brings_passwd, named_user};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::created_account;
use plimsoll_model::dockerfile::Base;
use plimsoll_text::Edit;

rule! {
    /// An image from `scratch` has no `/etc/passwd`, so no user has a name: the container does not start, or the build
    /// stops. Use the number, or copy `/etc/passwd` from the stage that created the user.
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25 AS build
    /// RUN useradd --uid 10001 app
    /// FROM scratch
    /// COPY --from=build /out/app /app
    /// USER app
    ///    # ^^^ warning: `scratch` has no user `app`
    /// ENTRYPOINT ["/app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM golang:1.25 AS build
    /// RUN useradd --uid 10001 app
    /// FROM scratch
    /// COPY --from=build /out/app /app
    /// USER 10001
    /// ENTRYPOINT ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25 AS build
    /// RUN useradd --uid 10001 app
    /// FROM scratch
    /// COPY --from=build /etc/passwd /etc/passwd
    /// USER app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM scratch
    /// ADD rootfs.tar.xz /
    /// USER app
    /// ```
    "unknown-user-in-scratch" {
        summary: "a user by name where there are no names",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage else { return };
    let Some(word) = account_word(cx) else { return };
    if *cx.build.external_base(stage) != Base::Scratch || brings_passwd(cx, stage, cx.step) {
        return;
    }
    let Some((range, name)) = named_user(cx, word) else { return };
    // A RUN in such an image may do anything: somebody copied a whole system.
    let runs = cx
        .build
        .ancestry(stage)
        .any(|stage| cx.build.stage_steps(stage).any(|(step, it)| step < cx.step && matches!(it.body, Body::Run(_))));
    if runs {
        return;
    }
    let finding = sink.report(range, format!("`scratch` has no user `{name}`"));
    finding.note("without `/etc/passwd` only numbers are known");
    if let Some(id) = number_of(cx, name) {
        finding.fix(Fix::r#unsafe(format!("use the number {id}"), Edit::replace(range, id.to_string())));
    }
}

/// The number that the file gives the user, if it gives one alone.
fn number_of(cx: &InstructionCx<'_>, name: &str) -> Option<u32> {
    let scripts = (0..cx.build.steps.len()).flat_map(|step| cx.build.scripts(step));
    let accounts = scripts.flat_map(|script| &script.commands).filter_map(created_account);
    let mut ids = accounts.filter(|account| !account.is_group && account.name == name).map(|account| account.id);
    let first = ids.next()??;
    ids.all(|id| id == Some(first)).then_some(first)
}
