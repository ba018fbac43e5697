//! Passwords, tokens and keys on command lines.
//!
//! Invariant: only a literal value counts, in a word of its own or behind an option that takes a secret.

use super::environment::is_dummy;
use plimsoll_json::Node;
use plimsoll_model::tables::secrets::{is_plain_value, secret_value, url_credentials};
use plimsoll_text::TextRange;
use std::borrow::Cow;

/// A secret on a command line.
pub(super) struct CommandSecret {
    /// Its characters in the file.
    pub(super) range: TextRange,
    /// What gives it: `` `--password` `` or `a URL`.
    pub(super) by: String,
}

/// The secrets in the words of a command. A word with blanks in it is the text of a shell and is read word by word.
pub(super) fn secrets_in(words: &[(Node<'_>, Option<Cow<'_, str>>)]) -> Vec<CommandSecret> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for (node, text) in words {
        match text {
            Some(text) if text.contains(char::is_whitespace) => pieces.extend(split(*node, text)),
            Some(text) => pieces.push(Piece { node: *node, text: text.clone().into_owned(), start: 0 }),
            None => pieces.push(Piece { node: *node, text: String::new(), start: 0 }),
        }
    }
    let mut found = Vec::new();
    let mut program = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let name = piece.text.rsplit('/').next().unwrap_or(&piece.text);
        if SHORT.iter().any(|(programs, _)| programs.contains(&name)) {
            name.clone_into(&mut program);
        }
        if let Some(url) = url_credentials(&piece.text) {
            let password = piece.text[url.password.clone()].to_owned();
            if !is_dummy(&password) && secret_value(password.as_bytes()).is_none() {
                found.extend(piece.secret(url.password.start, url.password.end, "a URL".to_owned()));
            }
            continue;
        }
        if let Some((option, value)) = piece.text.split_once('=').filter(|(option, _)| is_secret_option(option)) {
            if is_secret(value) {
                found.extend(piece.secret(option.len() + 1, piece.text.len(), format!("`{option}`")));
            }
            continue;
        }
        let Some((_, short)) = SHORT.iter().find(|(programs, _)| programs.contains(&program.as_str())) else {
            found.extend(behind(&pieces, at, is_secret_option(&piece.text)));
            continue;
        };
        match piece.text.strip_prefix(short) {
            // `mysql -p NAME` asks for the password; NAME is the database.
            Some("") if *short == "-p" => {}
            Some("") => found.extend(behind(&pieces, at, true)),
            Some(value) if *short == "-p" && is_secret(value) => {
                found.extend(piece.secret(short.len(), piece.text.len(), format!("`{short}`")));
            }
            _ => found.extend(behind(&pieces, at, is_secret_option(&piece.text))),
        }
    }
    found
}

/// Programs whose short option takes a password.
const SHORT: [(&[&str], &str); 2] =
    [(&["mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump"], "-p"), (&["redis-cli"], "-a")];

/// A word, by its place in a string of the file.
struct Piece<'a> {
    node: Node<'a>,
    text: String,
    start: usize,
}

impl Piece<'_> {
    fn secret(&self, start: usize, end: usize, by: String) -> Option<CommandSecret> {
        Some(CommandSecret { range: self.node.file_range(self.start + start, self.start + end)?, by })
    }
}

/// The value that stands in the word behind an option.
fn behind(pieces: &[Piece<'_>], at: usize, is_option: bool) -> Option<CommandSecret> {
    let value = pieces.get(at + 1).filter(|value| is_option && is_secret(&value.text))?;
    value.secret(0, value.text.len(), format!("`{}`", pieces[at].text))
}

fn is_secret(value: &str) -> bool {
    let quoted = value.trim_matches(['\'', '"']);
    quoted.chars().count() >= 4
        && !value.starts_with('-')
        && !is_dummy(quoted)
        && !is_plain_value(quoted)
        // On one value only the most exact rule speaks.
        && secret_value(quoted.as_bytes()).is_none()
        && !quoted.contains(['$', '`', '<', '{', '|', '&', ';', '(', '%', '*'])
}

/// `--password`, `--db-token`, `--requirepass`. Others that end so take a name, not a secret.
fn is_secret_option(option: &str) -> bool {
    const ENDINGS: [&str; 8] =
        ["password", "passwd", "passphrase", "token", "api-key", "apikey", "secret-key", "requirepass"];
    let Some(name) = option.strip_prefix("--") else { return false };
    let name = name.to_ascii_lowercase().replace('_', "-");
    ENDINGS.iter().any(|ending| {
        name.strip_suffix(ending).is_some_and(|start| start.is_empty() || start.ends_with('-') || start.ends_with('.'))
    })
}

fn split<'a>(node: Node<'a>, text: &str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                pieces.push(Piece { node, text: text[from..at].to_owned(), start: from });
                start = None;
            }
            _ => {}
        }
    }
    pieces
}
