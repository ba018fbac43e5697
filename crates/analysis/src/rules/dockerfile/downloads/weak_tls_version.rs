//! `weak-tls-version`: TLS of a version that is broken.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Fetch, Fetcher, fetch};
use plimsoll_text::{Edit, TextRange, size};

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
        check: Check::Instruction(check),
    }
}

/// Settings that name the oldest version, what stands between, and the versions that are broken.
/// Source: manuals of OpenSSL (`MinProtocol`), Node.js (`--tls-min-v1.0`) and apt (`SslForceVersion`), 2026-11.
const SETTINGS: [(&str, &str, &[&str], &str); 3] = [
    ("MinProtocol", " =", &["TLSv1", "TLSv1.0", "TLSv1.1", "SSLv3", "SSLv2"], "TLSv1.2"),
    ("--tls-min-", "", &["v1.0", "v1.1"], "v1.2"),
    ("SslForceVersion", " =\"", &["TLSv1", "TLSv1.0", "TLSv1.1"], "TLSv1.2"),
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        Body::Env(pairs) => {
            for value in pairs.pairs.iter().filter_map(|pair| pair.value.as_ref()) {
                by_setting(cx, value.range, true, sink);
            }
        }
        Body::Run(_) => {
            for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
                let Some(fetch) = fetch(command) else {
                    let edits = matches!(command.effective().name(), Some("sed" | "perl" | "awk"));
                    let searches = matches!(command.effective().name(), Some("grep" | "egrep"));
                    for word in command.words.iter().filter(|_| !searches) {
                        by_setting(cx, word.range, !edits, sink);
                    }
                    continue;
                };
                by_option(cx, &fetch, sink);
            }
        }
        _ => {}
    }
}

fn by_option(cx: &InstructionCx<'_>, fetch: &Fetch<'_>, sink: &mut Sink) {
    for (name, word, value) in &fetch.operands.options {
        let value = value.and_then(|value| value.text).unwrap_or("");
        let better = match (fetch.fetcher, *name, value) {
            (Fetcher::Curl, "--tlsv1.0" | "--tlsv1.1" | "--sslv2" | "--sslv3" | "-2" | "-3", _) => "--tlsv1.2",
            (Fetcher::Wget, "--secure-protocol", "SSLv2" | "SSLv3" | "TLSv1" | "TLSv1_1") => {
                "--secure-protocol=TLSv1_2"
            }
            _ => continue,
        };
        let shown = cx.text(word.range);
        let fix = (shown == *name || shown == format!("{name}={value}"))
            .then(|| Fix::r#unsafe(format!("write `{better}`"), Edit::replace(word.range, better)));
        let fix = fix.filter(|_| fetch.fetcher == Fetcher::Curl || shown.contains('='));
        sink.report(word.range, format!("`{shown}` allows a protocol that is broken")).fix(fix);
    }
}

/// The last mention of a setting counts: an edit of a file names the old value first.
fn by_setting(cx: &InstructionCx<'_>, range: TextRange, is_written: bool, sink: &mut Sink) {
    let text = cx.text(range);
    for (name, between, broken, better) in SETTINGS {
        let Some(at) = text.rfind(name) else { continue };
        let rest = &text[at + name.len()..];
        let version = rest.trim_start_matches(|it| between.contains(it));
        let end = version.find(|it: char| !it.is_ascii_alphanumeric() && it != '.').unwrap_or(version.len());
        let version = &version[..end];
        if !broken.contains(&version.trim_end_matches('.')) {
            continue;
        }
        let start = at + text[at..].find(version).unwrap_or(0);
        let place = TextRange::at(range.start() + size(start), size(version.len()));
        let shown = &text[at..start + version.len()];
        let fix = is_written.then(|| Fix::r#unsafe(format!("write `{better}`"), Edit::replace(place, better)));
        sink.report(range, format!("`{shown}` allows a protocol that is broken")).fix(fix);
        return;
    }
}
