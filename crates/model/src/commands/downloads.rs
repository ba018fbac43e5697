//! What a command downloads and deletes.

use plimsoll_shell::{Command, Word};

/// A URL that a command fetches.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    /// The word with the URL.
    pub word: &'a Word,
    /// What is static of the URL from its start; all of it unless it holds an expansion.
    pub whole: bool,
}

/// The URLs that `curl`, `wget`, `aria2c`, `fetch` or `git clone` fetch, in order.
#[must_use]
pub fn downloads(command: &Command) -> Vec<Download<'_>> {
    let effective = command.effective();
    let args = match effective.name() {
        Some("curl" | "wget" | "aria2c" | "fetch") => effective.args,
        Some("git") if effective.args.iter().any(|word| word.is("clone")) => effective.args,
        _ => return Vec::new(),
    };
    let urls = args.iter().filter(|word| {
        let start = word.prefix_literal();
        ["http://", "https://", "ftp://", "git://", "ssh://"].iter().any(|scheme| start.starts_with(scheme))
    });
    urls.map(|word| Download { word, whole: word.literal().is_some() }).collect()
}

/// The paths that `rm`, `unlink` or `find … -delete` delete, as they are written.
#[must_use]
pub fn deletes(command: &Command) -> Vec<&Word> {
    let effective = command.effective();
    let is_option = |word: &&Word| word.prefix_literal().starts_with('-');
    match effective.name() {
        Some("rm" | "unlink" | "rmdir") => effective.args.iter().filter(|word| !is_option(word)).collect(),
        Some("find") if effective.args.iter().any(|word| word.is("-delete")) => {
            effective.args.iter().take_while(|word| !is_option(word)).collect()
        }
        _ => Vec::new(),
    }
}
