//! `platform-mismatch`: a base image that is not there for the platform that is asked for.

use crate::questions::{AskedPlatform, asked_platforms};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::dockerfile::UseKind;

rule! {
    /// FROM, or a Compose or Bake file that builds this one, asks for a platform for which the registry has no such
    /// image. The build stops, or goes on with an image of another platform that does not run.
    ///
    /// Only the registry knows, so nothing is said without `--online`. With this answer:
    ///
    /// ```text,registry
    /// postgres:18.1 - platforms=linux/amd64,linux/arm64/v8
    /// acme/tool:1.2 - platforms=linux/amd64
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM --platform=linux/s390x postgres:18.1
    /// #    ^^^^^^^^^^^^^^^^^^^^^^ warning: `postgres:18.1` is not there for `linux/s390x`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM --platform=linux/arm64 postgres:18.1
    /// FROM --platform=$BUILDPLATFORM acme/tool:1.2
    /// FROM --platform=linux/s390x debian:12.11
    /// ```
    ///
    /// # Builds for several platforms
    ///
    /// ```text,registry
    /// acme/tool:1.2 - platforms=linux/amd64
    /// ```
    ///
    /// ```hcl,context,file=docker-bake.hcl
    /// target "default" {
    ///   platforms = ["linux/amd64", "linux/arm64"]
    /// }
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM acme/tool:1.2
    /// #    ^^^^^^^^^^^^^ warning: `acme/tool:1.2` is not there for `linux/arm64`
    /// ```
    "platform-mismatch" {
        summary: "base image that is not there for the platform that is asked for",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["InvalidBaseImagePlatform", "tally/platform-mismatch"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for used in cx.build.images.iter().filter(|used| used.kind == UseKind::From) {
        let image = used.image.text();
        let wanted = asked_platforms(cx.build, cx.workspace, &cx.file.path, cx.build.stage(used.stage));
        if wanted.is_empty() {
            continue;
        }
        let Some(facts) = sink.image(cx, image).filter(|facts| !facts.platforms.is_empty()) else { continue };
        for asked in wanted {
            let AskedPlatform { platform, flag, file } = asked;
            if facts.platforms.iter().any(|own| is_same(own, &platform)) {
                continue;
            }
            let range = flag.unwrap_or_else(|| used.image.value.whole_origin().unwrap_or(used.range));
            let finding = sink.report(range, format!("`{image}` is not there for `{platform}`"));
            if let Some(file) = file {
                finding.note(format!("`{file}` builds for it"));
            }
            finding.note(format!("it is there for {}", listed(&facts.platforms)));
        }
    }
}

/// Whether two names mean one platform; a variant that only one of them names is left open.
fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (normal(left), normal(right));
    let is_open = left.2.is_empty() || right.2.is_empty();
    left.0 == right.0 && left.1 == right.1 && (is_open || left.2 == right.2)
}

/// Operating system, architecture and variant as BuildKit normalises them.
/// Source: containerd/platforms, `normalizeArch`, 2026-11.
fn normal(platform: &str) -> (String, String, String) {
    let platform = platform.to_ascii_lowercase();
    let mut parts = platform.split('/').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let (os, architecture, variant) = (next(), next(), next());
    let (architecture, variant) = match (architecture.as_str(), variant.as_str()) {
        ("i386" | "i686", _) => ("386".to_owned(), String::new()),
        ("x86_64" | "x86-64", _) => ("amd64".to_owned(), variant),
        ("amd64", "v1") => (architecture, String::new()),
        ("aarch64" | "arm64", "8" | "v8") => ("arm64".to_owned(), String::new()),
        ("aarch64", _) => ("arm64".to_owned(), variant),
        ("armhf", _) => ("arm".to_owned(), "v7".to_owned()),
        ("armel", _) => ("arm".to_owned(), "v6".to_owned()),
        ("arm", "5" | "6" | "7" | "8") => (architecture, format!("v{variant}")),
        _ => (architecture, variant),
    };
    (if os == "macos" { "darwin".to_owned() } else { os }, architecture, variant)
}

fn listed(platforms: &[String]) -> String {
    let names: Vec<String> = platforms.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
