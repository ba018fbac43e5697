//! `world-readable-secret-mount`: secret that every user of the build can read.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::{mounts, option};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A secret is mounted for its owner only; a `mode` with the read bit for others opens it for every process of the RUN.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=npmrc,mode=0444 npm ci
    /// #                                ^^^^^^^^^ warning: this mode lets every user of the build read the secret
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=npmrc npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=npmrc,uid=1000,mode=0400 npm ci
    /// ```
    "world-readable-secret-mount" {
        summary: "secret that every user of the build can read",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, _) in mounts(cx).into_iter().filter(|(_, kind)| matches!(&**kind, "secret" | "ssh")) {
        let Some((found, value)) = option(cx, mount, &["mode"]) else { continue };
        if u32::from_str_radix(value, 8).is_ok_and(|mode| mode & 0o004 != 0) {
            let at = mount.options.iter().position(|other| other.range == found.range);
            let before = at.and_then(|at| mount.options.get(at.checked_sub(1)?));
            let range = before.map(|before| TextRange::new(before.range.end(), found.range.end()));
            let range = range.filter(|range| cx.text(*range).strip_prefix(',') == Some(cx.text(found.range)));
            sink.report(found.range, "this mode lets every user of the build read the secret")
                .fix(range.map(|range| Fix::safe("drop `mode`", Edit::delete(range))));
        }
    }
}
