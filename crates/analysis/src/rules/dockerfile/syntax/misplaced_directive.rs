//! `misplaced-directive`: directive below the top of the file.

use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::ItemKind;
use plimsoll_text::{Edit, Edits, size};

rule! {
    /// Parser directives count only at the very top, before comments, blank lines and instructions.
    ///
    /// Below they are comments, and BuildKit says nothing.
    ///
    /// ```Dockerfile,bad
    /// # The image of our server
    /// # syntax=docker/dockerfile:1
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: the directive `syntax` has no effect here: it must stand at the top of the file
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # syntax=docker/dockerfile:1
    /// # The image of our server
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1
    /// # The image of our server
    /// FROM debian:12.11
    /// # check=skip=JSONArgsRecommended
    /// CMD make
    /// ```
    "misplaced-directive" {
        summary: "directive below the top of the file",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let given: Vec<String> = cx.syntax.directives().map(|it| cx.text(it.name).to_ascii_lowercase()).collect();
    for item in &cx.syntax.items {
        let ItemKind::Comment(comment) = &item.kind else { continue };
        let text = cx.text(comment.range).trim_start_matches('#');
        let Some((name, value)) = text.split_once('=') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        let is_plausible = match &*name {
            "syntax" => value.contains("dockerfile") && !value.contains(char::is_whitespace),
            "escape" => matches!(value, "\\" | "`"),
            _ => false,
        };
        if is_plausible && !given.contains(&name) {
            // What was a comment gets a meaning, so somebody should look; an escape character gives all lines another one.
            let start = size(cx.source().len() - cx.source().trim_start_matches('\u{feff}').len());
            let line = format!("{}{}", cx.text(comment.range), line_end(cx.source()));
            let edits = Edits::new(vec![Edit::insert(start, line), Edit::delete(item.range)]).ok();
            let message = format!("the directive `{name}` has no effect here: it must stand at the top of the file");
            sink.report(comment.range, message).fix(
                edits
                    .filter(|_| name == "syntax" && item.range.start() > start)
                    .map(|it| Fix::r#unsafe("move it to the top", it)),
            );
        }
    }
}
