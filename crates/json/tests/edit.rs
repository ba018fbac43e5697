//! How edits look: the layout of the file is kept, and what cannot be kept is refused.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use plimsoll_json::{
    Document, Node, Place, delete_element, delete_member, insert_member, parse, rename_key, replace_document,
    replace_value,
};
use plimsoll_text::Edits;

#[track_caller]
fn node<'a>(document: &'a Document<'a>, path: &str) -> Node<'a> {
    document.nodes().find(|node| !node.is_key() && node.path() == path).expect("the path is in the text")
}

/// `text` after the edit of the node at `path`; `None` where it is refused.
#[track_caller]
fn edited(text: &str, path: &str, edit: impl Fn(Node<'_>) -> Option<Edits>) -> Option<String> {
    let document = parse(text);
    edit(node(&document, path)).map(|edits| edits.apply(text))
}

fn delete(value: Node<'_>) -> Option<Edits> {
    value.as_member().map_or_else(|| delete_element(value), delete_member)
}

#[test]
fn deletion_takes_the_comma_and_the_line() {
    let cases = [
        ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", "{\n  \"b\": 2\n}\n"),
        ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", "{\n  \"a\": 1\n}\n"),
        ("{\r\n\t\"a\": 1,\r\n\t\"b\": {\r\n\t}\r\n}", "b", "{\r\n\t\"a\": 1\r\n}"),
        ("{\n  \"a\": [\n    1\n  ],\n\n  \"b\": 2\n}", "a", "{\n\n  \"b\": 2\n}"),
        ("{\n  \"a\": 1\n}", "a", "{}"),
        ("{ \"a\": 1, \"b\": 2, \"c\": 3 }", "a", "{ \"b\": 2, \"c\": 3 }"),
        ("{ \"a\": 1, \"b\": 2, \"c\": 3 }", "b", "{ \"a\": 1, \"c\": 3 }"),
        ("{ \"a\": 1, \"b\": 2, \"c\": 3 }", "c", "{ \"a\": 1, \"b\": 2 }"),
        ("{\"a\":1,\"b\":2}", "b", "{\"a\":1}"),
        ("{ \"a\": 1 }", "a", "{}"),
        ("{ \"a\": 1,\n  \"b\": 2 }", "a", "{\n  \"b\": 2 }"),
        ("{ \"a\": 1, \"b\": 2,\n  \"c\": 3 }", "b", "{ \"a\": 1,\n  \"c\": 3 }"),
        ("{\n  \"a\": 1\n  , \"b\": 2\n}", "b", "{\n  \"a\": 1\n}"),
        ("{\n  // kept\n\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "b", "{\n  // kept\n\n  \"a\": 1,\n  \"c\": 3\n}"),
    ];
    for (text, path, expected) in cases {
        assert_eq!(edited(text, path, delete).as_deref(), Some(expected), "{path} of {text}");
    }
    assert_eq!(edited("[1, 2, 3]", "[1]", delete).as_deref(), Some("[1, 3]"));
    assert_eq!(edited("[\n  1,\n  2\n]", "[1]", delete).as_deref(), Some("[\n  1\n]"));
}

#[test]
fn deletion_stops_at_comments_placeholders_and_mistakes() {
    let cases = [
        ("{\n  \"a\": 1, // why\n  \"b\": 2\n}", "b"),
        ("{\n  \"a\": 1,\n  // why\n  \"b\": 2\n}", "b"),
        ("{ \"a\": /* why */ 1, \"b\": 2 }", "a"),
        ("{ \"a\": [/* why */], \"b\": 2 }", "a"),
        ("{ \"a\": 1, ${MORE} }", "a"),
        ("{ ${MORE}, \"a\": 1 }", "a"),
        ("{ \"a\": ${A}, \"b\": 2 }", "a"),
        ("{ \"a\": \"${A}\", \"b\": 2 }", "a"),
        ("{ \"a\": {\"x\": }, \"b\": 2 }", "a"),
        ("{ \"a\": 1 \"b\": 2 }", "a"),
        ("{ \"b\": 2, \"a\": 1", "a"),
        ("{ \"a\" 1, \"b\": 2 }", "a"),
    ];
    for (text, path) in cases {
        // The last member may go with the comma before it, where the object is not closed yet.
        assert_eq!(edited(text, path, delete), None, "{path} of {text}");
    }
}

#[test]
fn insertion_follows_the_layout() {
    let value = "[\n  \"x\"\n]";
    let cases = [
        ("{\n  \"a\": 1,\n  \"b\": 2\n}", Some("a"), "{\n  \"a\": 1,\n  \"n\": [\n    \"x\"\n  ],\n  \"b\": 2\n}"),
        ("{\n  \"a\": 1,\n  \"b\": 2\n}", Some("b"), "{\n  \"a\": 1,\n  \"b\": 2,\n  \"n\": [\n    \"x\"\n  ]\n}"),
        ("{\n  \"a\": 1\n}", None, "{\n  \"n\": [\n    \"x\"\n  ],\n  \"a\": 1\n}"),
        ("{\r\n\t\"a\": 1\r\n}", Some("a"), "{\r\n\t\"a\": 1,\r\n\t\"n\": [\r\n\t\t\"x\"\r\n\t]\r\n}"),
        ("{\n    \"a\" : 1\n}", Some("a"), "{\n    \"a\" : 1,\n    \"n\" : [\n        \"x\"\n    ]\n}"),
        ("{ \"a\": 1, \"b\": 2 }", Some("a"), "{ \"a\": 1, \"n\": [\"x\"], \"b\": 2 }"),
        ("{ \"a\": 1 }", None, "{ \"n\": [\"x\"], \"a\": 1 }"),
        ("{\"a\":1,\"b\":2}", Some("b"), "{\"a\":1,\"b\":2,\"n\":[\"x\"]}"),
        ("{}", None, "{\"n\": [\"x\"]}"),
        ("{\n}", None, "{\n  \"n\": [\n    \"x\"\n  ]\n}"),
        (
            "{\n  \"a\": \"${A}\",\n  ${MORE}\n}",
            Some("a"),
            "{\n  \"a\": \"${A}\",\n  \"n\": [\n    \"x\"\n  ],\n  ${MORE}\n}",
        ),
    ];
    for (text, after, expected) in cases {
        let document = parse(text);
        let root = document.root().unwrap();
        let place = after.map_or(Place::First, |key| Place::After(root.get_member(key).unwrap()));
        let edits = insert_member(root, place, "n", value).expect("nothing is in the way");
        assert_eq!(edits.apply(text), expected, "{text}");
    }
    let inner = "{\n    \"a\": {}\n}";
    let filled = edited(inner, "a", |object| insert_member(object, Place::Last, "n", "1"));
    assert_eq!(filled.as_deref(), Some("{\n    \"a\": {\n        \"n\": 1\n    }\n}"));
}

#[test]
fn insertion_stops_at_comments_and_mistakes() {
    for text in
        ["{ \"a\": 1 /* why */ }", "{\n  \"a\": 1 // why\n}", "{ \"a\": }", "{ \"a\": 1", "{ ${A} }", "{ /* why */ }"]
    {
        let document = parse(text);
        assert_eq!(insert_member(document.root().unwrap(), Place::Last, "n", "1"), None, "{text}");
    }
}

#[test]
fn rename_and_replace() {
    let text = "{\n    \"Cpu\": 256,\n    \"b\": \"${B}\"\n}";
    let rename = |value: Node<'_>| rename_key(value.as_member()?, "cpu");
    assert_eq!(edited(text, "Cpu", rename).unwrap(), text.replace("Cpu", "cpu"));
    assert_eq!(edited(text, "Cpu", |value| replace_value(value, "\"256\"")).unwrap(), text.replace("256", "\"256\""));
    let array = edited(text, "Cpu", |value| replace_value(value, "[\n  1\n]")).unwrap();
    assert_eq!(array, text.replace("256", "[\n        1\n    ]"));
    assert_eq!(edited(text, "b", |value| replace_value(value, "1")), None);
    assert_eq!(edited("{ ${A}: 1 }", "[\"${A}\"]", |value| rename_key(value.as_member()?, "a")), None);
}

#[test]
fn a_wrapper_is_taken_off() {
    let text = "{\n    \"taskDefinition\": {\n        \"family\": \"web\",\n        \"cpu\": [\n            1\n        ]\n    },\n    \"tags\": [\n        {\n            \"key\": \"a\"\n        }\n    ]\n}\n";
    let document = parse(text);
    let inner = node(&document, "taskDefinition");
    assert_eq!(
        replace_document(inner, &[]).unwrap().apply(text),
        "{\n    \"family\": \"web\",\n    \"cpu\": [\n        1\n    ]\n}\n"
    );
    let tags = document.root().unwrap().get_member("tags").unwrap();
    assert_eq!(
        replace_document(inner, &[tags]).unwrap().apply(text),
        "{\n    \"family\": \"web\",\n    \"cpu\": [\n        1\n    ],\n    \"tags\": [\n        {\n            \"key\": \"a\"\n        }\n    ]\n}\n"
    );
    let one_line = "{\"taskDefinition\": {\"family\": \"web\"}, \"tags\": []}";
    let document = parse(one_line);
    let tags = document.root().unwrap().get_member("tags").unwrap();
    let edits = replace_document(node(&document, "taskDefinition"), &[tags]).unwrap();
    assert_eq!(edits.apply(one_line), "{\"family\": \"web\", \"tags\": []}");
    for text in [
        "{ \"t\": {\"a\": 1}, \"x\": \"${X}\" }",
        "{ \"t\": {\"a\": 1}, /* c */ \"x\": 1 }",
        "{ ${X}, \"t\": {\"a\": 1} }",
    ] {
        let document = parse(text);
        assert_eq!(replace_document(node(&document, "t"), &[]), None, "{text}");
    }
}
