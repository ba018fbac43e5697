//! `path-overwritten`: PATH without the folders that it had.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Base;
use plimsoll_shell::ShellKind;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// ENV replaces the whole PATH; without `$PATH` the programs of the system are no longer found.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV PATH=/opt/app/bin
    /// #   ^^^^ warning: PATH loses the folders that it had
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV PATH=/opt/app/bin:$PATH
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV PATH=/opt/app/bin:$PATH
    /// ENV PATH=/opt/app/bin:/usr/local/bin:/usr/bin:/bin
    /// FROM scratch
    /// ENV PATH=/opt/app/bin
    /// ```
    "path-overwritten" {
        summary: "PATH without the folders that it had",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Env(pairs), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Base::Image(image) = cx.build.external_base(stage) else { return };
    // These have no system folders, or other ones.
    let name = image.name();
    let bare = ["busybox", "distroless", "chainguard", "cgr.dev", "static", "windows", "nanoserver", "nix"];
    if bare.iter().any(|word| name.contains(word)) || cx.build.shell_kind(cx.step) == ShellKind::Foreign {
        return;
    }
    for pair in pairs.pairs.iter().filter(|pair| cx.text(pair.key.range) == "PATH") {
        let Some(value) = &pair.value else { continue };
        let Some(path) = value.literal(cx.source()) else { continue };
        let has = |folder: &str| path.split(':').any(|part| part.trim_end_matches('/') == folder);
        if (has("/usr/bin") && has("/bin")) || !path.starts_with('/') || path.contains(['{', '%', '@', ';', '\n']) {
            continue;
        }
        sink.report(pair.key.range, "PATH loses the folders that it had")
            .note("programs in `/usr/bin` and `/bin` are no longer found by name")
            .fix(fix(cx, value.range));
    }
}

/// Adds what PATH was; inside double quotes if the value has them.
fn fix(cx: &InstructionCx<'_>, value: TextRange) -> Option<Fix> {
    let text = cx.text(value);
    let at = match text.strip_prefix('"') {
        Some(rest) if rest.ends_with('"') => value.end() - size(1),
        None if !text.contains(['"', '\'']) => value.end(),
        _ => return None,
    };
    Some(Fix::safe("keep the old PATH", Edit::insert(at, ":$PATH")))
}
