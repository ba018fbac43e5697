//! `instruction-inside-run`: name of an instruction where the shell looks for a program.

use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// Inside a RUN there are only commands of the shell. It looks for a program called `RUN` or `COPY`, and finds none.
    ///
    /// Mostly a line too many ends in `\`, or a RUN was put together from two.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make && \
    ///     RUN make install
    /// #   ^^^ warning: `RUN` is an instruction, and the shell looks for a program of this name
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make && \
    ///     make install
    /// ```
    ///
    /// As a word of another command it is not run at all:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make && \
    ///     rm -rf /tmp/build \
    /// # what runs
    /// RUN make install
    /// ^^^ warning: `RUN` is an instruction, and here it is a word of `rm`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make && \
    ///     rm -rf /tmp/build
    /// # what runs
    /// RUN make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make && \
    ///     make install
    /// RUN echo RUN && env CMD=1 make
    /// ```
    "instruction-inside-run" {
        summary: "name of an instruction where the shell looks for a program",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

const KEYWORDS: [&str; 9] = ["RUN", "COPY", "ADD", "ENV", "WORKDIR", "USER", "EXPOSE", "CMD", "ARG"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    as_word(cx, sink);
    let Some(word) = cx.command.words.first() else { return };
    let name = word.raw();
    if !KEYWORDS.contains(&name) || word.is_quoted() || cx.command.words.len() < 2 || !cx.command.assignments.is_empty()
    {
        return;
    }
    // Somebody may have made a function of this name.
    if cx.text(cx.script.range).contains(&format!("{name}()")) || !cx.script.complete {
        return;
    }
    let next = &cx.command.words[1];
    let gap = TextRange::new(word.range.start(), next.range.start());
    let is_one_line = !cx.text(gap).contains('\n') && !next.prefix_literal().starts_with('-');
    let fix =
        (name == "RUN" && is_one_line && plain_run(cx).is_some()).then(|| Fix::safe("delete `RUN`", Edit::delete(gap)));
    sink.report(word.range, format!("`{name}` is an instruction, and the shell looks for a program of this name"))
        .note("end the line before without `\\` and `&&` if this is an instruction of its own")
        .fix(fix);
}

/// A keyword that begins a line and is an argument of the command on the lines before, which a `\` too many joins.
fn as_word(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(program) = cx.command.effective().name() else { return };
    if plain_run(cx).is_none() {
        return;
    }
    for pair in cx.command.words.windows(3) {
        let [before, word, _] = pair else { continue };
        let at = usize::from(word.range.start());
        let begins_line = cx.source()[..at].ends_with('\n');
        if !KEYWORDS.contains(&word.raw()) || word.is_quoted() || !begins_line {
            continue;
        }
        let gap = TextRange::new(before.range.end(), word.range.start());
        let line = cx.text(gap).lines().next().unwrap_or_default();
        let mark = TextRange::at(gap.start(), size(line.len()));
        sink.report(word.range, format!("`{}` is an instruction, and here it is a word of `{program}`", word.raw()))
            .note("the `\\` in front of it goes on over empty lines and comments")
            .fix(Fix::r#unsafe("end the instruction before it", Edit::delete(mark)));
        return;
    }
}
