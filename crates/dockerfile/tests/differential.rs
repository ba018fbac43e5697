//! Two other parsers on the fixtures: what they accept, plimsoll reads the same way.
//!
//! Invariant: instruction names and start lines agree with `parse-dockerfile`; image words of FROM agree with both.
//! Exceptions, each seen and judged: `dockerfile-parser` knows no heredocs, no `# escape=`, no JSON escapes and no
//! several names in ARG; it joins nothing inside a word. `parse-dockerfile` starts an instruction behind a bare
//! continuation line at its keyword.

mod common;

use common::fixtures;
use plimsoll_dockerfile::{Body, parse};
use plimsoll_text::slice;

/// Fixtures that `parse-dockerfile` reads otherwise than BuildKit (golden.json), and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("continuations.Dockerfile", "takes `\\\\` at a line end as a continuation"),
    ("only-escape.Dockerfile", "leaves out a last line that holds nothing but a continuation mark"),
];

#[test]
fn agrees_with_parse_dockerfile() {
    let mut compared = 0;
    for (name, text) in fixtures() {
        // It counts offsets from behind a byte order mark.
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let Ok(theirs) = parse_dockerfile::parse(&text) else { continue };
        let ours = parse(&text);
        let mine: Vec<_> = ours
            .instructions()
            .map(|instruction| (usize::from(instruction.keyword_range.start()), image(&text, &instruction.body)))
            .collect();
        let other: Vec<_> = theirs
            .instructions
            .iter()
            .map(|instruction| {
                let image = match instruction {
                    parse_dockerfile::Instruction::From(from) => Some(from.image.value.clone().into_owned()),
                    _ => None,
                };
                (start(instruction), image)
            })
            .collect();
        if let Some((_, why)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == name) {
            assert_ne!(mine, other, "{name} agrees now, although it {why}");
            continue;
        }
        assert_eq!(mine, other, "{name}");
        compared += 1;
    }
    assert!(compared >= 8, "only {compared} fixtures compared");
}

#[test]
fn agrees_with_dockerfile_parser() {
    let mut compared = 0;
    for (name, text) in fixtures() {
        if text.contains("<<") || text.contains("# escape=`") {
            continue;
        }
        let Ok(theirs) = dockerfile_parser::Dockerfile::parse(&text) else { continue };
        let ours = parse(&text);
        let mine: Vec<_> = ours.instructions().filter_map(|instruction| image(&text, &instruction.body)).collect();
        let other: Vec<_> = theirs
            .instructions
            .iter()
            .filter_map(|instruction| match instruction {
                dockerfile_parser::Instruction::From(from) => {
                    assert_eq!(&text[from.image.span.start..from.image.span.end], from.image.content, "{name}");
                    Some(from.image.content.clone())
                }
                _ => None,
            })
            .collect();
        assert_eq!(mine, other, "{name}");
        compared += 1;
    }
    assert!(compared >= 3, "only {compared} fixtures compared");
}

fn image(text: &str, body: &Body) -> Option<String> {
    match body {
        Body::From(from) => from.image.as_ref().map(|image| match image.literal(text) {
            Some(value) => value.into_owned(),
            None => slice(text, image.range).to_owned(),
        }),
        _ => None,
    }
}

/// Where the keyword starts.
fn start(instruction: &parse_dockerfile::Instruction<'_>) -> usize {
    use parse_dockerfile::Instruction::{
        Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck, Label, Maintainer, Onbuild, Run, Shell,
        Stopsignal, User, Volume, Workdir,
    };
    match instruction {
        Add(found) => found.add.span.start,
        Arg(found) => found.arg.span.start,
        Cmd(found) => found.cmd.span.start,
        Copy(found) => found.copy.span.start,
        Entrypoint(found) => found.entrypoint.span.start,
        Env(found) => found.env.span.start,
        Expose(found) => found.expose.span.start,
        From(found) => found.from.span.start,
        Healthcheck(found) => found.healthcheck.span.start,
        Label(found) => found.label.span.start,
        Maintainer(found) => found.maintainer.span.start,
        Onbuild(found) => found.onbuild.span.start,
        Run(found) => found.run.span.start,
        Shell(found) => found.shell.span.start,
        Stopsignal(found) => found.stopsignal.span.start,
        User(found) => found.user.span.start,
        Volume(found) => found.volume.span.start,
        Workdir(found) => found.workdir.span.start,
        other => panic!("an instruction that is new to this test: {other:?}"),
    }
}
