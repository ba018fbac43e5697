//! Lines for a `.dockerignore`.
//!
//! Invariant: a line holds nothing back that a Dockerfile of the folder names in COPY, ADD or a bind mount, and no packages
//! that the Dockerfile does not install anew.

use crate::{BuildContext, BuildContexts, Elsewhere, FileKind, Workspace, WorkspaceFile};

/// The one folder that the file can be built from; `None` when there are several, as the file then has several places.
pub(super) fn only<'c, 'w>(contexts: &'c BuildContexts<'w>) -> Option<&'c BuildContext<'w>> {
    match contexts.all.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Installed packages, and the commands that install them. Source: the managers' documentation, 2026-11.
const INSTALLED: [(&str, &[&str]); 3] = [
    ("node_modules", &["npm", "yarn", "pnpm", "bun"]),
    (".venv", &["pip", "pip3", "uv", "poetry", "pdm", "pipenv"]),
    (".tox", &["tox"]),
];

/// Those of the paths that can be held back from the Dockerfile `source`, as lines; `None` for no line.
pub(super) fn lines<'p>(
    workspace: &Workspace,
    context: &BuildContext<'_>,
    source: &str,
    paths: impl IntoIterator<Item = &'p str>,
) -> Option<Vec<&'p str>> {
    let installs = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let managers = INSTALLED.iter().find(|(folder, _)| *folder == name);
        managers.is_none_or(|(_, managers)| source.split_ascii_whitespace().any(|word| managers.contains(&word)))
    };
    let texts: Vec<&str> = dockerfiles(workspace, context).collect();
    let can_be_a_line =
        |path: &str| !path.contains(['*', '?', '[', '\\', '\r', '\n']) && !path.starts_with(['!', '#', ' ']);
    let is_free =
        |path: &&str| can_be_a_line(path) && installs(path) && !texts.iter().any(|text| is_copied(text, path));
    let lines: Vec<&str> = paths.into_iter().filter(is_free).collect();
    (!lines.is_empty()).then_some(lines)
}

/// The change of the `.dockerignore` in force, or the new one.
pub(super) fn with_lines(workspace: &Workspace, context: &BuildContext<'_>, lines: &[&str]) -> Elsewhere {
    let known = context.ignore_path.as_deref().and_then(|path| workspace.get(path));
    match known {
        Some(file) => Elsewhere::lines_behind(&file.path, &file.text, lines.iter().copied()),
        None => Elsewhere::new_file(context.path_of(".dockerignore"), lines.join("\n") + "\n"),
    }
}

/// The texts of the Dockerfiles in the folder.
fn dockerfiles<'w>(workspace: &'w Workspace, context: &BuildContext<'_>) -> impl Iterator<Item = &'w str> {
    let folder = context.path_of("");
    let is_inside = move |path: &str| {
        folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    let builds = |file: &&WorkspaceFile| match file.kind {
        Some(FileKind::Dockerfile) => true,
        Some(FileKind::Compose) => file.text.contains("dockerfile_inline"),
        _ => false,
    };
    workspace.files().filter(builds).filter(move |file| is_inside(&file.path)).map(|file| &*file.text)
}

/// Whether a line that copies names the last part of `path`.
fn is_copied(text: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    // Most files do not hold the name at all.
    text.contains(name) && text.lines().any(|line| copies(line) && has_part(line, name))
}

/// A line that goes on from the one above may be one as well.
fn copies(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    let is_other = ["RUN", "FROM", "ENV", "ARG", "CMD", "ENTRYPOINT", "LABEL", "USER", "WORKDIR"]
        .iter()
        .any(|keyword| first.eq_ignore_ascii_case(keyword));
    let is_copy = ["COPY", "ADD"].iter().any(|keyword| first.eq_ignore_ascii_case(keyword));
    is_copy || line.contains("--mount=") || !is_other && !first.starts_with('#') && !first.starts_with("&&")
}

fn has_part(line: &str, name: &str) -> bool {
    let words =
        line.split(|letter: char| letter.is_whitespace() || matches!(letter, '"' | ',' | '=' | '\'' | '[' | ']'));
    words.flat_map(|word| word.split('/')).any(|part| part == name)
}
