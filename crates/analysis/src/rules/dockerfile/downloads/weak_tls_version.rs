//! `weak-tls-version`: TLS of a version that is broken.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit};
use plimsoll_model::commands::{Fetcher, fetch};

rule! {
    /// SSL 2 and 3, TLS 1.0 and 1.1 are broken, and no server needs them any more.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSL --tlsv1.0 https://example.com/app.tgz -o app.tgz
    /// #              ^^^^^^^^^ warning: `--tlsv1.0` allows a protocol that is broken
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSL --tlsv1.2 https://example.com/app.tgz -o app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSL --tlsv1.2 https://example.com/app.tgz -o app.tgz
    /// RUN curl -fsSL --tlsv1 https://example.com/app.tgz -o app.tgz
    /// ```
    "weak-tls-version" {
        summary: "TLS of a version that is broken",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(fetch) = fetch(cx.command) else { return };
    for (name, word, value) in &fetch.operands.options {
        let value = value.and_then(|value| value.text).unwrap_or("");
        let better = match (fetch.fetcher, *name, value) {
            (Fetcher::Curl, "--tlsv1.0" | "--tlsv1.1" | "--sslv2" | "--sslv3" | "-2" | "-3", _) => "--tlsv1.2",
            (Fetcher::Wget, "--secure-protocol", "SSLv2" | "SSLv3" | "TLSv1" | "TLSv1_1") => "--secure-protocol=TLSv1_2",
            _ => continue,
        };
        let shown = cx.text(word.range);
        let fix = (shown == *name || shown == format!("{name}={value}"))
            .then(|| Fix::r#unsafe(format!("write `{better}`"), Edit::replace(word.range, better)));
        let fix = fix.filter(|_| fetch.fetcher == Fetcher::Curl || shown.contains('='));
        sink.report(word.range, format!("`{shown}` allows a protocol that is broken")).fix(fix);
    }
}
