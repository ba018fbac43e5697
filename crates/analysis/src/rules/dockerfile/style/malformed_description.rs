//! `malformed-description`: comment that does not describe its stage or argument.

use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, ItemKind, Template};
use plimsoll_text::{Edit, size};

rule! {
    /// `docker build --call=outline` shows the comment directly above a stage or an ARG as its description, if the comment starts
    /// with its name. This rule is for files that are meant to be read in that way.
    ///
    /// ```Dockerfile,bad
    /// # builds the program
    /// ^^^^^^^^^^^^^^^^^^^^ note: the comment does not start with `build`
    /// FROM golang:1.25 AS build
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # build builds the program
    /// FROM golang:1.25 AS build
    /// ```
    ///
    /// ```Dockerfile,good
    /// # build compiles the program
    /// FROM golang:1.25 AS build
    ///
    /// # something about the following lines
    ///
    /// ARG VERSION=1
    /// ```
    "malformed-description" {
        summary: "comment that does not describe its stage or argument",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["InvalidDefinitionDescription"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    // Its statements look like comments.
    if cx.syntax.template == Template::Preprocessor {
        return;
    }
    for pair in cx.syntax.items.windows(2) {
        let (ItemKind::Comment(comment), ItemKind::Instruction(instruction)) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let name = match &instruction.body {
            Body::From(from) => from.name.as_ref().map(|word| word.range),
            Body::Arg(pairs) => pairs.first().filter(|_| pairs.len() == 1).map(|pair| pair.key.range),
            _ => None,
        };
        let text = cx.text(comment.range);
        let words = text.trim_start_matches('#').trim_start();
        let (Some(name), false) = (name.map(|name| cx.text(name)), words.is_empty()) else { continue };
        // Comments for tools describe nothing.
        let is_for_tool =
            ["ignore", "check=", "skip", "syntax=", "escape=", "renovate:"].iter().any(|mark| words.contains(mark));
        if is_for_tool || words.split_whitespace().next().is_some_and(|first| first.eq_ignore_ascii_case(name)) {
            continue;
        }
        let at = comment.range.start() + size(text.len() - words.len());
        let space = if text.len() - words.len() > text.len() - text.trim_start_matches('#').len() { "" } else { " " };
        sink.report(comment.range, format!("the comment does not start with `{name}`"))
            .fix(Fix::r#unsafe("put the name in front", Edit::insert(at, format!("{space}{name} "))))
            // An empty comment line ends the description.
            .fix(Fix::safe(
                "say that it describes something else",
                Edit::insert(instruction.range.start(), format!("#{}", line_end(cx.source()))),
            ));
    }
}
