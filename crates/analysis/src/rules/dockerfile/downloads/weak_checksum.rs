//! `weak-checksum`: checksum that can be forged.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};

rule! {
    /// Files with a chosen MD5 or SHA-1 sum can be made. SHA-256 holds.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://example.com/a.tgz && echo "d41d8cd98f00b204e9800998ecf8427e  a.tgz" | md5sum -c
    /// #                                                                                             ^^^^^^ note: `md5sum` does not hold a file: two contents with one sum can be made
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://example.com/a.tgz && sha256sum -c a.tgz.sha256
    /// RUN md5sum a.tgz > a.tgz.md5
    /// ```
    "weak-checksum" {
        summary: "checksum that can be forged",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(name @ ("md5sum" | "sha1sum" | "openssl")) = effective.name() else { return };
    let mut args = effective.args.iter().filter_map(|word| word.literal());
    let checks = match name {
        "openssl" => match args.next() {
            Some("dgst") => args.any(|text| matches!(text, "-md5" | "-sha1")),
            first => matches!(first, Some("md5" | "sha1")),
        },
        _ => args
            .any(|text| text == "--check" || (text.starts_with('-') && !text.starts_with("--") && text.contains('c'))),
    };
    let strong =
        cx.script.commands.iter().filter_map(|other| other.effective().name()).any(|other| {
            matches!(other, "sha256sum" | "sha512sum" | "sha384sum" | "shasum" | "gpg" | "gpgv" | "cosign")
        });
    if let Some(word) = effective.word.filter(|_| checks && !strong) {
        sink.report(word.range, format!("`{name}` does not hold a file: two contents with one sum can be made"));
    }
}
