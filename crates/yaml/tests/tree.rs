//! What the tree holds, and where.

use plimsoll_text::slice;
use plimsoll_yaml::{Node, parse};

fn at<'d>(root: Node<'d>, path: &str) -> Node<'d> {
    path.split('/').fold(root, |node, key| match key.parse::<usize>() {
        Ok(at) => node.items().nth(at).unwrap_or_else(|| panic!("{path}: no item {key}")),
        Err(_) => node.get(key).unwrap_or_else(|| panic!("{path}: no key {key}")),
    })
}

/// The text of the scalar at `path`, and what stands at its content.
fn scalar(text: &str, path: &str) -> (String, Option<String>) {
    let document = parse(text);
    let scalar = at(document.root().expect("a document"), path).scalar().expect("a scalar");
    (scalar.text.clone(), scalar.content.map(|range| slice(text, range).to_owned()))
}

#[test]
fn scalars_in_every_style_know_where_they_stand() {
    let text = "# é 💙\na: plain text # not this\nb: 'single' # x\nc: \"double\" # y\nd: &x !!str tagged\ne: [1, \"two\" , {k: v}]\n";
    for (path, expected) in [
        ("a", "plain text"),
        ("b", "single"),
        ("c", "double"),
        ("d", "tagged"),
        ("e/0", "1"),
        ("e/1", "two"),
        ("e/2/k", "v"),
    ] {
        assert_eq!(scalar(text, path), (expected.to_owned(), Some(expected.to_owned())), "{path}");
    }
}

#[test]
fn what_is_not_written_to_the_letter_has_no_content() {
    for (text, value) in [
        ("a: 'it''s'\n", "it's"),
        ("a: \"x\\ty\"\n", "x\ty"),
        ("a: |\n  block\n", "block\n"),
        ("a: >\n  folded\n", "folded\n"),
        ("a: two\n  lines\n", "two lines"),
    ] {
        assert_eq!(scalar(text, "a"), (value.to_owned(), None), "{text}");
    }
}

#[test]
fn aliases_lead_to_their_anchor_and_do_not_grow() {
    let text = "x: &img postgres:16\ny: {image: *img}\n";
    let document = parse(text);
    let image = at(document.root().unwrap(), "y/image");
    assert!(image.is_alias());
    assert_eq!(slice(text, image.scalar().unwrap().content.unwrap()), "postgres:16");
    assert_eq!(image.scalar().unwrap().content, Some(plimsoll_text::range(8, 19)));
}

#[test]
fn crlf_and_a_byte_order_mark() {
    let text = "\u{feff}a: x:1\r\nb: \"y:2\"\r\n";
    assert_eq!(scalar(text, "a").1.as_deref(), Some("x:1"));
    assert_eq!(scalar(text, "b").1.as_deref(), Some("y:2"));
}

#[test]
fn what_stands_before_an_error_is_kept() {
    let text = "services:\n  web:\n    image: nginx:1\n  broken: [\n";
    let document = parse(text);
    assert!(document.error().is_some());
    assert_eq!(at(document.root().unwrap(), "services/web/image").scalar().unwrap().text, "nginx:1");
}

#[test]
fn several_documents() {
    let document = parse("a: 1\n---\nb: 2\n");
    assert_eq!(document.roots().count(), 2);
}

#[test]
fn deep_nesting_ends() {
    for text in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000)] {
        let _ = parse(&text);
    }
}
