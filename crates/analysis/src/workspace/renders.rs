//! Which containers get their image from a workflow before the task definition is registered.
//!
//! Invariant: what the workflow computes may be any file and any container, so it counts as this one: the rules
//! about images then stay silent.

use super::Workspace;

/// The GitHub action that replaces the image of one container.
/// Source: README of aws-actions/amazon-ecs-render-task-definition, 2026-11.
const ACTION: &str = "amazon-ecs-render-task-definition";

/// More lines than the inputs of one step take.
const STEP_LINES: usize = 20;

/// Whether a workflow puts an image into `container` of the task definition at `path`.
pub(super) fn is_rendered(workspace: &Workspace, path: &str, container: Option<&str>) -> bool {
    let workflows = workspace.files().filter(|file| is_workflow(&file.path) && file.text.contains(ACTION));
    workflows.flat_map(|file| steps(&file.text)).any(|step| {
        let file = step.input("task-definition").is_none_or(|value| is_unknown(value) || same_file(value, path));
        let name = step.input("container-name").is_none_or(|value| is_unknown(value) || Some(value) == container);
        file && name
    })
}

fn is_workflow(path: &str) -> bool {
    path.contains(".github/workflows/") && (path.ends_with(".yml") || path.ends_with(".yaml"))
}

/// The lines behind a `uses:` of the action, up to the next step.
struct Step<'t> {
    lines: Vec<&'t str>,
}

fn steps(text: &str) -> impl Iterator<Item = Step<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let uses: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(ACTION)).collect();
    uses.into_iter().map(move |at| {
        let rest = lines[at + 1..].iter().take(STEP_LINES).copied();
        Step { lines: rest.take_while(|line| !line.trim_start().starts_with("- ")).collect() }
    })
}

impl<'t> Step<'t> {
    /// The value of `name: value`, without quotes and comment.
    fn input(&self, name: &str) -> Option<&'t str> {
        self.lines.iter().find_map(|line| {
            let value = line.trim_start().strip_prefix(name)?.trim_start().strip_prefix(':')?;
            let value = value.split(" #").next().unwrap_or(value);
            Some(value.trim().trim_matches(['"', '\'']))
        })
    }
}

fn is_unknown(value: &str) -> bool {
    value.is_empty() || value.contains('$') || value.contains("{{")
}

/// Paths in workflows count from the root of the repository.
fn same_file(value: &str, path: &str) -> bool {
    value.trim_start_matches("./") == path
}

#[cfg(test)]
mod tests {
    use crate::{Workspace, WorkspaceFile};

    fn rendered(inputs: &str, container: &str) -> bool {
        let text = format!(
            "jobs:\n  deploy:\n    steps:\n      - uses: aws-actions/amazon-ecs-render-task-definition@v1\n        with:\n{inputs}          image: x\n      - run: echo\n        container-name: other\n"
        );
        let workflow = WorkspaceFile { path: ".github/workflows/deploy.yml".into(), text: text.into(), kind: None };
        Workspace::new([workflow]).is_rendered(".aws/task.json", Some(container))
    }

    #[test]
    fn by_file_and_container() {
        let inputs = "          task-definition: ./.aws/task.json # ours\n          container-name: 'web'\n";
        assert!(rendered(inputs, "web"));
        assert!(!rendered(inputs, "log"));
        assert!(!rendered("          task-definition: other.json\n          container-name: web\n", "web"));
    }

    #[test]
    fn what_is_computed_may_be_this_one() {
        let inputs = "          task-definition: ${{ env.TASK }}\n          container-name: ${{ env.NAME }}\n";
        assert!(rendered(inputs, "web"));
    }
}
