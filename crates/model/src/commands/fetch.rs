//! `curl` and `wget`: what they are asked to fetch, and how.
//!
//! Example: `sudo curl -fsSLo app.tgz https://example.com/app.tgz` is curl with the options `-f`, `-s`, `-S`, `-L` and `-o`,
//! the argument of the last is `app.tgz`, and the URL is its operand.

use super::operands::{Operands, OptionKind};
use crate::tables::options;
use plimsoll_shell::{Command, Word};

/// A program that fetches URLs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Fetcher {
    Curl,
    Wget,
}

/// A command that runs `curl` or `wget`.
#[derive(Debug, Clone)]
pub struct Fetch<'a> {
    /// Which one.
    pub fetcher: Fetcher,
    /// The word of its name.
    pub program: &'a Word,
    /// Its arguments.
    pub operands: Operands<'a>,
}

impl<'a> Fetch<'a> {
    /// The words that are URLs, by their start or because nothing else stands there; options' arguments are none.
    pub fn urls(&self) -> impl Iterator<Item = &'a Word> {
        let given = self.operands.arguments(&["--url"]);
        self.operands.operands.iter().map(|operand| operand.word).chain(given.map(|operand| operand.word))
    }

    /// Whether it fetches anything: `curl --version` does not.
    #[must_use]
    pub fn fetches(&self) -> bool {
        !self.operands.has(&["--version", "-V", "--help", "-h", "-M", "--manual"])
    }

    /// The host that the first URL names; `None` without a URL, or when the host is not written there.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let url = self.urls().next()?;
        let start = url.prefix_literal();
        let rest = start.split_once("://").map_or(&*start, |(_, rest)| rest);
        let end = rest.find(['/', '?', '#']).or_else(|| url.literal().is_some().then_some(rest.len()))?;
        let host = rest[..end].rsplit('@').next()?;
        let host = if host.starts_with('[') {
            host.split(']').next()?.trim_start_matches('[')
        } else {
            host.split(':').next()?
        };
        Some(host.to_ascii_lowercase()).filter(|host| !host.is_empty())
    }
}

/// Reads a command as one of curl or wget; `None` for any other.
#[must_use]
pub fn fetch(command: &Command) -> Option<Fetch<'_>> {
    let effective = command.effective();
    let (fetcher, table) = match effective.name()? {
        "curl" => (Fetcher::Curl, "curl"),
        "wget" | "wget2" => (Fetcher::Wget, "wget"),
        _ => return None,
    };
    // Every option with an argument is in the table, so all others take none.
    let kind = |option: &str| match options::takes_argument(table, option) {
        Some(true) => OptionKind::Argument,
        _ => OptionKind::Flag,
    };
    Some(Fetch { fetcher, program: effective.word?, operands: Operands::read(effective.args, kind) })
}

/// Whether a host is the machine itself.
#[must_use]
pub fn is_local(host: &str) -> bool {
    host == "localhost"
        || host == "::1"
        || host == "0.0.0.0"
        || host.starts_with("127.")
        || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::{Fetcher, fetch, is_local};
    use plimsoll_shell::{Dialect, parse};

    #[test]
    fn options_and_urls_are_told_apart() {
        let script = parse(
            "curl -fsSLo app.tgz -H 'A: b' https://u@Example.com:8443/x; wget -qO- \"$URL\"; cp a b",
            0.into(),
            Dialect::Sh,
        );
        let curl = fetch(&script.commands[0]).expect("curl");
        assert_eq!(curl.fetcher, Fetcher::Curl);
        assert!(curl.operands.has(&["-f"]) && curl.operands.has(&["-L"]) && !curl.operands.has(&["-k"]));
        assert_eq!(curl.urls().count(), 1);
        assert_eq!(curl.host().as_deref(), Some("example.com"));
        let wget = fetch(&script.commands[1]).expect("wget");
        assert_eq!((wget.fetcher, wget.host()), (Fetcher::Wget, None));
        assert!(fetch(&script.commands[2]).is_none());
    }

    #[test]
    fn the_machine_itself_has_several_names() {
        assert!(is_local("localhost") && is_local("127.0.0.1") && !is_local("example.com"));
    }
}
