//! `misplaced-directive`: directive below the top of the file.

use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Item, ItemKind};
use plimsoll_text::{Edit, Edits, TextRange, size};

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
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let given: Vec<String> = cx.syntax.directives().map(|it| cx.text(it.name).to_ascii_lowercase()).collect();
    for (at, item) in cx.syntax.items.iter().enumerate() {
        let ItemKind::Comment(comment) = &item.kind else { continue };
        let text = cx.text(comment.range).trim_start_matches('#');
        let Some((name, value)) = text.split_once('=') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        let is_plausible = match &*name {
            "syntax" => value.contains("dockerfile") && !value.contains(char::is_whitespace),
            "escape" => matches!(value, "\\" | "`"),
            // Above an instruction it counts for that one. Source: moby/buildkit pull request 6334, 2025-11.
            "check" => value.starts_with("error=") || value.starts_with("skip=") && !is_above_instruction(cx, at),
            _ => false,
        };
        if is_plausible && !given.contains(&name) {
            let message = format!("the directive `{name}` has no effect here: it must stand at the top of the file");
            sink.report(comment.range, message).fix(fix(cx, item, comment.range, &name, value));
        }
    }
}

/// Whether the comment that is item number `at` stands directly above an instruction, perhaps with other comments between.
fn is_above_instruction(cx: &DockerfileCx<'_>, at: usize) -> bool {
    let next = cx.syntax.items[at + 1..].iter().find(|item| !matches!(item.kind, ItemKind::Comment(_)));
    next.is_some_and(|item| matches!(item.kind, ItemKind::Instruction(_)))
}

/// Moves it to the top. What was a comment gets a meaning there, so a person should look at a frontend that may be older
/// than the one that is built in, at checks that become errors, and at an escape character.
fn fix(cx: &DockerfileCx<'_>, item: &Item, comment: TextRange, name: &str, value: &str) -> Option<Fix> {
    let start = size(cx.source().len() - cx.source().trim_start_matches('\u{feff}').len());
    let line = format!("{}{}", cx.text(comment), line_end(cx.source()));
    let edits = Edits::new(vec![Edit::insert(start, line), Edit::delete(item.range)]).ok()?;
    let title = "move it to the top";
    let follows_newest = matches!(value, "docker/dockerfile" | "docker/dockerfile:1" | "docker/dockerfile:latest");
    // Everything that a `\` continues or escapes would read differently.
    let depends_on_backslash = value == "`"
        && cx.syntax.escape == '\\'
        && cx.source().replacen(cx.text(comment), "", 1).contains(['\\', '`'].as_slice());
    if item.range.start() <= start || depends_on_backslash {
        return None;
    }
    Some(match name {
        "syntax" if follows_newest => Fix::safe(title, edits),
        "check" if !value.contains("error=") => Fix::safe(title, edits),
        "escape" if value == "\\" => Fix::safe(title, edits),
        _ => Fix::r#unsafe(title, edits),
    })
}
