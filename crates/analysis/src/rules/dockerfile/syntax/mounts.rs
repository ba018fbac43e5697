//! The options of `RUN --mount`, as BuildKit reads them.
//!
//! Invariant: an option whose value holds a variable is none of which anything is known, and a frontend that is not
//! Docker's own is not judged.

use crate::InstructionCx;
use plimsoll_dockerfile::{Body, Mount, MountOption};
use plimsoll_text::{Edit, TextRange, slice};

/// The mounts of a RUN whose type is known, with it in lower case.
pub(in crate::rules::dockerfile) fn mounts<'a>(cx: &InstructionCx<'a>) -> Vec<(&'a Mount, String)> {
    let Body::Run(run) = &cx.instruction.body else { return Vec::new() };
    if cx.build.has_foreign_frontend() {
        return Vec::new();
    }
    let known = run.mounts.iter().filter_map(|mount| {
        let kind = mount.option(cx.source(), &["type"]).unwrap_or("bind").to_ascii_lowercase();
        (!kind.contains('$')).then_some((mount, kind))
    });
    known.collect()
}

/// The last option that has one of `names`, with its value; `None` also when the value holds a variable.
pub(in crate::rules::dockerfile) fn option<'a>(
    cx: &InstructionCx<'a>,
    mount: &'a Mount,
    names: &[&str],
) -> Option<(&'a MountOption, &'a str)> {
    let source: &'a str = cx.build.source;
    let named = |option: &&MountOption| names.iter().any(|name| name.eq_ignore_ascii_case(slice(source, option.key)));
    let found = mount.options.iter().rev().find(named)?;
    let value = found.value.map_or("", |value| slice(source, value));
    (!value.contains('$')).then_some((found, value))
}

/// Takes an option out, with the comma in front of it; `None` for the first one.
pub(super) fn without(mount: &Mount, option: &MountOption) -> Option<Edit> {
    let at = mount.options.iter().position(|other| other.range == option.range)?;
    let before = mount.options.get(at.checked_sub(1)?)?;
    Some(Edit::delete(TextRange::new(before.range.end(), option.range.end())))
}
