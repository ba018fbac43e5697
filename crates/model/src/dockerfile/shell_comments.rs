//! `# hadolint shell=/bin/bash`: the shell that a base image brings, as a comment says it.
//!
//! Invariant: a comment holds from the next instruction on until the end of its stage or the next SHELL; before a FROM
//! it is about the stage that begins there. Source: hadolint's README, "Non-Posix Shells", 2.15 (2026-07).

use super::build::{Build, StageId, StepId};
use plimsoll_dockerfile::{Body, Dockerfile, ItemKind};
use plimsoll_text::slice;

/// A comment with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShellComment {
    /// The first instruction that it is about.
    from: StepId,
    /// `/bin/bash`, `-o`, `pipefail`
    words: Vec<String>,
}

/// The comments of a file, in order.
pub(super) fn read(source: &str, syntax: &Dockerfile) -> Vec<ShellComment> {
    let mut found = Vec::new();
    let mut steps = 0;
    for item in &syntax.items {
        match &item.kind {
            ItemKind::Instruction(_) => steps += 1,
            ItemKind::Comment(comment) => {
                let words = words(slice(source, comment.range));
                found.extend(words.map(|words| ShellComment { from: steps, words }));
            }
            ItemKind::Directive(_) | ItemKind::Blank => {}
        }
    }
    found
}

impl Build<'_> {
    /// The words that start the shell that reads shell forms at `before`: those of SHELL, or of a comment that stands
    /// nearer. `None` when only the base image decides.
    #[must_use]
    pub fn shell_words(&self, stage: StageId, before: StepId) -> Option<Vec<&str>> {
        if self.shell_comments.is_empty() {
            let shell = self.shell(stage, before)?;
            return Some(shell.elements.iter().map(|word| word.text(self.source)).collect());
        }
        self.ancestry(stage).find_map(|stage| {
            let mut comments =
                self.shell_comments.iter().filter(|it| stage.steps.contains(&it.from) && it.from <= before);
            let comment = comments.next_back();
            let shell = self.stage_steps(stage).rev().filter(|(step, _)| *step < before).find_map(|(step, it)| {
                if let Body::Shell(Some(shell)) = &it.body { Some((step, shell)) } else { None }
            });
            match (comment, shell) {
                (Some(comment), shell) if shell.is_none_or(|(step, _)| step < comment.from) => {
                    Some(comment.words.iter().map(String::as_str).collect())
                }
                (_, Some((_, shell))) => Some(shell.elements.iter().map(|word| word.text(self.source)).collect()),
                (_, None) => None,
            }
        })
    }
}

/// The words of a comment that names a shell.
fn words(comment: &str) -> Option<Vec<String>> {
    let rest = comment.strip_prefix('#')?.trim_start().strip_prefix("hadolint")?;
    let value = rest.strip_prefix([' ', '\t'])?.trim_start().strip_prefix("shell")?.trim_start().strip_prefix('=')?;
    // The words may be written as SHELL has them.
    let is_between = |character: char| character.is_whitespace() || "[]\",'".contains(character);
    let words = value.split(is_between).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take_while(|word| !word.starts_with('#')).map(str::to_owned).collect();
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::dockerfile::Build;
    use plimsoll_dockerfile::{Body, parse};
    use plimsoll_shell::{Dialect, ShellKind};

    #[test]
    fn forms() {
        for (comment, expected) in [
            ("# hadolint shell=/bin/bash", Some(vec!["/bin/bash"])),
            ("#hadolint shell = pwsh # on Linux", Some(vec!["pwsh"])),
            ("# hadolint shell=/bin/bash -o pipefail -c", Some(vec!["/bin/bash", "-o", "pipefail", "-c"])),
            ("# hadolint shell=[\"/bin/bash\", \"-c\"]", Some(vec!["/bin/bash", "-c"])),
            ("# hadolint shell=\"cmd.exe\"", Some(vec!["cmd.exe"])),
            ("# hadolint shell=", None),
            ("# hadolint shells=bash", None),
            ("# hadolint ignore=DL3003", None),
            ("# shell=bash", None),
        ] {
            assert_eq!(words(comment), expected.map(|it| it.into_iter().map(str::to_owned).collect()), "{comment}");
        }
    }

    #[test]
    fn a_comment_holds_until_the_stage_or_the_next_shell_ends_it() {
        let text = "# hadolint shell=powershell\nFROM a AS a\nRUN one\n# hadolint shell=/bin/bash -o pipefail\nRUN two\nSHELL [\"/bin/dash\", \"-c\"]\nRUN three\n# hadolint shell=ksh\nRUN four\nFROM b\nRUN five\nFROM a\nRUN six\n";
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        let is_run = |step: &usize| matches!(build.steps[*step].instruction.body, Body::Run(_));
        let kinds: Vec<ShellKind> = (0..build.steps.len()).filter(is_run).map(|step| build.shell_kind(step)).collect();
        assert_eq!(
            kinds,
            [
                ShellKind::Foreign,
                ShellKind::Posix(Dialect::Bash),
                ShellKind::Posix(Dialect::Dash),
                ShellKind::Posix(Dialect::Ksh),
                ShellKind::Posix(Dialect::Sh),
                ShellKind::Posix(Dialect::Ksh),
            ]
        );
        assert!(build.shell_options(2).pipefail && !build.shell_options(4).pipefail);
    }
}
