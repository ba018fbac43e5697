//! `legacy-syntax-image`: frontend that is no longer published.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::Edit;

rule! {
    /// `docker/dockerfile:experimental` and the images of 1.0 and 1.1 stand still; `docker/dockerfile:1` is the newest.
    ///
    /// ```Dockerfile,bad
    /// # syntax=docker/dockerfile:experimental
    /// #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `docker/dockerfile:experimental` is an old frontend that gets no releases
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1.18
    /// FROM debian:12.11
    /// ```
    ///
    /// `docker/dockerfile-upstream:master` is built from each commit; it is new, not old:
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile-upstream:master
    /// FROM debian:12.11
    /// ```
    "legacy-syntax-image" {
        summary: "frontend that is no longer published",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for directive in cx.syntax.directives().filter(|it| cx.text(it.name).eq_ignore_ascii_case("syntax")) {
        let value = cx.text(directive.value);
        let image = value.strip_prefix("docker.io/").unwrap_or(value);
        let Some(tag) =
            image.strip_prefix("docker/dockerfile").map(|rest| rest.strip_prefix("-upstream").unwrap_or(rest))
        else {
            continue;
        };
        let Some(tag) = tag.strip_prefix(':') else { continue };
        let is_old = tag == "experimental"
            || tag.ends_with("-experimental")
            || tag == "1.0"
            || tag.starts_with("1.0.")
            || tag.starts_with("1.0-")
            || tag.starts_with("1.1-");
        if is_old && !tag.contains('@') {
            sink.report(directive.value, format!("`{value}` is an old frontend that gets no releases"))
                .fix(Fix::r#unsafe("use `docker/dockerfile:1`", Edit::replace(directive.value, "docker/dockerfile:1")));
        }
    }
}
