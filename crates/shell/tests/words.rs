//! What words say, and what in them only the shell knows.

mod common;

use common::{argument, at, read};
use plimsoll_shell::PartKind;

#[test]
fn literal_text_without_quotes_and_escapes() {
    let literal = |text: &str| argument(&format!("x {text}")).literal().map(str::to_owned);
    let says = |text: &str, value: &str| assert_eq!(literal(text).as_deref(), Some(value), "{text}");
    says("plain", "plain");
    says("'a b'", "a b");
    says("\"a b\"", "a b");
    says("a\\ b", "a b");
    says("cu\"r\"'l'", "curl");
    says("''", "");
    says("x''", "x");
    says("\"a \\\"q\\\" \\n \\\\ \\$5\"", "a \"q\" \\n \\ $5");
    says("foo\\\nbar", "foobar");
    says("\"foo\\\nbar\"", "foobar");
    says("$'a\\tb\\x41\\u00e9\\''", "a\tbA\u{e9}'");
    says("5$", "5$");
    says("ü\\ö\"ä\"", "üöä");
    says("*.{a,b}", "*.{a,b}");
    for dynamic in ["$X", "\"a $X\"", "${X:-b}", "$(id)", "`id`", "$((1 + 1))", "<(ls)", "@VERSION@", "{{ x }}"] {
        assert_eq!(literal(dynamic), None, "{dynamic}");
    }
}

#[test]
fn parts_have_exact_ranges() {
    let text = "x a\"b $V \"'c'${W:-d}$(id)@N@";
    let word = argument(text);
    let parts: Vec<_> = word.parts().iter().map(|part| (at(text, part.range), part.quoted)).collect();
    assert_eq!(
        parts,
        [
            ("a", false),
            ("b ", true),
            ("$V", true),
            (" ", true),
            ("c", true),
            ("${W:-d}", false),
            ("$(id)", false),
            ("@N@", false)
        ]
    );
    let PartKind::Variable(name) = word.parts()[2].kind else { panic!("a variable") };
    assert_eq!(at(text, name), "V");
    assert_eq!(word.parts()[7].kind, PartKind::Unknown);
    assert!(word.has_placeholder());
}

#[test]
fn variables_with_modifiers_and_names() {
    let text = "x \"$A\"${B:-\"${C}x$D\"}$((E + $F))'$G'\\$H${#I}$1$@";
    let word = argument(text);
    let found: Vec<_> =
        word.variables().iter().map(|it| (it.name, at(text, it.range), it.modifier, it.quoted)).collect();
    assert_eq!(
        found,
        [
            ("A", "A", "", true),
            ("B", "B", ":-\"${C}x$D\"", false),
            ("C", "C", "", true),
            ("D", "D", "", true),
            ("F", "F", "", true),
            ("I", "I", "", false),
            ("1", "1", "", false),
            ("@", "@", "", false),
        ]
    );
    assert_eq!(at(text, word.variables()[1].whole), "${B:-\"${C}x$D\"}");
}

#[test]
fn prefixes_end_at_the_first_expansion() {
    assert_eq!(argument("x pkg=\"1 $V\"").prefix_literal(), "pkg=1 ");
    assert_eq!(argument("x $V").prefix_literal(), "");
    assert_eq!(argument("x 'a'b").prefix_literal(), "ab");
    assert_eq!(argument("x {{ a }}").prefix_literal(), "");
}

#[test]
fn known_variables_resolve() {
    let resolve = |text: &str| {
        let mut lookup = |name: &str| match name {
            "V" => Some("1.2".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        argument(&format!("x {text}")).resolve(&mut lookup).map(|value| value.into_owned())
    };
    let gives = |text: &str, value: &str| assert_eq!(resolve(text).as_deref(), Some(value), "{text}");
    gives("pkg=\"$V\"", "pkg=1.2");
    gives("${V}a", "1.2a");
    gives("${EMPTY:-x$V}", "x1.2");
    gives("${EMPTY-x}", "");
    gives("${V:+y}", "y");
    gives("${EMPTY:+y}z", "z");
    for unknown in ["$U", "${U:-x}", "${V%.*}", "$V$(id)", "${#V}", "${!V}", "$V@X@", "${EMPTY:?no}"] {
        assert_eq!(resolve(unknown), None, "{unknown}");
    }
}

#[test]
fn globs_count_outside_quotes_only() {
    assert!(argument("x a*").has_glob() && argument("x [ab]").has_glob() && argument("x \"$V\"?").has_glob());
    assert!(!argument("x 'a*'").has_glob() && !argument("x \"*\"").has_glob() && !argument("x \\*").has_glob());
    assert!(argument("x {1..3}").has_brace_list());
    assert!(!argument("x {}").has_brace_list() && !argument("x '{a,b}'").has_brace_list());
}

#[test]
fn template_placeholders_are_unknown_and_keep_the_rest_readable() {
    let text = include_str!("../../../fixtures/parser/shell/templates.sh");
    let script = read(text);
    assert!(script.complete, "{:?}", script.errors);
    let first = &script.commands[0];
    let literals: Vec<_> = first.words.iter().map(|word| word.literal()).collect();
    assert_eq!(literals, [Some("apt-get"), Some("install"), Some("-y"), None, None]);
    assert_eq!(at(text, first.words[3].range), "{{ packages | join(\" \") }}");
    assert_eq!(at(text, first.words[4].range), "@EXTRA@");
    assert_eq!(script.commands[1].name(), None);
    // A Go template in quotes is unknown too: silence costs less than a guess.
    assert_eq!(script.commands[2].args()[2].literal(), None);
    assert_eq!(script.commands[2].args()[3].variables()[0].name, "IMAGE");
    // A mail address and an npm scope are no placeholders.
    assert_eq!(argument("x @scope/pkg@1.0").literal(), Some("@scope/pkg@1.0"));
}
