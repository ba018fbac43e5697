//! `cleartext-download`: download without encryption.

use super::address::https;
use crate::rule::rule;
use crate::{Category, Check, Finding, Fix, FixAvailability, InstructionCx, Level, Levels, Question, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::commands::{Manager, downloads, package_command};
use plimsoll_model::tables::https::serves_https;
use plimsoll_shell::{Command, Word};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// What comes by `http://` or `ftp://` can be changed by anyone on the way.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLO http://downloads.acme.io/app.tgz
    /// #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `http://` lets anyone on the way change this download
    /// ADD http://downloads.acme.io/data.tgz /tmp/
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `http://` lets anyone on the way change this download
    /// ```
    ///
    /// Of some hosts it is known that they serve the same by `https://`:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLO http://github.com/acme/app/releases/download/v1.2/app.tgz
    /// #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `http://` lets anyone on the way change this download
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://github.com/acme/app/releases/download/v1.2/app.tgz
    /// ```
    ///
    /// With `--online` the others are asked. With this answer:
    ///
    /// ```text,network
    /// tls https://files.acme.io/app.tgz yes
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ADD http://files.acme.io/app.tgz /tmp/
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `http://` lets anyone on the way change this download
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ADD https://files.acme.io/app.tgz /tmp/
    /// ```
    ///
    /// A checksum that follows holds the content, and signed package archives hold their own:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLO http://downloads.acme.io/app.tgz && sha256sum -c app.sha256
    /// RUN curl -fsS http://localhost:8080/ && wget -q http://deb.debian.org/debian/x.deb && curl http://proxy/x
    /// ```
    "cleartext-download" {
        summary: "download without encryption",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        Body::Copy(copy)
            if cx.instruction.keyword == Keyword::Add && cx.instruction.flag(cx.source(), "checksum").is_none() =>
        {
            for source in &copy.sources {
                report(cx, sink, source.range, cx.text(source.range));
            }
        }
        Body::Run(_) => {
            let commands = || cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
            if commands().any(|command| command.effective().name().is_some_and(verifies)) {
                return;
            }
            for command in commands() {
                let urls = downloads(command).into_iter().map(|url| url.word).chain(indexes_and_keys(command));
                for word in urls {
                    report(cx, sink, word.range, &word.prefix_literal());
                }
            }
        }
        _ => {}
    }
}

/// Where pip and gem look for packages, and the keys that rpm and apt-key fetch.
fn indexes_and_keys(command: &Command) -> Vec<&Word> {
    let effective = command.effective();
    let args = effective.args;
    let is = |at: usize, texts: &[&str]| args.get(at).is_some_and(|word| texts.iter().any(|text| word.is(text)));
    let is_pip = package_command(command).is_some_and(|it| matches!(it.manager, Manager::Pip | Manager::Uv));
    // A host that pip is told to trust is meant to be asked so.
    let is_trusted = args.iter().any(|word| word.prefix_literal().starts_with("--trusted-host"));
    let options: &[&str] = match effective.name() {
        Some("gem") if is(0, &["install", "i", "update"]) => &["--source", "-s"],
        Some("gem") if is(0, &["sources", "source"]) => &["--add", "-a"],
        Some("rpm") => &["--import"],
        Some("apt-key") => &["--fetch-keys"],
        _ if is_pip && !is_trusted => &["-i", "--index-url", "--extra-index-url", "--default-index", "--index"],
        _ => return Vec::new(),
    };
    let behind = |pair: &[Word]| options.iter().any(|option| pair[0].is(option));
    let starts = |word: &&Word| {
        let text = word.prefix_literal();
        ["http://", "ftp://"].iter().any(|scheme| text.starts_with(scheme))
    };
    args.windows(2).filter(|pair| behind(pair)).map(|pair| &pair[1]).filter(starts).collect()
}

fn verifies(name: &str) -> bool {
    matches!(
        name,
        "sha256sum"
            | "sha512sum"
            | "sha384sum"
            | "sha1sum"
            | "md5sum"
            | "shasum"
            | "gpg"
            | "gpg2"
            | "gpgv"
            | "cosign"
            | "minisign"
            | "openssl"
    )
}

fn report(cx: &InstructionCx<'_>, sink: &mut Sink, range: TextRange, url: &str) {
    let url = url.trim_matches(['"', '\'']);
    let Some((scheme @ ("http" | "ftp" | "git"), rest)) = url.split_once("://") else { return };
    // Without its end, a name may go on in a variable.
    let Some(end) = rest.find(['/', '?', '#']) else { return };
    let host = rest[..end].rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    if host.contains('$') || is_near(&host) || is_signed_archive(&host) {
        return;
    }
    let finding = sink
        .report(range, format!("`{scheme}://` lets anyone on the way change this download"))
        .note("use `https://`, or check the content by a checksum");
    let fix = fix(cx, finding, range, scheme, &host);
    finding.fix(fix);
}

/// Writes `https://` where the host is known to serve the same by it, or says so; elsewhere somebody has to try.
fn fix(cx: &InstructionCx<'_>, finding: &mut Finding, range: TextRange, scheme: &str, host: &str) -> Option<Fix> {
    let start = cx.text(range).find(&format!("{scheme}://")).filter(|at| *at < 2)?;
    let place = TextRange::at(range.start() + size(start), size(scheme.len()));
    // A port is that of the other protocol.
    let has_port = cx
        .text(range)
        .split_once("://")
        .is_some_and(|(_, rest)| rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains(':')));
    let edit = Edit::replace(place, "https");
    match serves_https(host) {
        _ if has_port || scheme == "ftp" => None,
        true => Some(Fix::r#unsafe("use `https://`", edit)),
        false if scheme == "http" => {
            let encrypted = cx.text(range).trim_matches(['"', '\'']).replacen("http://", "https://", 1);
            let question = https(&encrypted).map(|url| Question::SpeaksTls { url: url.to_owned() });
            Some(match question.and_then(|question| finding.answer(cx, question)) {
                Some(_) => Fix::r#unsafe("use `https://`, which the server speaks", edit),
                None => Fix::manual("try `https://`", edit),
            })
        }
        false => None,
    }
}

/// The machine itself, private networks, and names that only a private network knows.
/// Source: RFC 1918, RFC 3927, RFC 6762, 2026-11.
fn is_near(host: &str) -> bool {
    let private = ["10.", "192.168.", "169.254.", "127."].iter().any(|start| host.starts_with(start));
    let in_172 = host.strip_prefix("172.").and_then(|rest| rest.split('.').next()?.parse::<u8>().ok());
    let ends =
        [".local", ".internal", ".svc", ".localhost", ".lan", ".corp", ".home", ".test", ".localdomain", ".cluster"];
    private
        || in_172.is_some_and(|second| (16..32).contains(&second))
        || !host.contains('.')
        || host.starts_with('[')
        || ends.iter().any(|end| host.ends_with(end))
        || host == "0.0.0.0"
}

/// Archives whose indexes are signed, so that their package managers notice a change.
fn is_signed_archive(host: &str) -> bool {
    let archives = [
        "deb.debian.org",
        "security.debian.org",
        "archive.debian.org",
        "snapshot.debian.org",
        "archive.ubuntu.com",
        "security.ubuntu.com",
        "ports.ubuntu.com",
        "old-releases.ubuntu.com",
        "ppa.launchpad.net",
    ];
    archives.contains(&host)
        || host.ends_with(".debian.org")
        || host.ends_with(".ubuntu.com")
        || host.ends_with("alpinelinux.org")
}
