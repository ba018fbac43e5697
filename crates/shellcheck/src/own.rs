//! Codes that shuck does not find, and that need no more than a look at one command.
//!
//! Invariant: only literal words are judged; a variable may hold anything.

use crate::Finding;
use crate::text::Text;
use plimsoll_shell::{Command, Connector, ScopeKind, ShellOptions, Word};
use plimsoll_text::TextRange;

/// The codes that are found here.
pub(crate) const CODES: [u16; 8] = [1072, 2114, 2174, 2185, 2216, 2226, 2227, 2251];

/// Adds what is found to `findings`. `codes` are sorted.
pub(crate) fn check(text: &Text<'_>, codes: &[u16], findings: &mut Vec<Finding>) {
    let is_wanted = |code: u16| codes.binary_search(&code).is_ok();
    if !CODES.iter().any(|code| is_wanted(*code)) {
        return;
    }
    let end = text.range(0, text.text.len());
    let commands = text.script.commands.iter().filter(|command| end.contains_range(command.range));
    for command in commands {
        if let Some((code, word, message)) = one(command).filter(|(code, ..)| is_wanted(*code)) {
            let range = word.range;
            findings.push(Finding { code, range, message: message.to_owned(), fix: None });
        }
    }
    if is_wanted(2251) {
        negated(text, end, findings);
    }
}

/// `! grep …` as a step of its own, under `set -e`: its outcome is turned around and then counts for nothing.
fn negated(text: &Text<'_>, whole: TextRange, findings: &mut Vec<Finding>) {
    let script = text.script;
    let is_on = |command: &Command| {
        command.name() == Some("set") && ShellOptions::read(command.args()).is_some_and(|options| options.errexit)
    };
    if !text.options.errexit && !script.commands.iter().any(is_on) {
        return;
    }
    // A construct is a step as well as a command.
    let commands = script.commands.iter().map(|it| (it.range, it.place, it.scope));
    let steps = commands.chain(script.scopes.iter().map(|it| (it.range, it.place, it.parent)));
    let steps: Vec<_> = steps.filter(|(range, ..)| whole.contains_range(*range)).collect();
    for (range, place, scope) in steps.iter().filter(|(_, place, _)| place.negated) {
        let is_first = place.pipeline.is_none_or(|seat| seat.index == 0);
        let starts = matches!(place.connector, Connector::Start | Connector::Semicolon | Connector::Newline);
        let kind = scope.and_then(|id| script.scopes.get(id.0)).map(|scope| scope.kind);
        let is_condition = matches!(kind, Some(ScopeKind::IfCondition | ScopeKind::LoopCondition));
        // The rest of its own pipeline is no next step.
        let is_next = |(other, at, around): &&(TextRange, plimsoll_shell::Place, _)| {
            let is_same = at.pipeline.is_some() && at.pipeline.map(|it| it.id) == place.pipeline.map(|it| it.id);
            around == scope && other.start() >= range.end() && !is_same
        };
        let next = steps.iter().filter(is_next).min_by_key(|(other, ..)| other.start());
        let goes_on = next.is_some_and(|(_, at, _)| !matches!(at.connector, Connector::And | Connector::Or));
        if is_first && starts && !is_condition && goes_on {
            let message = "what `!` turns around counts for nothing, even under `set -e`".to_owned();
            findings.push(Finding { code: 2251, range: *range, message, fix: None });
        }
    }
}

fn one(command: &Command) -> Option<(u16, &Word, &'static str)> {
    let effective = command.effective();
    let (word, args) = (effective.word?, effective.args);
    let is_fed = command.place.pipeline.is_some_and(|seat| seat.index > 0) && effective.wrappers.is_empty();
    if is_fed
        && effective.name().is_some_and(|name| DEAF.contains(&name))
        && !args.iter().any(|arg| has_short(arg, 'i'))
    {
        return Some((2216, word, "this command does not read what the pipe brings"));
    }
    match effective.name()? {
        "mkdir" => {
            let mode = args.iter().find(|arg| has_short(arg, 'm') || starts(arg, "--mode"))?;
            args.iter().any(|arg| has_short(arg, 'p') || arg.is("--parents")).then_some(())?;
            // A single folder has no other ones in its path.
            let last = args.last()?;
            let is_deep = last.literal().is_none_or(|path| path.trim_matches('/').contains('/'));
            is_deep.then_some((2174, mode, "the mode is that of the last folder; those before it keep the default"))
        }
        "ln" => {
            let operands = args.iter().filter(|arg| !arg.literal().is_some_and(|text| text.starts_with('-')));
            let is_alone = operands.count() == 1 && !effective.open_ended;
            let has_target = args.iter().any(|arg| has_short(arg, 't') || starts(arg, "--target-directory"));
            let is_list = args.iter().any(|arg| arg.literal().is_none() || arg.has_glob() || arg.has_brace_list());
            let asks = args.iter().any(|arg| starts(arg, "--"));
            (is_alone && !has_target && !is_list && !asks).then_some((2226, word, "`ln` has no destination"))
        }
        "find" => {
            if !effective.open_ended {
                let first = args.first().map(|arg| arg.literal());
                let is_lone = match first {
                    None => true,
                    Some(Some(text)) => {
                        text.starts_with(['-', '!', '('])
                            && !["-H", "-L", "-P", "-D", "--help", "-version", "--version"].contains(&text)
                            && !text.starts_with("-O")
                            && !text.starts_with("-f")
                    }
                    Some(None) => false,
                };
                if is_lone {
                    return Some((2185, word, "`find` has no path; some versions need `find .`"));
                }
            }
            let exec = args.iter().position(|arg| ["-exec", "-execdir", "-ok"].iter().any(|name| arg.is(name)))?;
            let end = args[exec..].iter().find(|arg| arg.is(";") || arg.is("+"))?;
            let start = args.get(exec)?.range.start();
            let redirect =
                command.redirects.iter().find(|it| it.range.start() > start && it.range.start() < end.range.start())?;
            Some((2227, &redirect.target, "the redirect belongs to `find`, not to what it runs"))
        }
        "rm" => {
            args.iter().any(|arg| has_short(arg, 'r') || has_short(arg, 'R') || arg.is("--recursive")).then_some(())?;
            let system = args.iter().find(|arg| {
                arg.literal().is_some_and(|path| SYSTEM.contains(&path.trim_end_matches(['/', '*'])))
                    && !arg.is_quoted()
            })?;
            Some((2114, system, "a folder of the system is deleted"))
        }
        _ => None,
    }
}

/// Commands that read nothing from standard input. Source: POSIX.1-2024, section "STDIN: Not used" of each utility.
const DEAF: [&str; 17] = [
    "basename", "cd", "chgrp", "chmod", "chown", "cp", "du", "echo", "export", "kill", "ln", "ls", "mv", "printf",
    "ps", "rm", "touch",
];

/// Folders without which no system runs.
const SYSTEM: [&str; 12] =
    ["/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sbin", "/sys", "/usr", "/usr/bin", "/usr/lib"];

/// `-p`, `-pv`
fn has_short(word: &Word, letter: char) -> bool {
    word.literal().is_some_and(|text| {
        text.len() > 1
            && text.starts_with('-')
            && !text.starts_with("--")
            && text[1..].starts_with(|c: char| c.is_ascii_alphabetic())
            && text[1..].contains(letter)
    })
}

fn starts(word: &Word, start: &str) -> bool {
    word.literal().is_some_and(|text| text.starts_with(start))
}

/// `NAME(words)` or `echo (a)`: an opening bracket in the middle of a command, which no shell reads.
pub(crate) fn stray_bracket(text: &Text<'_>) -> Option<(usize, usize, String)> {
    let whole = text.range(0, text.text.len());
    // In a condition of bash brackets group, and are part of patterns.
    let is_condition =
        |command: &&plimsoll_shell::Command| command.words.first().is_some_and(|word| word.raw() == "[[");
    let commands = text.script.commands.iter().filter(|it| whole.contains_range(it.range) && !is_condition(it));
    for word in commands.flat_map(|command| &command.words) {
        let written = text.slice(word.range);
        if !written.contains('(') {
            continue;
        }
        for part in word.parts().iter().filter(|part| !part.quoted && part.kind == plimsoll_shell::PartKind::Literal) {
            let literal = text.slice(part.range);
            let Some(at) = literal.find('(') else { continue };
            let start = usize::from(part.range.start().checked_sub(text.start)?) + at;
            let before = start.checked_sub(1).and_then(|at| text.text.as_bytes().get(at));
            // Globs of bash, arrays, and escapes.
            if matches!(before, Some(b'?' | b'*' | b'+' | b'@' | b'!' | b'=' | b'\\' | b'$' | b'<' | b'>' | b'(')) {
                continue;
            }
            return Some((start, start + 1, "the shell cannot read this: an opening bracket here".to_owned()));
        }
    }
    None
}

/// `NAME(words)`, as templates call their macros: ShellCheck takes it for a function whose body is missing, or where an
/// argument stands for a bracket that nothing opens. The code, the place and the message.
pub(crate) fn macro_call(text: &Text<'_>) -> Option<(u16, (usize, usize, String))> {
    // The lines of a heredoc are no commands, and this reader does not tell them apart.
    if text.text.contains("<<") || !text.text.contains('(') {
        return None;
    }
    let bytes = text.text.as_bytes();
    let in_name = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let (mut at, mut quote) = (0, None);
    while at < bytes.len() {
        match (bytes[at], quote) {
            (b'\\', Some(b'"') | None) => at += 1,
            (byte @ (b'"' | b'\''), None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'#', None) if at.checked_sub(1).is_none_or(|before| bytes[before].is_ascii_whitespace()) => {
                at += text.text[at..].find('\n').unwrap_or(bytes.len() - at);
            }
            (b'(', None) if in_name(at.checked_sub(1).and_then(|before| bytes.get(before))) => {
                // Nor the quotes inside of a substitution, or the pattern of a condition of bash.
                if ["$(", "`", "[["].iter().any(|open| text.text[..at].contains(open)) {
                    return None;
                }
                let rest = text.text[at + 1..].trim_start_matches([' ', '\t']);
                let start = text.text[..at].rfind(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
                let before = text.text[..start.map_or(0, |start| start + 1)].trim_end_matches([' ', '\t', '\n', '\\']);
                if !rest.starts_with(')') {
                    let is_command = before.is_empty() || before.ends_with([';', '&', '|', '(', '{']);
                    let message = "the shell cannot read this: an opening bracket here".to_owned();
                    return Some((if is_command { 1072 } else { 1088 }, (at, at + 1, message)));
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}
