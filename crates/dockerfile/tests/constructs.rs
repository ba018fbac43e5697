//! Each construct with the ranges that it gets, read by slicing.
//!
//! Invariant: the expected texts are those that BuildKit sees.

use plimsoll_dockerfile::{
    Body, CommandLine, Dockerfile, GapKind, Healthcheck, Instruction, ItemKind, Keyword, Lookup, PathList,
    SyntaxErrorKind, Word, heredoc_text, parse, shell_text,
};
use plimsoll_text::{TextRange, slice};

fn only(source: &str) -> Instruction {
    let file = parse(source);
    file.instructions().next_back().expect("an instruction").clone()
}

fn kinds(source: &str) -> Vec<(SyntaxErrorKind, &str)> {
    parse(source).errors.iter().map(|error| (error.kind, slice(source, error.range))).collect()
}

/// Errors of an instruction behind a FROM.
fn kinds_of(source: &str) -> Vec<(SyntaxErrorKind, String)> {
    let text = format!("FROM a\n{source}");
    kinds(&text).into_iter().map(|(kind, text)| (kind, text.to_owned())).collect()
}

fn value(source: &str, word: &Word) -> Option<String> {
    word.expand(source, &|name| if name == "SET" { Lookup::Set("v") } else { Lookup::Unset })
}

fn text(source: &str, range: TextRange) -> &str {
    slice(source, range)
}

#[test]
fn items_tell_directives_comments_and_blanks_apart() {
    let source = "\u{feff}# syntax=docker/dockerfile:1\n#escape = `\n# note\n# check=skip=all\n\n \nFROM a\n";
    let file = parse(source);
    let kinds: Vec<_> = file
        .items
        .iter()
        .map(|item| match &item.kind {
            ItemKind::Directive(directive) => ("directive", text(source, directive.value)),
            ItemKind::Comment(comment) => ("comment", text(source, comment.range)),
            ItemKind::Blank => ("blank", text(source, item.range)),
            ItemKind::Instruction(instruction) => ("instruction", text(source, instruction.range)),
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("directive", "docker/dockerfile:1"),
            ("directive", "`"),
            ("comment", "# note"),
            ("comment", "# check=skip=all"),
            ("blank", "\n \n"),
            ("instruction", "FROM a"),
        ]
    );
    assert_eq!(file.escape, '`');
    assert_eq!(file.errors, []);
}

#[test]
fn directives_end_at_the_first_other_line() {
    for before in ["\n", "# note\n", "FROM a\n", "# unknown=1\n"] {
        let file: Dockerfile = parse(&format!("{before}# escape=`\nFROM a\n"));
        assert_eq!((file.escape, file.directives().count()), ('\\', 0), "{before:?}");
    }
    let twice = "# escape=`\n# ESCAPE=\\\nFROM a\n";
    assert_eq!(kinds(twice), [(SyntaxErrorKind::DuplicateDirective, "# ESCAPE=\\")]);
    assert_eq!(parse(twice).escape, '`');
    assert_eq!(kinds("# escape=x\nFROM a\n"), [(SyntaxErrorKind::InvalidEscapeDirective, "x")]);
}

#[test]
fn lines_are_joined_without_a_blank() {
    let source = "FROM deb\\\nian:1\\  \n  # note\n\n2 AS x\\\\\n";
    let from = only(source);
    let Body::From(body) = &from.body else { panic!("{from:?}") };
    assert_eq!(body.image.as_ref().unwrap().literal(source).unwrap(), "debian:12");
    assert_eq!(text(source, body.name.as_ref().unwrap().range), "x\\\\");
    assert_eq!(body.reference, None, "its parts are not written in one piece");
    let gaps: Vec<_> = from.gaps.iter().map(|gap| (gap.kind, text(source, gap.range))).collect();
    assert_eq!(
        gaps,
        [
            (GapKind::Continuation, "\\\n"),
            (GapKind::Continuation, "\\  \n"),
            (GapKind::Comment, "  # note\n"),
            (GapKind::Blank, "\n"),
        ]
    );
    assert_eq!(text(source, from.comments[0].range), "# note");
}

#[test]
fn keyword_and_flag_names_may_span_lines() {
    let source = "FR\\\nOM --plat\\\nform=x a\n";
    let from = only(source);
    assert_eq!(from.keyword, Keyword::From);
    assert_eq!(kinds(source), []);
}

#[test]
fn crlf_and_lone_cr() {
    let source = "FROM a\r\nRUN b \\\r\n\r\n  c\r\nRUN d\re\r\n";
    let file = parse(source);
    let ranges: Vec<_> = file.instructions().map(|instruction| text(source, instruction.range)).collect();
    assert_eq!(ranges, ["FROM a", "RUN b \\\r\n\r\n  c", "RUN d\re"]);
    assert_eq!(file.errors, []);
}

#[test]
fn references_have_ranges() {
    let source = "FROM --platform=$P ghcr.io/a/b:1.2@sha256:ff AS base";
    let from = only(source);
    assert_eq!(text(source, from.flag(source, "platform").unwrap().value.as_ref().unwrap().range), "$P");
    let Body::From(body) = &from.body else { panic!("{from:?}") };
    let reference = body.reference.unwrap();
    assert_eq!(reference.registry_text(source), Some("ghcr.io"));
    assert_eq!(reference.repository_text(source), "a/b");
    assert_eq!((reference.tag_text(source), reference.digest_text(source)), (Some("1.2"), Some("sha256:ff")));
    assert_eq!(text(source, body.as_keyword.unwrap()), "AS");
    let quoted = "FROM \"debian:12\"";
    let Body::From(body) = only(quoted).body else { panic!() };
    assert_eq!(body.reference.unwrap().tag_text(quoted), Some("12"));
}

#[test]
fn heredocs_of_every_kind() {
    let source = "RUN cat <<A 3<<-\"B C\" <<\\D > x\na\nA\n\tb\n\tB C\nd\nD\nRUN x\n";
    let file = parse(source);
    let run = file.instructions().next().unwrap();
    let found: Vec<_> = run
        .heredocs
        .iter()
        .map(|heredoc| {
            let end = text(source, heredoc.end.unwrap());
            (
                text(source, heredoc.operator),
                text(source, heredoc.delimiter),
                heredoc.quoted,
                text(source, heredoc.body),
                end,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("<<A", "A", false, "a\n", "A"),
            ("3<<-\"B C\"", "B C", true, "\tb\n", "B C"),
            ("<<\\D", "\\D", true, "d\n", "D"),
        ]
    );
    assert_eq!(heredoc_text(source, &run.heredocs[1]), " b\n");
    assert_eq!(text(source, run.arguments), "cat <<A 3<<-\"B C\" <<\\D > x");
    assert_eq!(text(source, run.range).lines().last(), Some("D"));
    assert_eq!(file.instructions().count(), 2);
}

#[test]
fn heredocs_of_copy_are_no_sources() {
    let source = "COPY a <<b << c /d/\n1\nb\n2\nc\n";
    let copy = only(source);
    let Body::Copy(body) = &copy.body else { panic!("{copy:?}") };
    let sources: Vec<_> = body.sources.iter().map(|word| word.raw(source)).collect();
    assert_eq!(sources, ["a"]);
    assert_eq!(body.destination.as_ref().unwrap().raw(source), "/d/");
    assert_eq!(copy.heredocs.len(), 2);
    assert_eq!(text(source, copy.heredocs[1].operator), "<< c");
}

#[test]
fn no_heredocs_where_buildkit_sees_none() {
    for line in ["RUN a <<<b", "RUN '<<b'", "RUN [\"<<b\"]", "RUN don't <<b", "RUN a<<b", "CMD <<b", "RUN ${x=1} <<b"] {
        assert!(only(&format!("FROM a\n{line}\n")).heredocs.is_empty(), "{line}");
    }
    let onbuild = only("FROM a\nONBUILD RUN <<E\nx\nE\n");
    let Body::Onbuild(Some(inner)) = &onbuild.body else { panic!("{onbuild:?}") };
    assert_eq!((onbuild.heredocs.len(), inner.heredocs.len()), (0, 1));
    assert_eq!(onbuild.range.end(), inner.range.end());
}

#[test]
fn open_heredoc_takes_the_rest_and_is_one_error() {
    let source = "FROM a\nRUN <<X <<Y\nRUNN\n";
    assert_eq!(kinds(source), [(SyntaxErrorKind::UnterminatedHeredoc, "<<X")]);
    assert_eq!(text(source, only(source).heredocs[0].body), "RUNN\n");
}

#[test]
fn flags_end_at_the_first_other_word() {
    let source = "RUN --mount=type=bind,source=\"a b\",target=/x --network=none -- --make --x\n";
    let run = only(source);
    let flags: Vec<_> = run.flags.iter().map(|flag| text(source, flag.name)).collect();
    assert_eq!(flags, ["mount", "network"]);
    assert_eq!(text(source, run.arguments), "--make --x");
    let Body::Run(body) = &run.body else { panic!("{run:?}") };
    assert_eq!(body.mounts[0].option(source, &["src", "source"]), Some("a b"));
    assert_eq!(body.mounts[0].option(source, &["target"]), Some("/x"));
    assert_eq!(run.flags[0].value.as_ref().unwrap().literal(source).unwrap(), "type=bind,source=a b,target=/x");
}

#[test]
fn exec_form_and_its_fallback() {
    let command = |line: &str| match only(line).body {
        Body::Cmd(command) => command,
        other => panic!("{other:?}"),
    };
    let source = r#"CMD ["a", "b\n\u00e9", ""]"#;
    let CommandLine::Exec(array) = command(source) else { panic!() };
    assert_eq!(array.elements.iter().map(|element| element.text(source)).collect::<Vec<_>>(), ["a", "b\né", ""]);
    assert_eq!(text(source, array.elements[1].inner), r"b\n\u00e9");
    for line in ["CMD ['a']", "CMD [\"a\",]", "CMD [\"a\"] b", "CMD [\"a", "CMD [ -f x ]", "CMD [\"\\x\"]"] {
        assert!(matches!(command(line), CommandLine::Shell { looks_like_exec: true, .. }), "{line}");
        assert_eq!(kinds_of(line), [], "{line}");
    }
    assert!(matches!(command("CMD"), CommandLine::Empty));
    assert_eq!(kinds_of("CMD [\"a\", 1]"), [(SyntaxErrorKind::MalformedInstruction, "1".to_owned())]);
}

#[test]
fn pairs_new_and_old() {
    let source = "ENV A=1 B='two words' C=a\\ b D=\"$SET\"x E= F=\"\" G='$SET'\n";
    let Body::Env(env) = only(source).body else { panic!() };
    let values: Vec<_> = env
        .pairs
        .iter()
        .map(|pair| (pair.key.raw(source), value(source, pair.value.as_ref().unwrap()).unwrap()))
        .collect();
    let expected = [("A", "1"), ("B", "two words"), ("C", "a b"), ("D", "vx"), ("E", ""), ("F", ""), ("G", "$SET")];
    assert_eq!(values, expected.map(|(key, value)| (key, value.to_owned())));
    let source = "ENV OLD  a=\"b c\" \\\n d\n";
    let Body::Env(env) = only(source).body else { panic!() };
    assert!(env.legacy);
    assert_eq!(value(source, env.pairs[0].value.as_ref().unwrap()).unwrap(), "a=b c  d");
    let Body::Arg(args) = only("ARG A B=1 C").body else { panic!() };
    assert_eq!(args.iter().map(|arg| arg.value.is_some()).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn variables_with_modifiers() {
    let cases = [
        ("$SET", Some("v")),
        ("${SET}", Some("v")),
        ("${U:-d}", Some("d")),
        ("${U-${SET}x}", Some("vx")),
        ("${SET:+y}", Some("y")),
        ("${U:+y}", Some("")),
        ("${U:?no}", None),
        ("${SET#p}", None),
        ("${SET//a/b}", None),
        ("\\$SET", Some("$SET")),
        ("$", Some("$")),
        ("a${SET}b$SET.c", Some("avbv.c")),
    ];
    for (written, expected) in cases {
        let source = format!("WORKDIR {written}");
        let Body::Workdir(Some(word)) = only(&source).body else { panic!("{source}") };
        assert_eq!(value(&source, &word).as_deref(), expected, "{written}");
        assert_eq!(kinds_of(&source), [], "{written}");
    }
}

#[test]
fn substitutions_that_buildkit_refuses() {
    for (written, wrong) in
        [("a${B", "${B"), ("${}", "${}"), ("${A=b}", "${A=b}"), ("${A:#b}", "${A:#b}"), ("${A/b}", "${A/b}")]
    {
        let expected = [(SyntaxErrorKind::BadSubstitution, wrong.to_owned())];
        assert_eq!(kinds_of(&format!("WORKDIR {written}")), expected, "{written}");
    }
    assert_eq!(kinds_of("RUN echo ${A=b} ${"), []);
}

#[test]
fn words_to_the_end_of_the_line() {
    let source = "WORKDIR /my app \n";
    let Body::Workdir(Some(word)) = only(source).body else { panic!() };
    assert_eq!(word.raw(source), "/my app");
    assert_eq!(kinds_of("USER a # b"), [(SyntaxErrorKind::ExtraArgument, "# b".to_owned())]);
    assert_eq!(kinds_of("USER \"a b\""), []);
}

#[test]
fn volume_healthcheck_shell() {
    let Body::Volume(PathList::Words(words)) = only("VOLUME /a /b").body else { panic!() };
    assert_eq!(words.len(), 2);
    let Body::Volume(PathList::Json(array)) = only("VOLUME [\"/a\"]").body else { panic!() };
    assert_eq!(array.elements.len(), 1);
    let source = "HEALTHCHECK --interval=5s cmd curl x";
    let Body::Healthcheck(Healthcheck::Command { keyword, command }) = only(source).body else { panic!() };
    assert_eq!(text(source, keyword), "cmd");
    let CommandLine::Shell { range, .. } = command else { panic!() };
    assert_eq!(text(source, range), "curl x");
    assert!(matches!(only("SHELL [\"a\"]").body, Body::Shell(Some(_))));
    assert!(matches!(only("SHELL a").body, Body::Shell(None)));
}

#[test]
fn json_paths_are_words() {
    let source = r#"COPY ["a b", "C:\\x", "$SET\u002f", "/d"]"#;
    let Body::Copy(copy) = only(source).body else { panic!() };
    assert!(copy.json);
    let values: Vec<_> = copy.sources.iter().map(|word| value(source, word).unwrap()).collect();
    assert_eq!(values, ["a b", "C:x", "v/"]);
    assert_eq!(copy.destination.unwrap().raw(source), "/d");
}

#[test]
fn one_mistake_is_one_error() {
    let cases: &[(&str, &[(SyntaxErrorKind, &str)])] = &[
        ("RUNN a --x ${ \"", &[(SyntaxErrorKind::UnknownInstruction, "RUNN")]),
        ("foo\nbar\nbaz", &[(SyntaxErrorKind::UnknownInstruction, "foo")]),
        ("COPY --from=\"x a b", &[(SyntaxErrorKind::UnbalancedQuote, "\"x a b")]),
        ("COPY --from", &[(SyntaxErrorKind::CopyWithoutDestination, "COPY")]),
        ("ONBUILD FROM", &[(SyntaxErrorKind::ForbiddenOnbuildTrigger, "FROM")]),
        ("ENV A=1 b c", &[(SyntaxErrorKind::PairWithoutEquals, "b")]),
        ("COPY --link=$X --chown=${U}:1 a b", &[]),
        ("HEALTHCHECK NONE", &[]),
        ("HEALTHCHECK --nonsense NONE", &[]),
        ("ARG --nonsense", &[(SyntaxErrorKind::MissingArgument, "ARG")]),
        ("RUN", &[]),
        ("RUN --mount=type=$T,foo=$X,target=/x a", &[]),
    ];
    for (line, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        assert_eq!(kinds_of(line), expected, "{line}");
    }
}

#[test]
fn durations_as_go_reads_them() {
    for good in ["", "0", "1ms", "1.5h", "1h30m5s", "100µs900us", "+5s", ".5s", "$X"] {
        assert_eq!(kinds_of(&format!("HEALTHCHECK --interval={good} CMD x")), [], "{good}");
    }
    for bad in ["5", "s", "1d", "-5s", "1us", "1 s"] {
        let found = kinds_of(&format!("HEALTHCHECK --interval={bad} CMD x"));
        assert!(found.iter().any(|(kind, _)| matches!(kind, SyntaxErrorKind::InvalidDuration)), "{bad}: {found:?}");
    }
}

#[test]
fn files_without_from() {
    assert_eq!(kinds(""), [(SyntaxErrorKind::MissingFrom, "")]);
    assert_eq!(kinds("# only\n"), [(SyntaxErrorKind::MissingFrom, "# only")]);
    assert_eq!(kinds("ARG A\nRUN b\nRUN c"), [(SyntaxErrorKind::MissingFrom, "RUN")]);
    assert_eq!(kinds("RUN a\nUSER b\nFROM c"), [(SyntaxErrorKind::InstructionBeforeFrom, "RUN")]);
    assert_eq!(kinds("FRMO a\nRUN b"), [(SyntaxErrorKind::UnknownInstruction, "FRMO")]);
}

#[test]
fn templates_and_other_frontends_are_left_alone() {
    for source in [
        "{{ from }}\nRUN x\n",
        "FROM {{ a }} AS {{ b }}\nfoo {% x %}\n",
        "@FROM@\nUSER @USER@ x\n",
        "# syntax=a/b\nINCLUDE x\nRUN --magic y\n",
        "FROM a\n{% if x %}\nelse\n{% endif %}\nENV {{ a }}\n",
        "{{ set names to [\n    \"curl\"\n] }}\nRUN x\n",
        "FROM a\nRUN b && {{ include(\"c\", [\n    \"d\": e\n]) }}\nCMD [\"x\"]^\nelse:\n",
        "FROM a:${templateOption:imageVariant}\nARG B=${templateOption:b}\n",
    ] {
        assert_eq!(kinds(source), [], "{source}");
    }
}

#[test]
fn masked_text_keeps_every_offset() {
    let source = "# escape=`\nFROM a\nRUN x `  \n # it's\r\n\n  y \\ z\n";
    let run = only(source);
    let masked = shell_text(source, &run, run.arguments);
    assert_eq!(masked, "x   \\\n            y \\ z");
    let plain = "RUN x && y";
    assert!(matches!(shell_text(plain, &only(plain), only(plain).arguments), std::borrow::Cow::Borrowed("x && y")));
}

#[test]
fn a_long_line_is_refused() {
    let line = |length: usize| format!("FROM a\nRUN {}\n", "x".repeat(length - 4));
    assert_eq!(parse(&line(65_535)).errors, []);
    assert_eq!(parse(&line(65_536)).errors[0].kind, SyntaxErrorKind::OversizedLine);
}

#[test]
fn an_unfinished_last_line() {
    let source = "FROM a\nRUN b \\\n# c";
    let run = only(source);
    assert_eq!(text(source, run.range), "RUN b \\\n# c");
    assert_eq!(text(source, run.arguments), "b");
    assert_eq!(run.comments.len(), 1);
    assert_eq!(kinds(source), []);
}
