//! `invalid-platform`: platform that cannot be.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// A platform is `os/arch` or `os/arch/variant`.
    ///
    /// ```Dockerfile,bad
    /// FROM --platform=linux-amd64 debian:12.11
    /// #    ^^^^^^^^^^^^^^^^^^^^^^ error: `linux-amd64` is no platform: expected one such as `linux/amd64`
    /// FROM --platform=linxu/arm64 debian:12.11
    /// #    ^^^^^^^^^^^^^^^^^^^^^^ error: there is no system `linxu`: expected a platform such as `linux/amd64`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM --platform=linux/amd64 debian:12.11
    /// FROM --platform=linux/arm64 debian:12.11
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
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Systems and architectures that may stand alone or first. Source: containerd `platforms`, 2026-11.
const SYSTEMS: [&str; 16] = [
    "linux",
    "windows",
    "darwin",
    "freebsd",
    "netbsd",
    "openbsd",
    "solaris",
    "plan9",
    "dragonfly",
    "aix",
    "android",
    "wasi",
    "wasip1",
    "js",
    "illumos",
    "macos",
];
const ARCHITECTURES: [&str; 21] = [
    "amd64", "arm64", "arm", "386", "riscv64", "ppc64le", "s390x", "mips64le", "loong64", "wasm", "x86_64", "x86-64",
    "aarch64", "armhf", "armel", "i386", "ppc64", "mips64", "mips", "mipsle", "local",
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::From(_)) {
        return;
    }
    let Some(flag) = cx.instruction.flag(cx.source(), "platform") else { return };
    let Some(word) = &flag.value else { return };
    let Some(value) = word.literal(cx.source()) else { return };
    // `linux(+feature)` and placeholders are not judged.
    if value.is_empty() || value.contains(['{', '(', '%', '@', '<']) {
        return;
    }
    let problem = if !is_shaped(&value) {
        format!("`{value}` is no platform: expected one such as `linux/amd64`")
    } else if let Some((system, _)) = value.split_once('/')
        && !SYSTEMS.iter().any(|known| known.eq_ignore_ascii_case(system))
    {
        format!("there is no system `{system}`: expected a platform such as `linux/amd64`")
    } else {
        return;
    };
    let meant = meant(&value).filter(|meant| is_shaped(meant) && *value != **meant && word.raw(cx.source()) == value);
    sink.report(flag.range, problem)
        .note("BuildKit stops here")
        .fix(meant.map(|meant| Fix::r#unsafe(format!("write `{meant}`"), Edit::replace(word.range, meant))));
}

/// Whether it is `os`, `arch`, `os/arch` or `os/arch/variant`, whatever the words are.
fn is_shaped(value: &str) -> bool {
    let parts: Vec<&str> = value.split('/').collect();
    let is_plain = |part: &&str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
    };
    let first = parts[0].to_ascii_lowercase();
    let known = SYSTEMS.contains(&&*first) || ARCHITECTURES.contains(&&*first);
    let is_alone = parts.len() > 1
        || known
        || ["arm", "ppc64", "mips", "s390", "loong"].iter().any(|start| first.starts_with(start));
    parts.iter().all(is_plain) && parts.len() <= 3 && is_alone
}

/// The platform that was probably meant: with `/` between its words, system first, and every word one that exists.
fn meant(value: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase().replace("x86_64", "amd64").replace("x86-64", "amd64");
    let words: Vec<&str> = lower.split(['/', '-', '_', ':', ',', '\\']).filter(|word| !word.is_empty()).collect();
    let system = |word: &str| nearest(word, SYSTEMS, 2);
    let architecture = |word: &str| nearest(word, ARCHITECTURES, 2);
    match words[..] {
        [one] => system(one).or_else(|| architecture(one)).map(str::to_owned),
        [first, second] => {
            let forward = system(first).zip(architecture(second));
            let (system, architecture) = forward.or_else(|| system(second).zip(architecture(first)))?;
            Some(format!("{system}/{architecture}"))
        }
        [first, second, variant] if variant.starts_with('v') => {
            Some(format!("{}/{}/{variant}", system(first)?, architecture(second)?))
        }
        _ => None,
    }
}
