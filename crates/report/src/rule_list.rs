//! `plimsoll rules`: all rules in a table.
//!
//! Invariant: the order is that of the documentation: by group, then as the group lists them.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use plimsoll_analysis::{Level, Preset, Rule, registry};
use std::fmt::Write;

/// A table of all rules with their level in `preset` and the best fix that they offer.
#[must_use]
pub fn rule_list(preset: Preset, color: bool) -> String {
    let width = registry::rules().map(|(_, rule)| rule.id.len()).max().unwrap_or(0);
    let paint = |style: Style, text: &str| if color { format!("{style}{text}{style:#}") } else { text.to_owned() };
    let bold = Style::new().effects(Effects::BOLD);
    let mut out = String::new();
    for group in registry::groups() {
        let _ = writeln!(out, "{}", paint(bold, group.name));
        for rule in group.rules {
            let level = rule.level_in(preset);
            let style = match level {
                Level::Off => AnsiColor::BrightBlack.on_default(),
                Level::Note => AnsiColor::Green.on_default(),
                Level::Warning => AnsiColor::Yellow.on_default(),
                Level::Error => AnsiColor::Red.on_default(),
            };
            let level = paint(style, &format!("{:<7}", level.as_str()));
            let fix = match rule.fix {
                plimsoll_analysis::FixAvailability::None => "-",
                fix => fix.as_str(),
            };
            let _ = writeln!(out, "  {:<width$}  {level}  {fix:<6}  {}", rule.id, rule.summary);
        }
    }
    let _ =
        writeln!(out, "\nThe levels are those of the preset `{}`; the third column is the best fix.", preset.as_str());
    out
}

/// The rules that foresee an error, the nearest first, with what to do next.
#[must_use]
pub fn explain_answer(rules: &[&Rule], color: bool) -> String {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let bold = Style::new().effects(Effects::BOLD);
    let mut out = "What foresees this error, the nearest first:\n\n".to_owned();
    for rule in rules {
        let id = format!("{:<width$}", rule.id);
        let id = if color { format!("{bold}{id}{bold:#}") } else { id };
        let _ = writeln!(out, "  {id}  {}", rule.summary);
    }
    let first = rules.first().map_or("", |rule| rule.id);
    let _ = writeln!(out, "\n`plimsoll lint` looks for them; `plimsoll explain {first}` says more.");
    out
}
