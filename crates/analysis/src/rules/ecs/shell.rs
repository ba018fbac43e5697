//! Where a command hands a script to a shell.
//!
//! Invariant: a word that is not known is no shell and no flag.

use plimsoll_json::Node;
use std::borrow::Cow;

/// The words of a command, each with its text when it is known.
pub(super) type Words<'a> = [(Node<'a>, Option<Cow<'a, str>>)];

/// Whether the word behind this flag is the text of a script: `-c`, `-lc`, `/c`.
pub(super) fn is_script_flag(word: &str) -> bool {
    let letters = word.strip_prefix('-').filter(|letters| (1..=4).contains(&letters.len()));
    let clustered =
        letters.is_some_and(|letters| letters.ends_with('c') && letters.bytes().all(|byte| byte.is_ascii_lowercase()));
    clustered || word.eq_ignore_ascii_case("/c") || word.eq_ignore_ascii_case("-command")
}

/// Whether the word names a shell.
pub(super) fn is_shell(word: &str) -> bool {
    const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "zsh", "ksh"];
    word.rsplit('/').next().is_some_and(|name| SHELLS.contains(&name))
}

/// The place of the script in `["sh", "-c", "script", …]`; the number of words when the script is still to come.
pub(super) fn script_at(words: &Words<'_>) -> Option<usize> {
    words.first().and_then(|(_, word)| word.as_deref()).filter(|word| is_shell(word))?;
    let flags = words[1..].iter().take_while(|(_, word)| word.as_deref().is_some_and(|word| word.starts_with('-')));
    let last = flags.filter_map(|(_, word)| word.as_deref()).position(is_script_flag)?;
    Some(last + 2)
}

/// Whether a text needs a shell: it holds an operator, a variable, a pattern or quotes.
pub(super) fn needs_shell(text: &str) -> bool {
    text.contains(['|', '&', ';', '<', '>', '$', '`', '*', '\'', '"', '(', ')'])
}
