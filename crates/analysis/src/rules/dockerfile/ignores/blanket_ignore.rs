//! `blanket-ignore`: an ignore comment that names no rule.

use crate::registry::{RuleIndex, rule_at};
use crate::rule::rule;
use crate::{
    Category, Check, Fix, FixAvailability, IgnoreId, Level, Levels, Rule, Scope, Sink, Suppression, SuppressionCx, Tool,
};
use plimsoll_text::Edit;

rule! {
    /// The comment names no rule, so it keeps everything quiet: also what goes wrong tomorrow.
    ///
    /// The fix names the rules that it keeps quiet today.
    ///
    /// ```Dockerfile,bad
    /// # check=skip=all
    /// #            ^^^ note: this comment skips every build check
    /// FROM debian:12.11 AS Base
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # check=skip=StageNameCasing
    /// FROM debian:12.11 AS Base
    /// ```
    ///
    /// ```Dockerfile,bad
    /// # plimsoll: ignore-file made by a tool
    /// #           ^^^^^^^^^^^ note: this comment keeps every rule quiet
    /// FROM debian:latest
    /// USER 1000
    /// ```
    ///
    /// ```Dockerfile,good
    /// # plimsoll: ignore-file[latest-tag, base-image] made by a tool
    /// FROM debian:latest
    /// ```
    "blanket-ignore" {
        summary: "ignore comment that names no rule",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Suppressions(check),
    }
}

fn check(cx: &SuppressionCx<'_>, sink: &mut Sink) {
    if !cx.settings.inline_ignores() {
        return;
    }
    for suppression in cx.suppressions.iter().filter(|it| it.is_blanket) {
        let is_all = |id: &&IgnoreId| cx.text(id.range).eq_ignore_ascii_case("all");
        let Some(id) = suppression.ids.iter().find(is_all).or(suppression.ids.first()) else { continue };
        let what = match suppression.tool {
            Tool::Buildkit => "this comment skips every build check",
            _ => "this comment keeps every rule quiet",
        };
        sink.report(id.range, what).fix(fix(suppression));
    }
}

/// Names what is kept quiet, in the notation of the comment; nothing where that notation names no rules, or names them
/// for another part of the file.
fn fix(suppression: &Suppression) -> Option<Fix> {
    let [id] = &suppression.ids[..] else { return None };
    if id.hits.is_empty() {
        return None;
    }
    let named = |name: fn(&'static Rule) -> Option<&'static str>| -> Option<Vec<&'static str>> {
        let mut names = id.hits.iter().map(|hit: &RuleIndex| name(rule_at(*hit))).collect::<Option<Vec<_>>>()?;
        names.sort_unstable();
        names.dedup();
        Some(names)
    };
    let edit = match suppression.tool {
        Tool::Buildkit => Edit::replace(id.range, named(Rule::buildkit_check)?.join(",")),
        Tool::Plimsoll => Edit::insert(id.range.end(), format!("[{}]", named(|rule| Some(rule.id))?.join(", "))),
        Tool::DockerfileUtils if suppression.scope == Scope::Instruction => {
            let ids = named(|rule| Some(rule.id))?.join(", ");
            Edit::replace(suppression.range, format!("# plimsoll: ignore[{ids}]"))
        }
        _ => return None,
    };
    Some(Fix::r#unsafe("name the rules that it keeps quiet", edit))
}
