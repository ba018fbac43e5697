//! The scripts that a RUN executes.
//!
//! Invariant: a script that no POSIX shell reads is none: under `SHELL ["powershell"]`, on a Windows base, or
//! in a heredoc that feeds another program.

use super::build::{Build, StageId, StepId};
use super::stage::Base;
use super::system::{is_alpine, is_windows_image};
use plimsoll_dockerfile::{Body, CommandLine, Instruction, Word, heredoc_text, shell_text};
use plimsoll_shell::{Dialect, Script, ShellKind, classify_shell, heredoc_reader, parse, parse_words};
use plimsoll_text::TextRange;

impl Build<'_> {
    /// The scripts of the RUN at `step`, or of the RUN inside its ONBUILD: the command line first, then the
    /// heredocs that a shell reads. Read on first use. Empty for other instructions and foreign shells.
    #[must_use]
    pub fn scripts(&self, step: StepId) -> &[Script] {
        match self.scripts.get(step) {
            Some(cell) => cell.get_or_init(|| self.read_scripts(step)),
            None => &[],
        }
    }

    /// The shell that reads shell forms at `step`: by SHELL or a comment, else by the base image.
    #[must_use]
    pub fn shell_kind(&self, step: StepId) -> ShellKind {
        let Some(stage) = self.steps.get(step).and_then(|step| step.stage) else {
            return ShellKind::Posix(Dialect::Sh);
        };
        if let Some(words) = self.shell_words(stage, step) {
            return classify_shell(&words);
        }
        match self.external_base(stage) {
            Base::Image(image) if is_windows_image(image.repository(), image.tag()) => ShellKind::Foreign,
            Base::Image(image) if is_alpine(image.repository(), image.tag()) => ShellKind::Posix(Dialect::Ash),
            Base::Unknown if self.has_windows_paths(stage) => ShellKind::Foreign,
            _ => ShellKind::Posix(Dialect::Sh),
        }
    }

    /// Whether a COPY or WORKDIR of the stage names a drive: `C:/tools`, `C:\tools`.
    fn has_windows_paths(&self, stage: StageId) -> bool {
        let is_drive = |word: &Word| {
            let text = word.raw(self.source).trim_start_matches(['"', '\'']).as_bytes();
            matches!(text, [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic())
        };
        self.ancestry(stage).flat_map(|stage| self.stage_steps(stage)).any(|(_, it)| match &it.body {
            Body::Workdir(Some(word)) => is_drive(word),
            Body::Copy(copy) => copy.destination.as_ref().is_some_and(is_drive),
            _ => false,
        })
    }

    fn read_scripts(&self, step: StepId) -> Vec<Script> {
        let Some(at) = self.steps.get(step) else { return Vec::new() };
        let instruction = innermost(at.instruction);
        let Body::Run(run) = &instruction.body else { return Vec::new() };
        let shell = self.shell_kind(step);
        match &run.command {
            CommandLine::Exec(words) => {
                let words: Vec<(TextRange, &str)> =
                    words.elements.iter().map(|word| (word.inner, word.text(self.source))).collect();
                vec![parse_words(&words)]
            }
            CommandLine::Shell { range, .. } => {
                let Some(dialect) = shell.dialect() else { return Vec::new() };
                let text = shell_text(self.source, instruction, *range);
                let mut scripts = vec![parse(&text, range.start(), dialect)];
                for heredoc in &instruction.heredocs {
                    let text = heredoc_text(self.source, heredoc);
                    let reader = scripts[0].commands.iter().find(|command| {
                        command.redirects.iter().any(|redirect| redirect.range.start() == heredoc.operator.start())
                    });
                    if let Some(dialect) = heredoc_reader(reader, &text, shell).dialect() {
                        scripts.push(parse(&text, heredoc.body.start(), dialect));
                    }
                }
                scripts
            }
            CommandLine::Empty => Vec::new(),
        }
    }
}

/// The instruction inside an ONBUILD, else the instruction itself.
pub(super) fn innermost(instruction: &Instruction) -> &Instruction {
    match &instruction.body {
        Body::Onbuild(Some(inner)) => inner,
        _ => instruction,
    }
}
