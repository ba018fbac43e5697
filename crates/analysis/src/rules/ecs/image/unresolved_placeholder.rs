//! `unresolved-placeholder`: image that nothing fills in.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_json::Kind;

rule! {
    /// The image is a placeholder or empty, and nothing in the repository puts an image there.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "<IMAGE>" },
    /// //                            ^^^^^^^^^ note: nothing in the repository fills in the image of container `web`
    ///     { "name": "log", "image": "" }
    /// //                            ^^ note: nothing in the repository fills in the image of container `log`
    ///   ]
    /// }
    /// ```
    ///
    /// A workflow, a script or a pipeline that knows the file may do it:
    ///
    /// ```text,context,file=deploy.sh
    /// #!/bin/sh
    /// sed -e "s|<IMAGE>|$IMAGE|" task-definition.json > filled.json
    /// aws ecs register-task-definition --cli-input-json file://filled.json
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "<IMAGE>" }
    ///   ]
    /// }
    /// ```
    "unresolved-placeholder" {
        summary: "image that nothing fills in",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    // In a carrier, its tool fills in what it can, and the rest was written as it is.
    if cx.carrier.is_some() {
        return;
    }
    let Some(node) = cx.container.object.node.get("image").filter(|node| node.kind() == Kind::String) else { return };
    let is_empty = node.text().is_some_and(|text| text.is_empty());
    if (is_empty || node.whole_placeholder().is_some()) && !cx.task.is_template && !is_filled(cx) {
        let message = format!("nothing in the repository fills in the image of {}", cx.container.called());
        sink.report(node.range(), message).note("the task stops with \"CannotPullContainerError\"");
    }
}

/// Whether something in the workspace may put an image there.
fn is_filled(cx: &ContainerCx<'_>) -> bool {
    const PIPELINES: &[&str] = &["appspec.", "buildspec", "ecspresso.", "imagedefinitions.", "imageDetail."];
    let is_pipeline = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        PIPELINES.iter().any(|start| name.starts_with(start))
    };
    cx.workspace.renders(&cx.file.path, cx.container.name().as_deref())
        || cx.workspace.deployers(&cx.file.path).next().is_some()
        || cx.workspace.files().any(|file| is_pipeline(&file.path) || file.text.contains("envsubst"))
}
