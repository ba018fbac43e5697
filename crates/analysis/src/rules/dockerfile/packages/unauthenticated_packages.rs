//! `unauthenticated-packages`: packages without a check of their signature.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::delete_words;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, package_command};

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

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let options: &[&str] = match package_command(cx.command) {
        Some(command) => match command.manager {
            Manager::Apt => &["--allow-unauthenticated", "--allow-insecure-repositories"],
            Manager::Apk if !verifies(cx) => &["--allow-untrusted"],
            Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => {
                &["--nogpgcheck", "--no-gpgchecks", "--setopt=gpgcheck=0"]
            }
            Manager::Zypper => &["--no-gpg-checks", "--allow-unsigned-rpm"],
            _ => return,
        },
        None if effective.name() == Some("rpm") => &["--nosignature", "--nodigest", "--noverify"],
        None => return,
    };
    for word in effective.args {
        let Some(text) = word.literal().filter(|text| options.contains(text)) else { continue };
        let checked = match text {
            "--nodigest" => "digests",
            "--noverify" => "packages",
            _ => "signatures",
        };
        sink.report(word.range, format!("`{text}` turns the check of {checked} off"))
            .note("install the key of the repository instead")
            .fix(delete_words(cx, &[word.range]).map(|edits| Fix::r#unsafe(format!("delete `{text}`"), edits)));
    }
}

/// Whether a checksum is verified in the same RUN.
fn verifies(cx: &CommandCx<'_>) -> bool {
    let text = cx.text(cx.instruction.instruction.range);
    ["sha256sum", "sha512sum", "sha1sum", "gpg --verify"].iter().any(|program| text.contains(program))
}
