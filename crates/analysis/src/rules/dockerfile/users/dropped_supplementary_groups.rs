//! `dropped-supplementary-groups`: USER with a group takes the others away.

use super::accounts::steps_before;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{created_account, joined_groups};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// With a group in USER the process has that group alone. The groups that the user was put into before have no
    /// effect.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN useradd app && usermod -aG video app
    /// USER app:app
    ///    #    ^^^^ warning: with `:app` the group `video` has no effect
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN useradd app && usermod -aG video app
    /// USER app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN useradd app && usermod -aG video other
    /// USER app:app
    /// ```
    "dropped-supplementary-groups" {
        summary: "USER with a group takes the others away",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::User(Some(word)), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let text = cx.text(word.range);
    let Some((user, group)) = text.split_once(':').filter(|_| word.literal(cx.source()).is_some()) else { return };
    let mut groups: Vec<&str> = Vec::new();
    for (step, _) in steps_before(cx, stage, cx.step) {
        for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
            if let Some((_, joined)) = joined_groups(command).filter(|(name, _)| *name == user) {
                groups.extend(joined);
            }
            if let Some(account) = created_account(command).filter(|it| !it.is_group && it.name == user) {
                groups.extend(account.groups);
            }
        }
    }
    groups.retain(|other| *other != group && !other.is_empty());
    groups.dedup();
    let Some(first) = groups.first() else { return };
    let range = TextRange::new(word.range.start() + size(user.len()), word.range.end());
    let what = match groups.len() {
        1 => format!("the group `{first}` has"),
        count => format!("`{first}` and {} more groups have", count - 1),
    };
    sink.report(range, format!("with `:{group}` {what} no effect"))
        .note("a group in USER takes the place of all groups that the user is in")
        .fix(Fix::r#unsafe(format!("drop `:{group}`"), Edit::delete(range)));
}
