//! What the workspace does with a task definition before it is registered.
//!
//! Invariant: a file counts for a task definition only if it mentions it by its file name. Texts are searched, not
//! understood: what is found here only keeps rules silent.

use super::{Workspace, WorkspaceFile};
use std::sync::Arc;

impl Workspace {
    /// The workflows and scripts that mention the task definition at `path` by its file name.
    pub fn deployers<'w>(&'w self, path: &str) -> impl Iterator<Item = &'w WorkspaceFile> + use<'w> {
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        self.deployment_files().iter().map(|file| &**file).filter(move |file| file.text.contains(&name))
    }

    /// The workflows, scripts and infrastructure files that have to do with task definitions at all.
    pub fn deployment_files(&self) -> &[Arc<WorkspaceFile>] {
        self.deployment.get_or_init(|| self.files.iter().filter(|file| is_deployment(file)).cloned().collect())
    }

    /// Whether the official deploy action registers the task definition at `path`, and no script does it with the
    /// AWS CLI. The action drops every `null`, empty string, empty list and empty object
    /// (aws-actions/amazon-ecs-deploy-task-definition, November 2026), and so does ecspresso, which reads the file into
    /// the types of the Go SDK.
    #[must_use]
    pub fn is_repaired(&self, path: &str) -> bool {
        let deploys = |file: &WorkspaceFile| {
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            file.text.contains("amazon-ecs-deploy-task-definition") || name.starts_with("ecspresso.")
        };
        let is_raw = |file: &Arc<WorkspaceFile>| {
            file.text.contains("register-task-definition") && file.text.contains("--cli-input-json")
        };
        self.deployers(path).any(deploys) && !self.deployment_files().iter().any(is_raw)
    }

    /// Whether a workflow puts another image into the container `name` of the task definition at `path` before it
    /// registers it. `None` stands for a container whose name is not known. What the workflow computes may be any
    /// file and any container, so it counts.
    #[must_use]
    pub fn renders(&self, path: &str, name: Option<&str>) -> bool {
        self.deployment_files().iter().flat_map(|file| render_steps(&file.text)).any(|step| {
            let is_open = |value: &str| value.is_empty() || value.contains('$') || value.contains("{{");
            // Paths in workflows count from the root of the repository.
            let is_file = |value: &str| is_open(value) || value.trim_start_matches("./") == path;
            let is_name = |value: &str| is_open(value) || name.is_none_or(|name| name == value);
            input(&step, "task-definition").is_none_or(is_file) && input(&step, "container-name").is_none_or(is_name)
        })
    }
}

/// The GitHub action that replaces the image of one container (aws-actions, November 2026).
const RENDER: &str = "amazon-ecs-render-task-definition";

/// More lines than the inputs of one step take.
const STEP_LINES: usize = 20;

/// The lines behind each `uses:` of the action, up to the next step.
fn render_steps(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.match_indices(RENDER).map(|(at, _)| {
        let lines = text[at..].lines().skip(1).take(STEP_LINES);
        lines.take_while(|line| !line.trim_start().starts_with("- ")).collect()
    })
}

/// The value of `name: value`, without quotes and comment.
fn input<'t>(step: &[&'t str], name: &str) -> Option<&'t str> {
    step.iter().find_map(|line| {
        let value = line.trim_start().strip_prefix(name)?.trim_start().strip_prefix(':')?;
        let value = value.split(" #").next().unwrap_or(value);
        Some(value.trim().trim_matches(['"', '\'']))
    })
}

fn is_deployment(file: &WorkspaceFile) -> bool {
    const WORDS: &[&str] =
        &["task-definition", "taskDefinition", "task_definition", "TaskDefinition", "TaskRoleArn", "task_role_arn"];
    file.kind.is_none() && !file.path.ends_with(".json") && WORDS.iter().any(|word| file.text.contains(word))
}
