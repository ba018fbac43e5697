//! A command as hadolint sees it: a name, and words.
//!
//! Invariant: nothing is looked through. `sudo apt-get` is `sudo`, `/usr/bin/pip` is no `pip`, and what stands in
//! another script, or behind a heredoc's operator, is not read.

use crate::{CommandCx, DockerfileCx};
use plimsoll_dockerfile::{Body, CommandLine, Instruction, shell_text};
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::{Command, Dialect, PartKind, ScopeKind, Script, Word, parse};
use plimsoll_text::slice;

/// A command: its name, and the words behind it as text, an expansion as `${…}`.
pub(in crate::rules::dockerfile) struct Plain<'a> {
    pub(in crate::rules::dockerfile) command: &'a Command,
    pub(in crate::rules::dockerfile) name: &'a str,
    pub(in crate::rules::dockerfile) words: Vec<(&'a Word, String)>,
}

impl<'a> Plain<'a> {
    /// Whether one of the words is `text`.
    pub(in crate::rules::dockerfile) fn has(&self, text: &str) -> bool {
        self.words.iter().any(|(_, word)| word == text)
    }

    /// The words that are no options; the word behind an option of `with_argument` is its argument.
    pub(in crate::rules::dockerfile) fn operands(&self, with_argument: &[&str]) -> Vec<(&'a Word, &str)> {
        let mut operands = Vec::new();
        let mut words = self.words.iter();
        while let Some((word, text)) = words.next() {
            if !text.starts_with('-') {
                operands.push((*word, text.as_str()));
            } else if with_argument.contains(&text.as_str()) {
                words.next();
            }
        }
        operands
    }

    /// Whether the short options, bundled or not, hold `letter`.
    pub(in crate::rules::dockerfile) fn has_letter(&self, letter: char) -> bool {
        let is_short = |text: &str| text.starts_with('-') && !text.starts_with("--");
        self.words.iter().any(|(_, text)| is_short(text) && text.contains(letter))
    }

    /// From the name to the first word that is `verb`.
    pub(in crate::rules::dockerfile) fn head(&self, verb: &str) -> plimsoll_text::TextRange {
        let name = self.command.words.first().map_or(self.command.range, |word| word.range);
        self.words.iter().find(|(_, text)| text == verb).map_or(name, |(word, _)| name.cover(word.range))
    }
}

/// The command as hadolint sees it; `None` where it does not read it.
pub(in crate::rules::dockerfile) fn plain<'a>(cx: &CommandCx<'a>) -> Option<Plain<'a>> {
    is_read(cx.instruction.instruction, cx.script, cx.command).then(|| of(cx.source(), cx.command))?
}

/// The commands of the RUN at `step` that hadolint reads.
pub(in crate::rules::dockerfile) fn commands<'a>(cx: &DockerfileCx<'a>, step: StepId) -> Vec<Plain<'a>> {
    let Some(instruction) = cx.build.steps.get(step).map(|step| innermost(step.instruction)) else { return Vec::new() };
    let scripts = cx.build.scripts(step).iter();
    let all = scripts.flat_map(|script| script.commands.iter().map(move |command| (script, command)));
    all.filter(|(script, command)| is_read(instruction, script, command))
        .filter_map(|(_, command)| of(cx.source(), command))
        .collect()
}

/// How many commands hadolint counts in the RUN at `step`, in whatever shell.
pub(in crate::rules::dockerfile) fn count(cx: &DockerfileCx<'_>, step: StepId) -> usize {
    let Some(instruction) = cx.build.steps.get(step).map(|step| innermost(step.instruction)) else { return 0 };
    let read = |script: &Script| script.commands.iter().filter(|it| is_read(instruction, script, it)).count();
    match (cx.build.scripts(step), &instruction.body) {
        ([], Body::Run(run)) => match &run.command {
            CommandLine::Shell { range, .. } => {
                read(&parse(&shell_text(cx.source(), instruction, *range), range.start(), Dialect::Sh))
            }
            _ => 0,
        },
        (scripts, _) => scripts.iter().map(read).sum(),
    }
}

/// Whether hadolint reads a command: not in `sh -c '…'`, and not behind the operator of a heredoc, nor in its body
/// unless the heredoc stands where the command would.
pub(in crate::rules::dockerfile) fn is_read(instruction: &Instruction, script: &Script, command: &Command) -> bool {
    if script.is_within(command, ScopeKind::InnerScript) {
        return false;
    }
    let (Some(heredoc), Body::Run(run)) = (instruction.heredocs.first(), &instruction.body) else { return true };
    let CommandLine::Shell { range, .. } = &run.command else { return true };
    let is_command = heredoc.operator.start() == range.start();
    let is_in_body = command.range.start() >= heredoc.body.start();
    is_command && is_in_body || !is_command && command.range.start() < heredoc.operator.start()
}

fn of<'a>(source: &'a str, command: &'a Command) -> Option<Plain<'a>> {
    let (name, rest) = command.words.split_first()?;
    let words = rest.iter().map(|word| (word, text(source, word))).collect();
    Some(Plain { command, name: name.literal()?, words })
}

fn text(source: &str, word: &Word) -> String {
    if let Some(text) = word.literal() {
        return text.to_owned();
    }
    let mut text = String::new();
    for part in word.parts() {
        match part.kind {
            PartKind::Variable(_) => {
                let written = slice(source, part.range).trim_start_matches(['$', '{']).trim_end_matches('}');
                text.extend(["${", written, "}"]);
            }
            _ => text.push_str(slice(source, part.range)),
        }
    }
    text
}

fn innermost(instruction: &Instruction) -> &Instruction {
    match &instruction.body {
        Body::Onbuild(Some(inner)) => inner,
        _ => instruction,
    }
}
