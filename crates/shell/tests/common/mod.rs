//! Helpers of the shell tests.
#![allow(dead_code, unreachable_pub)]

use plimsoll_shell::{Command, Dialect, Script, Word, parse};
use plimsoll_text::{TextRange, TextSize, range, slice};

/// Where the scripts of these tests begin in their made-up file.
pub const BASE: usize = 1000;

/// Reads a script that stands at [`BASE`].
pub fn read(text: &str) -> Script {
    parse(text, TextSize::from(1000), Dialect::Sh)
}

/// The characters of a file range.
pub fn at(text: &str, file: TextRange) -> &str {
    let start = usize::from(file.start()).checked_sub(BASE).expect("ranges begin at the base");
    slice(text, range(start, usize::from(file.end()) - BASE))
}

/// The text of every command, by its range.
pub fn commands<'t>(text: &'t str, script: &Script) -> Vec<&'t str> {
    script.commands.iter().map(|command| at(text, command.range)).collect()
}

/// The text of every word, by its range.
pub fn words<'t>(text: &'t str, command: &Command) -> Vec<&'t str> {
    command.words.iter().map(|word| at(text, word.range)).collect()
}

/// The only command whose range reads so.
pub fn command<'s>(text: &str, script: &'s Script, wanted: &str) -> &'s Command {
    let mut found = script.commands.iter().filter(|command| at(text, command.range) == wanted);
    let command = found.next().unwrap_or_else(|| panic!("no `{wanted}` in {:?}", commands(text, script)));
    assert!(found.next().is_none(), "`{wanted}` is there twice");
    command
}

/// The second word of a one-command script.
pub fn argument(text: &str) -> Word {
    read(text).commands[0].words[1].clone()
}
