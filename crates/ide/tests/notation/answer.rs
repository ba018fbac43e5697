//! Asks one question and writes the answer as lines.

use plimsoll_analysis::{SourceFile, Workspace};
use plimsoll_ide::{self as ide, Completion, FormatOptions, LinkTarget, Symbol, View};
use plimsoll_text::{Encoding, LineIndex, TextRange, TextSize, range, slice};
use std::fmt::Write;

/// The answer to `question` about `view`, a line each.
pub(crate) fn answer(view: &View<'_>, cursor: Option<TextSize>, question: &str, title: &str) -> String {
    let text = &*view.file.text;
    let at = |wanted: TextRange| place(text, wanted);
    let offset = || cursor.unwrap_or_else(|| panic!("`{title}` has no `$0`"));
    let (verb, rest) = question.split_once(' ').unwrap_or((question, ""));
    let lines: Vec<String> = match verb {
        "hover" => match ide::hover(view, offset()) {
            Some(hover) => vec![at(hover.range), String::new(), hover.markdown.trim_end().to_owned()],
            None => vec!["nothing".to_owned()],
        },
        "completion" => completion(view, offset(), rest),
        "apply" => vec![apply(view, offset(), rest)],
        "signature" => signature(view, offset()),
        "definition" => {
            ide::definition(view, offset()).iter().map(|it| elsewhere(view, it.path.as_deref(), it.selection)).collect()
        }
        "references" => ide::references(view, offset(), rest != "uses")
            .iter()
            .map(|it| elsewhere(view, it.path.as_deref(), it.range))
            .collect(),
        "highlights" => {
            ide::highlights(view, offset()).iter().map(|it| format!("{} {:?}", at(it.range), it.kind)).collect()
        }
        "rename" => rename(view, offset(), rest),
        "symbols" => {
            let mut lines = Vec::new();
            ide::symbols(view).iter().for_each(|symbol| tree(text, symbol, 0, &mut lines));
            lines
        }
        "workspace-symbols" => ide::workspace_symbols(view.workspace, view.settings, rest)
            .iter()
            .map(|it| format!("{} {:?} in {} of {}", it.name, it.kind, it.container.as_deref().unwrap_or("-"), it.path))
            .collect(),
        "folding" => ide::folding(view)
            .iter()
            .map(|it| format!("{}-{} {:?}", line(text, it.range.start()), line(text, it.range.end()), it.kind))
            .collect(),
        "selection" => ide::selection(view, offset()).into_iter().map(at).collect(),
        "links" => ide::links(view)
            .iter()
            .map(|it| match &it.target {
                LinkTarget::Url(url) => format!("{} -> {url}", at(it.range)),
                LinkTarget::File(path) => format!("{} -> file {path}", at(it.range)),
            })
            .collect(),
        "tokens" => ide::tokens(view, None)
            .iter()
            .map(|it| {
                let modifiers = ide::TokenModifier::ALL.into_iter().filter(|modifier| it.modifiers.has(*modifier));
                let modifiers: String = modifiers.map(|modifier| format!(" {}", modifier.as_str())).collect();
                format!("{} {}{modifiers}", at(it.range), it.kind.as_str())
            })
            .collect(),
        "hints" => ide::hints(view, range(0, text.len()))
            .iter()
            .map(|it| format!("{} {:?} {}", position(text, it.offset), it.kind, it.label))
            .collect(),
        "lenses" => ide::lenses(view)
            .iter()
            .map(|it| {
                let places: Vec<_> =
                    it.places.iter().map(|place| elsewhere(view, place.path.as_deref(), place.range)).collect();
                format!("{} {} [{}]", line(text, it.range.start()), it.title, places.join(", "))
            })
            .collect(),
        "format" => vec![format(view, rest, title)],
        "on-type" => {
            let edits = ide::format_on_type(view, offset(), '\n', &FormatOptions::default());
            vec![visible(&edits.apply(text))]
        }
        other => panic!("`{other}` in `{title}` is no question"),
    };
    let mut answer = String::new();
    for line in lines {
        let line = line.trim_end_matches('\n');
        let _ = writeln!(answer, "{line}");
    }
    answer
}

fn completion(view: &View<'_>, offset: TextSize, limit: &str) -> Vec<String> {
    let text = &*view.file.text;
    let all = ide::completions(view, offset);
    let typed = |it: &Completion| slice(text, TextRange::new(it.edit.range.start(), offset)).to_lowercase();
    let fitting = all.iter().filter(|it| it.label.to_lowercase().starts_with(&typed(it)));
    let mut lines: Vec<String> = Vec::new();
    let mut last = None;
    for it in fitting.take(limit.parse().unwrap_or(usize::MAX)) {
        assert!(it.edit.range.contains_inclusive(offset), "{} replaces text elsewhere", it.label);
        if last != Some(it.edit.range) {
            lines.push(format!("replaces {}", place(text, it.edit.range)));
            last = Some(it.edit.range);
        }
        let mut line = format!("  {} {:?}", it.label, it.kind);
        if it.edit.text != it.label {
            let _ = write!(line, " -> {:?}", it.edit.text);
        }
        if let Some(snippet) = &it.snippet {
            let _ = write!(line, " snippet {snippet:?}");
        }
        if let Some(detail) = &it.detail {
            let _ = write!(line, " | {detail}");
        }
        lines.push(line);
    }
    if lines.is_empty() { vec!["nothing".to_owned()] } else { lines }
}

/// The file after the proposal `label` was taken.
fn apply(view: &View<'_>, offset: TextSize, label: &str) -> String {
    let all = ide::completions(view, offset);
    let taken = all.iter().find(|it| it.label == label).unwrap_or_else(|| panic!("`{label}` is not proposed"));
    let edits = plimsoll_text::Edits::from(taken.edit.clone());
    visible(&edits.apply(&view.file.text))
}

fn signature(view: &View<'_>, offset: TextSize) -> Vec<String> {
    let Some(it) = ide::signature(view, offset) else { return vec!["nothing".to_owned()] };
    let active = it.active.map(|active| &it.parameters[active]);
    let part = active.map_or("none", |parameter| slice(&it.label, parameter.range));
    vec![it.label.clone(), format!("active: {part}"), active.map_or(String::new(), |parameter| parameter.docs.clone())]
}

fn rename(view: &View<'_>, offset: TextSize, new: &str) -> Vec<String> {
    match ide::prepare_rename(view, offset).and_then(|_| ide::rename(view, offset, new)) {
        Ok(changes) => changes
            .iter()
            .flat_map(|(path, edits)| {
                let text = if *path == view.file.path { &view.file.text } else { text_of(view.workspace, path) };
                let head = (changes.len() > 1).then(|| format!("== {path}"));
                head.into_iter().chain([edits.apply(text)])
            })
            .collect(),
        Err(refusal) => vec![format!("refused: {}", refusal.0)],
    }
}

/// The formatted file; formatting it again must change nothing.
fn format(view: &View<'_>, lines: &str, title: &str) -> String {
    let text = &*view.file.text;
    let index = LineIndex::new(text);
    let part = lines.split_once('-').map(|(first, last)| {
        let start = |line: &str| line.parse::<u32>().ok().and_then(|line| index.line_start(line - 1));
        let end = start(last).map_or(text.len(), usize::from);
        range(start(first).map_or(0, usize::from), end)
    });
    let result = ide::format(view, part, &FormatOptions::default()).apply(text);
    let file = SourceFile { text: result.as_str().into(), ..view.file.clone() };
    let again = View { file: &file, ..*view };
    if part.is_none() {
        assert!(ide::format(&again, None, &FormatOptions::default()).is_empty(), "`{title}` does not settle");
    }
    visible(&result)
}

fn tree(text: &str, symbol: &Symbol, depth: usize, lines: &mut Vec<String>) {
    assert!(symbol.range.contains_range(symbol.selection), "{} lies outside itself", symbol.name);
    let detail = symbol.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let indent = "  ".repeat(depth);
    let end = line(text, symbol.range.end());
    lines.push(format!(
        "{indent}{}{detail} {:?} {} to line {end}",
        symbol.name,
        symbol.kind,
        place(text, symbol.selection)
    ));
    symbol.children.iter().for_each(|child| tree(text, child, depth + 1, lines));
}

fn elsewhere(view: &View<'_>, path: Option<&str>, wanted: TextRange) -> String {
    match path {
        None => place(&view.file.text, wanted),
        Some(path) => format!("{path} {}", place(text_of(view.workspace, path), wanted)),
    }
}

fn text_of<'w>(workspace: &'w Workspace, path: &str) -> &'w str {
    workspace.get(path).map_or_else(|| panic!("{path} is no file of the workspace"), |file| &file.text)
}

fn place(text: &str, wanted: TextRange) -> String {
    format!("{} `{}`", position(text, wanted.start()), slice(text, wanted).replace('\n', "⏎"))
}

fn position(text: &str, offset: TextSize) -> String {
    let position = LineIndex::new(text).position(text, offset, Encoding::Utf32);
    format!("{}:{}", position.line + 1, position.column + 1)
}

fn line(text: &str, offset: TextSize) -> u32 {
    LineIndex::new(text).line(offset) + 1
}

/// Blanks at line ends, carriage returns and a missing last line end, made visible.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for piece in text.split_inclusive('\n') {
        let body = piece.trim_end_matches(['\n', '\r']);
        let kept = body.trim_end_matches(' ');
        shown.push_str(kept);
        shown.extend(std::iter::repeat_n('·', body.len() - kept.len()));
        shown.push_str(&piece[body.len()..].replace('\r', "␍"));
        if !piece.ends_with('\n') {
            shown.push_str("¶\n");
        }
    }
    shown
}
