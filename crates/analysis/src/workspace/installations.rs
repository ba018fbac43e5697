//! Which RUN installs which requirements file.
//!
//! Invariant: a file counts only if it is the one file of the workspace that the RUN can mean, and only if the
//! installation is part of a final image.

use super::{Installation, Workspace, WorkspaceFile};
use crate::FileKind;
use plimsoll_model::commands::package_command;
use plimsoll_model::dockerfile::{Build, StepId};
use plimsoll_model::requirements::{LineKind, read};
use plimsoll_shell::Script;
use std::collections::{BTreeMap, BTreeSet};

/// Every installed requirements file of the workspace by path, those that another one includes too.
pub(super) fn all(workspace: &Workspace) -> BTreeMap<String, Vec<Installation>> {
    let mut found = BTreeMap::new();
    for file in workspace.files().filter(|file| file.kind == Some(FileKind::Dockerfile)) {
        // Only files that may install one are worth the parsing.
        if file.text.contains("pip") || file.text.contains("uv ") {
            in_dockerfile(workspace, file, &mut found);
        }
    }
    found
}

fn in_dockerfile(workspace: &Workspace, file: &WorkspaceFile, found: &mut BTreeMap<String, Vec<Installation>>) {
    let syntax = plimsoll_dockerfile::parse(&file.text);
    let build = Build::new(&file.text, &syntax);
    for stage in build.stages.iter().filter(|stage| stage.shipped) {
        for (step, _) in build.stage_steps(stage) {
            for script in build.scripts(step) {
                in_script(workspace, file, &build, step, script, found);
            }
        }
    }
}

fn in_script(
    workspace: &Workspace,
    file: &WorkspaceFile,
    build: &Build<'_>,
    step: StepId,
    script: &Script,
    found: &mut BTreeMap<String, Vec<Installation>>,
) {
    let mut directory: Option<String> = None;
    for command in &script.commands {
        if command.name() == Some("cd") {
            directory = command.args().first().and_then(|word| word.literal()).map(str::to_owned);
        }
        let Some(install) = package_command(command) else { continue };
        let context_file =
            |path: &str| the_file(workspace, file, build.context_paths(step, directory.as_deref(), path));
        let constraints: Vec<String> =
            install.constraint_files().iter().filter_map(|it| context_file(it.text?)).collect();
        for operand in install.requirement_files() {
            if let Some(path) = operand.text.and_then(context_file) {
                let installation = Installation {
                    dockerfile: file.path.clone(),
                    range: operand.word.range,
                    constraints: constraints.clone(),
                };
                add(workspace, path, &installation, found);
            }
        }
    }
}

/// Adds the file, and those that it includes.
fn add(
    workspace: &Workspace,
    path: String,
    installation: &Installation,
    found: &mut BTreeMap<String, Vec<Installation>>,
) {
    let (mut waiting, mut seen) = (vec![path], BTreeSet::new());
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let Some(file) = workspace.get(&path) else { continue };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for line in read(&file.text) {
            if let LineKind::Include { path, constraint: false } = line.kind {
                waiting.extend(in_folder(folder, path));
            }
        }
        found.entry(path).or_default().push(installation.clone());
    }
}

/// The one file of the workspace that a context path can mean: the context is the Dockerfile's folder or one
/// above it, and exactly one of them holds the file.
fn the_file(workspace: &Workspace, dockerfile: &WorkspaceFile, paths: Vec<String>) -> Option<String> {
    let mut candidates = BTreeSet::new();
    for path in paths {
        let mut folder = dockerfile.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        loop {
            candidates.extend(in_folder(folder, &path).filter(|path| workspace.get(path).is_some()));
            match folder.rsplit_once('/') {
                Some((parent, _)) => folder = parent,
                None if folder.is_empty() => break,
                None => folder = "",
            }
        }
        if !candidates.is_empty() {
            break;
        }
    }
    match candidates.len() {
        1 => candidates.pop_first(),
        _ => None,
    }
}

/// `path` as seen from `folder`, without `.` and `..`; `None` above the root.
fn in_folder(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::{FileKind, Workspace, WorkspaceFile};
    use plimsoll_text::slice;

    fn workspace(files: &[(&str, &str)]) -> Workspace {
        Workspace::new(files.iter().map(|(path, text)| WorkspaceFile {
            path: (*path).to_owned(),
            text: (*text).into(),
            kind: path.contains("Dockerfile").then_some(FileKind::Dockerfile),
        }))
    }

    fn installed(files: &[(&str, &str)]) -> Vec<String> {
        all(&workspace(files)).into_keys().collect()
    }

    #[test]
    fn through_copy_in_all_its_forms() {
        for dockerfile in [
            "FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
            "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip3 install --no-cache-dir -r requirements.txt\n",
            "FROM python:3.13\nCOPY requirements*.txt /tmp/\nRUN python -m pip install --requirement=/tmp/requirements.txt\n",
            "FROM python:3.13\nADD ./requirements.txt /r.txt\nRUN pip install -r/r.txt\n",
            "FROM python:3.13\nWORKDIR /app\nCOPY . /app\nRUN cd /app && pip install -U pip && pip install -r ./requirements.txt\n",
            "FROM python:3.13\nRUN --mount=type=bind,source=requirements.txt,target=/tmp/r.txt uv pip install --system -r /tmp/r.txt\n",
            "FROM python:3.13 AS base\nCOPY requirements.txt /r/\nFROM base\nRUN [\"pip\", \"install\", \"-r\", \"/r/requirements.txt\"]\n",
        ] {
            let found = installed(&[("Dockerfile", dockerfile), ("requirements.txt", "boto3\n")]);
            assert_eq!(found, ["requirements.txt"], "{dockerfile}");
        }
    }

    #[test]
    fn not_from_elsewhere_and_not_in_stages_that_are_not_shipped() {
        for dockerfile in [
            "FROM python:3.13\nCOPY --from=other requirements.txt .\nRUN pip install -r requirements.txt\n",
            "FROM python:3.13\nRUN pip install -r requirements.txt\n",
            "FROM python:3.13 AS test\nCOPY . .\nRUN pip install -r requirements.txt\nFROM python:3.13\n",
            "FROM python:3.13\nCOPY . .\nRUN pip install -r ${FILE}\n",
        ] {
            assert_eq!(installed(&[("Dockerfile", dockerfile), ("requirements.txt", "x\n")]), [""; 0], "{dockerfile}");
        }
    }

    #[test]
    fn the_context_may_be_a_folder_above_but_not_two() {
        let dockerfile = "FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";
        let above = [("docker/api/Dockerfile", dockerfile), ("requirements.txt", "x\n")];
        assert_eq!(installed(&above), ["requirements.txt"]);
        let two = [("api/Dockerfile", dockerfile), ("requirements.txt", "x\n"), ("api/requirements.txt", "y\n")];
        assert_eq!(installed(&two), [""; 0]);
    }

    #[test]
    fn included_files_count_and_cycles_end() {
        let dockerfile = "FROM python:3.13\nCOPY requirements requirements\nRUN pip install -r requirements/prod.txt\n";
        let files = [
            ("Dockerfile", dockerfile),
            ("requirements/prod.txt", "-r base.txt\n"),
            ("requirements/base.txt", "-r prod.txt\nboto3\n"),
            ("requirements/dev.txt", "pytest\n"),
        ];
        assert_eq!(installed(&files), ["requirements/base.txt", "requirements/prod.txt"]);
    }

    #[test]
    fn the_range_is_the_word_in_the_run() {
        let dockerfile = "FROM python:3.13\nCOPY . .\nRUN pip install -r \"requirements.txt\"\n";
        let all = all(&workspace(&[("Dockerfile", dockerfile), ("requirements.txt", "x\n")]));
        assert_eq!(slice(dockerfile, all["requirements.txt"][0].range), "\"requirements.txt\"");
    }
}
