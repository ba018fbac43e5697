//! Reads a file and says what it is for.
//!
//! Invariant: what the user named is linted or is an error; what was found is linted when it is recognised, and
//! passed over without a word when it is not.

use super::{Problem, Run, Target};
use crate::detect::{self, Name};
use crate::paths::Bases;
use crate::read;
use plimsoll_analysis::{FileKind, WorkspaceFile};
use plimsoll_config::{Config, ListedFiles};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a file came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The user named it.
    Named,
    /// The walk through a folder came upon it.
    Found,
    /// It stands near a named file; it is not linted.
    Around,
}

/// What became of a file.
pub(super) enum Outcome {
    Target(Target),
    Partner(PathBuf, WorkspaceFile),
    /// A workflow or script, to be read if there are task definitions.
    Script(PathBuf),
    /// An environment file, to be read if a task definition names it.
    Environment(PathBuf),
    Problem(Problem),
    /// A word about a file that is passed over.
    Note(Problem),
    Nothing,
}

impl Run<'_> {
    /// Reads the file at `path` and decides.
    pub(super) fn read(&self, path: &Path, role: Role, bases: &Bases) -> Outcome {
        let config = self.loader.for_file(path).config;
        let shown = || bases.shown(path);
        let in_workspace = bases.in_workspace(path);
        let listed = config.listed(path);
        if role == Role::Named && self.selection.force_exclude && self.is_excluded(path, false) {
            return Outcome::Nothing;
        }
        let target = |kind: FileKind, text: String, config: Arc<Config>| {
            let (absolute, text) = (path.to_owned(), Arc::from(text));
            let path = in_workspace.clone();
            Outcome::Target(Target { absolute, path, shown: shown(), kind, text, config, is_stdin: false })
        };
        let partner = |kind: Option<FileKind>| {
            let text = read::partner(path).and_then(|bytes| String::from_utf8(bytes).ok());
            let file = text.map(|text| WorkspaceFile { path: in_workspace.clone(), text: text.into(), kind });
            file.map_or(Outcome::Nothing, |file| Outcome::Partner(path.to_owned(), file))
        };
        let name = detect::name(&in_workspace);
        let of_builds = match name {
            Name::Bake => Some(FileKind::Bake),
            _ => detect::is_compose(&in_workspace).then_some(FileKind::Compose),
        };
        let is_wanted = self.selection.compose && of_builds == Some(FileKind::Compose);
        if let Some(kind) = of_builds
            && listed.is_none()
            && (role == Role::Around || role == Role::Found && !is_wanted)
        {
            // It says how Dockerfiles are built, and may hold some.
            return match partner(Some(kind)) {
                Outcome::Partner(_, file) if role == Role::Found && detect::holds_dockerfile(&file.text) => {
                    let (absolute, text) = (path.to_owned(), file.text);
                    let path = in_workspace;
                    Outcome::Target(Target { absolute, path, shown: shown(), kind, text, config, is_stdin: false })
                }
                outcome => outcome,
            };
        }
        let known = match (listed, name) {
            (Some(ListedFiles::Kind(kind)), _) | (_, Name::Kind(kind)) => Some(kind),
            _ => of_builds,
        };
        match (role, known, name) {
            (Role::Around, Some(kind), _) => partner(Some(kind)),
            (Role::Around, None, Name::Json) => match found_json(path, &in_workspace, shown) {
                Ok(text) => {
                    let kind = Some(FileKind::TaskDefinition);
                    let file = WorkspaceFile { path: in_workspace.clone(), text: text.into(), kind };
                    Outcome::Partner(path.to_owned(), file)
                }
                Err(_) if detect::is_named_companion(&in_workspace) => Outcome::Script(path.to_owned()),
                Err(_) => Outcome::Nothing,
            },
            (_, Some(FileKind::Requirements), _) if role == Role::Found => match read::partner(path) {
                Some(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => target(FileKind::Requirements, text, config),
                    Err(_) => Outcome::Nothing,
                },
                None => Outcome::Nothing,
            },
            (_, Some(kind), _) => match read::text(path) {
                Ok(text) if kind == FileKind::TaskDefinition => {
                    target(detect::configured_task_definition(&in_workspace, &text), text, config)
                }
                Ok(text) => target(kind, text, config),
                Err(message) => Outcome::Problem(Problem::new(shown(), message)),
            },
            (Role::Named, None, _) => match read::text(path) {
                Ok(text) => match kind_of_named(&in_workspace, name, &text) {
                    Some(kind) => target(kind, text, config),
                    None if self.selection.force_exclude => Outcome::Nothing,
                    None => Outcome::Problem(Problem::new(shown(), not_recognised(path))),
                },
                Err(message) => Outcome::Problem(Problem::new(shown(), message)),
            },
            (_, None, Name::Manifest) => partner(None),
            (_, None, Name::Script) => match found_carrier(path, &in_workspace) {
                Some((kind, text)) if role == Role::Around => {
                    let file = WorkspaceFile { path: in_workspace.clone(), text: text.into(), kind: Some(kind) };
                    Outcome::Partner(path.to_owned(), file)
                }
                Some((kind, text)) => target(kind, text, config),
                None => match found_companion(path, &in_workspace).filter(|_| role == Role::Found) {
                    Some(text) => target(FileKind::Companion, text, config),
                    None => Outcome::Script(path.to_owned()),
                },
            },
            (Role::Found, None, Name::Environment) => Outcome::Environment(path.to_owned()),
            (Role::Found, None, Name::Jsonnet) => match read::partner(path) {
                Some(bytes) if detect::is_task_jsonnet(&bytes) => Outcome::Note(Problem::new(shown(), JSONNET)),
                _ => Outcome::Nothing,
            },
            (_, None, Name::Lock) => match partner(None) {
                // That it is there counts, even where it is too large to look into, or no text.
                Outcome::Nothing if path.is_file() => {
                    let file = WorkspaceFile { path: in_workspace.clone(), text: "".into(), kind: None };
                    Outcome::Partner(path.to_owned(), file)
                }
                outcome => outcome,
            },
            (_, None, Name::Json) => match found_json(path, &in_workspace, shown) {
                Ok(text) => target(FileKind::TaskDefinition, text, config),
                Err(None) if let Some((kind, text)) = found_carrier(path, &in_workspace) => target(kind, text, config),
                Err(None) if let Some(text) = found_companion(path, &in_workspace) => {
                    target(FileKind::Companion, text, config)
                }
                Err(Some(problem)) => Outcome::Problem(problem),
                Err(None) if detect::is_named_companion(&in_workspace) => Outcome::Script(path.to_owned()),
                Err(None) => Outcome::Nothing,
            },
            (_, None, Name::Kind(_) | Name::Bake | Name::Jsonnet | Name::Environment | Name::Other) => Outcome::Nothing,
        }
    }
}

/// The text of a JSON file that is a task definition.
///
/// # Errors
/// It is none; or it should be one by its name and cannot be read.
fn found_json(path: &Path, in_workspace: &str, shown: impl Fn() -> String) -> Result<String, Option<Problem>> {
    let is_named = detect::is_named_task_definition(in_workspace);
    let Some(bytes) = read::partner(path) else {
        // A large file is no task definition; one that may not be read is worth a word.
        let message = read::text(path).err().filter(|_| is_named && !path.is_dir());
        return Err(message.map(|message| Problem::new(shown(), message)));
    };
    if !detect::may_be_task_definition(in_workspace, &bytes) {
        return Err(None);
    }
    match String::from_utf8(bytes) {
        Ok(text) if detect::is_task_definition(in_workspace, &text, false) => Ok(text),
        Ok(_) => Err(None),
        Err(_) => Err(read::text(path).err().map(|message| Problem::new(shown(), message))),
    }
}

/// The text of a file that carries task definitions in another form, and which it is.
fn found_carrier(path: &Path, in_workspace: &str) -> Option<(FileKind, String)> {
    if !detect::has_carrier_name(in_workspace) {
        return None;
    }
    let bytes = read::partner(path).filter(|bytes| detect::may_be_carrier(in_workspace, bytes))?;
    let text = String::from_utf8(bytes).ok()?;
    Some((detect::carrier(in_workspace, &text)?, text))
}

/// The text of a file that goes with task definitions and is checked as well.
fn found_companion(path: &Path, in_workspace: &str) -> Option<String> {
    let bytes = read::partner(path)?;
    let text = String::from_utf8(bytes).ok()?;
    detect::is_companion(in_workspace, &text).then_some(text)
}

const JSONNET: &str = "was not read: Jsonnet makes its task definition when it is evaluated; lint the outcome, for \
                       example of `ecspresso render taskdef`";

fn kind_of_named(path: &str, name: Name, text: &str) -> Option<FileKind> {
    if let Some(kind) = detect::carrier(path, text) {
        Some(kind)
    } else if is_json(text) && detect::is_task_definition(path, text, true) {
        Some(FileKind::TaskDefinition)
    } else if name == Name::Environment || detect::is_companion(path, text) {
        Some(FileKind::Companion)
    } else if name != Name::Json && detect::reads_like_dockerfile(text) {
        Some(FileKind::Dockerfile)
    } else {
        None
    }
}

/// Whether `text` begins as JSON does.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

fn not_recognised(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(
        "not recognised: neither a Dockerfile nor a task definition by name or content; if it is one, say so in \
         plimsoll.toml: [files] dockerfile = [\"{name}\"]"
    )
}
