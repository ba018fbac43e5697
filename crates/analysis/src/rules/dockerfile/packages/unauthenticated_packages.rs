//! `unauthenticated-packages`: packages without a check of their signature.

use super::unsigned_sources::unsigned;
use crate::rule::rule;
use crate::rules::dockerfile::list_edits::delete_words;
use crate::rules::dockerfile::surroundings::says;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::package_command;
use plimsoll_shell::Word;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Whoever stands between the build and the archive, or owns a mirror, puts into the image what they like.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y --allow-unauthenticated curl
    ///                      # ^^^^^^^^^^^^^^^^^^^^^^^ warning: `--allow-unauthenticated` turns the check of signatures off
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get install -y curl
    /// ```
    ///
    /// A source or repository can say so as well:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY example.asc /etc/apt/trusted.gpg.d/
    /// RUN echo "deb [arch=amd64 trusted=yes] https://packages.example.com/debian stable main" > /etc/apt/sources.list.d/example.list
    /// #                         ^^^^^^^^^^^ warning: `trusted=yes` turns the check of signatures off
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY example.asc /etc/apt/trusted.gpg.d/
    /// RUN echo "deb [arch=amd64] https://packages.example.com/debian stable main" > /etc/apt/sources.list.d/example.list
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// COPY tool.apk /tmp/
    /// RUN echo "0123abc  /tmp/tool.apk" | sha256sum -c && apk add --allow-untrusted /tmp/tool.apk && apk add curl
    /// ```
    "unauthenticated-packages" {
        summary: "packages without a check of their signature",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10"],
        options: &[],
        check: Check::Command(check),
    }
}

/// Options that turn the check off, by program.
const OPTIONS: [(&[&str], &[&str]); 5] = [
    (&["apt-get", "apt", "aptitude"], &["--allow-unauthenticated", "--allow-insecure-repositories"]),
    (&["apk"], &["--allow-untrusted"]),
    (&["yum", "dnf", "dnf5", "microdnf", "tdnf"], &["--nogpgcheck", "--no-gpgchecks"]),
    (&["zypper"], &["--no-gpg-checks", "--allow-unsigned-rpm"]),
    (&["rpm"], &["--nosignature", "--nodigest", "--noverify"]),
];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(name) = effective.name() else { return };
    let options = OPTIONS.iter().find(|(programs, _)| programs.contains(&name)).map_or(&[][..], |(_, options)| options);
    for (at, word) in effective.args.iter().enumerate() {
        let Some(text) = word.literal() else { continue };
        let before = at.checked_sub(1).and_then(|at| effective.args.get(at));
        let (ranges, shown) = if options.contains(&text) {
            (vec![word.range], text)
        } else if let Some(setting) = setting(name, text, before) {
            // `-o NAME=value` and `-P NoSecurity` are two words.
            let own = before
                .filter(|it| matches!(it.literal(), Some("-o" | "--option" | "--setopt" | "-P" | "--trust-policy")));
            (own.map(|it| it.range).into_iter().chain([word.range]).collect(), setting)
        } else {
            continue;
        };
        if text == "--allow-untrusted" && verifies(cx) {
            continue;
        }
        let checked = match text {
            "--nodigest" => "digests",
            "--noverify" => "packages",
            _ => "signatures",
        };
        let edits = delete_words(cx, &ranges);
        let range = ranges.iter().fold(word.range, |all: TextRange, range| all.cover(*range));
        sink.report(range, format!("`{shown}` turns the check of {checked} off"))
            .note("install the key of the repository instead")
            .fix(edits.map(|edits| Fix::r#unsafe(format!("delete `{shown}`"), edits)));
    }
    for found in unsigned(cx) {
        sink.report(found.range, format!("`{}` turns the check of signatures off", cx.text(found.range)))
            .note("install the key of the repository instead, and name it in `signed-by=` or `gpgkey=`")
            .fix(found.edit.map(|edit: Edit| match has_key(cx) {
                true => Fix::r#unsafe("check them", edit),
                // Without a key, nothing would be installed any more.
                false => Fix::manual("check them, once there is a key", edit),
            }));
    }
}

/// Whether the stage installs keys that packages may be signed with.
fn has_key(cx: &CommandCx<'_>) -> bool {
    let signs = ["apt-key", "signed-by", "trusted.gpg", "keyring", "gpgkey=", "rpm --import", "rpm-gpg"];
    cx.stage.is_some_and(|stage| says(cx, stage, &signs))
}

/// A setting in an argument that turns the check off, as it is written.
fn setting<'t>(program: &str, text: &'t str, before: Option<&Word>) -> Option<&'t str> {
    let is_on = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "true" | "1" | "yes");
    match program {
        "apt-get" | "apt" | "aptitude" => {
            let setting = text.strip_prefix("-o").unwrap_or(text);
            let (name, value) = setting.split_once('=')?;
            let turns_off = ["APT::Get::AllowUnauthenticated", "Acquire::AllowInsecureRepositories"];
            (turns_off.iter().any(|it| name.eq_ignore_ascii_case(it)) && is_on(value)).then_some(setting)
        }
        "yum" | "dnf" | "dnf5" | "microdnf" | "tdnf" | "yum-config-manager" => {
            let setting = text.strip_prefix("--setopt=").unwrap_or(text);
            let (name, value) = setting.split_once('=')?;
            let is_check = name == "gpgcheck" || name.ends_with(".gpgcheck");
            (is_check && matches!(value, "0" | "false" | "False" | "no")).then_some(setting)
        }
        "gem" => {
            (text == "NoSecurity" && before.is_some_and(|it| it.is("-P") || it.is("--trust-policy"))).then_some(text)
        }
        _ => None,
    }
}

/// Whether all that an apk adds is files of which a checksum is verified in the same RUN.
fn verifies(cx: &CommandCx<'_>) -> bool {
    let text = cx.text(cx.instruction.instruction.range);
    let only_files = package_command(cx.command).is_some_and(|it| {
        it.operands.operands.iter().all(|operand| operand.text.is_none_or(|text| text.ends_with(".apk")))
    });
    only_files && ["sha256sum", "sha512sum", "sha1sum", "gpg --verify"].iter().any(|program| text.contains(program))
}
