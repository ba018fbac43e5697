//! Writes ignore comments.
//!
//! Invariant: the edit adds a comment line, or an id to a comment that is there; nothing that is built changes. What
//! comes of it is read by the same reader as every other comment.

use super::{Scope, Suppression, Tool, in_requirements, scope};
use crate::{Diagnostic, FileKind, Rule, Settings, SourceFile, Workspace, analyze};
use plimsoll_dockerfile::{Dockerfile, ItemKind};
use plimsoll_model::dockerfile::Build;
use plimsoll_text::{Edit, Edits, TextRange, TextSize, lines, size, slice};
use std::collections::BTreeMap;

/// The edit that keeps `found` quiet for the instruction, stage or file that it lies in. `None` where no comment does
/// that: a finding outside of all instructions, a task definition, settings by which comments do not count. It was
/// tried: the finding is gone with it, and nothing new came.
#[must_use]
pub fn suppress(
    file: &SourceFile,
    settings: &Settings,
    workspace: &Workspace,
    found: &Diagnostic,
    scope: Scope,
) -> Option<Edit> {
    let edit = match file.kind {
        FileKind::Dockerfile => in_a_dockerfile(&file.text, found.rule, found.range, scope),
        FileKind::Requirements => in_a_requirements_file(&file.text, found.rule, found.range, scope),
        FileKind::TaskDefinition
        | FileKind::YamlTaskDefinition
        | FileKind::CloudFormation
        | FileKind::Terraform
        | FileKind::Compose
        | FileKind::Bake
        | FileKind::Companion => None,
    }?;
    let quiet = SourceFile { text: Edits::from(edit.clone()).apply(&file.text).into(), ..file.clone() };
    let (before, after) = (counts(file, settings, workspace), counts(&quiet, settings, workspace));
    let is_gone = after.get(found.rule.id) < before.get(found.rule.id);
    // The reason is for the person to write.
    let is_new = |(rule, count): (&&str, &usize)| *rule != "ignore-without-reason" && Some(count) > before.get(*rule);
    let brings_nothing = !after.iter().any(is_new);
    (is_gone && brings_nothing).then_some(edit)
}

fn counts(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in analyze(file, settings, workspace).diagnostics {
        *counts.entry(diagnostic.rule.id).or_default() += 1;
    }
    counts
}

fn in_a_dockerfile(text: &str, rule: &Rule, at: TextRange, scope: Scope) -> Option<Edit> {
    let syntax = plimsoll_dockerfile::parse(text);
    let build = Build::new(text, &syntax);
    let comments = scope::comments(scope::Source { text, syntax: &syntax, build: &build });
    let step = || build.steps.iter().find(|step| step.instruction.range.contains_inclusive(at.start()));
    let place = match scope {
        Scope::Instruction => step()?.instruction.range.start(),
        Scope::Stage => {
            let first = build.stage(step()?.stage?).steps.start;
            build.steps.get(first)?.instruction.range.start()
        }
        Scope::File => top(text, &syntax),
    };
    let is_same = |comment: &&Suppression| {
        let covers_it = match comment.covers {
            Some(covers) => covers.start() == place,
            None => scope == Scope::File,
        };
        comment.tool == Tool::Plimsoll && !comment.is_blanket && comment.scope == scope && covers_it
    };
    if let Some(comment) = comments.iter().find(is_same) {
        return Some(add(comment, rule));
    }
    Some(line_above(text, place, scope, rule))
}

fn in_a_requirements_file(text: &str, rule: &Rule, at: TextRange, scope: Scope) -> Option<Edit> {
    let comments = in_requirements(text);
    let own = |comment: &&Suppression| comment.tool == Tool::Plimsoll && !comment.is_blanket && comment.scope == scope;
    if scope == Scope::File {
        let comment = comments.iter().filter(own).find(|comment| comment.covers.is_none());
        return Some(comment.map_or_else(|| line_above(text, mark(text), scope, rule), |comment| add(comment, rule)));
    }
    if scope == Scope::Stage {
        return None;
    }
    let covers = |comment: &&Suppression| comment.covers.is_some_and(|covers| covers.contains_inclusive(at.start()));
    if let Some(comment) = comments.iter().filter(own).find(covers) {
        return Some(add(comment, rule));
    }
    let start = usize::from(at.start());
    let line = lines(text).find(|line| (line.start..=line.start + line.text.len()).contains(&start))?;
    let has_room = !line.text.trim_end().ends_with('\\') && !line.text.contains(" #") && !line.text.starts_with('#');
    let end = size(line.start + line.text.trim_end().len());
    has_room.then(|| Edit::insert(end, format!("  {}", comment(scope, rule))))
}

/// Behind the parser directives and the byte order mark.
fn top(text: &str, syntax: &Dockerfile) -> TextSize {
    let mut directives = syntax.items.iter().filter(|item| matches!(item.kind, ItemKind::Directive(_)));
    directives.next_back().map_or_else(|| mark(text), |item| item.range.end())
}

fn mark(text: &str) -> TextSize {
    size(if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
}

/// Adds the rule to a comment with ids.
fn add(comment: &Suppression, rule: &Rule) -> Edit {
    let last = comment.ids.last().map_or(comment.range.end(), |id| id.range.end());
    Edit::insert(last, format!(", {}", rule.id))
}

/// A line of its own above the line of `place`, indented as that.
fn line_above(text: &str, place: TextSize, scope: Scope, rule: &Rule) -> Edit {
    let before = slice(text, TextRange::up_to(place));
    let start = before.rfind(['\n', '\r']).map_or_else(|| usize::from(mark(text)), |at| at + 1);
    let indent: String =
        before.get(start..).unwrap_or_default().chars().filter(|it| matches!(it, ' ' | '\t')).collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    // Directives may end the file without a line end.
    let first =
        if start == text.len() && !before.is_empty() && !before.ends_with(['\n', '\r', '\u{feff}']) { end } else { "" };
    Edit::insert(size(start), format!("{first}{indent}{}{end}", comment(scope, rule)))
}

fn comment(scope: Scope, rule: &Rule) -> String {
    let word = match scope {
        Scope::Instruction => "ignore",
        Scope::Stage => "ignore-stage",
        Scope::File => "ignore-file",
    };
    format!("# plimsoll: {word}[{}]", rule.id)
}

#[cfg(test)]
mod tests {
    use super::suppress;
    use crate::{FileKind, Scope, Settings, SourceFile, Workspace, WorkspaceFile, analyze};
    use plimsoll_text::Edits;

    /// The text after the first finding of `rule` was kept quiet; `None` if it cannot be.
    fn tried(text: &str, kind: FileKind, rule: &str, scope: Scope) -> Option<String> {
        let path = if kind == FileKind::Requirements { "requirements.txt" } else { "Dockerfile" };
        let file = SourceFile::new(path, text, kind);
        let installs = "FROM a:1\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";
        let other =
            |path: &str, text: &str, kind| WorkspaceFile { path: path.into(), text: text.into(), kind: Some(kind) };
        let dockerfile = other("a.Dockerfile", installs, FileKind::Dockerfile);
        let (settings, workspace) = (Settings::default(), Workspace::new([dockerfile, other(path, text, kind)]));
        let analysis = analyze(&file, &settings, &workspace);
        let found = analysis.diagnostics.iter().find(|it| it.rule.id == rule).expect("a finding");
        suppress(&file, &settings, &workspace, found, scope).map(|edit| Edits::from(edit).apply(text))
    }

    fn quiet(text: &str, rule: &str, scope: Scope) -> String {
        tried(text, FileKind::Dockerfile, rule, scope).expect("an edit")
    }

    #[test]
    fn a_comment_above() {
        let text =
            "# syntax=docker/dockerfile:1\r\n\r\nFROM debian:12.11\r\n  COPY --from=b:latest é x\r\nUSER app\r\n";
        assert_eq!(
            quiet(text, "latest-tag", Scope::Instruction),
            text.replace("  COPY", "  # plimsoll: ignore[latest-tag]\r\n  COPY")
        );
        assert_eq!(
            quiet(text, "latest-tag", Scope::Stage),
            text.replace("FROM", "# plimsoll: ignore-stage[latest-tag]\r\nFROM")
        );
        assert_eq!(
            quiet(text, "latest-tag", Scope::File),
            text.replace(":1\r\n\r\n", ":1\r\n# plimsoll: ignore-file[latest-tag]\r\n\r\n")
        );
    }

    #[test]
    fn an_id_more_in_a_comment_that_is_there() {
        let text = "# plimsoll: ignore-file[missing-user] why\nFROM a AS b\n# plimsoll: ignore[unpinned-base-digest] é\nFROM debian:latest\n";
        assert_eq!(
            quiet(text, "latest-tag", Scope::Instruction),
            text.replace("base-digest]", "base-digest, latest-tag]")
        );
        assert_eq!(quiet(text, "latest-tag", Scope::File), text.replace("missing-user]", "missing-user, latest-tag]"));
    }

    #[test]
    fn in_a_requirements_file() {
        let tried = |text: &str, scope| tried(text, FileKind::Requirements, "unpinned-requirement", scope);
        assert_eq!(
            tried("flask>=1  \n", Scope::Instruction),
            Some("flask>=1  # plimsoll: ignore[unpinned-requirement]  \n".into())
        );
        assert_eq!(tried("flask>=1 # é\n", Scope::Instruction), None);
        assert_eq!(
            tried("flask>=1 # é\n", Scope::File),
            Some("# plimsoll: ignore-file[unpinned-requirement]\nflask>=1 # é\n".into())
        );
    }

    #[test]
    fn a_finding_about_the_whole_file_has_no_instruction() {
        assert_eq!(tried("ARG VERSION=1\n", FileKind::Dockerfile, "missing-from", Scope::Instruction), None);
    }
}
