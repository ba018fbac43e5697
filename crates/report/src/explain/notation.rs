//! The documentation of a rule in parts that a reader understands.
//!
//! Invariant: the text of a rule's page is also its test, in a notation of its own: code blocks are marked
//! `bad`, `fixed`, `good` or `context`, and caret lines say what is found. Nothing of that notation but the
//! caret lines is shown.
//!
//! Example: a block that opens with ` ```Dockerfile,bad ` becomes an example of language `Dockerfile` with the
//! title "Wrong".

/// A part of a page, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// A line of prose without the blank that doc comments put in front; it may be empty.
    Line(&'a str),
    /// A code block.
    Block {
        /// What stands above it: `Wrong`, `Right`, `Fixed`, `With`; `None` for a block that is only text.
        title: Option<String>,
        /// What its code is: `Dockerfile`, `json`; may be empty.
        language: &'a str,
        /// Its lines.
        lines: Vec<&'a str>,
    },
}

/// The parts of `docs`; a block that is never closed goes to the end.
pub(super) fn parts(docs: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    while let Some(line) = lines.next() {
        let marks = line.len() - line.trim_start_matches('`').len();
        if marks < 3 {
            parts.push(Part::Line(line));
            continue;
        }
        let mut info = line[marks..].trim().split(',').map(str::trim);
        let language = info.next().unwrap_or("");
        let title = title(info);
        let closing = &line[..marks];
        let body = lines.by_ref().take_while(|line| line.trim_end() != closing).collect();
        parts.push(Part::Block { title, language, lines: body });
    }
    parts
}

/// The comment sign of a caret line, which is no part of what the line says; `None` for any other line.
pub(super) fn caret_sign(line: &str) -> Option<&'static str> {
    let rest = line.trim_start();
    let sign = ["//", "#"].into_iter().find(|sign| rest.starts_with(sign)).unwrap_or("");
    let carets = rest[sign.len()..].trim_start();
    let said = carets.trim_start_matches('^').trim_start();
    let is_caret_line =
        carets.starts_with('^') && ["note: ", "warning: ", "error: "].iter().any(|word| said.starts_with(word));
    is_caret_line.then_some(sign)
}

fn title<'a>(info: impl Iterator<Item = &'a str>) -> Option<String> {
    let (mut role, mut file, mut options) = (None, None, Vec::new());
    for word in info {
        match word.split_once('=') {
            None => role = role.or(Some(word)),
            Some(("file", path)) => file = Some(path),
            Some((name, value)) => options.push(format!("`{name} = {}`", option_value(value))),
        }
    }
    let mut title = match role? {
        "bad" => "Wrong".to_owned(),
        "good" => "Right".to_owned(),
        "fixed" => "Fixed".to_owned(),
        "context" => "With".to_owned(),
        _ => return None,
    };
    if let Some(file) = file {
        title = format!("{title} `{file}`");
    }
    if !options.is_empty() {
        title = format!("{title}, with {}", options.join(" and "));
    }
    Some(title)
}

/// The value of an option as plimsoll.toml has it.
fn option_value(value: &str) -> String {
    if matches!(value, "true" | "false") {
        return value.to_owned();
    }
    let items: Vec<String> = value.split(';').map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", items.join(", "))
}
