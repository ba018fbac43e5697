//! The requirements of a file, and what constraints files say of them.
//!
//! Invariant: every line that installs something is a place.

use super::dependency::{specifiers, split_extras};
use super::environment::Environment;
use super::lock::{folder, in_folder};
use super::marker::holds;
use super::options::{IndexHints, without_credentials};
use super::skip::Skip;
use super::{Place, State};
use pep440_rs::Operator;
use plimsoll_analysis::Workspace;
use plimsoll_model::requirements::{LineKind, Requirement, is_generated, normalized, read};
use plimsoll_text::{TextRange, range, slice};
use std::collections::BTreeMap;

/// What a requirements file says apart from its requirements.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) hints: IndexHints,
    /// Paths of the files that it includes; not all of them need be there.
    pub(super) includes: Vec<String>,
    /// Paths of its constraints files.
    pub(super) constraints: Vec<String>,
}

/// What constraints files say.
#[derive(Debug, Clone, Default)]
pub(super) struct Constraints {
    /// The path of the file that fixes a name.
    fixed: BTreeMap<String, String>,
    ranges: BTreeMap<String, Vec<String>>,
    /// A file that cannot be read, which may fix any.
    unknown: Option<String>,
}

impl Constraints {
    pub(super) fn read(paths: &[String], workspace: &Workspace, environment: &Environment) -> Self {
        let mut result = Self::default();
        for path in paths {
            let Some(file) = workspace.get(path) else {
                result.unknown(path);
                continue;
            };
            for line in read(&file.text) {
                let LineKind::Requirement(requirement) = &line.kind else { continue };
                result.add(path, requirement, environment);
            }
        }
        result
    }

    pub(super) fn unknown(&mut self, path: &str) {
        self.unknown.get_or_insert_with(|| path.to_owned());
    }

    fn add(&mut self, path: &str, requirement: &Requirement<'_>, environment: &Environment) {
        let answer = requirement.marker.map_or(Some(true), |marker| holds(marker, environment, None));
        if answer == Some(false) {
            return;
        }
        let name = normalized(requirement.name);
        let is_range = answer == Some(true) && requirement.url.is_none() && exact(requirement.specifier).is_none();
        if is_range && specifiers(requirement.specifier).is_some() {
            self.ranges.entry(name).or_default().push(requirement.specifier.to_owned());
        } else {
            self.fixed.insert(name, path.to_owned());
        }
    }

    fn of(&self, name: &str) -> Result<Vec<String>, Skip> {
        match self.fixed.get(name).or(self.unknown.as_ref()) {
            Some(path) => Err(Skip::Constrained(path.clone())),
            None => Ok(self.ranges.get(name).cloned().unwrap_or_default()),
        }
    }
}

/// Its options and the files that it names.
pub(super) fn surroundings(path: &str, text: &str) -> File {
    let mut file = File::default();
    for line in read(text) {
        match line.kind {
            LineKind::Include { path: other, constraint } => {
                let list = if constraint { &mut file.constraints } else { &mut file.includes };
                list.push(in_folder(folder(path), other));
            }
            LineKind::Option { name, value } => file.hints.option(name, Some(value)),
            _ => {}
        }
    }
    file
}

/// The requirements of the file.
pub(super) fn places(
    path: &str,
    text: &str,
    environment: &Environment,
    constraints: &Constraints,
    is_ignored: &dyn Fn(TextRange) -> bool,
) -> Vec<Place> {
    let generated = is_generated(text);
    let mut places = Vec::new();
    for line in read(text) {
        let mut place = match &line.kind {
            LineKind::Requirement(requirement) => of_requirement(path, requirement, environment, constraints),
            LineKind::Option { name: "--editable", .. } => {
                nameless(path, slice(text, line.range), line.range, Skip::Local)
            }
            LineKind::Other if !slice(text, line.range).starts_with('-') => {
                let whole = slice(text, line.range);
                nameless(path, whole, line.range, other(whole))
            }
            _ => continue,
        };
        place.hashes_at = Some(line.range.end());
        if place.state == State::Open && generated {
            place.state = State::Skipped(Skip::Generated);
        }
        if place.state == State::Open && is_ignored(place.range) {
            place.state = State::Skipped(Skip::Ignored);
        }
        places.push(place);
    }
    places
}

/// A requirement as a place, of a file or of a word.
pub(super) fn of_requirement(
    path: &str,
    requirement: &Requirement<'_>,
    environment: &Environment,
    constraints: &Constraints,
) -> Place {
    let holds = requirement.marker.map_or(Some(true), |marker| holds(marker, environment, None));
    let constrained = constraints.of(&normalized(requirement.name));
    let state = if holds == Some(false) {
        State::Skipped(Skip::NotInstalled)
    } else if requirement.url.is_some() {
        if requirement.pinned { State::Pinned(None) } else { State::Skipped(Skip::Url) }
    } else if let Some(version) = exact(requirement.specifier) {
        State::Pinned(Some(version))
    } else if !requirement.hashes.is_empty() {
        State::Pinned(None)
    } else if holds.is_none() {
        State::Skipped(Skip::Marker(requirement.marker.unwrap_or_default().to_owned()))
    } else if specifiers(requirement.specifier).is_none() {
        State::Skipped(Skip::Unknown)
    } else if let Err(skip) = &constrained {
        State::Skipped(skip.clone())
    } else {
        State::Open
    };
    Place {
        path: path.to_owned(),
        name: requirement.name.to_owned(),
        extras: split_extras(requirement.extras),
        range: requirement.range,
        specifier: requirement.specifier.to_owned(),
        state,
        specifier_range: requirement.specifier_range,
        hashes_at: None,
        is_hashed: !requirement.hashes.is_empty(),
        constraints: constrained.unwrap_or_default(),
    }
}

/// Something that is installed and has no name.
pub(super) fn nameless(path: &str, text: &str, at: TextRange, skip: Skip) -> Place {
    Place {
        path: path.to_owned(),
        name: without_credentials(text),
        extras: Vec::new(),
        range: at,
        specifier: String::new(),
        state: State::Skipped(skip),
        specifier_range: range(usize::from(at.end()), usize::from(at.end())),
        hashes_at: None,
        is_hashed: text.contains("--hash"),
        constraints: Vec::new(),
    }
}

/// What a line or word is that is no requirement.
pub(super) fn other(text: &str) -> Skip {
    const ARCHIVES: [&str; 6] = [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"];
    if text.contains(['$', '{', '`']) {
        Skip::Unknown
    } else if text.contains("://") {
        // An archive at a fixed address, or a commit or tag behind `@`, stays what it is; the archive of a branch does not.
        let address = text.split(['#', ' ']).next().unwrap_or_default();
        let is_archive = ARCHIVES.iter().any(|ending| address.ends_with(ending)) && !address.contains("/heads/");
        let names_commit = address.rsplit('/').next().is_some_and(|last| last.contains('@'));
        if is_archive || names_commit { Skip::Local } else { Skip::Url }
    } else if text.contains('/') || text.starts_with('.') || ARCHIVES.iter().any(|ending| text.ends_with(ending)) {
        Skip::Local
    } else {
        Skip::Unknown
    }
}

/// The version that a specifier fixes: `1.2` of `==1.2`, and none of `==1.*`.
fn exact(specifier: &str) -> Option<String> {
    let specifiers = specifiers(specifier)?;
    let exact = |operator: &Operator| matches!(operator, Operator::Equal | Operator::ExactEqual);
    let mut fixed = specifiers.iter().filter(|it| exact(it.operator())).map(|it| it.version().to_string());
    fixed.next()
}

#[cfg(test)]
mod tests {
    use super::{Constraints, exact, places};
    use crate::requirements::{Environment, Python, State};
    use plimsoll_analysis::{Workspace, WorkspaceFile};
    use plimsoll_text::slice;

    fn states(text: &str, constraints: &str) -> Vec<String> {
        let environment = Environment { python: Python::parse("3.12"), ..Environment::default() };
        let file = WorkspaceFile { path: "c.txt".to_owned(), text: constraints.into(), kind: None };
        let constraints = Constraints::read(&["c.txt".to_owned()], &Workspace::new([file]), &environment);
        let places = places("r.txt", text, &environment, &constraints, &|range| slice(text, range) == "ignored");
        let shown = places.iter().map(|place| match &place.state {
            State::Open => format!("{} {}", place.name, place.constraints.join(" ")).trim_end().to_owned(),
            State::Pinned(version) => format!("{}={}", place.name, version.as_deref().unwrap_or("?")),
            State::Skipped(skip) => format!("{}: {}", place.name, skip.as_str()),
        });
        shown.collect()
    }

    #[test]
    fn each_kind_of_line() {
        for (line, expected) in [
            ("boto3", "boto3"),
            ("Django>=4,<6  # why", "Django"),
            ("x==1.*", "x"),
            ("x==1.2", "x=1.2"),
            ("x===1.2", "x=1.2"),
            ("x (>=1)", "x"),
            ("x>=1 --hash=sha256:aa", "x=?"),
            ("x ; python_version < '3.8'", "x: not-installed"),
            ("x==1 ; python_version < '3.8'", "x: not-installed"),
            ("x ; python_version >= '3.8'", "x"),
            ("x ; platform_machine == 'x86_64'", "x: unknown-marker"),
            ("x>=1.2.3.what", "x: unknown-value"),
            ("x @ https://u:p@e.org/x-1-py3-none-any.whl", "x=?"),
            ("x @ git+https://e.org/x", "x: url"),
            ("git+https://u:p@e.org/x", "git+https://e.org/x: url"),
            ("git+https://e.org/x@v1#egg=x", "git+https://e.org/x@v1#egg=x: local"),
            ("https://e.org/archive/refs/tags/1.zip", "https://e.org/archive/refs/tags/1.zip: local"),
            ("https://e.org/archive/refs/heads/main.zip", "https://e.org/archive/refs/heads/main.zip: url"),
            ("-e .", "-e .: local"),
            ("./x.whl", "./x.whl: local"),
            ("{{ x }}", "{{ x }}: unknown-value"),
            ("x==${V}", "x==${V}: unknown-value"),
            ("fixed", "fixed: constrained"),
            ("ranged", "ranged <2"),
            ("ignored", "ignored: ignored"),
        ] {
            assert_eq!(states(&format!("{line}\n"), "fixed==1\nranged<2\nx==1; sys_platform=='win32'\n"), [expected]);
        }
        assert_eq!(states("-r a.txt\n--pre\n\n# boto3\n", ""), [""; 0]);
        assert_eq!(states("# This file was autogenerated by uv\nx>=1\n", ""), ["x: generated"]);
    }

    #[test]
    fn exact_versions() {
        for (specifier, expected) in [
            ("==1.0", Some("1.0")),
            ("!=2,==1", Some("1")),
            ("==1.*", None),
            (">=1", None),
            ("", None),
            ("(==1)", Some("1")),
        ] {
            assert_eq!(exact(specifier).as_deref(), expected, "{specifier}");
        }
    }
}
