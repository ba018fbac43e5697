//! `undefined-user`: a user that nobody created.

use super::accounts::{account_word, brings_passwd, is_made_by_nobody, named_user, of_base, steps_before};
use super::missing_user::creates;
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Base, StageId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::known_user;
use plimsoll_text::Edit;

rule! {
    /// USER or `--chown` names a user that the image does not have: the container does not start ("unable to find user"),
    /// or the build stops.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// COPY --chown=app . /srv
    ///    #         ^^^ warning: nobody created the user `app`
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// COPY . /srv
    /// USER app
    ///    # ^^^ warning: nobody created the user `app`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// COPY . /srv
    /// RUN useradd --system --user-group app
    /// USER app
    /// ```
    ///
    /// Numbers need no user. Of images whose users are not known, nothing is said:
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// USER node
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// RUN useradd app
    /// COPY --chown=app . /srv
    /// USER 1000:1000
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM acme/base:1
    /// USER app
    /// ```
    "undefined-user" {
        summary: "a user that nobody created",
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
    let (Some((range, name)), Some(base)) = (named_user(cx, word), of_base(cx, stage)) else { return };
    if base.has_user(name) || brings_passwd(cx, stage, cx.step) || !is_made_by_nobody(cx, stage, cx.step, name) {
        return;
    }
    let finding = sink.report(range, format!("nobody created the user `{name}`"));
    let is_user = matches!(cx.instruction.body, Body::User(_));
    finding.note(if is_user { "the container does not start: `unable to find user`" } else { "the build stops here" });
    let is_root = cx.build.user(stage, cx.step).is_none();
    // A group of another name would have to be created as well.
    let written = cx.text(word.range);
    let group = written.strip_prefix(name).and_then(|rest| rest.strip_prefix(':')).unwrap_or(name);
    let is_plain = group == name && !name.contains(char::is_uppercase);
    // Whoever is mentioned first is created there, and for all that follow.
    if is_root && is_plain && is_first(cx, stage, name) {
        let line = before(cx, cx.step, &format!("RUN {}", creates(base.family, name)));
        finding.fix(line.map(|line| Fix::r#unsafe(format!("create the user `{name}`"), line)));
    }
    if let Some(other) = meant_by_base(cx, stage).filter(|other| *other != name) {
        finding.fix(Fix::manual(format!("use `{other}`, which the base image has"), Edit::replace(range, other)));
    }
}

/// Whether no instruction before this one names the user.
fn is_first(cx: &InstructionCx<'_>, stage: StageId, name: &str) -> bool {
    steps_before(cx, stage, cx.step).into_iter().all(|(step, instruction)| {
        let before = InstructionCx { step, instruction, ..*cx };
        account_word(&before).and_then(|word| named_user(&before, word)).is_none_or(|(_, other)| other != name)
    })
}

/// The user that the base image has for its service.
fn meant_by_base(cx: &InstructionCx<'_>, stage: StageId) -> Option<&'static str> {
    let Base::Image(image) = cx.build.external_base(stage) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    known_user(&name, image.tag()).filter(|user| user.serves).map(|user| user.name)
}
