//! `unused-ignore`: an ignore comment that keeps nothing quiet.

use crate::rule::rule;
use crate::suppression::whole_comment;
use crate::{Category, Check, Fix, FixAvailability, IgnoreId, Level, Levels, Sink, Suppression, SuppressionCx, Tool};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// The comment keeps nothing quiet any more.
    ///
    /// What it excused is gone, or was never there; left in place it would hide the next problem of the same kind.
    ///
    /// ```Dockerfile,bad
    /// # plimsoll: ignore[latest-tag] we build it ourselves
    /// #                  ^^^^^^^^^^ note: nothing here needs `latest-tag` to be ignored
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// Only plimsoll's own comments are judged: another tool may still need its own.
    ///
    /// ```Dockerfile,good
    /// # plimsoll: ignore[latest-tag] we build it ourselves
    /// FROM debian:latest
    /// # hadolint ignore=DL3007
    /// FROM debian:12.11
    /// ```
    "unused-ignore" {
        summary: "ignore comment that keeps nothing quiet",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Suppressions(check),
    }
}

fn check(cx: &SuppressionCx<'_>, sink: &mut Sink) {
    for suppression in cx.suppressions.iter().filter(|it| it.tool == Tool::Plimsoll) {
        for (at, id) in suppression.ids.iter().enumerate() {
            if id.used || !id.live {
                continue;
            }
            let message = match suppression.is_blanket {
                true => "nothing here needs to be ignored".to_owned(),
                false => format!("nothing here needs `{}` to be ignored", cx.text(id.range)),
            };
            sink.report(id.range, message).fix(fix(cx, suppression, at));
        }
    }
}

/// Takes out the id with its comma, or the whole comment with its only id.
fn fix(cx: &SuppressionCx<'_>, suppression: &Suppression, at: usize) -> Option<Fix> {
    let ids: &[IgnoreId] = &suppression.ids;
    let range = match (ids.get(at.wrapping_sub(1)), ids.get(at + 1)) {
        (_, Some(next)) => TextRange::new(ids[at].range.start(), next.range.start()),
        (Some(before), None) => TextRange::new(before.range.end(), ids[at].range.end()),
        (None, None) => {
            let line = whole_comment(cx.source(), suppression.range);
            return Some(Fix::safe("delete the comment", Edit::delete(line)));
        }
    };
    Some(Fix::safe(format!("delete `{}`", cx.text(ids[at].range)), Edit::delete(range)))
}
