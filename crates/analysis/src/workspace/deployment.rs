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
    /// registers it. `None` stands for a container whose name is not known.
    #[must_use]
    pub fn renders(&self, path: &str, name: Option<&str>) -> bool {
        let renders = |file: &WorkspaceFile| file.text.contains("amazon-ecs-render-task-definition");
        self.deployers(path).filter(|file| renders(file)).any(|file| {
            let values = file.text.lines().filter_map(|line| line.trim().strip_prefix("container-name:"));
            let mut values = values.map(|value| value.trim().trim_matches(['"', '\'']));
            values.any(|value| value.contains("${{") || name.is_none_or(|name| value == name))
        })
    }
}

fn is_deployment(file: &WorkspaceFile) -> bool {
    const WORDS: &[&str] =
        &["task-definition", "taskDefinition", "task_definition", "TaskDefinition", "TaskRoleArn", "task_role_arn"];
    file.kind.is_none() && !file.path.ends_with(".json") && WORDS.iter().any(|word| file.text.contains(word))
}
