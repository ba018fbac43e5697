//! Instructions of the fixtures as BuildKit's own parser reads them.
//!
//! Invariant: where BuildKit reads a file, plimsoll finds the same instructions on the same lines; where BuildKit
//! refuses it, plimsoll reports an error.

#![allow(clippy::disallowed_methods)]

mod common;

use common::fixtures;
use plimsoll_dockerfile::{ItemKind, parse};
use plimsoll_text::slice;
use serde_json::{Value, json};

#[test]
fn instructions_and_lines_agree_with_buildkit() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/parser/dockerfile/golden.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let files = golden["files"].as_object().unwrap();
    let fixtures = fixtures();
    assert_eq!(files.len(), fixtures.len(), "golden.json is older than the fixtures");
    for (name, text) in fixtures {
        let file = parse(&text);
        let expected = &files[&name];
        if expected.is_string() {
            assert!(!file.errors.is_empty(), "{name}: BuildKit says {expected}");
            continue;
        }
        let mut found = Vec::new();
        for item in &file.items {
            let ItemKind::Instruction(instruction) = &item.kind else { continue };
            // BuildKit counts lines at `\n` only, and from the mark when a bare one stands before the keyword.
            let start = usize::from(item.range.start());
            let line = text[..start].matches('\n').count() + 1;
            let keyword = slice(&text, instruction.keyword_range).to_lowercase();
            found.push(json!([line, keyword]));
        }
        assert_eq!(&Value::Array(found), expected, "{name}");
    }
}
