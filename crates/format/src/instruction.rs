//! One instruction: its keyword, the blanks between its words, its lines.
//!
//! Invariant: blanks are changed only between words that the parser gave, and on lines of their own.

use crate::FormatOptions;
use crate::changes::{Aspect, Changes};
use crate::layout::replace;
use crate::{lines, quotes};
use plimsoll_dockerfile::{Body, CommandLine, Dockerfile, Healthcheck, Instruction, Item, PathList, shell_text};
use plimsoll_shell::classify_shell;
use plimsoll_text::{Edit, TextRange, TextSize, size, slice};

pub(crate) fn format(
    source: &str,
    syntax: &Dockerfile,
    item: &Item,
    it: &Instruction,
    options: &FormatOptions,
    edits: &mut Changes,
) {
    if !slice(source, item.range).starts_with('\u{feff}') {
        let start = it.keyword_range.start();
        if slice(source, TextRange::new(item.range.start(), start)).trim_matches([' ', '\t']).is_empty() {
            edits.add(Aspect::Indentation, replace(source, item.range.start(), start, ""));
        }
    }
    words(source, it, edits);
    // Windows paths and shells: what a backtick or a caret does there is not read here.
    if syntax.escape != '\\' || (has_shell_text(it) && has_foreign_shell(source, syntax)) {
        return;
    }
    let header = it.heredocs.first().map_or(item.range.end(), |heredoc| heredoc.body.start());
    let arguments = TextRange::new(it.keyword_range.end(), header);
    let text = shell_text(source, it, arguments);
    let mut free = quotes::free_places(&text, b'\\', has_shell_text(it));
    if let Some(array) = array(it).and_then(|array| array.checked_sub(arguments.start())) {
        // The lines of an array are laid out by hand.
        free[usize::from(array.start())..usize::from(array.end())].fill(false);
    }
    let is_whole = free.iter().any(|free| *free) || text.trim().is_empty();
    if is_whole {
        lines::format(source, it, header.into(), arguments.start().into(), &free, options, edits);
    }
}

/// Casing of keywords, and one blank between words that stand on one line.
fn words(source: &str, it: &Instruction, edits: &mut Changes) {
    upper(source, it.keyword_range, edits);
    let mut tokens: Vec<TextRange> = vec![it.keyword_range];
    tokens.extend(it.flags.iter().map(|flag| flag.range));
    match &it.body {
        Body::From(from) => {
            tokens.extend(from.image.iter().map(|word| word.range));
            if let Some(word) = from.as_keyword {
                upper(source, word, edits);
                tokens.push(word);
            }
            tokens.extend(from.name.iter().chain(&from.extra).map(|word| word.range));
        }
        Body::Copy(copy) if !copy.json => {
            tokens.extend(copy.sources.iter().chain(&copy.destination).map(|word| word.range));
            tokens.extend(it.heredocs.iter().map(|heredoc| heredoc.operator));
        }
        Body::Arg(pairs) => tokens.extend(pairs.iter().map(|pair| pair.range)),
        Body::Env(pairs) | Body::Label(pairs) if !pairs.legacy => {
            tokens.extend(pairs.pairs.iter().map(|pair| pair.range));
        }
        Body::Expose(words) | Body::Volume(PathList::Words(words)) => {
            tokens.extend(words.iter().map(|word| word.range))
        }
        Body::Healthcheck(Healthcheck::Command { keyword, command }) => {
            upper(source, *keyword, edits);
            tokens.push(*keyword);
            match command {
                CommandLine::Shell { range, .. } => tokens.push(*range),
                CommandLine::Exec(array) => tokens.push(array.range),
                CommandLine::Empty => {}
            }
        }
        Body::Healthcheck(Healthcheck::None { range }) => {
            upper(source, *range, edits);
            tokens.push(*range);
        }
        Body::Onbuild(Some(inner)) => {
            tokens.push(inner.keyword_range);
            words(source, inner, edits);
        }
        _ if !it.arguments.is_empty() => tokens.push(it.arguments),
        _ => {}
    }
    tokens.sort_by_key(|token| token.start());
    for pair in tokens.windows(2) {
        let (start, end) = (pair[0].end(), pair[1].start());
        let is_blank = |text: &str| !text.is_empty() && text.chars().all(|ch| matches!(ch, ' ' | '\t'));
        if start < end && is_blank(slice(source, TextRange::new(start, end))) {
            edits.add(Aspect::Spaces, replace(source, start, end, " "));
        }
    }
}

fn upper(source: &str, word: TextRange, edits: &mut Changes) {
    let text = slice(source, word);
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        edits.add(Aspect::Casing, replace(source, word.start(), word.end(), &text.to_ascii_uppercase()));
    }
}

/// The JSON array that the instruction is written with.
fn array(it: &Instruction) -> Option<TextRange> {
    let exec = |command: &CommandLine| match command {
        CommandLine::Exec(array) => Some(array.range),
        _ => None,
    };
    match &it.body {
        Body::Run(run) => exec(&run.command),
        Body::Cmd(command) | Body::Entrypoint(command) => exec(command),
        Body::Healthcheck(Healthcheck::Command { command, .. }) => exec(command),
        Body::Copy(copy) if copy.json => Some(it.arguments),
        Body::Shell(Some(array)) | Body::Volume(PathList::Json(array)) => Some(array.range),
        Body::Onbuild(Some(inner)) => array(inner),
        _ => None,
    }
}

/// Whether a shell reads the arguments.
fn has_shell_text(it: &Instruction) -> bool {
    match &it.body {
        Body::Run(run) => matches!(run.command, CommandLine::Shell { .. }),
        Body::Cmd(command) | Body::Entrypoint(command) => matches!(command, CommandLine::Shell { .. }),
        Body::Healthcheck(Healthcheck::Command { command, .. }) => matches!(command, CommandLine::Shell { .. }),
        Body::Onbuild(Some(inner)) => has_shell_text(inner),
        _ => false,
    }
}

/// Whether some SHELL names a shell that is not read here.
fn has_foreign_shell(source: &str, syntax: &Dockerfile) -> bool {
    syntax.instructions().any(|it| match &it.body {
        Body::Shell(Some(array)) => {
            let words: Vec<&str> = array.elements.iter().map(|word| word.text(source)).collect();
            classify_shell(&words).dialect().is_none()
        }
        _ => false,
    })
}

/// How many blanks a new line at `line` begins with: those of the continuation line before it, or the first
/// indentation. `None` when the line before is not continued, or ends inside quotes or a heredoc.
pub(crate) fn next_indent(
    source: &str,
    syntax: &Dockerfile,
    it: &Instruction,
    line: TextSize,
    options: &FormatOptions,
) -> Option<usize> {
    let header = it.heredocs.first().map_or(line, |heredoc| heredoc.body.start());
    if syntax.escape != '\\' || line > header || line <= it.keyword_range.end() {
        return None;
    }
    let place = TextRange::new(it.keyword_range.end(), line);
    let before = slice(source, place).trim_end_matches(['\r', '\n']);
    let text = shell_text(source, it, place);
    let free = quotes::free_places(text.trim_end(), b'\\', has_shell_text(it));
    if !before.trim_end().ends_with('\\') || !free.iter().any(|free| *free) {
        return None;
    }
    let is_first = !before.contains('\n');
    let last = before.lines().next_back()?;
    let own = last.len() - last.trim_start_matches(' ').len();
    Some(if is_first || last.starts_with('\t') { options.indent } else { own.max(1) })
}

/// The edit that gives the line at `start` the indentation `wanted`.
pub(crate) fn indent_line(source: &str, start: TextSize, wanted: usize) -> Option<Edit> {
    let rest = &source[usize::from(start)..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    replace(source, start, start + size(blanks), &" ".repeat(wanted))
}
