//! The test vectors of the rules about task definitions: a sound document, one change, and what is said of it.
//!
//! Invariant: a vector names everything that the preset `recommended` says of its document, where it says it and what
//! the fix makes of it; nothing else may be said. The numbers are those of the rule catalogue, and each is there.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read their fixtures")]

mod cli_support;
mod vector_support;

use cli_support::{Project, list, text};
use plimsoll_analysis::{
    Applicability, Diagnostic, FileKind, Level, Preset, Settings, SettingsBuilder, SourceFile, Workspace, analyze,
    fix_rule, registry, value_path,
};
use plimsoll_text::{Edit, Edits, slice};
use std::collections::BTreeMap;
use std::fmt::Write;
use vector_support::{changed, string, strings, tables, task};

/// The vectors about one document, and those about a folder.
const DOCUMENTS: std::ops::RangeInclusive<i64> = 1..=58;
const FOLDERS: [&str; 10] = ["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10"];

#[test]
fn every_number_is_there_once() {
    let data = data();
    let numbers: Vec<i64> = tables(&data, "vector").iter().map(number).collect();
    assert_eq!(numbers, DOCUMENTS.collect::<Vec<_>>());
    let folders: Vec<&str> = tables(&data, "folder").iter().map(|folder| string(folder, "number")).collect();
    assert_eq!(folders, FOLDERS);
}

#[test]
fn the_bases_are_clean() {
    let data = data();
    for base in ["F", "B"] {
        let file = task(string(&data["base"], base));
        let found = analyze(&file, &Settings::preset(Preset::Recommended), &Workspace::default()).diagnostics;
        assert!(found.is_empty(), "{base}: {}", found[0].message);
    }
}

#[test]
fn each_document_is_judged_as_its_vector_says() {
    let data = data();
    let mut wrong = String::new();
    for vector in tables(&data, "vector") {
        let (expected, found) = (string(vector, "finds"), judged(&data, vector));
        if expected.trim_end() != found.trim_end() {
            let _ = write!(wrong, "\nvector {}:\n{found}", number(vector));
        }
    }
    assert!(wrong.is_empty(), "found is not what stands in fixtures/vectors/ecs.toml:\n{wrong}");
}

/// The rules that a vector names as silent say nothing even when they are asked for by name.
#[test]
fn silent_rules_are_silent() {
    let data = data();
    let mut asked = 0;
    for vector in tables(&data, "vector") {
        for rule in strings(vector, "silent") {
            let mut builder = SettingsBuilder::new(Preset::Recommended);
            let settings = builder.only().on(rule).expect("the rule exists").build();
            let found = analyze(&document(&data, vector), &settings, &Workspace::default()).diagnostics;
            assert!(found.is_empty(), "vector {}: {}", number(vector), found[0].message);
            asked += 1;
        }
    }
    assert!(asked >= 8, "only {asked} were asked");
}

/// What a control of AWS is called keeps the finding quiet, as its own name does.
#[test]
fn an_alias_can_be_ignored() {
    let data = data();
    let vectors = tables(&data, "vector");
    let with_alias = vectors.iter().find(|vector| number(vector) == 49).expect("vector 49");
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    let settings = builder.level("ECS.4", Level::Off).expect("the alias exists").build();
    let found = analyze(&document(&data, with_alias), &settings, &Workspace::default()).diagnostics;
    assert!(found.is_empty(), "{}", found[0].message);
}

/// A placeholder in the place of what is wrong is no finding, whatever the template language; where nothing stands in
/// the place, as in the vectors that take something away, there is nothing to replace.
#[test]
fn a_placeholder_in_the_decisive_place_is_silent() {
    let data = data();
    let mut replaced = 0;
    for vector in tables(&data, "vector") {
        let file = document(&data, vector);
        let rule = registry::by_id(string(vector, "rule")).expect("the rule exists");
        for found in analyze(&file, &Settings::default(), &Workspace::default()).diagnostics {
            let parsed = plimsoll_json::parse(&file.text);
            let at = parsed.at_offset(found.range.start()).filter(|node| found.rule == rule && !node.is_key());
            let Some(value) = at.filter(|node| node.elements().next().is_none() && node.members().next().is_none())
            else {
                continue;
            };
            for open in
                ["\"${X}\"", "${X}", "\"{{ x }}\"", "{{ x }}", "\"<NAME>\"", "\"%NAME%\"", "\"__NAME__\"", "\"@NAME@\""]
            {
                let edits = Edits::from(Edit::replace(value.range(), open));
                let file = task(&edits.apply(&file.text));
                let again = analyze(&file, &Settings::default(), &Workspace::default()).diagnostics;
                let end = value.range().start() + plimsoll_text::size(open.len());
                // In a command a dollar is for the shell, and it is right to ask where there is none.
                let here = |found: &&Diagnostic| {
                    (value.range().start()..end).contains(&found.range.start())
                        && found.rule.id != "unexpanded-variable"
                };
                let said: Vec<&str> = again.iter().filter(here).map(|found| found.message.as_str()).collect();
                assert!(said.is_empty(), "vector {}, {open}: {said:?}\n{}", number(vector), file.text);
                replaced += 1;
            }
        }
    }
    assert!(replaced > 150, "only {replaced} values were replaced");
}

/// How a file begins, ends its lines and indents moves no range off its text.
#[test]
fn byte_order_mark_line_ends_and_tabs_keep_the_ranges() {
    let data = data();
    for vector in tables(&data, "vector") {
        let plain = document(&data, vector);
        let expected = places(&plain);
        let tabs: String = plain.text.split_inclusive('\n').map(tabbed).collect();
        for text in [format!("\u{feff}{}", plain.text), plain.text.replace('\n', "\r\n"), tabs] {
            assert_eq!(places(&task(&text)), expected, "vector {}\n{text}", number(vector));
        }
    }
}

/// Members that are half typed make nothing panic, and the array of the containers says nothing of the task.
#[test]
fn half_typed_members_and_bare_arrays_are_survived() {
    let data = data();
    let task_level = ["family", "networkMode", "cpu", "memory", "taskRoleArn", "executionRoleArn", "pidMode"];
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    let all = builder.only().on("all").expect("`all` is a name").build();
    for vector in tables(&data, "vector") {
        let file = document(&data, vector);
        let parsed = plimsoll_json::parse(&file.text);
        let objects = parsed.nodes().filter(|node| file.text[usize::from(node.range().start())..].starts_with('{'));
        for object in objects.step_by(3) {
            let inside = object.range().start() + plimsoll_text::size(1);
            for half in ["\"\": ", "\"\": ,", "\"na", "\"name\"", "\"name\":", ","] {
                let _ = analyze(
                    &task(&Edits::from(Edit::insert(inside, half)).apply(&file.text)),
                    &all,
                    &Workspace::default(),
                );
            }
        }
        let Some(containers) = parsed.root().and_then(|root| root.get("containerDefinitions")) else { continue };
        let array = task(containers.source());
        for found in analyze(&array, &all, &Workspace::default()).diagnostics {
            let names = |field: &&&str| found.message.contains(&format!("no `{field}`"));
            let of_task = task_level.iter().find(names).filter(|_| found.rule.id != "missing-required-field");
            assert_eq!(of_task, None, "vector {}: {}: {}", number(vector), found.rule.id, found.message);
            assert_ne!(found.rule.id, "missing-execution-role", "vector {}", number(vector));
        }
    }
}

/// The vectors of several files, as files of a repository, by the real program.
#[test]
fn each_folder_is_judged_as_its_vector_says() {
    let data = data();
    let mut wrong = String::new();
    for folder in tables(&data, "folder") {
        let files = files(&data, folder);
        let named: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let project = Project::new(&named);
        let rule = string(folder, "rule");
        let json = project.json(&["--select", rule]);
        let mut found = String::new();
        for diagnostic in list(&json, "diagnostics") {
            found += &said_by_the_program(&files, diagnostic);
        }
        if found.trim_end() != string(folder, "finds").trim_end() {
            let _ = write!(wrong, "\n{}:\n{found}", string(folder, "number"));
        }
    }
    assert!(wrong.is_empty(), "found is not what stands in fixtures/vectors/ecs.toml:\n{wrong}");
}

/// A finding of the JSON output: rule, severity, place; then the labels, notes and what the preferred fix makes.
fn said_by_the_program(files: &BTreeMap<String, String>, diagnostic: &serde_json::Value) -> String {
    let offset = |range: &serde_json::Value, end: &str| {
        usize::try_from(range[end]["offset"].as_u64().expect("an offset")).expect("a small file")
    };
    let place = |path: &str, range: &serde_json::Value| {
        let (start, end) = (offset(range, "start"), offset(range, "end"));
        let written = &files[path][start..end];
        let line = files[path][..start].matches('\n').count() + 1;
        let of_task = SourceFile::new(path, files[path].as_str(), FileKind::TaskDefinition);
        match value_path(&of_task, plimsoll_text::size(start)).filter(|_| path == "task-definition.json") {
            Some(value) => format!("{value} {}", one_line(written)),
            None => format!("{path}:{line} {}", one_line(written)),
        }
    };
    let path = text(diagnostic, "path");
    let mut said = format!(
        "{} {} at {}\n",
        text(diagnostic, "severity"),
        text(diagnostic, "rule"),
        place(path, &diagnostic["range"])
    );
    for label in list(diagnostic, "labels") {
        let at = label["path"].as_str().unwrap_or(path);
        let _ = writeln!(said, "  label {}: {}", place(at, &label["range"]), text(label, "text"));
    }
    for fix in list(diagnostic, "fixes").iter().take(1) {
        let _ = writeln!(said, "  {} fix: {}", text(fix, "applicability"), text(fix, "title"));
        let edits = list(fix, "edits").iter().map(|edit| {
            let range = plimsoll_text::range(offset(&edit["range"], "start"), offset(&edit["range"], "end"));
            Edit::replace(range, text(edit, "text"))
        });
        let edits = Edits::new(edits.collect()).expect("edits do not overlap");
        said += &difference(&files[path], &edits.apply(&files[path]));
    }
    said
}

/// All that `recommended` says of a document, and what the preferred fix of the vector's rule makes of it.
fn judged(data: &toml::Table, vector: &toml::Value) -> String {
    let file = document(data, vector);
    let settings = Settings::default();
    let found = analyze(&file, &settings, &Workspace::default()).diagnostics;
    let mut said = String::new();
    for it in &found {
        let _ = writeln!(said, "{} {} at {}", it.severity.as_str(), it.rule.id, place(&file, it.range));
        for label in &it.labels {
            let _ = writeln!(said, "  label {}: {}", place(&file, label.range), label.text);
        }
    }
    let rule = registry::by_id(string(vector, "rule")).expect("the rule exists");
    let own = found.iter().filter(|it| it.rule == rule);
    let Some(preferred) = own.clone().find_map(|it| it.fixes.first()) else { return said };
    for fix in own.flat_map(|it| &it.fixes) {
        let _ = writeln!(said, "  {} fix: {}", fix.applicability.as_str(), fix.title);
    }
    let fixed = if preferred.applicability == Applicability::Manual {
        preferred.edits.apply(&file.text)
    } else {
        fix_rule(&file, &settings, &Workspace::default(), preferred.applicability, rule).text.to_string()
    };
    said + &difference(&file.text, &fixed)
}

/// Where a range is: its value path (the top of the document has none) and the text that it covers.
fn place(file: &SourceFile, range: plimsoll_text::TextRange) -> String {
    let path = value_path(file, range.start()).unwrap_or_else(|| "(top)".to_owned());
    format!("{path} {}", one_line(slice(&file.text, range)))
}

/// What is said of a file, with the text at each place instead of its range.
fn places(file: &SourceFile) -> Vec<(String, String)> {
    let found = analyze(file, &Settings::default(), &Workspace::default()).diagnostics;
    let labels =
        |it: &Diagnostic| it.labels.iter().map(|label| place(file, label.range)).collect::<Vec<_>>().join(", ");
    found.iter().map(|it| (it.message.clone(), format!("{} {}", place(file, it.range), labels(it)))).collect()
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The lines that differ.
fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let removed = old[start..old.len() - end].iter().map(|line| format!("-{line}\n"));
    let added = new[start..new.len() - end].iter().map(|line| format!("+{line}\n"));
    removed.chain(added).collect()
}

fn tabbed(line: &str) -> String {
    let rest = line.trim_start_matches("  ");
    "\t".repeat((line.len() - rest.len()) / 2) + rest
}

fn data() -> toml::Table {
    vector_support::data("ecs.toml")
}

fn number(vector: &toml::Value) -> i64 {
    vector["number"].as_integer().expect("a number")
}

/// The base of a vector with what it sets and without what it removes.
fn document(data: &toml::Table, vector: &toml::Value) -> SourceFile {
    task(&changed(string(&data["base"], string(vector, "base")), vector))
}

/// The files of a folder: its own, and the base with its changes.
fn files(data: &toml::Table, folder: &toml::Value) -> BTreeMap<String, String> {
    let own = folder["files"].as_table().expect("a table of files").iter();
    let mut files: BTreeMap<String, String> =
        own.map(|(path, text)| (path.clone(), text.as_str().expect("a text").to_owned())).collect();
    files.insert("task-definition.json".to_owned(), document(data, folder).text.to_string());
    files
}
