//! Laws that hold for every text: tokens tile it, nothing panics, the verdict is serde_json's, edits keep the
//! rest as it is.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use plimsoll_json::{Document, Kind, Node, Place, delete_element, delete_member, insert_member, parse, rename_key};
use plimsoll_text::slice;
use proptest::prelude::*;
use serde_json::Value;

const FIXTURES: &[&str] = &[
    include_str!("../../../fixtures/parser/json/broken-brackets.json"),
    include_str!("../../../fixtures/parser/json/broken-half-typed.json"),
    include_str!("../../../fixtures/parser/json/broken-many.json"),
    include_str!("../../../fixtures/parser/json/container-array.json"),
    include_str!("../../../fixtures/parser/json/minified.json"),
    include_str!("../../../fixtures/parser/json/plain.json"),
    include_str!("../../../fixtures/parser/json/tabs-crlf.json"),
    include_str!("../../../fixtures/parser/json/template-jinja.json"),
    include_str!("../../../fixtures/parser/json/template-terraform.json"),
    include_str!("../../../fixtures/parser/json/template-tokens.json"),
    include_str!("../../../fixtures/parser/json/wrapped.json"),
];

/// Checks what holds for any document, and touches every answer that a node can give.
fn check(text: &str) -> Document<'_> {
    let document = parse(text);
    let mut borders = vec![false; text.len() + 1];
    let mut end = 0;
    for token in document.tokens() {
        assert_eq!(usize::from(token.range.start()), end, "{text:?}");
        assert!(!token.range.is_empty(), "{text:?}");
        borders[end] = true;
        end = token.range.end().into();
        assert!(text.is_char_boundary(end), "{text:?}");
    }
    assert_eq!(end, text.len(), "{text:?}");
    borders[end] = true;
    for error in document.errors() {
        assert!(text.get(usize::from(error.range.start())..usize::from(error.range.end())).is_some(), "{text:?}");
        assert!(!error.message.is_empty());
    }
    for node in document.nodes() {
        let range = node.range();
        assert!(borders[usize::from(range.start())] && borders[usize::from(range.end())], "{node:?} in {text:?}");
        if let Some(parent) = node.parent() {
            assert!(parent.range().contains_range(range), "{node:?} in {parent:?}");
            let listed =
                parent.elements().chain(parent.members().flat_map(|member| [Some(member.key), member.value]).flatten());
            assert!(listed.into_iter().any(|child| child == node), "{node:?} in {text:?}");
        }
        let parts = node.parts();
        if let (Some(content), Some(first), Some(last)) = (node.content_range(), parts.first(), parts.last()) {
            assert_eq!((first.range.start(), last.range.end()), (content.start(), content.end()));
            assert!(parts.windows(2).all(|pair| pair[0].range.end() == pair[1].range.start()));
        }
        if let Some(decoded) = node.text() {
            assert_eq!(node.file_offset(decoded.len()), node.content_range().map(|content| content.end()));
        }
        assert!(document.at_offset(range.start()).is_some());
    }
    document
}

/// Whether two readers agree that `text` is JSON, where the difference is not a deliberate one.
fn check_verdict(text: &str) {
    let document = check(text);
    if document.is_template() || text.starts_with('\u{feff}') {
        return;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            assert_eq!(document.errors(), [], "{text:?}");
            assert_eq!(value_of(document.root().unwrap()), value, "{text:?}");
        }
        Err(error) => {
            let error = error.to_string();
            let deliberate = error.starts_with("number out of range") || error.starts_with("recursion limit");
            assert!(deliberate || !document.errors().is_empty(), "{error} in {text:?}");
        }
    }
}

fn value_of(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Object => {
            let members =
                node.members().map(|member| (member.key.text().unwrap().into_owned(), value_of(member.value.unwrap())));
            Value::Object(members.collect())
        }
        Kind::Array => Value::Array(node.elements().map(value_of).collect()),
        Kind::String => Value::String(node.text().unwrap().into_owned()),
        Kind::Number => serde_json::from_str(node.source()).unwrap(),
        Kind::Bool => Value::Bool(node.as_bool().unwrap()),
        Kind::Null => Value::Null,
        Kind::Placeholder | Kind::Invalid => panic!("{node:?} is no JSON"),
    }
}

/// A JSON value and one of the ways to lay it out.
fn json() -> impl Strategy<Value = String> {
    let text = || "[a-c é\"\\\\\n\t/]{0,6}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    (value, 0..5usize).prop_map(|(value, style)| lay_out(&value, style))
}

fn lay_out(value: &Value, style: usize) -> String {
    let pretty = serde_json::to_string_pretty(value).unwrap();
    match style {
        0 => value.to_string(),
        1 => pretty,
        2 => pretty.replace('\n', "\r\n") + "\r\n",
        3 => pretty.lines().map(tabbed).collect(),
        // On one line with blanks.
        _ => pretty.lines().map(str::trim).collect::<Vec<_>>().join(" "),
    }
}

fn tabbed(line: &str) -> String {
    let content = line.trim_start();
    format!("{}{content}\n", "\t".repeat((line.len() - content.len()) / 2))
}

/// `text` with a few characters deleted, doubled or replaced.
fn mutated(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..3u8, prop::sample::select(&b"{}[]\",:\\ \n#/*'x1-.$%<>_@\t\0"[..]));
    (text, prop::collection::vec(change, 1..6)).prop_map(|(text, changes)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (index, action, byte) in changes {
            if characters.is_empty() {
                break;
            }
            let at = index.index(characters.len());
            match action {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, byte as char),
                _ => characters[at] = byte as char,
            }
        }
        characters.into_iter().collect()
    })
}

fn fixture() -> impl Strategy<Value = String> {
    prop::sample::select(FIXTURES).prop_map(str::to_owned)
}

#[test]
fn every_prefix_of_every_fixture() {
    for fixture in FIXTURES {
        // The nodes are checked on a sample; the parser itself meets every prefix.
        for (end, _) in fixture.char_indices().chain([(fixture.len(), ' ')]) {
            if end % 61 == 0 || end == fixture.len() || end < 150 {
                check_verdict(&fixture[..end]);
            } else {
                let document = parse(&fixture[..end]);
                let length: u32 = document.tokens().map(|token| u32::from(token.range.len())).sum();
                assert_eq!(length as usize, end);
            }
        }
    }
}

#[test]
fn templates_and_plain_fixtures_have_no_errors() {
    for fixture in FIXTURES {
        let broken =
            fixture.contains("True") || fixture.contains("\"host\n") || fixture.contains("\"logConfiguration\":\n");
        assert_eq!(!parse(fixture).errors().is_empty(), broken, "{fixture}");
    }
}

/// The path and the source of every scalar.
fn scalars(document: &Document<'_>) -> Vec<(String, String)> {
    let scalars = document.nodes().filter(|node| !node.is_key() && !matches!(node.kind(), Kind::Object | Kind::Array));
    scalars.map(|node| (node.path(), node.source().to_owned())).collect()
}

/// The one node of `document` that `index` picks among those that `wanted` lets through.
fn pick<'a>(document: &'a Document<'a>, index: prop::sample::Index, wanted: fn(&Node<'_>) -> bool) -> Option<Node<'a>> {
    let nodes: Vec<_> = document.nodes().filter(wanted).collect();
    if nodes.is_empty() { None } else { Some(nodes[index.index(nodes.len())]) }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in r#"([{}\[\]",: \n\\$%<>@_#/*'a1-]|\PC|\$\{|\{\{|\}\}|"[a-z]"){0,60}"#) {
        check_verdict(&text);
    }

    #[test]
    fn generated_json(text in json()) {
        check_verdict(&text);
    }

    #[test]
    fn mutated_json(text in mutated(json())) {
        check_verdict(&text);
    }

    #[test]
    fn mutated_fixtures(text in mutated(fixture())) {
        check_verdict(&text);
    }

    #[test]
    fn deleting_a_member(text in json(), index in any::<prop::sample::Index>()) {
        let document = parse(&text);
        let Some(key) = pick(&document, index, |node| node.is_key()) else { return Ok(()) };
        let Some(edits) = delete_member(key.as_member().unwrap()) else {
            prop_assert!(document.nodes().any(|node| !node.parts().is_empty()));
            return Ok(());
        };
        let edited = edits.apply(&text);
        let mut expected = parsed(&text);
        remove(&mut expected, key);
        prop_assert_eq!(parsed(&edited), expected, "{} without {:?}", text, key);
        prop_assert!(!edited.lines().any(|line| line.trim().is_empty()), "{}", edited);
    }

    #[test]
    fn deleting_an_element(text in json(), index in any::<prop::sample::Index>()) {
        let document = parse(&text);
        let in_array = |node: &Node<'_>| node.parent().is_some_and(|parent| parent.kind() == Kind::Array);
        let Some(element) = pick(&document, index, in_array) else { return Ok(()) };
        let Some(edits) = delete_element(element) else { return Ok(()) };
        let edited = edits.apply(&text);
        let mut expected = parsed(&text);
        remove(&mut expected, element);
        prop_assert_eq!(parsed(&edited), expected, "{} without {:?}", text, element);
    }

    #[test]
    fn inserting_a_member(text in json(), index in any::<prop::sample::Index>(), after in any::<prop::sample::Index>(), place in 0..3u8) {
        let document = parse(&text);
        let Some(object) = pick(&document, index, |node| node.kind() == Kind::Object) else { return Ok(()) };
        let members: Vec<_> = object.members().collect();
        let place = match place {
            0 => Place::First,
            1 => Place::Last,
            _ if members.is_empty() => Place::Last,
            _ => Place::After(members[after.index(members.len())]),
        };
        let value = "{\n  \"x\": [\n    1\n  ]\n}";
        let edited = insert_member(object, place, "new", value).unwrap().apply(&text);
        let mut expected = parsed(&text);
        at(&mut expected, object).as_object_mut().unwrap().insert("new".to_owned(), parsed(value));
        prop_assert_eq!(parsed(&edited), expected);
        // Taken out again, the text is what it was, except for how an empty object was written.
        let again = parse(&edited);
        let inserted = again.nodes().find(|node| node.is_key() && node.source() == "\"new\"").unwrap();
        let back = delete_member(inserted.as_member().unwrap());
        if let Some(back) = back.filter(|_| !members.is_empty()) {
            prop_assert_eq!(back.apply(&edited), text.as_str());
        }
        prop_assert_eq!(edited.contains("\r\n"), text.contains("\r\n"));
    }

    #[test]
    fn renaming_a_key(text in json(), index in any::<prop::sample::Index>()) {
        let document = parse(&text);
        let Some(key) = pick(&document, index, |node| node.is_key()) else { return Ok(()) };
        let Some(edits) = rename_key(key.as_member().unwrap(), "re\"named") else { return Ok(()) };
        let edited = edits.apply(&text);
        let again = parse(&edited);
        prop_assert_eq!(again.errors(), []);
        let old: Vec<_> = scalars(&document).into_iter().map(|(_, source)| source).collect();
        let new: Vec<_> = scalars(&again).into_iter().map(|(_, source)| source).collect();
        prop_assert_eq!(old, new);
        prop_assert_eq!(slice(&edited, plimsoll_text::TextRange::at(key.range().start(), plimsoll_text::size(11))), "\"re\\\"named\"");
    }
}

/// The value in `root` that stands where `node` does.
fn at<'v>(root: &'v mut Value, node: Node<'_>) -> &'v mut Value {
    let Some(parent) = node.parent() else { return root };
    let outer = at(root, parent);
    match node.key_node() {
        Some(key) => outer.get_mut(key.text().unwrap().as_ref()).unwrap(),
        None => outer.get_mut(parent.elements().position(|element| element == node).unwrap()).unwrap(),
    }
}

fn remove(root: &mut Value, node: Node<'_>) {
    let parent = node.parent().unwrap();
    match at(root, parent) {
        Value::Object(members) => drop(members.remove(node.text().unwrap().as_ref())),
        Value::Array(elements) => drop(elements.remove(parent.elements().position(|element| element == node).unwrap())),
        _ => unreachable!("only these have children"),
    }
}
