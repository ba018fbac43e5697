//! `system-workdir`: a WORKDIR in a directory of the system.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// The kernel fills `/proc`, `/sys` and `/dev` when the container starts, and what the image put there is gone;
    /// programs in `/bin` and settings in `/etc` are easily overwritten by what is copied to `.`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// WORKDIR /proc/app
    /// #       ^^^^^^^^^ warning: `/proc/app` belongs to the system
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR /etc/nginx
    /// ```
    "system-workdir" {
        summary: "a WORKDIR in a directory of the system",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DS-0030"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Workdir(Some(word)) = &cx.instruction.body else { return };
    let Some(text) = word.literal(cx.source()) else { return };
    let path = text.trim_end_matches('/');
    let below = ["/proc", "/sys", "/dev", "/boot", "/lost+found", "/initrd"];
    let inside =
        below.iter().any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if inside || ["/bin", "/sbin", "/lib", "/etc"].contains(&path) {
        sink.report(word.range, format!("`{text}` belongs to the system"));
    }
}
