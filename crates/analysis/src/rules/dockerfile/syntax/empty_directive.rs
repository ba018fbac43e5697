//! `empty-directive`: directive without a value.

use super::invalid_escape_directive::choices;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Directive;
use plimsoll_text::Edit;

rule! {
    /// A parser directive without a value says nothing, and keeps the next ones from being read.
    ///
    /// ```Dockerfile,bad
    /// # syntax=
    /// ^^^^^^^^^ warning: the directive `syntax` has no value
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,bad
    /// # check=
    /// ^^^^^^^^ warning: the directive `check` has no value
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// ```
    "empty-directive" {
        summary: "directive without a value",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for directive in cx.syntax.directives().filter(|it| cx.text(it.value).trim().is_empty()) {
        let name = cx.text(directive.name).to_ascii_lowercase();
        // An `escape` with nothing but blanks behind it is an error of its own.
        if cx.syntax.errors.iter().any(|error| error.range.intersect(directive.range).is_some()) {
            continue;
        }
        let finding = sink.report(directive.range, format!("the directive `{name}` has no value"));
        match &*name {
            "syntax" => {
                let place = directive.value.end();
                finding.fix(Fix::manual("name the newest frontend", Edit::insert(place, "docker/dockerfile:1")));
            }
            "escape" => choices(cx, directive.range).into_iter().for_each(|choice| {
                finding.fix(choice);
            }),
            _ => {
                finding.fix(deletion(cx, directive));
            }
        }
    }
}

/// Takes out its line. It ends the directives; without it the next comment may become one.
fn deletion(cx: &DockerfileCx<'_>, directive: &Directive) -> Option<Fix> {
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(directive.range))?;
    let behind = cx.source()[usize::from(item.range.end())..].trim_start();
    let next = behind.lines().next().unwrap_or_default();
    Some(match next.starts_with('#') && next.contains('=') {
        true => Fix::r#unsafe("delete it", Edit::delete(item.range)),
        false => Fix::safe("delete it", Edit::delete(item.range)),
    })
}
