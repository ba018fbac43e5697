//! What holds for task definitions in every state of being typed.
//!
//! Nothing panics on any prefix or mutation; ranges lie in the text; a proposal that is taken where the document is
//! JSON but for the word at the cursor leaves JSON behind.

#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, WorkspaceFile};
use plimsoll_ide::{Completion, Symbol, View};
use plimsoll_text::{Edits, TextRange, TextSize, size, slice};
use proptest::prelude::*;

const TASK: &str = r#"{
  "family": "größe-web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "taskRoleArn": "arn:aws:iam::123456789012:role/web",
  "runtimePlatform": { "cpuArchitecture": "ARM64" },
  "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-1" } }],
  "containerDefinitions": [
    {
      "name": "web",
      "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
      "essential": true,
      "portMappings": [{ "containerPort": 8080 }, { "containerPort": 53, "protocol": "udp" }],
      "environment": [{ "name": "GRÜSSE", "value": "höflich \"und\" nett" }],
      "secrets": [{ "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }],
      "dependsOn": [{ "containerName": "db", "condition": "HEALTHY" }],
      "links": ["db:database"],
      "mountPoints": [{ "sourceVolume": "data", "containerPath": "/données" }],
      "linuxParameters": { "capabilities": { "drop": ["ALL"] }, "initProcessEnabled": true },
      "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/web" } }
    },
    { "name": "db", "image": "postgres:17", "healthCheck": { "command": ["CMD", "pg_isready"] } }
  ]
}
"#;

const TEMPLATE: &str = r#"{
  "taskDefinition": {
    "family": "{{ name }}-größe",
    "cpu": ${CPU},
    {% if logs %}
    "executionRoleArn": "$ROLE",
    {% endif %}
    "containerDefinitions": [
      { "name": "<NAME>", "image": "${REPO}:${TAG}", "links": ["<NAME>:a"] },
      // no comment in JSON
      { "name": 'db', "command": ["sh", "-c", "echo $HOME"], }
    ]
  }
}
"#;

const ARRAY: &str =
    "[\r\n\t{ \"name\": \"wéb\", \"image\": \"nginx:1\" },\r\n\t{ \"name\": \"b\", \"cpu\": 1 }\r\n]\r\n";

fn with_view<T>(text: &str, ask: impl FnOnce(&View<'_>) -> T) -> T {
    let file = SourceFile::new("deploy/task.json", text, FileKind::TaskDefinition);
    let entry = |path: &str, text: &str, kind| WorkspaceFile { path: path.into(), text: text.into(), kind: Some(kind) };
    let workspace = Workspace::new([
        entry("deploy/task.json", text, FileKind::TaskDefinition),
        entry("web/Dockerfile", "FROM debian:13 AS größe\nENV A=1\nEXPOSE 80\nUSER app\n", FileKind::Dockerfile),
    ]);
    let settings = Settings::default();
    ask(&View { file: &file, settings: &settings, workspace: &workspace })
}

/// Asks everything at `offset` and looks at every range that comes back.
fn ask_everything(text: &str, offset: TextSize) {
    with_view(text, |view| {
        let inside = |range: TextRange| slice(text, range).len();
        for completion in plimsoll_ide::completions(view, offset) {
            check(text, offset, &completion);
        }
        if let Some(hover) = plimsoll_ide::hover(view, offset) {
            assert!(!hover.markdown.is_empty() && inside(hover.range) > 0);
        }
        for target in plimsoll_ide::definition(view, offset) {
            assert!(target.range.contains_range(target.selection));
        }
        let places = plimsoll_ide::references(view, offset, true);
        places.iter().filter(|place| place.path.is_none()).for_each(|place| assert!(inside(place.range) > 0));
        assert_eq!(plimsoll_ide::highlights(view, offset).len(), places.len());
        let renamed = plimsoll_ide::rename(view, offset, "other-name");
        assert!(plimsoll_ide::prepare_rename(view, offset).is_ok() || renamed.is_err());
        if let Ok(edits) = renamed {
            let edits = &edits["deploy/task.json"];
            assert_eq!(edits.iter().count(), places.len());
            assert!(edits.apply(text).contains("other-name"));
        }
        let selection = plimsoll_ide::selection(view, offset);
        assert!(selection.windows(2).all(|pair| pair[1].contains_range(pair[0]) && pair[0] != pair[1]));
    });
}

/// Asks what concerns the whole file.
fn ask_about_the_file(text: &str) {
    with_view(text, |view| {
        for symbol in plimsoll_ide::symbols(view) {
            check_symbol(text, &symbol);
        }
        for fold in plimsoll_ide::folding(view) {
            assert!(slice(text, fold.range).contains('\n'));
        }
        plimsoll_ide::links(view).iter().for_each(|link| assert!(!slice(text, link.range).is_empty()));
        plimsoll_ide::tokens(view, None).iter().for_each(|token| assert!(!slice(text, token.range).is_empty()));
        plimsoll_ide::lenses(view).iter().for_each(|lens| assert!(!slice(text, lens.range).is_empty()));
    });
}

fn check_symbol(text: &str, symbol: &Symbol) {
    assert!(!symbol.name.is_empty() && symbol.range.contains_range(symbol.selection));
    assert!(!slice(text, symbol.range).is_empty());
    for child in &symbol.children {
        assert!(symbol.range.contains_range(child.range));
        check_symbol(text, child);
    }
}

fn check(text: &str, offset: TextSize, completion: &Completion) {
    let range = completion.edit.range;
    assert!(range.contains_inclusive(offset), "{range:?} does not hold {offset:?}: {completion:?}");
    assert!(!slice(text, range).contains(['\n', '\r']), "{completion:?}");
    if let Some(snippet) = &completion.snippet {
        let (plain, filled) = (words(&completion.edit.text), words(&without_stops(snippet)));
        assert_eq!(filled, plain, "{snippet}");
    }
    taken(text, completion);
}

fn taken(text: &str, completion: &Completion) -> String {
    let edits = completion.also.iter().cloned().chain([completion.edit.clone()]).collect();
    Edits::new(edits).expect("edits that do not overlap").apply(text)
}

/// The text of a snippet with what its stops hold; a choice holds nothing, as the plain text leaves it open.
fn without_stops(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => out.extend(rest.next()),
            '$' if rest.peek() == Some(&'{') => {
                let stop: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                out.push_str(stop.split_once(':').map_or("", |(_, default)| default));
            }
            '$' => while rest.next_if(char::is_ascii_digit).is_some() {},
            other => out.push(other),
        }
    }
    out
}

/// A text without its indentation.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn boundaries(text: &str) -> impl Iterator<Item = usize> {
    (0..=text.len()).filter(|at| text.is_char_boundary(*at))
}

fn is_json(text: &str) -> bool {
    let document = plimsoll_json::parse(text);
    document.errors().is_empty() && document.duplicate_keys().is_empty()
}

#[test]
fn every_prefix_can_be_asked_about() {
    for text in [TASK, TEMPLATE, ARRAY] {
        for end in boundaries(text) {
            ask_everything(&text[..end], size(end));
        }
        for end in boundaries(text).step_by(7) {
            ask_about_the_file(&text[..end]);
        }
    }
}

#[test]
fn broken_templated_and_minified_files_can_be_asked_about() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/parser/json");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        ask_about_the_file(&text);
        boundaries(&text).step_by(5).for_each(|at| ask_everything(&text, size(at)));
        count += 1;
    }
    assert!(count > 8, "{count} files are too few to mean anything");
}

/// The other questions read the file once; lenses look for the builder of every container.
#[test]
fn many_containers_have_their_lens_each() {
    let container = |index: usize| format!("{{\"name\": \"c{index}\", \"image\": \"${{IMAGE}}\"}}");
    let containers: Vec<String> = (0..300).map(container).chain([r#"{"name": "web"}"#.to_owned()]).collect();
    let text = format!(r#"{{"family": "many", "containerDefinitions": [{}]}}"#, containers.join(",\n"));
    let lenses = with_view(&text, plimsoll_ide::lenses);
    assert_eq!(lenses.iter().map(|lens| lens.title.as_str()).collect::<Vec<_>>(), ["built by web/Dockerfile"]);
}

#[test]
fn every_place_of_a_whole_document_can_be_asked_about() {
    for text in [TASK, TEMPLATE, ARRAY] {
        ask_about_the_file(text);
        boundaries(text).for_each(|at| ask_everything(text, size(at)));
    }
}

#[test]
fn a_proposal_taken_in_a_sound_document_leaves_it_sound() {
    assert!(is_json(TASK) && is_json(ARRAY));
    let mut count = 0;
    for text in [TASK, ARRAY] {
        for at in boundaries(text) {
            for completion in with_view(text, |view| plimsoll_ide::completions(view, size(at))) {
                let after = taken(text, &completion);
                assert!(is_json(&after), "`{}` at {at}:\n{after}", completion.label);
                count += 1;
            }
        }
    }
    assert!(count > 3000, "{count} proposals are too few to mean anything");
}

/// What a person types between two members or elements.
const BEGUN: [&str; 8] = ["", "\"", "\"\"", "\"na", "\"na\"", "na", "\n      \"", "\n      "];

#[test]
fn a_member_begun_anywhere_becomes_a_sound_one() {
    let mut count = 0;
    for text in [TASK, ARRAY] {
        let document = plimsoll_json::parse(text);
        for object in document.nodes().filter(|node| node.kind() == plimsoll_json::Kind::Object) {
            // Behind the brace, behind each comma, and at the end on a line of its own.
            let inside = usize::from(object.range().start()) + 1;
            let ends = object.members().map(|member| usize::from(member.range.end()));
            let commas: Vec<usize> = ends.filter(|end| text[*end..].starts_with(',')).map(|end| end + 1).collect();
            let last = object.members().last().map(|member| usize::from(member.range.end()));
            for begun in BEGUN {
                for at in [inside].into_iter().chain(commas.iter().copied()) {
                    count += take_all(text, at, begun, "");
                }
                if let (Some(last), true) = (last, !begun.trim().is_empty()) {
                    count += take_all(text, last, &format!("\n{}", begun.trim_start()), "\n");
                    count += take_all(text, last, &format!(",\n{}", begun.trim_start()), "\n");
                }
            }
        }
    }
    assert!(count > 5000, "{count} proposals are too few to mean anything");
}

#[test]
fn an_element_begun_anywhere_becomes_a_sound_one() {
    let mut count = 0;
    for text in [TASK, ARRAY] {
        let document = plimsoll_json::parse(text);
        for array in document.nodes().filter(|node| node.kind() == plimsoll_json::Kind::Array) {
            let inside = usize::from(array.range().start()) + 1;
            let last = array.elements().last().map(|element| usize::from(element.range().end()));
            for begun in BEGUN {
                count += take_all(text, inside, begun, "");
                if let Some(last) = last {
                    count += take_all(text, last, &format!(", {}", begun.trim_start()), "");
                }
            }
        }
    }
    assert!(count > 50, "{count} proposals are too few to mean anything");
}

#[test]
fn a_value_begun_anywhere_becomes_a_sound_one() {
    let mut count = 0;
    let document = plimsoll_json::parse(TASK);
    for object in document.nodes().filter(|node| node.kind() == plimsoll_json::Kind::Object) {
        for member in object.members() {
            let value = member.value.expect("a value");
            for begun in ["", "\"", "\"\"", "\"a", "\"a\"", "a", "1"] {
                let (start, end) = (usize::from(value.range().start()), usize::from(value.range().end()));
                let text = format!("{}{begun}{}", &TASK[..start], &TASK[end..]);
                let closed = usize::from(begun.len() > 1 && begun.ends_with('"'));
                let at = start + begun.len() - closed;
                for completion in with_view(&text, |view| plimsoll_ide::completions(view, size(at))) {
                    let after = taken(&text, &completion);
                    assert!(is_json(&after), "`{}` for {begun:?} at {at}:\n{after}", completion.label);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 200, "{count} proposals are too few to mean anything");
}

/// Types `begun` at `at`, takes each proposal, and counts them.
fn take_all(text: &str, at: usize, begun: &str, behind: &str) -> usize {
    let typed = format!("{}{begun}{behind}{}", &text[..at], &text[at..]);
    // Behind a quote that closes, the cursor is still inside of the word.
    let word = begun.trim_start_matches([',', ' ', '\n']);
    let closed = usize::from(word.len() > 1 && word.ends_with('"'));
    let cursor = at + begun.len() - closed;
    let found = with_view(&typed, |view| plimsoll_ide::completions(view, size(cursor)));
    for completion in &found {
        let after = taken(&typed, completion);
        assert!(is_json(&after), "`{}` for {begun:?} at {at}:\n{after}", completion.label);
    }
    found.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutations_can_be_asked_about(
        which in 0..3_usize,
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0..30_usize, "[\\[\\]{}\",:$ax\n é<%]{0,3}"), 1..4),
        cursor in any::<prop::sample::Index>(),
    ) {
        let mut text = [TASK, TEMPLATE, ARRAY][which].to_owned();
        for (at, length, inserted) in cuts {
            let places: Vec<usize> = boundaries(&text).collect();
            let start = at.index(places.len());
            let end = (start + length).min(places.len() - 1);
            text.replace_range(places[start]..places[end], &inserted);
        }
        let places: Vec<usize> = boundaries(&text).collect();
        ask_everything(&text, size(places[cursor.index(places.len())]));
        ask_about_the_file(&text);
    }
}
