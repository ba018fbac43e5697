//! `mixed-accounts`: a task definition that names several accounts.

use super::majority::strangers;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Mention, accounts, partitions};

rule! {
    /// Roles, images and secrets of one task definition are in several accounts or partitions.
    ///
    /// Images and secrets of another account need permissions there. A role of another account cannot be used at all.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "taskRoleArn": "arn:aws:iam::210987654321:role/webTask",
    ///   //                           ^^^^^^^^^^^^ note: the account `210987654321` differs from `123456789012` elsewhere in the file
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" },
    ///     { "name": "log", "image": "906394416424.dkr.ecr.eu-west-1.amazonaws.com/aws-for-fluent-bit:2.32.0" }
    ///   ]
    /// }
    /// ```
    "mixed-accounts" {
        summary: "task definition that names several accounts",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mut report = |what: &str, all: &[Mention]| {
        for (stranger, usual) in strangers(all) {
            let message = format!("the {what} `{}` differs from `{}` elsewhere in the file", stranger.name, usual.name);
            sink.report(stranger.range, message).label(usual.range, format!("`{}` here", usual.name));
        }
    };
    report("account", &accounts(cx.task));
    report("partition", &partitions(cx.task));
}
