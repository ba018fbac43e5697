//! `named-user`: a user by name that Kubernetes cannot check.

use super::accounts::{is_root, named_user, steps_before};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{
    Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Preset, Sink,
};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::created_account;
use plimsoll_model::dockerfile::{Base, StageId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::known_user;
use plimsoll_text::Edit;

rule! {
    /// Kubernetes refuses to start an image under `runAsNonRoot` when USER is a name: it cannot tell that the name is
    /// not root's. Use the number.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN useradd app
    /// USER app
    ///    # ^^^ note: Kubernetes cannot tell that `app` is not root
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN useradd --uid 10001 app
    /// USER 10001
    /// ```
    ///
    /// Where the file itself gives the user a number, nothing is said, unless `every-user` is set:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN useradd --uid 10001 app
    /// USER app
    /// ```
    ///
    /// ```Dockerfile,bad,every-user=true
    /// FROM debian:12.11
    /// RUN useradd --uid 10001 app
    /// USER app
    ///    # ^^^ note: Kubernetes cannot tell that `app` is not root
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN useradd --uid 10001 app
    /// USER 10001
    /// ```
    "named-user" {
        summary: "a user by name that Kubernetes cannot check",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3066"],
        options: &[OptionSpec {
            name: "every-user",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Look at every USER, also where the file gives the user a number.",
        }, as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let (Body::User(Some(word)), Some(_)) = (&cx.instruction.body, cx.stage) else { return };
        let written = word.raw(cx.source());
        let known =
            |value: &str| value.split(':').next().is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        if !(as_hadolint::is_onbuild(cx) || known(written) || as_hadolint::is_argument(cx, written)) {
            sink.report(word.range, format!("Kubernetes cannot tell that `{written}` is not root"))
                .note("`runAsNonRoot` wants a number in USER");
        }
        return;
    }
    let (Body::User(Some(word)), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some((range, name)) = named_user(cx, word) else { return };
    let every = cx.settings.flag(&RULE, "every-user");
    let is_final = cx
        .build
        .final_stage()
        .is_some_and(|last| cx.build.user(last.id, last.steps.end).is_some_and(|user| user.word.range == word.range));
    let is_windows = cx.build.shell_kind(cx.step) == plimsoll_shell::ShellKind::Foreign;
    if is_windows || !every && (!is_final || is_root(name)) {
        return;
    }
    let mut id = None;
    for (step, _) in steps_before(cx, stage, cx.step) {
        let commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        let accounts = commands.filter_map(created_account).filter(|it| !it.is_group && it.name == name);
        id = accounts.filter_map(|account| account.id).next_back().or(id);
    }
    if id.is_some() && !every {
        return;
    }
    let finding = sink.report(range, format!("Kubernetes cannot tell that `{name}` is not root"));
    finding.note("`runAsNonRoot` wants a number in USER");
    if let Some(id) = id.or_else(|| number_in_base(cx, stage, name)) {
        finding.fix(Fix::r#unsafe(format!("use the number {id}"), Edit::replace(range, id.to_string())));
    }
}

/// The number that the user has in the base image, where it is known.
fn number_in_base(cx: &InstructionCx<'_>, stage: StageId, name: &str) -> Option<u32> {
    let Base::Image(image) = cx.build.external_base(stage) else { return None };
    let base = ImageName::from_parts(image.registry(), image.repository());
    known_user(&base, image.tag()).filter(|user| user.name == name)?.id
}
