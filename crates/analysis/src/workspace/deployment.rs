//! What the workspace does with a task definition before it is registered.
//!
//! Invariant: a file counts for a task definition only if it mentions it by its file name. Texts are searched, not
//! understood: what is found here only keeps rules silent.

use super::{Workspace, WorkspaceFile};
use crate::FileKind;
use plimsoll_text::{TextRange, size};
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

    /// Whether the official deploy action registers the task definition at `path`, and no script registers it with the
    /// AWS CLI. The action drops every `null`, empty string, empty list and empty object
    /// (aws-actions/amazon-ecs-deploy-task-definition, November 2026), and so does ecspresso, which reads the file into
    /// the types of the Go SDK.
    #[must_use]
    pub fn is_repaired(&self, path: &str) -> bool {
        let deploys = |file: &WorkspaceFile| {
            file.text.contains("amazon-ecs-deploy-task-definition") || is_ecspresso(&file.path, &file.text)
        };
        let is_raw = |file: &WorkspaceFile| {
            file.text.contains("register-task-definition") && file.text.contains("--cli-input-json")
        };
        // A script that registers something else, such as what it has asked ECS for, does not count.
        self.deployers(path).any(deploys) && !self.deployers(path).any(is_raw)
    }

    /// Whether a workflow puts another image into the container `name` of the task definition at `path` before it
    /// registers it. `None` stands for a container whose name is not known. What the workflow computes may be any
    /// file and any container, so it counts.
    #[must_use]
    pub fn renders(&self, path: &str, name: Option<&str>) -> bool {
        self.renderings_of(path, name).next().is_some()
    }

    /// As [`Self::renders`], for a step that gives the container its log driver or options as well.
    #[must_use]
    pub fn renders_logging(&self, path: &str, name: Option<&str>) -> bool {
        let sets = |step: Vec<At<'_>>| step.iter().any(|(_, line)| line.trim_start().starts_with("log-configuration-"));
        self.renderings_of(path, name).any(sets)
    }

    /// The steps that put another image into the container.
    fn renderings_of<'w>(&'w self, path: &'w str, name: Option<&'w str>) -> impl Iterator<Item = Vec<At<'w>>> {
        self.deployment_files().iter().flat_map(|file| render_steps(&file.text)).filter(move |step| {
            // Paths in workflows count from the root of the repository. A file that is not there is made by a step, from
            // whichever file has such a container.
            let is_file = |value: &str| {
                let value = value.trim_start_matches("./");
                is_open(value) || value == path || name.is_some() && self.get(value).is_none()
            };
            let is_name = |value: &str| is_open(value) || name.is_none_or(|name| name == value);
            input(step, "task-definition").is_none_or(|input| is_file(input.value))
                && input(step, "container-name").is_none_or(|input| is_name(input.value))
        })
    }

    /// Where workflows name the container `name` of the task definition at `path` to put another image into it. A
    /// step that takes what another step made counts if the workflow mentions the file.
    #[must_use]
    pub fn renderings(&self, path: &str, name: &str) -> Vec<(&WorkspaceFile, TextRange)> {
        let mut found = Vec::new();
        for file in self.deployment_files() {
            for step in render_steps(&file.text) {
                let Some(container) = input(&step, "container-name").filter(|input| input.value == name) else {
                    continue;
                };
                let is_file = input(&step, "task-definition").is_some_and(|input| match is_open(input.value) {
                    true => file.text.contains(path),
                    false => input.value.trim_start_matches("./") == path,
                });
                if is_file {
                    found.push((&**file, TextRange::at(size(container.start), size(name.len()))));
                }
            }
        }
        found
    }
}

/// Whether the file holds the settings of ecspresso, by its name or by what it says.
pub(crate) fn is_ecspresso(path: &str, text: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    name.starts_with("ecspresso")
        || has("task_definition:") && (has("service_definition:") || has("service:") || has("cluster:"))
}

/// Whether an input is computed when the workflow runs.
fn is_open(value: &str) -> bool {
    value.is_empty() || value.contains('$') || value.contains("{{")
}

/// The GitHub action that replaces the image of one container (aws-actions, November 2026).
const RENDER: &str = "amazon-ecs-render-task-definition";

/// More lines than the inputs of one step take.
const STEP_LINES: usize = 60;

/// A line and where it starts in the file.
type At<'t> = (usize, &'t str);

/// The value of an input and where it starts in the file.
struct Input<'t> {
    value: &'t str,
    start: usize,
}

/// The lines behind each `uses:` of the action, up to the next step.
fn render_steps(text: &str) -> impl Iterator<Item = Vec<At<'_>>> {
    text.match_indices(RENDER).map(|(at, _)| {
        let lines = plimsoll_text::lines(&text[at..]).skip(1).take(STEP_LINES);
        let lines = lines.map(|line| (at + line.start, line.text));
        lines.take_while(|(_, line)| !line.trim_start().starts_with("- ")).collect()
    })
}

/// The value of `name: value`, without quotes and comment.
fn input<'t>(step: &[At<'t>], name: &str) -> Option<Input<'t>> {
    step.iter().find_map(|(start, line)| {
        let value = line.trim_start().strip_prefix(name)?.trim_start().strip_prefix(':')?;
        let before = line.len() - value.len();
        let whole = value.split(" #").next().unwrap_or(value);
        let unquoted = whole.trim_start().trim_start_matches(['"', '\'']);
        let start = start + before + whole.len() - unquoted.len();
        Some(Input { value: unquoted.trim_end().trim_end_matches(['"', '\'']), start })
    })
}

fn is_deployment(file: &WorkspaceFile) -> bool {
    const WORDS: &[&str] =
        &["task-definition", "taskDefinition", "task_definition", "TaskDefinition", "TaskRoleArn", "task_role_arn"];
    file.kind.is_none_or(FileKind::is_carrier)
        && !file.path.ends_with(".json")
        && WORDS.iter().any(|word| file.text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Workspace, WorkspaceFile};

    #[test]
    fn steps_name_containers() {
        let text = "# Größe\nsteps:\n  - uses: aws-actions/amazon-ecs-render-task-definition@v1\n    with:\n      \
                    task-definition: ./deploy/task.json\n      container-name: \"web\" # the one\n  - id: second\n    uses: \
                    aws-actions/amazon-ecs-render-task-definition@v1\n    with:\n      task-definition: ${{ \
                    steps.first.outputs.task-definition }}\n      container-name: web\n  - uses: \
                    aws-actions/amazon-ecs-render-task-definition@v1\n    with:\n      task-definition: other.json\n      \
                    container-name: web\n";
        let path = ".github/workflows/deploy.yml".to_owned();
        let workspace = Workspace::new([WorkspaceFile { path, text: text.into(), kind: None }]);
        let found = workspace.renderings("deploy/task.json", "web");
        let starts: Vec<usize> = found.iter().map(|(_, range)| usize::from(range.start())).collect();
        let second = text.find("container-name: web").unwrap() + "container-name: ".len();
        assert_eq!(starts, [text.find("web\" #").unwrap(), second]);
        assert!(found.iter().all(|(_, range)| plimsoll_text::slice(text, *range) == "web"));
        assert!(workspace.renderings("deploy/task.json", "db").is_empty());
        assert!(workspace.renders("deploy/task.json", Some("web")) && workspace.renders("other.json", Some("web")));
    }
}
