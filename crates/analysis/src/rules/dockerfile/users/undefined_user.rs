//! `undefined-user`: a user that nobody created.

use super::accounts::{account_word, brings_passwd, is_made_by_nobody, named_user, of_base};
use super::switch::{line_before, line_end};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::accounts::Family;
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
    if is_user && is_root && cx.text(word.range) == name && !name.contains(char::is_uppercase) {
        let command = match base.family {
            Family::Debian | Family::RedHat => format!("useradd --system --user-group {name}"),
            Family::Alpine => format!("addgroup -S {name} && adduser -S -G {name} {name}"),
        };
        let line = format!("RUN {command}{}", line_end(cx.source()));
        let at = line_before(cx, cx.instruction);
        finding.fix(Fix::r#unsafe(format!("create the user `{name}`"), Edit::insert(at, line)));
    }
}
