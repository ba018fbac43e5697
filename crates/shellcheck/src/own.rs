//! Codes that shuck does not find, and that need no more than a look at one command.
//!
//! Invariant: only literal words are judged; a variable may hold anything.

use crate::Finding;
use crate::text::Text;
use plimsoll_shell::{Command, Word};

/// The codes that are found here.
pub(crate) const CODES: [u16; 6] = [1072, 2114, 2174, 2185, 2226, 2227];

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
}

fn one(command: &Command) -> Option<(u16, &Word, &'static str)> {
    let effective = command.effective();
    let (word, args) = (effective.word?, effective.args);
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
    for word in
        text.script.commands.iter().filter(|it| whole.contains_range(it.range)).flat_map(|command| &command.words)
    {
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
