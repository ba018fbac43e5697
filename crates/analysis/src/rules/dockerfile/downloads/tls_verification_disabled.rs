//! `tls-verification-disabled`: certificate that nobody checks.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};
use plimsoll_text::{Edit, TextRange};
use crate::Finding;
use crate::rules::dockerfile::variables::delete_pair;
use plimsoll_model::commands::{Fetcher, Manager, fetch, is_local, package_command};
use plimsoll_shell::{Command, Word};

rule! {
    /// Without the check of certificates anyone on the way can put something else into the image.
    ///
    /// If the host has a certificate of your own authority, add that authority to the image instead.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV NODE_TLS_REJECT_UNAUTHORIZED=0
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `NODE_TLS_REJECT_UNAUTHORIZED=0` turns off the check of certificates
    /// RUN curl -fsSLk https://example.com/app.tgz -o app.tgz
    /// #        ^^^^^^ warning: `-k` turns off the check of certificates
    /// RUN wget -q --no-check-certificate https://example.com/app.tgz
    /// #           ^^^^^^^^^^^^^^^^^^^^^^ warning: `--no-check-certificate` turns off the check of certificates
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/app.tgz -o app.tgz
    /// RUN wget -q https://example.com/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/app.tgz -o app.tgz
    /// RUN curl -fk https://localhost:8443/health
    /// HEALTHCHECK CMD curl -fk https://localhost:8443/health
    /// ```
    "tls-verification-disabled" {
        summary: "certificate that nobody checks",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["CKV2_DOCKER_2", "CKV2_DOCKER_3", "CKV2_DOCKER_4", "CKV2_DOCKER_5", "CKV2_DOCKER_6", "CKV2_DOCKER_12", "CKV2_DOCKER_13", "CKV2_DOCKER_14", "CKV2_DOCKER_15", "CKV2_DOCKER_16"],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Variables that turn the check off, and the values that do. Source: the programs' documentation, 2026-11.
const VARIABLES: [(&str, &[&str]); 8] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", &["0"]),
    ("PYTHONHTTPSVERIFY", &["0"]),
    ("GIT_SSL_NO_VERIFY", &["1", "true", "yes", "on"]),
    ("NPM_CONFIG_STRICT_SSL", &["false"]),
    ("npm_config_strict_ssl", &["false"]),
    ("YARN_ENABLE_STRICT_SSL", &["false"]),
    ("CONDA_SSL_VERIFY", &["false"]),
    ("COMPOSER_DISABLE_TLS", &["1", "true"]),
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        Body::Env(pairs) => {
            for (at, pair) in pairs.pairs.iter().enumerate() {
                let value = pair.value.as_ref().and_then(|value| value.literal(cx.source()));
                let name = cx.text(pair.key.range);
                let Some(value) = value.filter(|value| turns_off(name, value)) else { continue };
                let edits = delete_pair(cx, cx.instruction, &pairs.pairs, at);
                let fix = edits.map(|edits| Fix::r#unsafe("delete it", edits));
                report(sink, pair.range, &format!("{name}={value}")).fix(fix);
            }
        }
        Body::Run(_) => {
            for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
                for set in command.assignments.iter().chain(&command.declarations) {
                    if let Some(value) = set.value.literal().filter(|value| turns_off(set.name(), value)) {
                        report(sink, set.range, &format!("{}={value}", set.name()));
                    }
                }
                by_command(cx, command, sink);
            }
        }
        _ => {}
    }
}

fn turns_off(name: &str, value: &str) -> bool {
    VARIABLES.iter().any(|(known, values)| *known == name && values.iter().any(|off| off.eq_ignore_ascii_case(value)))
}

fn by_command(cx: &InstructionCx<'_>, command: &Command, sink: &mut Sink) {
    if let Some(fetch) = fetch(command) {
        if fetch.host().is_some_and(|host| is_local(&host)) {
            return;
        }
        let names: &[&str] = match fetch.fetcher {
            Fetcher::Curl => &["-k", "--insecure"],
            Fetcher::Wget => &["--no-check-certificate"],
        };
        let Some((name, word, _)) = fetch.operands.options.iter().find(|(name, ..)| names.contains(name)) else { return };
        report(sink, word.range, name).fix(fix(cx, command, word));
        return;
    }
    let effective = command.effective();
    let (Some(program), args) = (effective.name(), effective.args) else { return };
    let words: Vec<&str> = args.iter().map(|word| word.literal().unwrap_or("")).collect();
    let place = |at: usize| args[at].range;
    match program {
        "git" => {
            for (at, word) in words.iter().enumerate() {
                let lower = word.to_ascii_lowercase();
                if lower == "http.sslverify=false" || lower == "http.sslverify=0" {
                    report(sink, place(at), word);
                } else if lower == "http.sslverify" && matches!(words.get(at + 1), Some(&"false" | &"0")) {
                    report(sink, place(at).cover(place(at + 1)), "http.sslVerify false");
                }
            }
        }
        "npm" | "yarn" | "pnpm" => {
            for (at, word) in words.iter().enumerate() {
                if ["strict-ssl=false", "--strict-ssl=false", "--no-strict-ssl"].contains(word) {
                    report(sink, place(at), word);
                } else if word.trim_start_matches('-') == "strict-ssl" && words.get(at + 1) == Some(&"false") {
                    report(sink, place(at).cover(place(at + 1)), &format!("{word} false"));
                }
            }
        }
        "yum" | "dnf" | "microdnf" => {
            for (at, word) in words.iter().enumerate() {
                if word.contains("sslverify=0") || word.to_ascii_lowercase().contains("sslverify=false") {
                    report(sink, place(at), word);
                }
            }
        }
        _ if package_command(command).is_some_and(|it| it.manager == Manager::Pip) => {
            if let Some(at) = words.iter().position(|word| *word == "--trusted-host" || word.starts_with("--trusted-host=")) {
                report(sink, place(at), "--trusted-host");
            }
        }
        _ => {}
    }
}

fn report<'s>(sink: &'s mut Sink, range: TextRange, what: &str) -> &'s mut Finding {
    let finding = sink.report(range, format!("`{what}` turns off the check of certificates"));
    finding.note("whoever sits between can put something else into the image");
    finding
}

/// Takes the option out, or its letter out of a bundle.
fn fix(cx: &InstructionCx<'_>, command: &Command, word: &Word) -> Option<Fix> {
    let text = word.literal().filter(|text| *text == cx.text(word.range))?;
    let edit = if text.starts_with("--") || text == "-k" {
        let before = command.words.iter().rev().find(|before| before.range.end() <= word.range.start())?;
        let range = TextRange::new(before.range.end(), word.range.end());
        // What stands between may be a line end with a comment.
        cx.text(range)[..usize::from(word.range.start() - before.range.end())].trim_matches(' ').is_empty().then_some(())?;
        Edit::delete(range)
    } else {
        Edit::replace(word.range, text.replacen('k', "", 1))
    };
    Some(Fix::r#unsafe("check the certificate", edit))
}
