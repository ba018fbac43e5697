//! `invalid-platform`: platform that cannot be.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};

rule! {
    /// A platform is `os/arch` or `os/arch/variant`.
    ///
    /// ```Dockerfile,bad
    /// FROM --platform=linux-amd64 debian:12.11
    /// #    ^^^^^^^^^^^^^^^^^^^^^^ error: `linux-amd64` is no platform: expected one such as `linux/amd64`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM --platform=linux/arm64/v8 debian:12.11
    /// FROM --platform=$BUILDPLATFORM debian:12.11
    /// ```
    "invalid-platform" {
        summary: "platform that cannot be",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Systems and architectures that may stand alone or first. Source: containerd `platforms`, 2026-11.
const ALONE: [&str; 24] = [
    "linux", "windows", "darwin", "freebsd", "netbsd", "openbsd", "solaris", "plan9", "dragonfly", "aix", "android", "wasi",
    "wasip1", "js", "macos", "amd64", "x86_64", "x86-64", "arm64", "aarch64", "arm", "386", "riscv64", "local",
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::From(_)) {
        return;
    }
    let Some(flag) = cx.instruction.flag(cx.source(), "platform") else { return };
    let Some(value) = flag.value.as_ref().and_then(|word| word.literal(cx.source())) else { return };
    let parts: Vec<&str> = value.split('/').collect();
    // `linux(+feature)` and placeholders are not judged.
    let is_plain = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    if value.is_empty() || value.contains(['{', '(', '%', '@']) {
        return;
    }
    let first = parts[0].to_ascii_lowercase();
    let is_alone = parts.len() == 1 && (ALONE.contains(&&*first) || ["arm", "ppc64", "mips", "s390", "loong"].iter().any(|start| first.starts_with(start)));
    if !parts.iter().all(is_plain) || parts.len() > 3 || (parts.len() == 1 && !is_alone) {
        sink.report(flag.range, format!("`{value}` is no platform: expected one such as `linux/amd64`")).note("BuildKit stops here");
    }
}
