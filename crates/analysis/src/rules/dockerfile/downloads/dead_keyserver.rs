//! `dead-keyserver`: server for keys that is gone.

use crate::rule::rule;
use crate::{Applicability, Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::Edit;

rule! {
    /// The SKS pool and MIT's server for keys no longer answer, or only now and then.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN gpg --batch --keyserver hkp://pool.sks-keyservers.net --recv-keys 0123456789ABCDEF0123456789ABCDEF01234567
    /// #                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: the keyserver `pool.sks-keyservers.net` is gone
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN gpg --batch --keyserver hkps://keyserver.ubuntu.com --recv-keys 0123456789ABCDEF0123456789ABCDEF01234567
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys 0123456789ABCDEF0123456789ABCDEF01234567
    /// ```
    "dead-keyserver" {
        summary: "server for keys that is gone",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// Source: sks-keyservers.net went away in 2021-06; keys.gnupg.net was an alias of it; pgp.mit.edu and
/// keyserver.pgp.com time out, 2026-11.
const GONE: [&str; 4] = ["sks-keyservers.net", "pgp.mit.edu", "keys.gnupg.net", "keyserver.pgp.com"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let args = cx.command.effective().args;
    // Of a list of servers, one that is there already must not come again.
    let is_list = args.iter().filter(|word| is_server(word.raw().trim_matches(['"', '\'']))).count() > 1;
    let most = if is_list { Applicability::Manual } else { Applicability::Unsafe };
    for word in args {
        let Some(text) = word.literal() else { continue };
        let host = host(text);
        if !is_gone(host) {
            continue;
        }
        let is_plain = cx.text(word.range) == text;
        let option = &text[..text.len() - address(text).len()];
        let better = format!("{option}hkps://keyserver.ubuntu.com");
        let fix = is_plain.then(|| Fix::r#unsafe("ask `keyserver.ubuntu.com`", Edit::replace(word.range, better)));
        sink.report(word.range, format!("the keyserver `{host}` is gone")).fix(fix.map(|fix| fix.at_most(most)));
    }
}

fn is_gone(host: &str) -> bool {
    GONE.iter().any(|gone| host == *gone || host.ends_with(&format!(".{gone}")))
}

/// Whether a word is the address of a keyserver, gone or not.
fn is_server(word: &str) -> bool {
    let host = host(word);
    is_gone(host) || address(word).starts_with("hkp") || host.starts_with("keyserver.") || host.starts_with("keys.")
}

/// The address in a word that may be an option with one.
fn address(word: &str) -> &str {
    word.strip_prefix("--keyserver=").unwrap_or(word)
}

fn host(word: &str) -> &str {
    let address = address(word);
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    host.split(['/', ':']).next().unwrap_or(host)
}
