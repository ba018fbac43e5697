//! `unterminated-heredoc`: heredoc without its end line.

use super::heredocs::{indented_end, near_end};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Heredoc, Keyword, SyntaxErrorKind};
use plimsoll_text::{Edit, TextSize, lines, size};

rule! {
    /// The end line of a heredoc is missing, so the rest of the file belongs to it.
    ///
    /// It must hold the delimiter alone: no blanks before it (tabs with `<<-`) and none behind.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN <<EOF
    /// #   ^^^^^ error: expected a line `EOF` that ends this heredoc
    /// make
    /// eof
    /// CMD ["app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN <<EOF
    /// make
    /// eof
    /// EOF
    /// CMD ["app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN <<-EOF
    /// 	make
    /// 	EOF
    /// ```
    "unterminated-heredoc" {
        summary: "heredoc without its end line",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for error in cx.syntax.errors.iter().filter(|error| error.kind == SyntaxErrorKind::UnterminatedHeredoc) {
        let mut heredocs = cx.syntax.instructions().flat_map(|it| &it.heredocs);
        let heredoc = heredocs.find(|heredoc| heredoc.operator.intersect(error.range).is_some());
        // An end line that only its blanks spoil is a mistake of its own.
        if heredoc.is_some_and(|heredoc| indented_end(cx, heredoc).is_some()) {
            continue;
        }
        let finding = sink.report(error.range, error.message.clone()).note("BuildKit stops here");
        if let Some(heredoc) = heredoc {
            if let Some(near) = near_end(cx, heredoc, |text, name| text.trim().eq_ignore_ascii_case(name)) {
                finding.label(near, "this is no end line: it must be the delimiter alone, to the letter");
            }
            finding.fix(fix(cx, heredoc));
        }
    }
}

/// An end line in front of the next line that is surely an instruction, else at the end of the file.
fn fix(cx: &DockerfileCx<'_>, heredoc: &Heredoc) -> Option<Fix> {
    let name = cx.text(heredoc.delimiter);
    let end = size(cx.source().len());
    let (at, text) = match next_instruction(cx, heredoc) {
        Some(at) => (at, format!("{name}\n")),
        None if cx.source().ends_with('\n') => (end, format!("{name}\n")),
        None => (end, format!("\n{name}\n")),
    };
    let open = cx.syntax.instructions().flat_map(|it| &it.heredocs).filter(|it| it.end.is_none()).count();
    (open == 1).then(|| Fix::r#unsafe(format!("end it with `{name}`"), Edit::insert(at, text)))
}

/// The first line of the body that starts with a keyword in capitals, or the blank lines before it.
fn next_instruction(cx: &DockerfileCx<'_>, heredoc: &Heredoc) -> Option<TextSize> {
    let mut blank = None;
    for line in lines(cx.text(heredoc.body)) {
        let word = line.text.split_whitespace().next().unwrap_or("");
        let is_keyword = Keyword::parse(word).is_some_and(|keyword| keyword.as_str() == word);
        if is_keyword && line.text.starts_with(word) {
            return Some(heredoc.body.start() + size(blank.unwrap_or(line.start)));
        }
        blank = line.text.trim().is_empty().then(|| blank.unwrap_or(line.start));
    }
    None
}
