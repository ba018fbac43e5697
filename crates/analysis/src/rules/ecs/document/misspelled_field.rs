//! `misspelled-field`: a key that is nearly a field.

use super::refusal;
use super::spelling::meant;
use crate::rule::rule;
use crate::rules::ecs::called::called;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::rename_key;
use plimsoll_model::ecs::Object;

rule! {
    /// A key is nearly the name of a field, but ECS knows only the exact spelling.
    ///
    /// Names are compared letter by letter, upper and lower case included.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "WorkingDirectory": "/srv" }
    ///   //                                   ^^^^^^^^^^^^^^^^^^ error: `WorkingDirectory` is no field of container `web`; `workingDirectory` is
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "workingDirectory": "/srv" }
    ///   ]
    /// }
    /// ```
    ///
    /// Labels and log options have keys of their own:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dockerLabels": { "Image": "web", "commands": "none" } }
    ///   ]
    /// }
    /// ```
    "misspelled-field" {
        summary: "key that is nearly a field",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["E3002"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mut renamed: Vec<(Object<'_>, &str)> = Vec::new();
    for stray in &cx.task.survey().strays {
        let Some(meant) = meant(stray) else { continue };
        let message = format!("`{}` is no field of {}; `{}` is", stray.name, called(cx.task, stray.object), meant.name);
        let finding = sink.report(stray.member.key.range(), message);
        finding.note(refusal::unknown(cx.task, stray.object, &stray.name));
        if renamed.iter().any(|(object, name)| object.node == stray.object.node && *name == meant.name) {
            continue;
        }
        renamed.push((stray.object, meant.name));
        let title = format!("rename it to `{}`", meant.name);
        let fix = if stray.name.eq_ignore_ascii_case(meant.name) { Fix::safe } else { Fix::r#unsafe };
        finding.fix(rename_key(stray.member, meant.name).map(|edits| fix(title, edits)));
    }
}
