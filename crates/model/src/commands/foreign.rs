//! Commands of cmd and PowerShell, as far as they are plain words.
//!
//! Invariant: only what reads alike in both shells is read: words between blanks, whole words in quotes, commands
//! between `&&`, `;`, `|` and line ends. A word that holds anything else is no literal, and neither is its command.
//!
//! Example: of `choco install -y git; Remove-Item C:\x` there are two commands; the second starts with no program that
//! anybody asks about.

use crate::dockerfile::{Build, StepId};
use plimsoll_dockerfile::{Body, CommandLine, Instruction, shell_text};
use plimsoll_shell::{Script, ShellKind, parse_words};
use plimsoll_text::{TextRange, TextSize, range};

/// The commands of a RUN that cmd or PowerShell reads; empty for any other.
#[must_use]
pub fn foreign_commands(build: &Build<'_>, step: StepId, instruction: &Instruction) -> Vec<Script> {
    let Body::Run(run) = &instruction.body else { return Vec::new() };
    let CommandLine::Shell { range, .. } = &run.command else { return Vec::new() };
    if build.shell_kind(step) != ShellKind::Foreign {
        return Vec::new();
    }
    let text = shell_text(build.source, instruction, *range);
    // Continuations stay in the text, as a POSIX shell knows them; these shells see a blank there.
    let text = text.replace("\\\r\n", "   ").replace("\\\n", "  ").replace(['\r', '\n'], " ");
    split(&text).into_iter().map(|words| commands(&text, range.start(), &words)).collect()
}

/// Byte ranges of the words of each command, quotes left out.
fn split(text: &str) -> Vec<Vec<(usize, usize)>> {
    let mut all = vec![Vec::new()];
    let (mut start, mut quote) = (None, None);
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => {
                if let Some(from) = start.take() {
                    push(&mut all, (from, at));
                }
                quote = None;
            }
            (Some(_), _) => {}
            (None, '"' | '\'') if start.is_none() => {
                quote = Some(character);
                start = Some(at + 1);
            }
            (None, ' ' | '\t' | ';' | '|' | '&') => {
                if let Some(from) = start.take() {
                    push(&mut all, (from, at));
                }
                if !matches!(character, ' ' | '\t') {
                    all.push(Vec::new());
                }
            }
            (None, _) => start = start.or(Some(at)),
        }
    }
    if let Some(from) = start.filter(|_| quote.is_none()) {
        push(&mut all, (from, text.len()));
    }
    all.retain(|words| !words.is_empty());
    all
}

fn push(all: &mut [Vec<(usize, usize)>], word: (usize, usize)) {
    if let Some(last) = all.last_mut() {
        last.push(word);
    }
}

/// One command as a script; cut off in front of the first word that the shell may change, and then not complete.
fn commands(text: &str, base: TextSize, words: &[(usize, usize)]) -> Script {
    let plain = |text: &&str| !text.contains(['$', '%', '(', ')', '{', '}', '`', '^', '@', '<', '>', '"', '\'']);
    let all = words.len();
    let words: Vec<(TextRange, &str)> = words
        .iter()
        .map(|(start, end)| (range(*start, *end) + base, &text[*start..*end]))
        .take_while(|(_, text)| plain(text))
        .collect();
    let mut script = parse_words(&words);
    script.complete &= words.len() == all;
    script
}

#[cfg(test)]
mod tests {
    use super::foreign_commands;
    use crate::dockerfile::Build;

    #[test]
    fn plain_words_are_read_and_keep_their_place() {
        let text = "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN choco install -y `\n    git --version \"2.51.0\"; choco install $x nodejs && echo hi\n";
        let syntax = plimsoll_dockerfile::parse(text);
        let build = Build::new(text, &syntax);
        let scripts = foreign_commands(&build, 1, build.steps[1].instruction);
        let words: Vec<Vec<&str>> = scripts
            .iter()
            .map(|script| script.commands[0].words.iter().filter_map(|word| word.literal()).collect())
            .collect();
        assert_eq!(
            words,
            [
                vec!["choco", "install", "-y", "git", "--version", "2.51.0"],
                vec!["choco", "install"],
                vec!["echo", "hi"]
            ]
        );
        let git = scripts[0].commands[0].words[3].range;
        assert_eq!(plimsoll_text::slice(text, git), "git");
    }

    #[test]
    fn other_shells_are_not_read() {
        let text = "FROM debian:12.11\nRUN choco install git\n";
        let syntax = plimsoll_dockerfile::parse(text);
        let build = Build::new(text, &syntax);
        assert!(foreign_commands(&build, 1, build.steps[1].instruction).is_empty());
    }
}
