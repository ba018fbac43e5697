//! `ignore-without-reason`: an ignore comment that does not say why.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, Suppression, SuppressionCx, Tool};
use plimsoll_text::Edit;

rule! {
    /// The comment keeps a rule quiet and does not say why.
    ///
    /// Who finds it in a year cannot tell whether it still holds. A few words do: `we build it ourselves`.
    ///
    /// ```Dockerfile,bad
    /// # plimsoll: ignore[latest-tag]
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this comment does not say why it ignores `latest-tag`
    /// FROM debian:latest
    /// # hadolint ignore=DL3003,DL3004
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this comment does not say why it ignores `DL3003` and `DL3004`
    /// RUN cd /app && sudo make
    /// ```
    ///
    /// ```Dockerfile,good
    /// # plimsoll: ignore[latest-tag] we build it ourselves
    /// FROM debian:latest
    /// # hadolint ignore=DL3003,DL3004 # the script wants both
    /// RUN cd /app && sudo make
    /// ```
    ///
    /// The comments of BuildKit, trivy and semgrep have no place for a reason.
    ///
    /// ```Dockerfile,good
    /// # check=skip=StageNameCasing
    /// FROM debian:12.11 AS Base
    /// # trivy:ignore:DS-0002
    /// USER root
    /// ```
    "ignore-without-reason" {
        summary: "ignore comment without a reason",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Suppressions(check),
    }
}

fn check(cx: &SuppressionCx<'_>, sink: &mut Sink) {
    if !cx.settings.inline_ignores() {
        return;
    }
    for suppression in cx.suppressions.iter().filter(|it| it.reason.is_none()) {
        let Some(mark) = mark(suppression) else { continue };
        let ids: Vec<String> = suppression.ids.iter().map(|id| format!("`{}`", cx.text(id.range))).collect();
        let what = match &ids[..] {
            _ if suppression.is_blanket => "everything".to_owned(),
            [] => continue,
            [one] => one.clone(),
            [before @ .., last] => format!("{} and {last}", before.join(", ")),
        };
        let end = suppression.range.end();
        sink.report(suppression.range, format!("this comment does not say why it ignores {what}"))
            .fix(Fix::manual("add a reason", Edit::insert(end, format!("{mark}<reason>"))));
    }
}

/// What stands between the ids and a reason; `None` where the notation has no place for one.
fn mark(suppression: &Suppression) -> Option<&'static str> {
    match suppression.tool {
        Tool::Plimsoll | Tool::Sonar => Some(" "),
        Tool::Hadolint | Tool::Shellcheck => Some(" # "),
        Tool::Checkov => Some(":"),
        Tool::Tally => Some(";reason="),
        Tool::Buildkit | Tool::Trivy | Tool::Kics | Tool::Semgrep | Tool::DockerfileUtils => None,
    }
}
