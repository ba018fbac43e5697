//! `invalid-mount-ownership`: owner or mode that a mount cannot have.

use super::mounts::{mounts, option, without};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::Edit;

rule! {
    /// `uid` and `gid` of a mount are numbers, `mode` is octal, and only cache, secret and SSH mounts have them.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/c,uid=app make
    /// #                                ^^^^^^^ error: `uid` of a mount is a number, found `app`
    /// RUN --mount=type=cache,target=/c,mode=u+w make
    /// #                                ^^^^^^^^ error: `mode` of a mount is an octal number, found `u+w`
    /// RUN --mount=type=tmpfs,target=/t,uid=10 make
    /// #                                ^^^^^^ error: a `tmpfs` mount has no `uid`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/c,uid=10,gid=10,mode=0755 make
    /// RUN --mount=type=secret,id=x,uid=${ID} make
    /// ```
    "invalid-mount-ownership" {
        summary: "owner or mode that a mount cannot have",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, kind) in mounts(cx) {
        for name in ["uid", "gid", "mode"] {
            let Some((found, value)) = option(cx, mount, &[name]) else { continue };
            let radix = if name == "mode" { 8 } else { 10 };
            let is_number =
                value.bytes().all(|byte| byte.is_ascii_digit()) && u32::from_str_radix(value, radix).is_ok();
            let message = match (is_number, name) {
                (false, "mode") => format!("`mode` of a mount is an octal number, found `{value}`"),
                (false, _) => format!("`{name}` of a mount is a number, found `{value}`"),
                (true, _) if matches!(&*kind, "bind" | "tmpfs") => format!("a `{kind}` mount has no `{name}`"),
                _ => continue,
            };
            let fix = match (is_number, found.value) {
                (true, _) => without(mount, found).map(|edit| Fix::manual("delete it", edit)),
                (false, None) => None,
                (false, Some(place)) if name == "mode" => {
                    Some(Fix::manual("write `0755`", Edit::replace(place, "0755")))
                }
                (false, Some(place)) => Some(Fix::manual("write a number", Edit::replace(place, "<number>"))),
            };
            sink.report(found.range, message).note("BuildKit stops here").fix(fix);
        }
    }
}
