//! `unformatted-heredoc`: JSON in a heredoc in no order.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Heredoc};
use plimsoll_text::{Edit, slice};

rule! {
    /// JSON is easier to read, and to compare, with a member a line and even indentation.
    ///
    /// Only blanks and line ends change, so programs read the same. Files are known by the ending `.json` of their
    /// names; other formats are left alone, since blanks mean something in them.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY <<EOF /app/settings.json
    /// #    ^^^^^ note: the JSON of this heredoc is not formatted
    /// {"port":80,
    ///  "hosts": ["a","b"] }
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY <<EOF /app/settings.json
    /// {
    ///  "port": 80,
    ///  "hosts": ["a", "b"]
    /// }
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY <<EOF /app/settings.json
    /// {
    ///     "port": 80
    /// }
    /// EOF
    /// COPY <<EOF /app/template.json
    /// {"port": $PORT,}
    /// EOF
    /// ```
    "unformatted-heredoc" {
        summary: "JSON in a heredoc in no order",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["tally/prefer-formatted-heredocs"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for heredoc in cx.instruction.heredocs.iter().filter(|heredoc| heredoc.end.is_some()) {
        if !is_json(cx, heredoc) {
            continue;
        }
        let body = slice(cx.source(), heredoc.body);
        let Some(text) = formatted(body, heredoc.strips_tabs).filter(|text| text != body) else { continue };
        sink.report(heredoc.operator, "the JSON of this heredoc is not formatted")
            .fix(Fix::safe("format it", Edit::replace(heredoc.body, text)));
    }
}

/// Whether the heredoc becomes a file whose name ends in `.json`: by COPY, ADD, or `cat >`.
fn is_json(cx: &InstructionCx<'_>, heredoc: &Heredoc) -> bool {
    let is_named = |path: &str| path.trim_matches(['"', '\'']).to_ascii_lowercase().ends_with(".json");
    match &cx.instruction.body {
        Body::Copy(copy) => {
            let is_folder = copy.destination.as_ref().is_some_and(|word| cx.text(word.range).ends_with('/'));
            let name =
                if is_folder { Some(heredoc.delimiter) } else { copy.destination.as_ref().map(|word| word.range) };
            name.is_some_and(|name| is_named(cx.text(name)))
        }
        Body::Run(_) => {
            let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
            let reads = |command: &&plimsoll_shell::Command| {
                command.redirects.iter().any(|it| it.range.start() == heredoc.operator.start())
            };
            let mut readers = commands.filter(reads).filter(|command| matches!(command.name(), Some("cat" | "tee")));
            readers.any(|command| plimsoll_model::commands::written(command).iter().any(|word| is_named(word.raw())))
        }
        _ => false,
    }
}

/// The body in good order. Of `<<-`, the tabs in front of all lines stay.
fn formatted(body: &str, strips_tabs: bool) -> Option<String> {
    let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    let tabs = match strips_tabs {
        true => {
            let count = |line: &str| line.len() - line.trim_start_matches('\t').len();
            body.lines().filter(|line| !line.trim().is_empty()).map(count).min().unwrap_or(0)
        }
        false => 0,
    };
    let lines: Vec<&str> = body.lines().map(|line| line.get(tabs..).unwrap_or("")).collect();
    let text = plimsoll_json::format(&plimsoll_json::parse(&lines.join("\n")))?;
    let indent = "\t".repeat(tabs);
    Some(text.lines().map(|line| format!("{indent}{line}{end}")).collect())
}
