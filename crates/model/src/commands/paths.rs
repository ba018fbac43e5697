//! Which files commands write, and where they stand.
//!
//! Invariant: a path is given only if it is literal; a relative one is joined to a folder only if that is known.

use super::fetch::{Fetcher, fetch};
use crate::path::join;
use plimsoll_shell::{Command, RedirectKind, Script, Word};

/// The folder in which `command` of `script` runs, when the script starts in `start`: each `cd` in the same list
/// or around it counts. `None` as soon as one of them cannot be known.
#[must_use]
pub fn directory_at(script: &Script, command: &Command, start: Option<&str>) -> Option<String> {
    let around: Vec<_> = script.scopes_of(command).map(|scope| scope.range).collect();
    let mut directory = start.map(str::to_owned);
    for other in script.commands.iter().take_while(|other| other.range.start() < command.range.start()) {
        let reaches = script.scopes_of(other).next().is_none_or(|scope| around.contains(&scope.range));
        if !reaches || !matches!(other.name(), Some("cd" | "pushd" | "popd")) {
            continue;
        }
        let target = other.args().iter().find(|word| !word.prefix_literal().starts_with('-') || word.is("-"));
        directory = match target.and_then(Word::literal) {
            Some("-") | None => None,
            Some(path) if path.starts_with('~') => None,
            Some(path) if path.starts_with('/') => Some(join("/", path)),
            Some(path) => directory.map(|directory| join(&directory, path)),
        };
    }
    directory
}

/// The file that `curl` or `wget` saves what it fetches to, as written or named by the URL; `None` when it prints it,
/// or when its name cannot be known.
#[must_use]
pub fn saved_file(command: &Command) -> Option<String> {
    let fetch = fetch(command)?;
    let operands = &fetch.operands;
    let of_url = || file_name_of_url(fetch.urls().next()?.literal()?).map(str::to_owned);
    let in_folder = |name: String, folders: &[&str]| match operands.arguments(folders).last() {
        Some(folder) => folder.text.map(|folder| format!("{}/{name}", folder.trim_end_matches('/'))),
        None => Some(name),
    };
    let redirected = || {
        let output = |kind| matches!(kind, RedirectKind::Output | RedirectKind::Clobber);
        let found = command.redirects.iter().find(|it| output(it.kind) && it.descriptor.unwrap_or(1) == 1)?;
        found.target.literal().map(str::to_owned)
    };
    match fetch.fetcher {
        Fetcher::Curl => match operands.arguments(&["-o", "--output"]).last() {
            Some(file) => in_folder(file.text.filter(|file| *file != "-")?.to_owned(), &["--output-dir"]),
            None if operands.has(&["-O", "--remote-name", "--remote-name-all"]) => {
                in_folder(of_url()?, &["--output-dir"])
            }
            None => redirected(),
        },
        Fetcher::Wget => match operands.arguments(&["-O", "--output-document"]).last() {
            Some(file) if file.text == Some("-") => redirected(),
            Some(file) => file.text.map(str::to_owned),
            None => in_folder(of_url()?, &["-P", "--directory-prefix"]),
        },
    }
}

/// The last part of a URL's path, without query and fragment.
#[must_use]
pub fn file_name_of_url(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?;
    let rest = path.split_once("://").map_or(path, |(_, rest)| rest);
    rest.rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty())
}

/// The words that name files which the command writes: targets of `>`, of `tee`, `touch`, `cp`, `mv`, `install`, `ln`.
#[must_use]
pub fn written(command: &Command) -> Vec<&Word> {
    let output = |kind| {
        matches!(kind, RedirectKind::Output | RedirectKind::Clobber | RedirectKind::Append | RedirectKind::OutputBoth)
    };
    let mut words: Vec<&Word> =
        command.redirects.iter().filter(|redirect| output(redirect.kind)).map(|redirect| &redirect.target).collect();
    let effective = command.effective();
    let operands = || effective.args.iter().filter(|word| !word.prefix_literal().starts_with('-'));
    match effective.name() {
        Some("tee" | "touch" | "mkdir") => words.extend(operands()),
        Some("cp" | "mv" | "install" | "ln" | "rsync") => words.extend(operands().next_back()),
        _ => {}
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{directory_at, saved_file, written};
    use plimsoll_shell::{Dialect, parse};

    #[test]
    fn where_downloads_go() {
        for (text, file) in [
            ("curl -fsSLo /tmp/a.tgz https://example.com/x", Some("/tmp/a.tgz")),
            ("curl -fLO https://example.com/x.tgz?raw=1", Some("x.tgz")),
            ("curl -fsSL https://example.com/x > y", Some("y")),
            ("curl -fsSL https://example.com/x", None),
            ("wget -q https://example.com/x.sh", Some("x.sh")),
            ("wget -P /opt https://example.com/x.sh", Some("/opt/x.sh")),
            ("wget -qO- https://example.com/x.sh", None),
            ("wget -O $X https://example.com/x.sh", None),
        ] {
            let script = parse(text, 0.into(), Dialect::Sh);
            assert_eq!(saved_file(&script.commands[0]).as_deref(), file, "{text}");
        }
    }

    #[test]
    fn folders_are_followed() {
        let script = parse("a && cd x && b && (cd /y && c) && d && cd $Z && e", 0.into(), Dialect::Sh);
        let at = |name: &str| {
            let command = script.commands.iter().find(|command| command.name() == Some(name)).expect("it is there");
            directory_at(&script, command, Some("/srv"))
        };
        assert_eq!(at("a").as_deref(), Some("/srv"));
        assert_eq!(at("b").as_deref(), Some("/srv/x"));
        assert_eq!(at("c").as_deref(), Some("/y"));
        assert_eq!(at("d").as_deref(), Some("/srv/x"));
        assert_eq!(at("e"), None);
    }

    #[test]
    fn what_is_written() {
        let script = parse("echo a > b; cp c d; x | tee -a e", 0.into(), Dialect::Sh);
        let words: Vec<&str> = script.commands.iter().flat_map(written).map(|word| word.raw()).collect();
        assert_eq!(words, ["b", "d", "e"]);
    }
}
