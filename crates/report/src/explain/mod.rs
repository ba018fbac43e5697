//! The page of a rule, for the terminal and for the documentation.
//!
//! Invariant: both are made from the statics alone, so they cannot say what the rule does not do.

mod facts;
mod notation;
mod paint;
mod prose;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use notation::{Part, caret_sign, parts};
use paint::Paint;
use plimsoll_analysis::{Group, Rule};
use std::fmt::Write;

/// What stands in front of code in the terminal.
const INDENT: &str = "    ";

/// The page of `rule` as text of at most `width` columns, where words allow.
#[must_use]
pub fn explain(rule: &Rule, group: &Group, color: bool, width: usize) -> String {
    let paint = Paint { color };
    let bold = Style::new().effects(Effects::BOLD);
    let width = width.clamp(40, 100);
    let mut out = format!("{}\n\n", paint.text(bold, rule.id));
    prose::paragraph(&facts::summary(rule), width, &mut out);
    out.push('\n');
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(out, "{} {value}", paint.text(bold, &format!("{:<10}", format!("{name}:"))));
    };
    fact("Group", &format!("{} ({})", group.name, rule.category.as_str()));
    fact("Levels", &facts::levels(rule));
    fact("Fix", facts::fix(rule));
    fact("Since", rule.since);
    if !rule.aliases.is_empty() {
        fact("Aliases", &rule.aliases.join(", "));
    }
    for option in rule.options {
        let _ =
            writeln!(out, "{} `{}`, {}", paint.text(bold, "Option:   "), option.name, facts::option_kind(option.kind));
        prose::indented(option.docs, width, &mut out);
    }
    out.push('\n');
    body(rule.docs, width, paint, &mut out);
    let _ = writeln!(out, "\n{}", crate::rule_url(rule));
    out
}

fn body(docs: &str, width: usize, paint: Paint, out: &mut String) {
    let mut text: Vec<&str> = Vec::new();
    for part in parts(docs) {
        match part {
            Part::Line(line) => text.push(line),
            Part::Block { title, lines, .. } => {
                prose::render(&std::mem::take(&mut text), width, paint, out);
                prose::gap(out);
                if let Some(title) = title {
                    let style = match title.split_whitespace().next() {
                        Some("Wrong" | "Wrong,") => AnsiColor::Red.on_default(),
                        Some("Right" | "Right," | "Fixed" | "Fixed,") => AnsiColor::Green.on_default(),
                        _ => Style::new(),
                    };
                    let _ = writeln!(out, "  {}", paint.text(style.effects(Effects::BOLD), &format!("{title}:")));
                }
                for line in lines {
                    code_line(line, paint, out);
                }
                out.push('\n');
            }
        }
    }
    prose::render(&text, width, paint, out);
    while out.ends_with("\n\n") {
        out.pop();
    }
}

/// A line of code; of a caret line the comment sign goes and the columns stay.
fn code_line(line: &str, paint: Paint, out: &mut String) {
    match caret_sign(line) {
        Some(sign) => {
            let line = line.replacen(sign, &" ".repeat(sign.len()), usize::from(!sign.is_empty()));
            let (blanks, said) = line.split_at(line.len() - line.trim_start().len());
            let style = AnsiColor::Yellow.on_default();
            let _ = writeln!(out, "{INDENT}{blanks}{}", paint.text(style, said));
        }
        None if line.trim().is_empty() => out.push('\n'),
        None => {
            let _ = writeln!(out, "{INDENT}{line}");
        }
    }
}

/// The page of `rule` in Markdown, as docs/rules holds it.
#[must_use]
pub fn markdown_page(rule: &Rule, group: &Group) -> String {
    let mut out = format!("# {}\n\n{}\n\n", rule.id, facts::summary(rule));
    let aliases: Vec<String> = rule.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    let _ = writeln!(out, "| | |\n|---|---|");
    let _ = writeln!(out, "| Group | {} |\n| Category | {} |", group.name, rule.category.as_str());
    let _ = writeln!(out, "| Levels | {} |\n| Fix | {} |", facts::levels(rule), facts::fix(rule));
    let _ = writeln!(out, "| Since | {} |", rule.since);
    if !aliases.is_empty() {
        let _ = writeln!(out, "| Aliases | {} |", aliases.join(", "));
    }
    out.push('\n');
    out.push_str(&markdown_docs(rule));
    if !rule.options.is_empty() {
        out.push_str("\n## Options\n\n");
        for option in rule.options {
            let _ = writeln!(out, "- `{}` ({}): {}", option.name, facts::option_kind(option.kind), option.docs);
        }
    }
    out
}

/// What the rule's doc comment says, in Markdown that any reader renders.
pub(crate) fn markdown_docs(rule: &Rule) -> String {
    let mut out = String::new();
    for part in parts(rule.docs) {
        match part {
            Part::Line(line) => {
                let _ = writeln!(out, "{line}");
            }
            Part::Block { title, language, lines } => {
                if let Some(title) = title {
                    let _ = writeln!(out, "**{title}**\n");
                }
                let fence = if lines.iter().any(|line| line.starts_with("```")) { "````" } else { "```" };
                let _ = writeln!(out, "{fence}{}", language.to_lowercase());
                for line in lines {
                    let _ = writeln!(out, "{line}");
                }
                let _ = writeln!(out, "{fence}");
            }
        }
    }
    format!("{}\n", out.trim())
}
