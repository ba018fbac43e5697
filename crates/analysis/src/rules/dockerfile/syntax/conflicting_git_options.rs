//! `conflicting-git-options`: Git source that is asked for two things at once.

use crate::rule::rule;
use crate::rules::dockerfile::lines::without_flag;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// What a flag or the fragment of a Git URL says may be said in its query too, but not differently.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ADD --keep-git-dir=true https://github.com/acme/app.git?keep-git-dir=false /src
    /// #                                                       ^^^^^^^^^^^^^^^^^^ error: `keep-git-dir=false` says something else than `--keep-git-dir=true`
    /// ADD https://github.com/acme/lib.git?ref=v1#v2 /lib
    /// #                                   ^^^^^^ error: `ref=v1` and the fragment `v2` both say what to take
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ADD --keep-git-dir https://github.com/acme/app.git?keep-git-dir=true&ref=v1 /src
    /// ADD https://example.com/page?ref=a#b /page
    /// ```
    "conflicting-git-options" {
        summary: "Git source that is asked for two things at once",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.keyword != Keyword::Add || cx.build.has_foreign_frontend() {
        return;
    }
    for word in &copy.sources {
        let url = cx.text(word.range);
        if url.contains(['$', '"', '\\']) || !is_git(url) {
            continue;
        }
        let (front, fragment) = url.split_once('#').unwrap_or((url, ""));
        let Some((path, query)) = front.split_once('?') else { continue };
        let mut at = word.range.start() + size(path.len() + 1);
        for option in query.split('&') {
            let range = TextRange::at(at, size(option.len()));
            at = range.end() + size(1);
            let (key, value) = option.split_once('=').unwrap_or((option, ""));
            let against = |flag: String| format!("`{option}` says something else than `{flag}`");
            let message = match key {
                "keep-git-dir" => differs(cx, key, value, true).map(against),
                "checksum" | "commit" => differs(cx, "checksum", value, false).map(against),
                "ref" | "branch" | "tag" if !fragment.split(':').next().unwrap_or("").is_empty() => {
                    Some(format!("`{option}` and the fragment `{fragment}` both say what to take"))
                }
                _ => None,
            };
            if let Some(message) = message {
                let finding = sink.report(range, message).note("BuildKit stops here");
                // Which of the two is right nobody can see from here.
                finding.fix(Fix::manual(format!("delete `{option}`"), Edit::delete(gone(cx, word.range, range))));
                let flag = if key == "keep-git-dir" { "keep-git-dir" } else { "checksum" };
                if let ("keep-git-dir" | "checksum" | "commit", Some(flag)) =
                    (key, cx.instruction.flag(cx.source(), flag))
                {
                    finding.fix(Fix::manual(format!("delete `{}`", cx.text(flag.range)), without_flag(cx, flag)));
                } else if !fragment.is_empty() {
                    let place = TextRange::new(word.range.start() + size(front.len()), word.range.end());
                    finding.fix(Fix::manual(format!("delete `#{fragment}`"), Edit::delete(place)));
                }
            }
        }
    }
}

/// A part of a query with the `&` behind or the mark in front of it.
fn gone(cx: &InstructionCx<'_>, url: TextRange, option: TextRange) -> TextRange {
    let behind = cx.text(TextRange::new(option.end(), url.end())).starts_with('&');
    match behind {
        true => TextRange::new(option.start(), option.end() + size(1)),
        false => TextRange::new(option.start() - size(1), option.end()),
    }
}

/// Whether BuildKit takes the URL for one of a Git repository.
/// Source: Dockerfile reference, "Adding files from a Git repository", 2026-11.
fn is_git(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.starts_with("git@")
        || path.starts_with("git://")
        || (path.starts_with("ssh://") && path.contains(".git"))
        || (path.starts_with("http") && path.contains("://") && path.ends_with(".git"))
}

/// The flag `name` as it is written, when it is given and says something else than `value`.
fn differs(cx: &InstructionCx<'_>, name: &str, value: &str, is_boolean: bool) -> Option<String> {
    let flag = cx.instruction.flag(cx.source(), name)?;
    let given = flag.value.as_ref().map_or("", |word| cx.text(word.range));
    if given.contains('$') {
        return None;
    }
    let same = if is_boolean {
        is_true(given) == is_true(value)
    } else {
        // A short commit is the beginning of a long one.
        given.starts_with(value) || value.starts_with(given)
    };
    (!same).then(|| cx.text(flag.range).to_owned())
}

/// A boolean without a value is true.
fn is_true(text: &str) -> bool {
    text.is_empty() || matches!(text.to_ascii_lowercase().as_str(), "true" | "1" | "t")
}
