//! `unknown-ignore`: an ignore comment that names no rule.

use crate::rule::rule;
use crate::{
    Category, Check, Fix, FixAvailability, IgnoreId, Level, Levels, Sink, SuppressionCx, Tool, nearest, registry,
};
use plimsoll_text::Edit;

rule! {
    /// The comment names a rule that does not exist, so it keeps nothing quiet.
    ///
    /// ```Dockerfile,bad
    /// # plimsoll: ignore[latest-tags] we build it ourselves
    /// #                  ^^^^^^^^^^^ warning: no rule is called `latest-tags`
    /// FROM debian:latest
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # plimsoll: ignore[latest-tag] we build it ourselves
    /// FROM debian:latest
    /// ```
    ///
    /// Ids of other tools are accepted, those that plimsoll has no rule for too.
    ///
    /// ```Dockerfile,good
    /// # plimsoll: ignore[DL3007, base-image, SC2086] we build it ourselves
    /// FROM debian:latest
    /// # hadolint ignore=DL9999
    /// RUN make
    /// ```
    "unknown-ignore" {
        summary: "ignore comment that names no rule",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Suppressions(check),
    }
}

fn check(cx: &SuppressionCx<'_>, sink: &mut Sink) {
    if !cx.settings.inline_ignores() {
        return;
    }
    let checks = cx.suppressions.iter().filter(|suppression| suppression.tool == Tool::Buildkit);
    for id in checks.flat_map(|suppression| &suppression.ids) {
        if let Some(near) = check_name(cx, id) {
            sink.report(id.range, format!("no build check is called `{}`", cx.text(id.range)))
                .note(format!("did you mean `{near}`?"))
                .fix(Fix::safe(format!("write `{near}`"), Edit::replace(id.range, near)));
        }
    }
    let own = cx.suppressions.iter().filter(|suppression| suppression.tool == Tool::Plimsoll);
    for id in own.flat_map(|suppression| &suppression.ids) {
        let name = cx.text(id.range);
        if id.is_known() || is_foreign(name) {
            continue;
        }
        let finding = sink.report(id.range, format!("no rule is called `{name}`"));
        if let Some(near) = registry::suggestion(name) {
            finding.note(format!("did you mean `{near}`?"));
            let title = format!("write `{near}`");
            let edit = Edit::replace(id.range, near);
            // A slip of two letters can be nothing else.
            finding.fix(match nearest(name, [near], 2) {
                Some(_) => Fix::safe(title, edit),
                None => Fix::manual(title, edit),
            });
        }
    }
}

/// A slip in the name of a build check, of which BuildKit says nothing.
fn check_name(cx: &SuppressionCx<'_>, id: &IgnoreId) -> Option<&'static str> {
    let checks = registry::rules().filter_map(|(_, rule)| rule.buildkit_check());
    nearest(cx.text(id.range), checks, 2).filter(|_| !id.is_known())
}

/// `DL3008`, `SC2086`, `CKV_DOCKER_3`, `DS-0002`, `ECS.5`: an id in another tool's form.
fn is_foreign(name: &str) -> bool {
    let upper = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"_-.".contains(&byte));
    let pascal = name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains('-');
    upper && name.bytes().any(|byte| byte.is_ascii_digit()) || pascal || name.contains('/')
}
