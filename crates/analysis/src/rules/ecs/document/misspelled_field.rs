//! `misspelled-field`: a key that is nearly a field.

use super::spelling::strays;
use crate::rule::rule;
use crate::rules::ecs::walk;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::rename_key;

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
    walk::objects(cx.task, |object, structure| {
        let mut renamed: Vec<&str> = Vec::new();
        for stray in strays(object, structure) {
            let Some(meant) = stray.meant else { continue };
            let message =
                format!("`{}` is no field of {}; `{}` is", stray.name, walk::called(cx.task, object), meant.name);
            let finding = sink.report(stray.member.key.range(), message);
            finding.note("the AWS CLI refuses it: \"Unknown parameter in input\"");
            if renamed.contains(&meant.name) {
                continue;
            }
            renamed.push(meant.name);
            let title = format!("rename it to `{}`", meant.name);
            let fix = if stray.name.eq_ignore_ascii_case(meant.name) { Fix::safe } else { Fix::r#unsafe };
            finding.fix(rename_key(stray.member, meant.name).map(|edits| fix(title, edits)));
        }
    });
}
