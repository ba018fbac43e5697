//! Laws of the parser, on the fixtures, on all their prefixes, and on texts made at random.
//!
//! Invariant: no text makes the parser panic, every tree tiles its text, and masked text keeps its length.

mod common;

use common::{check, fixtures};
use plimsoll_dockerfile::{Body, Dockerfile, Instruction, heredoc_text, parse, shell_text};
use plimsoll_text::slice;
use proptest::prelude::*;

/// What changes the meaning of a Dockerfile most.
const PIECES: &[&str] = &[
    "\\",
    "`",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "'",
    "\"",
    "$",
    "${",
    "}",
    "<<EOF",
    "<<-'X'",
    "EOF\n",
    "#",
    "--",
    "--from=",
    "=",
    "[",
    "]",
    ",",
    "{",
    "\u{feff}",
    "\u{a0}",
    "\u{0}",
    "é",
    "💙",
    "ONBUILD ",
    "FROM ",
    "RUN ",
    "COPY ",
    "ENV ",
    "HEALTHCHECK CMD ",
    "# escape=`\n",
    "${a:-${b}}",
    "--mount=type=",
    "\\\n",
    "\\\n# c\n\n",
];

fn check_masks(source: &str, file: &Dockerfile) {
    fn one(source: &str, instruction: &Instruction) {
        let masked = shell_text(source, instruction, instruction.arguments);
        let written = slice(source, instruction.arguments);
        assert_eq!(masked.len(), written.len());
        let start = usize::from(instruction.arguments.start());
        for (at, (mask, byte)) in masked.bytes().zip(written.bytes()).enumerate() {
            let is_gap = instruction
                .gaps
                .iter()
                .any(|gap| usize::from(gap.range.start()) <= start + at && start + at < usize::from(gap.range.end()));
            assert!(is_gap || mask == byte, "byte {at} of {written:?} became {masked:?}");
        }
        for heredoc in &instruction.heredocs {
            assert_eq!(heredoc_text(source, heredoc).len(), slice(source, heredoc.body).len());
        }
        if let Body::Onbuild(Some(inner)) = &instruction.body {
            one(source, inner);
        }
    }
    file.instructions().for_each(|instruction| one(source, instruction));
}

fn check_all(source: &str) {
    let file = parse(source);
    check(source, &file);
    check_masks(source, &file);
}

#[test]
fn fixtures_and_all_their_prefixes() {
    for (_, text) in fixtures() {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            check_all(&text[..end]);
        }
    }
}

#[test]
fn deep_nesting_and_long_lines_are_harmless() {
    let depth = 50_000;
    let nested = format!("FROM {}x{}\n", "${a:-".repeat(depth), "}".repeat(depth));
    let arrays = format!("FROM a\nCMD {}{}\n", "[".repeat(depth), "]".repeat(depth));
    let onbuild = format!("FROM a\n{}RUN x\n", "ONBUILD ".repeat(depth));
    let long = format!("FROM a\nRUN {}true\n", "a && \\\n # c\n\n".repeat(depth));
    let quotes = format!("FROM a\nENV {}\n", "a='b' ".repeat(depth));
    let heredocs = format!("FROM a\nRUN cat {}\n", "<<A ".repeat(2_000));
    for text in [nested, arrays, onbuild, long, quotes, heredocs] {
        let file = parse(&text);
        check(&text, &file);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check_all(&pieces.concat());
    }

    #[test]
    fn mutated_fixtures(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, prop::sample::select(PIECES)), 1..8),
    ) {
        let fixtures = fixtures();
        let mut text = which.get(&fixtures).1.clone();
        for (place, kind, piece) in edits {
            let at = text.floor_char_boundary(place.index(text.len() + 1));
            match kind {
                0 => { text.insert_str(at, piece); }
                1 if at < text.len() => { text.remove(at); }
                2 => {
                    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                    let (left, right) = (place.index(lines.len().max(1)), lines.len() / 2);
                    if right < lines.len() { lines.swap(left, right); }
                    text = lines.concat();
                }
                _ => text.truncate(at),
            }
        }
        check_all(&text);
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        check_all(&text);
    }
}
