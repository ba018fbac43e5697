//! `windows-path-escape`: path that continues the line.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::GapKind;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// A backslash at the end of a line continues it. After a path such as `C:\`, the next instruction becomes part of this one.
    /// With `# escape=` and a backtick at the top of the file, the backslash is an ordinary character.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// COPY app.exe C:\
    /// #            ^^^ warning: this backslash continues the line, and the next one becomes part of the instruction
    /// RUN dir
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// COPY app.exe C:\
    /// RUN dir
    /// ```
    ///
    /// ```Dockerfile,good
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// COPY app.exe C:\
    /// RUN dir
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN md C:/app && \
    ///     dir
    /// ```
    "windows-path-escape" {
        summary: "path that continues the line",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let is_windows = cx.stage.is_some_and(|stage| cx.build.is_windows(stage, cx.step));
    if cx.syntax.escape != '\\' || !is_windows {
        return;
    }
    for gap in cx.instruction.gaps.iter().filter(|gap| gap.kind == GapKind::Continuation) {
        let before = &cx.source()[usize::from(cx.instruction.range.start())..usize::from(gap.range.start())];
        let word = before.rsplit([' ', '\t', '\n', '"', '=']).next().unwrap_or("");
        if !is_path(word) {
            continue;
        }
        let start = gap.range.start() - size(word.len());
        let message = "this backslash continues the line, and the next one becomes part of the instruction";
        sink.report(TextRange::new(start, gap.range.start() + size(1)), message).fix(fix(cx));
    }
}

/// `C:` or `C:\dir`, the backslash behind it left out.
fn is_path(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(|drive| drive.is_ascii_alphabetic())
        && characters.next() == Some(':')
        && matches!(characters.next(), None | Some('\\'))
}

/// Another escape character, where nothing else depends on the one there is.
fn fix(cx: &InstructionCx<'_>) -> Option<Fix> {
    let others = cx.syntax.instructions().flat_map(|it| it.gaps.iter().map(move |gap| (it, gap)));
    let mut continued = others.filter(|(_, gap)| gap.kind == GapKind::Continuation);
    let only_paths = continued.all(|(it, gap)| {
        let before = &cx.source()[usize::from(it.range.start())..usize::from(gap.range.start())];
        is_path(before.rsplit([' ', '\t', '\n', '"', '=']).next().unwrap_or(""))
    });
    // A backslash may escape another character in a word, and a backtick would from then on.
    let is_plain = !cx.source().contains("\\\\") && !cx.source().contains('`');
    let edit = Edit::insert(size(0), "# escape=`\n");
    let names_it = cx.syntax.directives().any(|it| cx.text(it.name).eq_ignore_ascii_case("escape"));
    if names_it || cx.source().starts_with('\u{feff}') {
        return None;
    }
    Some(match only_paths && is_plain {
        true => Fix::safe("make the backtick the escape character", edit),
        false => Fix::manual("make the backtick the escape character", edit),
    })
}
