//! `inline-ignore`: an ignore comment where none is wanted.

use crate::rule::rule;
use crate::suppression::whole_comment;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Preset, Scope, Sink, SuppressionCx, Tool};
use plimsoll_text::Edit;

rule! {
    /// An ignore comment stands in the file, and the team keeps its exceptions in the configuration.
    ///
    /// It is off in every preset. `allow-inline-ignores = false` in `plimsoll.toml` makes it an error and the comments
    /// count for nothing.
    ///
    /// ```Dockerfile,bad
    /// # plimsoll: ignore[latest-tag] we build it ourselves
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: exceptions belong into the configuration, not into the file
    /// FROM debian:latest
    /// # hadolint ignore=DL3003
    /// ^^^^^^^^^^^^^^^^^^^^^^^^ note: exceptions belong into the configuration, not into the file
    /// RUN cd /app && make
    /// ```
    ///
    /// The fix deletes what keeps nothing quiet; another comment is for a person to delete, as a finding comes with it.
    ///
    /// ```Dockerfile,bad
    /// # hadolint ignore=DL3007
    /// ^^^^^^^^^^^^^^^^^^^^^^^^ note: exceptions belong into the configuration, not into the file
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # the tag moves on purpose
    /// FROM debian:latest
    /// ```
    "inline-ignore" {
        summary: "ignore comment in the file",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL1001"],
        options: &[],
        check: Check::Suppressions(check),
    }
}

fn check(cx: &SuppressionCx<'_>, sink: &mut Sink) {
    // hadolint speaks of its own comments above an instruction alone.
    let is_hadolint = cx.settings.starts_from(Preset::Hadolint);
    for it in cx.suppressions {
        if is_hadolint && (it.tool != Tool::Hadolint || it.scope != Scope::Instruction) {
            continue;
        }
        let edit = Edit::delete(whole_comment(cx.source(), it.range));
        let fix = match it.ids.iter().any(|id| id.used) {
            true => Fix::manual("delete the comment", edit),
            false => Fix::r#unsafe("delete the comment", edit),
        };
        sink.report(it.range, "exceptions belong into the configuration, not into the file").fix(fix);
    }
}
