//! `cargo xtask docs`: rule pages, the schema of plimsoll.toml, and the parts of README.md that are made from the
//! rules.
//!
//! Invariant: what is written depends on the rules alone, so a check can tell whether it is up to date.

use crate::figures::{Figures, into_page};
use crate::{root, write_or_check};
use plimsoll_analysis::{Preset, registry};
use std::collections::BTreeSet;
use std::fmt::Write;

pub(crate) fn run(check: bool) -> Result<(), String> {
    let mut written = BTreeSet::new();
    let figures = Figures::read()?;
    for (group, rule) in registry::rules() {
        let name = format!("{}.md", rule.id);
        let page = into_page(&plimsoll_report::markdown_page(rule, group), figures.sentence(rule.id));
        write_or_check(&format!("docs/rules/{name}"), &page, check)?;
        written.insert(name);
    }
    written.insert("README.md".to_owned());
    write_or_check("docs/rules/README.md", &index(), check)?;
    stale_pages(&written, check)?;
    write_or_check("docs/plimsoll.schema.json", &plimsoll_config::schema(), check)?;
    readme(check)
}

/// A page whose rule is gone.
fn stale_pages(written: &BTreeSet<String>, check: bool) -> Result<(), String> {
    let folder = root().join("docs/rules");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("docs/rules: {error}"))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if written.contains(&name) {
            continue;
        }
        if check {
            return Err(format!("docs/rules/{name} belongs to no rule"));
        }
        std::fs::remove_file(entry.path()).map_err(|error| format!("docs/rules/{name}: {error}"))?;
        println!("removed docs/rules/{name}");
    }
    Ok(())
}

fn index() -> String {
    let mut text =
        String::from("# Rules\n\nMade by `cargo xtask docs`. `plimsoll explain RULE` shows a page in the terminal.\n");
    for group in registry::groups() {
        let _ = write!(text, "\n## {}\n\n{}\n\n", group.name, unindented(group.docs));
        text.push_str("| rule | what it finds | recommended | strict | fix |\n|---|---|---|---|---|\n");
        for rule in group.rules {
            let level = |preset| rule.level_in(preset).as_str();
            let _ = writeln!(
                text,
                "| [`{id}`]({id}.md) | {} | {} | {} | {} |",
                rule.summary,
                level(Preset::Recommended),
                level(Preset::Strict),
                rule.fix.as_str(),
                id = rule.id,
            );
        }
    }
    text
}

/// Doc comments keep the blank behind `///`.
fn unindented(docs: &str) -> String {
    let lines: Vec<&str> = docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// The count of rules between its marks in README.md.
fn readme(check: bool) -> Result<(), String> {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("README.md: {error}"))?;
    let total = registry::rules().len();
    let ecs = registry::rules().filter(|(_, rule)| is_ecs(rule)).count();
    let count =
        format!("{total} rules: {} for Dockerfiles and the files they use, {ecs} for task definitions", total - ecs);
    let text = between(&text, "<!-- count -->", "<!-- /count -->", &count)
        .ok_or("README.md has no place for the count of rules")?;
    write_or_check("README.md", &text, check)
}

fn is_ecs(rule: &plimsoll_analysis::Rule) -> bool {
    use plimsoll_analysis::Check;
    matches!(rule.check, Check::TaskDefinition(_) | Check::Container(_))
}

/// `text` with what stands between two marks replaced.
pub(crate) fn between(text: &str, start: &str, end: &str, new: &str) -> Option<String> {
    let from = text.find(start)? + start.len();
    let to = from + text[from..].find(end)?;
    Some(format!("{}{new}{}", &text[..from], &text[to..]))
}
