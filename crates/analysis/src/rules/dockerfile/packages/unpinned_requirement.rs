//! `unpinned-requirement`: a requirements file that a Dockerfile installs leaves a version open.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, RequirementsCx, Sink, Workspace};
use plimsoll_model::requirements::{LineKind, Requirement, is_generated, normalized, read};
use plimsoll_text::Edit;
use std::collections::BTreeSet;

rule! {
    /// The image installs this file, and a line of it takes whatever version is the newest today.
    ///
    /// Two builds of the same commit give different images. Name exact versions; `pip-compile` or `uv pip compile`
    /// write them, dependencies of dependencies included, from the loose list that you keep.
    ///
    /// The finding stands in the requirements file, with a label at the RUN that installs it. Files that no
    /// Dockerfile of the workspace installs are left alone.
    ///
    /// ```Dockerfile,context,file=Dockerfile
    /// FROM python:3.13-slim
    /// COPY requirements.txt .
    /// RUN pip install -r requirements.txt
    /// ```
    ///
    /// ```requirements,bad,file=requirements.txt
    /// boto3
    /// ^^^^^ warning: `boto3` has no version
    /// requests[socks]>=2.31 ; python_version > "3.8"
    /// ^^^^^^^^^^^^^^^^^^^^^ warning: `requests` has no exact version
    /// flask==3.1.2
    /// ```
    ///
    /// ```requirements,good,file=requirements.txt
    /// boto3==1.42.97
    /// -e .
    /// package @ https://files.example.com/package-1.0-py3-none-any.whl
    /// ```
    ///
    /// ```requirements,good,file=requirements-dev.txt
    /// pytest
    /// ```
    "unpinned-requirement" {
        summary: "installed requirements file leaves a version open",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Requirements(check),
    }
}

fn check(cx: &RequirementsCx<'_>, sink: &mut Sink) {
    let installations = cx.workspace.installations(&cx.file.path);
    let Some(first) = installations.first() else { return };
    if is_generated(cx.source()) {
        return;
    }
    let lines = read(cx.source());
    let pinned = pinned_elsewhere(cx.workspace, &cx.file.path, &lines, &first.constraints);
    for line in &lines {
        let LineKind::Requirement(Requirement { name, range, specifier, pinned: false, .. }) = &line.kind else {
            continue;
        };
        if pinned.contains(&normalized(name)) {
            continue;
        }
        let without = if specifier.is_empty() { "no version" } else { "no exact version" };
        let fix = specifier.is_empty().then(|| Fix::manual("add a version", Edit::insert(range.end(), "==<version>")));
        sink.report(*range, format!("`{name}` has {without}"))
            .note("a build tomorrow may install another one; name the version that was tested")
            .label_in(&first.dockerfile, first.range, "installed into the image here")
            .fix(fix);
    }
}

/// Names that a constraints file pins: of the installing command, or of the file itself.
fn pinned_elsewhere(
    workspace: &Workspace,
    path: &str,
    lines: &[plimsoll_model::requirements::Line<'_>],
    constraints: &[String],
) -> BTreeSet<String> {
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let own = lines.iter().filter_map(|line| match line.kind {
        LineKind::Include { path, constraint: true } => Some(format!("{folder}{}", path.trim_start_matches("./"))),
        _ => None,
    });
    let mut names = BTreeSet::new();
    for path in own.chain(constraints.iter().cloned()) {
        let Some(file) = workspace.get(&path) else { continue };
        for line in read(&file.text) {
            if let LineKind::Requirement(Requirement { name, pinned: true, .. }) = line.kind {
                names.insert(normalized(name));
            }
        }
    }
    names
}
