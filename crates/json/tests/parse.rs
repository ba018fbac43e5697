//! What the parser makes of text that people write.
//!
//! Each case names its mistakes one by one, so that a cascade shows.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use plimsoll_json::{Kind, Node, PlaceholderForm, SyntaxErrorKind as Error, TokenKind, parse};
use plimsoll_text::{TextSize, slice};

/// The kinds of the errors, each with the text from its start on.
fn errors(text: &str) -> Vec<(Error, &str)> {
    parse(text).errors().iter().map(|error| (error.kind, &text[usize::from(error.range.start())..])).collect()
}

fn kinds(text: &str) -> Vec<Error> {
    parse(text).errors().iter().map(|error| error.kind).collect()
}

#[track_caller]
fn at<'a>(root: Node<'a>, path: &str) -> Node<'a> {
    let document = root.document();
    let found = document.nodes().find(|node| !node.is_key() && node.path() == path);
    found.unwrap_or_else(|| panic!("{path} is not in {}", document.text()))
}

#[test]
fn one_mistake_gives_one_error() {
    let cases = [
        ("", Error::Empty, ""),
        ("{\"a\": 1 \"b\": 2}", Error::MissingComma, " \"b\": 2}"),
        ("[1 2]", Error::MissingComma, " 2]"),
        ("{\"a\": 1,}", Error::TrailingComma, ",}"),
        ("[1,]", Error::TrailingComma, ",]"),
        ("{\"a\": 1,, \"b\": 2}", Error::ExtraComma, ", \"b\": 2}"),
        ("[,1]", Error::ExtraComma, ",1]"),
        ("{\"a\" 1}", Error::MissingColon, " 1}"),
        ("{\"a\" \"b\", \"c\": 1}", Error::MissingColon, " \"b\", \"c\": 1}"),
        ("{\"a\":: 1}", Error::ExtraColon, ": 1}"),
        ("{\"a\":, \"b\": 1}", Error::MissingValue, ", \"b\": 1}"),
        ("{\"a\":\n\"b\": 1}", Error::MissingValue, "\n\"b\": 1}"),
        ("{\"a\": }", Error::MissingValue, " }"),
        ("{\"a\"\n\"b\": 1}", Error::MissingColon, "\n\"b\": 1}"),
        ("{\"a\", \"b\": 1}", Error::MissingColon, ", \"b\": 1}"),
        ("{: 1}", Error::MissingKey, ": 1}"),
        ("{a: 1}", Error::UnquotedKey, "a: 1}"),
        ("{\"a\": True}", Error::InvalidValue, "True}"),
        ("{\"a\": 01}", Error::InvalidValue, "01}"),
        ("{\"a\": hello world, \"b\": 1}", Error::InvalidValue, "hello world, \"b\": 1}"),
        ("{\"a\": 1 foo, \"b\": 2}", Error::UnexpectedText, "foo, \"b\": 2}"),
        ("{\"a\": \"b,\n\"c\": 1}", Error::UnterminatedString, "\"b,\n\"c\": 1}"),
        ("{\"a: \"b\", \"c\": 1}", Error::UnterminatedString, "\"a: \"b\", \"c\": 1}"),
        ("{a\": \"b\", \"c\": 1}", Error::UnquotedKey, "a\": \"b\", \"c\": 1}"),
        ("{\"a\": b\", \"c\": 1}", Error::InvalidValue, "b\", \"c\": 1}"),
        ("{\"a\": [\"b]}\n", Error::UnterminatedString, "\"b]}\n"),
        ("{\"a\": 'b'}", Error::SingleQuotes, "'b'}"),
        ("\"\\x\"", Error::InvalidEscape, "\\x\""),
        ("\"\\ud800\"", Error::InvalidEscape, "\\ud800\""),
        ("\"a\tb\"", Error::ControlCharacter, "\tb\""),
        ("\"a\": 1, \"b\": 2}", Error::MissingOpener, "\"a\": 1, \"b\": 2}"),
        ("[\"a\": 1, \"b\": 2}, {}]", Error::MissingOpener, "\"a\": 1, \"b\": 2}, {}]"),
        ("{\"a\": {\"b\": 1}", Error::MissingCloser, ""),
        ("{\"a\": [1, 2, \"b\": 3}", Error::MissingCloser, ", \"b\": 3}"),
        ("{\n  \"a\": [\n    {}\n  ,\n  \"b\": 3\n}", Error::MissingCloser, ",\n  \"b\": 3\n}"),
        ("{\"a\": [{\"b\": 1 ], \"c\": 2}", Error::MissingCloser, " ], \"c\": 2}"),
        ("[1, 2}", Error::MismatchedCloser, "}"),
        ("{\"a\": 1 ], \"b\": 2}", Error::MismatchedCloser, "], \"b\": 2}"),
        ("{\"a\": {\"b\": 1}}, \"c\": 2}", Error::ExtraCloser, "}, \"c\": 2}"),
        ("{}}", Error::ExtraCloser, "}"),
        ("{} {}", Error::TrailingContent, "{}"),
        ("{\"l\":\n\"d\": \"x\", \"o\": {}}, \"i\": 1}", Error::MissingValue, "\n\"d\": \"x\", \"o\": {}}, \"i\": 1}"),
        (
            "{\"c\": {\"a\": 1}, {\"a\": 2}, {\"a\": 3}], \"f\": 1}",
            Error::MissingKey,
            "{\"a\": 2}, {\"a\": 3}], \"f\": 1}",
        ),
        ("// c\n{}", Error::Comment, "// c\n{}"),
        ("{} # c", Error::Comment, "# c"),
        ("{/* c */}", Error::Comment, "/* c */}"),
        ("{} /* c", Error::UnterminatedComment, "/* c"),
        (
            "{\n<<<<<<< HEAD\n\"a\": 1,\n=======\n\"a\": 2,\n>>>>>>> x (y)\n\"b\": 1}",
            Error::ConflictMarker,
            "<<<<<<< HEAD\n\"a\": 1,\n=======\n\"a\": 2,\n>>>>>>> x (y)\n\"b\": 1}",
        ),
        ("{\u{a0}\"a\": 1}", Error::UnexpectedText, "\u{a0}\"a\": 1}"),
    ];
    for (text, kind, rest) in cases {
        assert_eq!(errors(text), [(kind, rest)], "{text}");
    }
}

#[test]
fn mistakes_apart_are_all_reported() {
    let text = "{\n\"a\": 1\n\"b\": ,\nc: 2,\n\"d\": [1,],\n\"e\": 'x'\n}";
    assert_eq!(
        kinds(text),
        [Error::MissingComma, Error::MissingValue, Error::UnquotedKey, Error::TrailingComma, Error::SingleQuotes]
    );
}

#[test]
fn what_to_delete_and_which_bracket_is_open() {
    let text = "{\"a\": [1,], // c\n\"b\": {";
    let document = parse(text);
    let [comma, comment, closer] = document.errors() else { panic!("{:?}", document.errors()) };
    assert_eq!(slice(text, comma.delete.unwrap()), ",");
    assert_eq!(slice(text, comment.delete.unwrap()), " // c");
    assert_eq!(usize::from(closer.opener.unwrap().start()), text.rfind('{').unwrap());
    assert!(closer.message.contains("`}`"), "{}", closer.message);
}

#[test]
fn members_after_a_mistake_keep_their_place() {
    let text = "{\"web\": [{\"log\":\n\"driver\": \"x\", \"options\": {}}, \"image\": \"i\"}], \"cpu\": 1}";
    let document = parse(text);
    let root = document.root().unwrap();
    assert_eq!(at(root, "web[0].image").text().as_deref(), Some("i"));
    assert_eq!(root.get("cpu").unwrap().as_i64(), Some(1));
    let half = parse("{\"image\":\n\"cpu\": 1, \"port\n}");
    assert_eq!(half.root().unwrap().get("cpu").unwrap().as_i64(), Some(1));
    assert_eq!(half.root().unwrap().get_member("image").unwrap().value, None);
    assert_eq!(half.root().unwrap().members().count(), 3);
}

#[test]
fn completeness() {
    let text = "{\"a\": {\"x\": }, \"b\": [${B}], \"c\": {${C}}, \"d\": {\"x\": ${D}}, \"e\": [1], \"f\": [1,]}";
    let document = parse(text);
    let root = document.root().unwrap();
    let complete: Vec<bool> = root.members().map(|member| member.value.unwrap().is_complete()).collect();
    assert_eq!(complete, [false, false, false, true, true, false]);
    assert!(root.is_complete());
    assert!(!parse("{\"a\": 1").root().unwrap().is_complete());
}

#[test]
fn bare_placeholders_are_values_elements_members_and_keys() {
    for form in [
        "${A}",
        "${a.b[0]}",
        "${f({x = {}})}",
        "${{ a.b }}",
        "{{ a }}",
        "{{ \"x\" | f }}",
        "{% raw %}",
        "{{{a}}}",
        "<A B-c>",
        "%NAME%",
        "__NAME__",
        "@NAME@",
        "$NAME",
        "#{Name}#",
        "<% a %>",
        "%{ if a }",
        "${A}-${B}",
        "1${A}",
    ] {
        for (text, kind) in [
            (format!("{{\"a\": {form}, \"b\": 1}}"), Kind::Placeholder),
            (format!("{{ {form}: 1, \"b\": 1}}"), Kind::Placeholder),
            (format!("{{\"a\": 1, {form}, \"b\": 1}}"), Kind::Placeholder),
            (format!("{{\"a\": 1 {form} \"b\": 1}}"), Kind::Placeholder),
            (format!("[1, {form}, {{\"b\": 1}}]"), Kind::Placeholder),
            (format!("[1 {form} {{\"b\": 1}}]"), Kind::Placeholder),
            (form.to_owned(), Kind::Placeholder),
        ] {
            let document = parse(&text);
            assert_eq!(document.errors(), [], "{text}");
            let placeholders: Vec<_> = document.nodes().filter(|node| node.kind() == kind).collect();
            assert_eq!(placeholders.len(), 1, "{text}");
            assert_eq!(placeholders[0].source(), form);
            assert!(document.is_template());
        }
    }
}

#[test]
fn quotes_inside_a_placeholder_do_not_end_the_string() {
    for text in [
        r#"{"a": "{{ env "A" }}", "b": 1}"#,
        r#"{"a": "x-${f("a", "b")}-y", "b": 1}"#,
        r#"{"a": "{{ "A" }}" , "b": 1}"#,
    ] {
        assert_eq!(kinds(text), [], "{text}");
        assert_eq!(parse(text).root().unwrap().get("b").unwrap().as_i64(), Some(1));
    }
    let broken = "{\"a\": \"${f(x, \"m\nain\")}\"}";
    assert_eq!(kinds(broken), [Error::UnexpectedText]);
    let json = r#"{"a": "{{", "b": "}}"}"#;
    assert_eq!(parse(json).root().unwrap().members().count(), 2);
}

#[test]
fn a_half_placeholder_does_not_swallow_the_file() {
    let text = "{\"cpu\": ${CPU\n, \"memory\": {\"a\": 1}}";
    let document = parse(text);
    assert_eq!(document.errors()[0].kind, Error::InvalidValue);
    assert_eq!(at(document.root().unwrap(), "memory.a").as_i64(), Some(1));
}

#[test]
fn parts_of_a_string() {
    use PlaceholderForm as Form;
    type Parts = [(Option<Form>, &'static str)];
    let cases: &[(&str, &Parts)] = &[
        ("", &[]),
        ("plain text", &[(None, "plain text")]),
        ("${A}", &[(Some(Form::DollarBraces), "${A}")]),
        (
            "arn:${A}:role/{{ b }}",
            &[
                (None, "arn:"),
                (Some(Form::DollarBraces), "${A}"),
                (None, ":role/"),
                (Some(Form::DoubleBraces), "{{ b }}"),
            ],
        ),
        ("${{ a.b }}x", &[(Some(Form::DollarDoubleBraces), "${{ a.b }}"), (None, "x")]),
        ("${a({x = {}})}", &[(Some(Form::DollarBraces), "${a({x = {}})}")]),
        ("{% if x %}", &[(Some(Form::Block), "{% if x %}")]),
        ("<IMAGE1_NAME>", &[(Some(Form::Angle), "<IMAGE1_NAME>")]),
        ("a < b > c", &[(None, "a < b > c")]),
        ("%NAME%", &[(Some(Form::Percent), "%NAME%")]),
        ("%Y%m%d 100%", &[(None, "%Y%m%d 100%")]),
        ("__NAME__/@TAG@", &[(Some(Form::Underscores), "__NAME__"), (None, "/"), (Some(Form::At), "@TAG@")]),
        ("me@example.com", &[(None, "me@example.com")]),
        ("$name", &[(Some(Form::Dollar), "$name")]),
        ("pa$word", &[(None, "pa$word")]),
        ("$REPO:$TAG", &[(Some(Form::Dollar), "$REPO"), (None, ":"), (Some(Form::Dollar), "$TAG")]),
        ("iam::ACCOUNT_ID:role", &[(None, "iam::"), (Some(Form::Word), "ACCOUNT_ID"), (None, ":role")]),
        ("MY_ACCOUNT_ID", &[(None, "MY_ACCOUNT_ID")]),
        ("your-bucket-name", &[(Some(Form::Word), "your-bucket-name")]),
        ("sg-XXXX", &[(None, "sg-"), (Some(Form::Word), "XXXX")]),
        ("ChangeMe", &[(Some(Form::Word), "ChangeMe")]),
        ("your app", &[(None, "your app")]),
        ("${A", &[(None, "${A")]),
    ];
    for (content, expected) in cases {
        let text = format!("\"{content}\"");
        let document = parse(&text);
        let root = document.root().unwrap();
        let parts: Vec<_> = root.parts().iter().map(|part| (part.placeholder, slice(&text, part.range))).collect();
        assert_eq!(parts, *expected, "{content}");
        let whole = if let [(Some(form), _)] = expected { Some(*form) } else { None };
        assert_eq!(root.whole_placeholder(), whole, "{content}");
    }
}

#[test]
fn values_and_paths() {
    let text = r#"{"a": [{"b": 1}, {"b": -2.5e1, "c d": true, "e-f": null}], "g": "x"}"#;
    let document = parse(text);
    let root = document.root().unwrap();
    assert_eq!(at(root, "a[0].b").as_i64(), Some(1));
    assert_eq!(at(root, "a[1].b").as_f64(), Some(-25.0));
    assert_eq!(at(root, "a[1].b").as_i64(), None);
    assert_eq!(at(root, "a[1][\"c d\"]").as_bool(), Some(true));
    let null = at(root, "a[1].e-f");
    assert_eq!(null.kind(), Kind::Null);
    assert_eq!(null.key_node().unwrap().source(), "\"e-f\"");
    assert_eq!(null.parent().unwrap().path(), "a[1]");
    assert_eq!(null.parent().unwrap().parent().unwrap().path(), "a");
    assert_eq!(document.node(null.id()), Some(null));
    assert_eq!(slice(text, null.as_member().unwrap().range), "\"e-f\": null");
}

#[test]
fn innermost_node_at_an_offset() {
    let text = r#"{"a": [10, "b"], "c": {}}"#;
    let document = parse(text);
    let source = |needle: &str| {
        let offset = TextSize::new(u32::try_from(text.find(needle).unwrap()).unwrap());
        document.at_offset(offset).unwrap().source()
    };
    assert_eq!(source("\"a\""), "\"a\"");
    assert_eq!(source("10"), "10");
    assert_eq!(source("0,"), "10");
    assert_eq!(source("b\""), "\"b\"");
    assert_eq!(source("{}"), "{}");
    assert_eq!(source("{\"a"), text);
}

#[test]
fn escapes_decode_and_map_back() {
    let text = r#""a\n\u00e9\ud83d\ude00z\/""#;
    let document = parse(text);
    let root = document.root().unwrap();
    let decoded = root.text().unwrap();
    assert_eq!(decoded, "a\né😀z/");
    for (character, source) in [('\n', r"\n"), ('é', r"\u00e9"), ('😀', r"\ud83d"), ('z', "z"), ('/', r"\/")] {
        let offset = root.file_offset(decoded.find(character).unwrap()).unwrap();
        assert!(text[usize::from(offset)..].starts_with(source), "{character}");
    }
    assert_eq!(root.file_offset(decoded.len()), Some(root.content_range().unwrap().end()));
    assert_eq!(slice(text, root.file_range(1, 4).unwrap()), r"\n\u00e9");
}

#[test]
fn last_duplicate_wins_and_duplicates_are_listed() {
    let text = r#"{"a": 1, "b": 2, "\u0061": 3, "a": 4}"#;
    let document = parse(text);
    assert_eq!(document.errors(), []);
    assert_eq!(document.root().unwrap().get("a").unwrap().as_i64(), Some(4));
    let found: Vec<_> =
        document.duplicate_keys().iter().map(|double| (double.first.source(), double.again.source())).collect();
    assert_eq!(found, [("\"a\"", "\"\\u0061\""), ("\"a\"", "\"a\"")]);
    let many: String = (0..40).map(|index| format!("\"k{}\": 0,", index % 39)).collect();
    assert_eq!(parse(&format!("{{{many}\"z\": 0}}")).duplicate_keys().len(), 1);
    assert_eq!(parse("{{% if x %} \"a\": 1, {% else %} \"a\": 2 {% endif %}}").duplicate_keys(), []);
}

#[test]
fn odd_characters_survive() {
    let text = "\u{feff}{\r\n\t\"a\u{0}\": \"\u{7f}é\u{2028}\",\r\n\t\"b\": 1\r\n}\r\n";
    let document = parse(text);
    assert_eq!(document.errors().iter().map(|error| error.kind).collect::<Vec<_>>(), [Error::ControlCharacter]);
    assert_eq!(document.root().unwrap().get("a\u{0}").unwrap().text().as_deref(), Some("\u{7f}é\u{2028}"));
    assert_eq!(document.tokens().next().unwrap().kind, TokenKind::ByteOrderMark);
}

#[test]
fn depth_has_a_limit() {
    let nest = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(kinds(&nest(plimsoll_json::MAX_DEPTH)), []);
    assert_eq!(kinds(&nest(plimsoll_json::MAX_DEPTH + 1)), [Error::TooDeep]);
    assert_eq!(kinds(&"{\"a\":".repeat(200_000)), [Error::TooDeep]);
}

/// Inputs that make a careless search start over and over; each takes minutes if one of them does.
#[test]
fn long_hostile_inputs_take_linear_time() {
    for piece in [
        "{{",
        "${",
        "{%",
        "${{",
        "\"${",
        "\"{{ ",
        "<",
        "<a",
        "%",
        "@a",
        "__",
        "$",
        "{\"a\":",
        "\"a\":",
        "]",
        "}",
        ",",
        ":",
        "[1,]",
        "a ",
        "\"",
        "\"a\" x ",
        "/*",
        "'",
        "1 ",
        "\\",
        "{{(",
        "${(\n",
        "{}}",
        "[\"a\":",
        "{} ",
        "#{",
        "\"{{\" x ",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        let document = parse(&text);
        assert!(document.nodes().count() <= text.len() + 1);
        for node in document.nodes().take(10) {
            assert!(node.parts().len() <= text.len());
        }
        let array = format!("[{text}");
        assert!(!parse(&array).errors().is_empty() || parse(&array).is_template(), "{piece}");
    }
}
