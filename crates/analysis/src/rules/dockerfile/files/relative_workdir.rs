//! `relative-workdir`: a WORKDIR that depends on the base image.

use super::base::starts_in_root;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Base;
use plimsoll_model::path::join;
use plimsoll_shell::ShellKind;
use plimsoll_text::Edit;

rule! {
    /// A relative WORKDIR adds to the one before it. The first one of a file adds to whatever the base image says.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// WORKDIR app
    /// #       ^^^ warning: `app` is relative to the working directory of the base image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// WORKDIR /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR /srv
    /// WORKDIR app
    /// WORKDIR $HOME
    /// ```
    "relative-workdir" {
        summary: "a WORKDIR that depends on the base image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3000", "WorkdirRelativePath", "DS-0009", "CKV_DOCKER_10"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Workdir(Some(word)), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let raw = word.raw(cx.source()).trim_matches(['"', '\'']);
    let drive = raw.as_bytes().get(1) == Some(&b':');
    if as_hadolint::is_on(cx.settings, &RULE) {
        if !raw.starts_with(['/', '$']) && !drive && !as_hadolint::is_onbuild(cx) {
            let known = cx.build.working_directory(stage, cx.step).filter(|_| word.parts.is_empty());
            let joined = known.map(|folder| join(&folder, raw));
            let fix = joined.map(|path| Fix::safe(format!("write `{path}`"), Edit::replace(word.range, path)));
            sink.report(word.range, format!("`{raw}` is relative to whatever directory holds")).fix(fix);
        }
        return;
    }
    if raw.starts_with(['/', '\\', '$', '~', '%', '{', '<', '@'])
        || raw.is_empty()
        || drive
        || cx.build.shell_kind(cx.step) == ShellKind::Foreign
    {
        return;
    }
    // What came before may be a variable: then nothing is known of it.
    if cx.build.workdir(stage, cx.step).is_some() || *cx.build.external_base(stage) == Base::Scratch {
        return;
    }
    let plain = word.parts.is_empty() && !raw.contains("..") && !raw.contains(' ');
    let absolute = format!("/{}", raw.trim_start_matches("./").trim_start_matches('.'));
    // Elsewhere the base may name a directory, and the path would change.
    let fix = (plain && starts_in_root(cx, stage))
        .then(|| Fix::r#unsafe(format!("write `{absolute}`"), Edit::replace(word.range, absolute.clone())));
    sink.report(word.range, format!("`{raw}` is relative to the working directory of the base image")).fix(fix);
}
