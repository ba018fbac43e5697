//! Requests over HTTP in health checks, and how the programs of an image make them.
//!
//! Invariant: a request is read only if each of its options is known, and none asks for more than to be silent and to
//! fail.

use crate::StageCx;
use plimsoll_model::commands::{Action, package_command};
use plimsoll_model::dockerfile::{Base, Libc};
use plimsoll_model::tables::image_name::ImageName;

/// A GET of one address that fails when the answer is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Request<'w> {
    program: &'w str,
    url: &'w str,
}

impl<'w> Request<'w> {
    /// Reads the words of `curl` and `wget`.
    pub(super) fn read(words: &[&'w str]) -> Option<Self> {
        let (program, rest) = words.split_first()?;
        let program = program.rsplit('/').next().unwrap_or(program);
        let mut url = None;
        let mut rest = rest.iter().copied();
        while let Some(word) = rest.next() {
            match (program, word) {
                ("curl", "--fail" | "--silent" | "--show-error" | "--location") => {}
                ("curl", "-o" | "--output") | ("wget", "-O" | "--output-document") => {
                    rest.next().filter(|file| matches!(*file, "/dev/null" | "-"))?;
                }
                ("curl", flags) if is_flags(flags, b"fsSL") => {}
                ("wget", "--quiet" | "--spider" | "--no-verbose" | "-nv" | "--tries=1" | "-qO-" | "-O-") => {}
                ("wget", "-O/dev/null" | "-qO/dev/null") => {}
                ("wget", "-t") => {
                    rest.next().filter(|count| *count == "1")?;
                }
                ("wget", "-qO") => {
                    rest.next().filter(|file| matches!(*file, "/dev/null" | "-"))?;
                }
                ("wget", flags) if is_flags(flags, b"q") => {}
                ("curl" | "wget", text) if url.is_none() => {
                    let inner = text.trim_matches(['"', '\'']);
                    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || b":/._-?=&%${}[]".contains(&byte);
                    // In single quotes a variable stays as it is.
                    let is_plain = inner.starts_with("http") && inner.bytes().all(in_word) && !text.contains("'$");
                    url = Some(inner).filter(|_| is_plain && !(text.starts_with('\'') && inner.contains('$')));
                    url?;
                }
                _ => return None,
            }
        }
        Some(Self { program, url: url? })
    }

    /// The same request with what the image has, and what that is called; the words without quotes.
    pub(super) fn otherwise(self, cx: &StageCx<'_>) -> Option<(String, Vec<String>)> {
        let url = self.url;
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        if self.program == "curl" && is_alpine(cx) && !cx.build.lacks_program(cx.stage.id, "wget") {
            return Some(("use `wget`".to_owned(), words(&["wget", "-q", "-O", "/dev/null", url])));
        }
        if self.program == "wget" && installs(cx, "curl") {
            return Some(("use `curl`".to_owned(), words(&["curl", "-fsS", "-o", "/dev/null", url])));
        }
        let Base::Image(image) = cx.build.external_base(cx.stage.id) else { return None };
        let name = ImageName::from_parts(image.registry(), image.repository());
        match name.official()? {
            "python" if image.tag().is_none_or(|tag| !tag.starts_with('2')) => {
                let code = format!("import urllib.request; urllib.request.urlopen('{url}')");
                Some(("use `python`".to_owned(), words(&["python", "-c", &code])))
            }
            "node" if has_fetch(image.tag().unwrap_or("latest")) => {
                let code = format!("fetch('{url}').then(it => process.exit(it.ok ? 0 : 1), () => process.exit(1))");
                Some(("use `node`".to_owned(), words(&["node", "-e", &code])))
            }
            _ => None,
        }
    }
}

/// Whether the word is a group of short options, each one of `known`.
fn is_flags(word: &str, known: &[u8]) -> bool {
    word.strip_prefix('-').is_some_and(|flags| !flags.is_empty() && flags.bytes().all(|flag| known.contains(&flag)))
}

fn is_alpine(cx: &StageCx<'_>) -> bool {
    cx.build.libc(cx.stage.id) == Some(Libc::Musl)
}

/// Whether the tag of Node is one with `fetch`. Source: the documentation of Node.js, "fetch", stable since 18, 2026-11.
fn has_fetch(tag: &str) -> bool {
    let first = tag.split(['.', '-']).next().unwrap_or(tag);
    match first.parse::<u32>() {
        Ok(major) => major >= 18,
        Err(_) => matches!(first, "latest" | "lts" | "current" | "slim" | "alpine"),
    }
}

/// Whether a RUN of the stage or of those that it starts from installs the package.
fn installs(cx: &StageCx<'_>, package: &str) -> bool {
    let steps = cx.build.ancestry(cx.stage.id).flat_map(|stage| cx.build.stage_steps(stage));
    let commands = steps.flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands);
    let installs = commands.filter_map(package_command).filter(|it| it.action == Action::Install);
    installs.into_iter().any(|it| it.packages().any(|(_, name)| name == package))
}
