//! What the rules want to know about the build context of a Dockerfile.
//!
//! Invariant: paths are relative to the context. Whoever collects files looks at what is wished for, in every folder
//! that may be the context, and nowhere else, so that one Dockerfile never makes anybody list a whole repository.

use crate::{FileKind, SourceFile};
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_model::context::Glob;
use plimsoll_model::dockerfile::{Build, StepId};
use plimsoll_text::{TextRange, slice};
use std::collections::BTreeSet;

/// What to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Folders whose names are wanted; a part may be a pattern.
    pub folders: BTreeSet<String>,
    /// Paths of which it matters whether git ignores them if they are not there.
    pub paths: BTreeSet<String>,
    /// Scripts whose text is wanted.
    pub scripts: BTreeSet<String>,
}

impl Wishes {
    /// What the rules want to know for `file`, a Dockerfile or a workflow.
    #[must_use]
    pub fn of(file: &SourceFile) -> Self {
        if file.kind == FileKind::Companion {
            return Self::of_workflow(&file.text);
        }
        let syntax = plimsoll_dockerfile::parse(&file.text);
        let build = Build::new(&file.text, &syntax);
        let mut wishes = Self::default();
        for (at, step) in build.steps.iter().enumerate() {
            for (_, source) in sources(&build, at, step.instruction) {
                wishes.path(&source);
            }
            for started in build.started_in_run(at) {
                wishes.scripts(started.sources.into_iter().map(|(_, path)| path));
            }
        }
        for stage in &build.stages {
            for started in build.started_by(stage.id) {
                wishes.scripts(started.sources.into_iter().map(|(_, path)| path));
            }
        }
        wishes
    }

    /// The files that a workflow names.
    fn of_workflow(text: &str) -> Self {
        let mut wishes = Self::default();
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '=' | '(' | ')' | ';'));
        let is_path = |word: &&str| {
            let is_data = [".json", ".yml", ".yaml"].iter().any(|end| word.ends_with(end));
            is_data && !word.contains(['$', '*', '{', ':']) && !word.starts_with('/') && !word.contains("..")
        };
        for word in words.filter(is_path) {
            let path = word.trim_start_matches("./");
            wishes.parents(path);
            wishes.paths.insert(path.to_owned());
        }
        wishes
    }

    fn path(&mut self, path: &str) {
        if path.is_empty() {
            return;
        }
        self.folders.insert(path.to_owned());
        self.parents(path);
        if !Glob::source(path).is_wild() {
            self.paths.insert(path.to_owned());
        }
    }

    fn scripts(&mut self, paths: impl Iterator<Item = String>) {
        for path in paths {
            self.parents(&path);
            self.scripts.insert(path);
        }
    }

    fn parents(&mut self, path: &str) {
        let parents = path.match_indices('/').map(|(at, _)| path[..at].to_owned());
        self.folders.extend(parents);
    }
}

/// The paths of the context that an instruction takes, each with the word that names it: sources of COPY and ADD, and of
/// bind mounts.
pub(crate) fn sources(build: &Build<'_>, step: StepId, instruction: &Instruction) -> Vec<(TextRange, String)> {
    match &instruction.body {
        // A placeholder with blanks in it is several words.
        Body::Copy(copy) if copy.sources.iter().any(|word| is_template(word.raw(build.source))) => Vec::new(),
        Body::Copy(copy) if instruction.flag(build.source, "from").is_none() => {
            let texts = copy.sources.iter().filter_map(|word| Some((word.range, build.expand(step, word)?.text)));
            texts.filter_map(|(range, text)| Some((range, in_context(&text)?))).collect()
        }
        Body::Run(run) => {
            let binds = run.mounts.iter().filter(|mount| {
                let is_bind = mount.option(build.source, &["type"]).is_none_or(|kind| kind == "bind");
                is_bind && mount.option(build.source, &["from"]).is_none()
            });
            let options = binds.flat_map(|mount| &mount.options);
            let named = options.filter(|it| matches!(slice(build.source, it.key), "source" | "src"));
            let texts = named.filter_map(|option| Some((option.value?, slice(build.source, option.value?))));
            let plain = texts.filter(|(_, text)| !text.contains('$'));
            plain.filter_map(|(range, text)| Some((range, in_context(text)?))).collect()
        }
        _ => Vec::new(),
    }
}

/// A source of COPY as a path of the context, without `.`, `..` and `/` at its ends; `None` for what comes from
/// elsewhere, a heredoc and a placeholder.
fn in_context(source: &str) -> Option<String> {
    let is_elsewhere = source.contains("://") || source.starts_with("git@") || source.starts_with("<<");
    if is_elsewhere || is_template(source) || source.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in source.split('/') {
        match part {
            "" | "." => {}
            // The builder stops at the root of the context.
            ".." => _ = parts.pop(),
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// Whether the text holds what a template tool fills in.
fn is_template(text: &str) -> bool {
    let is_marked = ["{{", "{%", "<%", "%%", "__"].iter().any(|mark| text.contains(mark));
    is_marked || text.split('@').nth(1).is_some_and(|name| text.matches('@').count() > 1 && !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::Wishes;
    use crate::{FileKind, SourceFile};

    #[test]
    fn what_a_workflow_names() {
        let text =
            "steps:\n  - with: {task-definition: \"./deploy/web/task.json\"}\n  - run: cat /etc/x.json $A.json b.yml\n";
        let wishes = Wishes::of(&SourceFile::new(".github/workflows/a.yml", text, FileKind::Companion));
        let list = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(list(&wishes.folders), "deploy deploy/web");
        assert_eq!(list(&wishes.paths), "b.yml deploy/web/task.json");
    }

    #[test]
    fn what_a_dockerfile_takes_and_starts() {
        let text = "FROM a\nCOPY ./src/app/ /app\nCOPY pack*/x.json https://a/b /x/\nCOPY --from=b /c /c\n\
                    RUN --mount=source=deps/lock,target=/l true\nCOPY docker/run.sh /run.sh\nENTRYPOINT [\"/run.sh\"]\n";
        let wishes = Wishes::of(&SourceFile::new("Dockerfile", text, FileKind::Dockerfile));
        let list = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(list(&wishes.folders), "deps deps/lock docker docker/run.sh pack* pack*/x.json src src/app");
        assert_eq!(list(&wishes.paths), "deps/lock docker/run.sh src/app");
        assert_eq!(list(&wishes.scripts), "docker/run.sh");
    }
}
