//! Whatever the text, reading ends, does not panic, and every range lies within the text and on character borders.

mod common;

use common::{BASE, read};
use plimsoll_shell::{Command, Dialect, Script, Word, parse};
use plimsoll_text::TextRange;
use proptest::prelude::*;

const FIXTURES: [&str; 5] = [
    include_str!("../../../fixtures/parser/shell/packages.sh"),
    include_str!("../../../fixtures/parser/shell/constructs.sh"),
    include_str!("../../../fixtures/parser/shell/nested.sh"),
    include_str!("../../../fixtures/parser/shell/templates.sh"),
    include_str!("../../../fixtures/parser/shell/crlf.sh"),
];

/// Asks everything of a script and checks every range.
fn check(text: &str, script: &Script) {
    let sound = |range: TextRange| {
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        assert!(start >= BASE && text.get(start - BASE..end - BASE).is_some(), "{range:?} in {text:?}");
    };
    let check_word = |word: &Word| {
        sound(word.range);
        word.parts().iter().for_each(|part| {
            sound(part.range);
            assert!(word.range.contains_range(part.range));
        });
        word.variables().iter().for_each(|variable| {
            sound(variable.range);
            assert!(variable.whole.contains_range(variable.range));
        });
        assert!(word.literal().is_none_or(|literal| *literal == *word.prefix_literal()));
        assert!(word.resolve(&mut |_| Some("x".to_owned())).is_some() || word.literal().is_none());
    };
    let check_command = |command: &Command| {
        sound(command.range);
        command.words.iter().for_each(check_word);
        command.assignments.iter().chain(&command.declarations).for_each(|it| {
            sound(it.range);
            sound(it.name_range);
            check_word(&it.value);
        });
        command.redirects.iter().for_each(|it| {
            sound(it.range);
            check_word(&it.target);
            it.heredoc.into_iter().for_each(sound);
        });
        assert!(command.words.iter().all(|word| command.range.contains_range(word.range)));
        assert!(command.effective().args.len() <= command.words.len());
        assert_eq!(script.scopes_of(command).count(), command.depth);
    };
    script.commands.iter().for_each(check_command);
    script.scopes.iter().for_each(|scope| sound(scope.range));
    script.errors.iter().for_each(|error| sound(error.range));
    assert!(script.commands.is_sorted_by_key(|command| command.range.start()));
    for scope in &script.scopes {
        assert!(scope.owner.is_none_or(|owner| script.commands[owner].range.start() <= scope.range.start()));
    }
}

#[test]
fn every_prefix_and_suffix_of_every_fixture() {
    for fixture in FIXTURES {
        for (at, _) in fixture.char_indices() {
            check(&fixture[..at], &read(&fixture[..at]));
            check(&fixture[at..], &read(&fixture[at..]));
        }
    }
}

#[test]
fn every_dialect_reads_every_fixture() {
    for dialect in [Dialect::Sh, Dialect::Bash, Dialect::Dash, Dialect::Ash, Dialect::Ksh, Dialect::Zsh] {
        for fixture in FIXTURES {
            check(fixture, &parse(fixture, 1000.into(), dialect));
        }
    }
}

/// Each made the parser underneath panic, or the scanner refer to a command that it had taken back.
#[test]
fn broken_scripts_that_once_went_wrong() {
    let texts = [
        "${\\\\$(}<(\u{a1}",
        "A=({}`;;\u{a1}<<<E",
        "\u{a1}A=(` \r`))2>&1",
        "`#`|case x in ))",
        "case x in eval !|))",
        "a<())",
        "\u{e9}}",
        "{{{{{{{{((((((((",
    ];
    texts.iter().for_each(|text| check(text, &read(text)));
}

#[test]
fn deep_and_long_scripts_end() {
    let deep = |open: &str, middle: &str, close: &str, count: usize| {
        let text = format!("{}{middle}{}", open.repeat(count), close.repeat(count));
        check(&text, &read(&text));
        let half = open.repeat(count);
        check(&half, &read(&half));
    };
    deep("echo $(", "ls", ")", 5_000);
    deep("$(", "", ")", 5_000);
    deep("(", "ls", ")", 10_000);
    deep("{ ", "ls", "; }", 5_000);
    deep("if ", "true", "; then :; fi", 5_000);
    deep("\"$(", "x", ")\"", 2_000);
    deep("${a:-", "x", "}", 5_000);
    deep("<(", "x", ")", 5_000);
    deep("$((", "1", "))", 5_000);
    deep("`", "", "", 20_001);
    deep("'", "", "", 20_001);
    deep("\\", "", "", 20_001);
    deep("{{", "", "", 20_000);
    deep("<<A ", "", "", 5_000);
    deep("sh -c '", "ls", "'", 1_000);
    deep("sudo ", "ls", "", 20_000);
}

#[test]
fn a_chain_that_is_too_long_for_the_parser_keeps_its_commands() {
    let text = format!("a{}", " && b c".repeat(50_000));
    let script = read(&text);
    check(&text, &script);
    assert!(!script.complete);
    assert_eq!(script.commands.len(), 50_001);
}

/// Pieces that mean something to a shell, so that random texts are nearly scripts.
fn token() -> impl Strategy<Value = String> {
    const TOKENS: [&str; 56] = [
        " ",
        "\n",
        "\\\n",
        "\\\r\n",
        "\r",
        ";",
        ";;",
        "&",
        "&&",
        "||",
        "|",
        "|&",
        "(",
        ")",
        "{",
        "}",
        "$(",
        "${",
        "$((",
        "))",
        "`",
        "'",
        "\"",
        "\\",
        "<",
        ">",
        "<<E",
        "<<-'E'",
        "\nE\n",
        "<(",
        "2>&1",
        "$X",
        "${X:-",
        "#",
        "!",
        "if ",
        "then ",
        "fi",
        "for i in ",
        "do ",
        "done",
        "case x in ",
        "esac",
        "[[ ",
        " ]]",
        "f()",
        "sh -c ",
        "sudo -u ",
        "eval ",
        "A=",
        "A=(",
        "{{ ",
        " }}",
        "@X@",
        "é",
        "word",
    ];
    prop_oneof![4 => prop::sample::select(&TOKENS[..]).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_scripts(tokens in prop::collection::vec(token(), 0..40)) {
        let text = tokens.concat();
        check(&text, &read(&text));
    }

    #[test]
    fn random_mutations_of_fixtures(fixture in 0..FIXTURES.len(), at in any::<prop::sample::Index>(), cut in 0..12usize, insert in token()) {
        let mut chars: Vec<char> = FIXTURES[fixture].chars().collect();
        let at = at.index(chars.len());
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, insert.chars());
        let text: String = chars.into_iter().collect();
        check(&text, &read(&text));
    }
}
