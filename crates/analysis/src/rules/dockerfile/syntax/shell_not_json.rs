//! `shell-not-json`: SHELL that is no JSON array.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// SHELL takes a JSON array of strings, in double quotes.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// SHELL bash -c
    /// #     ^^^^^^^ error: SHELL needs a JSON array of strings that is not empty
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// SHELL ["bash", "-c"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// SHELL ["bash", "-o", "pipefail", "-c"]
    /// ```
    "shell-not-json" {
        summary: "SHELL that is no JSON array",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::ShellNotJson, fix);
}

/// Plain words become strings; quotes and expansions are left to a person.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let text = cx.text(error.range);
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./+ ".contains(character);
    if let Some(array) = with_double_quotes(text) {
        return Some(Fix::safe("write it as a JSON array", Edit::replace(error.range, array)));
    }
    if !text.chars().all(plain) {
        return None;
    }
    let words: Vec<String> = text.split_ascii_whitespace().map(|word| format!("\"{word}\"")).collect();
    Some(Fix::safe("write it as a JSON array", Edit::replace(error.range, format!("[{}]", words.join(", ")))))
}

/// `['bash', '-c']` as JSON, which knows double quotes only.
fn with_double_quotes(text: &str) -> Option<String> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut elements = Vec::new();
    for element in inner.split(',').map(str::trim) {
        let quotes = ['\'', '"'];
        let bare =
            quotes.iter().find_map(|quote| element.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(element);
        if bare.is_empty() || bare.contains(['\'', '"', '\\', '$', '`', '[', ']', '\n']) {
            return None;
        }
        elements.push(format!("\"{bare}\""));
    }
    Some(format!("[{}]", elements.join(", ")))
}
