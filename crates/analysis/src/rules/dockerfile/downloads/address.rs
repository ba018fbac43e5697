//! Addresses that the network can be asked about, and commands that are put behind a download.
//!
//! Invariant: an address is asked about only if the build asks for the very same one, without a user and without headers;
//! a command is put only where it runs if and only if the download has succeeded.

use crate::InstructionCx;
use crate::rules::dockerfile::lines::plain_run;
use plimsoll_model::commands::{Fetch, Fetcher, is_local};
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::{Edit, TextRange};

/// `text` as an address by https that means itself: nothing in it is expanded or decoded by anybody.
pub(super) fn https(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.split(':').next().unwrap_or(authority);
    let is_plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?=&%+@,;!#".contains(&byte));
    let is_named = host.contains('.') && !authority.contains('@') && !is_local(host);
    (is_plain && is_named).then_some(text)
}

/// Whether nothing in an address says that it gives something else from time to time, so that a checksum would only turn
/// the next release into an error. What an interface answers is asked because it changes.
pub(super) fn seems_fixed(url: &str) -> bool {
    const MOVING: [&str; 13] = [
        "latest", "current", "stable", "nightly", "daily", "snapshot", "edge", "master", "main", "head", "heads",
        "develop", "dev",
    ];
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut words = path.split(|it: char| !it.is_ascii_alphanumeric());
    !host.starts_with("api.") && !words.any(|word| MOVING.iter().any(|moving| word.eq_ignore_ascii_case(moving)))
}

/// The one address of a download that sends nothing but the question for it, so that anybody gets the same.
pub(super) fn plain_download<'a>(fetch: &Fetch<'a>) -> Option<&'a str> {
    const CURL: [&str; 40] = [
        "-f",
        "--fail",
        "--fail-with-body",
        "-s",
        "--silent",
        "-S",
        "--show-error",
        "-L",
        "--location",
        "-o",
        "--output",
        "-O",
        "--remote-name",
        "--output-dir",
        "--create-dirs",
        "--url",
        "--retry",
        "--retry-delay",
        "--retry-max-time",
        "--retry-connrefused",
        "--retry-all-errors",
        "--connect-timeout",
        "-m",
        "--max-time",
        "--proto",
        "--proto-redir",
        "--tlsv1.2",
        "--tlsv1.3",
        "--ssl-reqd",
        "-#",
        "--progress-bar",
        "--no-progress-meter",
        "-4",
        "--ipv4",
        "-6",
        "--ipv6",
        "-v",
        "--verbose",
        "--max-redirs",
        "-q",
    ];
    const WGET: [&str; 23] = [
        "-q",
        "--quiet",
        "-n",
        "-v",
        "-nv",
        "--no-verbose",
        "-O",
        "--output-document",
        "-P",
        "--directory-prefix",
        "-t",
        "--tries",
        "-T",
        "--timeout",
        "--connect-timeout",
        "--read-timeout",
        "--waitretry",
        "--retry-connrefused",
        "--progress",
        "--show-progress",
        "--https-only",
        "-4",
        "--secure-protocol",
    ];
    let known: &[&str] = match fetch.fetcher {
        Fetcher::Curl => &CURL,
        Fetcher::Wget => &WGET,
    };
    let mut urls = fetch.urls();
    let (Some(url), None) = (urls.next(), urls.next()) else { return None };
    let is_plain = !fetch.operands.doubtful && fetch.operands.options.iter().all(|(name, ..)| known.contains(name));
    // A quoted `&` or `?` means itself, and what the shell expands is no literal.
    https(url.literal()?).filter(|_| is_plain)
}

/// Puts `line` behind `command` in its list of `&&`, in the manner in which the next one stands there.
pub(super) fn behind(cx: &InstructionCx<'_>, script: &Script, command: &Command, line: &str) -> Option<Edit> {
    plain_run(cx)?;
    let place = &command.place;
    let is_flat = |it: &Command| it.depth == 0 && it.place.pipeline.is_none();
    if !script.complete || !is_flat(command) || place.background || place.negated {
        return None;
    }
    let joint = match script.commands.iter().find(|other| other.range.start() >= command.range.end()) {
        None => " && ",
        Some(next) if next.depth == 0 && next.connector() == Connector::And => {
            let gap = cx.text(TextRange::new(command.range.end(), next.range.start()));
            let is_operator = gap.replacen("&&", "", 1).chars().all(|it| it.is_whitespace() || it == '\\');
            if is_operator { gap } else { " && " }
        }
        // A construct, which has a list of its own, or an end that does not look at the outcome.
        Some(_) => return None,
    };
    Some(Edit::insert(command.range.end(), format!("{joint}{line}")))
}
