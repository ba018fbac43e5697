//! `workflow-task-definition-missing`: a workflow that deploys a file that is not there.

use super::workflow::{Value, is_workflow, resolve, steps, variable};
use crate::rule::rule;
use crate::{Category, Check, CompanionCx, FixAvailability, Level, Levels, Presence, Sink};

rule! {
    /// A GitHub workflow renders or deploys a task definition from a path at which there is no file.
    ///
    /// The action fails with "Task definition file does not exist". Where a step writes the file first (`aws ecs
    /// describe-task-definition … > task-definition.json`), or a script mentions it, the rule is silent, and so it is for a
    /// path that git ignores.
    ///
    /// ```text,context,file=deploy/task-definition.json
    /// { "family": "web", "containerDefinitions": [{ "name": "web", "image": "web:1" }] }
    /// ```
    ///
    /// ```workflow,bad
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - uses: actions/checkout@v4
    ///       - uses: aws-actions/amazon-ecs-render-task-definition@v1
    ///         with:
    ///           task-definition: task-definition.json
    ///           #                ^^^^^^^^^^^^^^^^^^^^ warning: there is no file `task-definition.json`
    ///           container-name: web
    ///           image: ${{ steps.build.outputs.image }}
    /// ```
    ///
    /// ```workflow,good
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - uses: actions/checkout@v4
    ///       - uses: aws-actions/amazon-ecs-render-task-definition@v1
    ///         with:
    ///           task-definition: deploy/task-definition.json
    ///           container-name: web
    ///           image: ${{ steps.build.outputs.image }}
    /// ```
    "workflow-task-definition-missing" {
        summary: "workflow that deploys a file that is not there",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Companion(check),
    }
}

/// The actions that read the file (aws-actions, November 2026).
const ACTIONS: [&str; 2] =
    ["aws-actions/amazon-ecs-render-task-definition", "aws-actions/amazon-ecs-deploy-task-definition"];

/// What puts files somewhere that the repository does not have there.
const MOVES: [&str; 4] = ["working-directory:", "download-artifact", "git clone", "actions/cache"];

fn check(cx: &CompanionCx<'_>, sink: &mut Sink) {
    let text = cx.source();
    if !is_workflow(&cx.file.path) || MOVES.iter().any(|word| text.contains(word)) {
        return;
    }
    let all = steps(text);
    // Another repository, or another folder.
    let is_elsewhere = |key: &str| all.iter().any(|step| step.uses("actions/checkout") && step.value(key).is_some());
    if is_elsewhere("repository") || is_elsewhere("path") {
        return;
    }
    for step in all.iter().filter(|step| ACTIONS.iter().any(|action| step.uses(action))) {
        let Some(value) = step.value("task-definition") else { continue };
        let Some(path) = resolve(text, value).map(|path| path.trim_start_matches("./")) else { continue };
        let is_path = path.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "json" | "yml" | "yaml"));
        if is_path && cx.workspace.listing().presence(path) == Presence::Absent && !is_made(cx, path, value) {
            sink.report(value.range, format!("there is no file `{path}`"))
                .note("the action fails with \"Task definition file does not exist\"");
        }
    }
}

/// Whether something else than the inputs of the actions speaks of the file: it may write it.
fn is_made(cx: &CompanionCx<'_>, path: &str, value: Value<'_>) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let variable = variable(value);
    let is_input = |line: &str| line.trim_start().trim_start_matches("- ").starts_with("task-definition:");
    let is_definition =
        |line: &str| variable.is_some_and(|name| line.trim_start().trim_start_matches("- ").starts_with(name));
    // A step that reads another task definition may write this one by a name that it makes itself.
    let is_other = |line: &str| line.contains(".json") && line.to_ascii_lowercase().contains("task");
    let speaks =
        |line: &str| line.contains(name) || is_other(line) || variable.is_some_and(|name| line.contains(name));
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let here = cx.source().lines().any(|line| {
        !is_comment(line) && speaks(line.split(" #").next().unwrap_or(line)) && !is_input(line) && !is_definition(line)
    });
    here || cx.workspace.deployers(path).any(|file| !is_workflow(&file.path))
}
