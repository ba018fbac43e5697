//! Placeholders of template engines, and near misses of keywords.
//!
//! Invariant: what looks like a template is taken as one: its text will be another one when it is built.

use crate::ast::Template;
use crate::keyword::Keyword;

/// Whether `text` holds a placeholder: `{{`, `{%`, `<%`, `@NAME@` or `${templateOption:NAME}` of Dev Container Templates.
pub(crate) fn is_template(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"{{").is_some()
        || memchr::memmem::find(bytes, b"{%").is_some()
        || memchr::memmem::find(bytes, b"<%").is_some()
        || memchr::memmem::find(bytes, b"${templateOption:").is_some()
        || has_at_name(bytes)
}

/// Whether the first word of a line belongs to a template engine or is what its output replaces: `{{`, `@X@`,
/// `%X%`, `<X>`, `$X`.
pub(crate) fn is_marker(word: &str) -> bool {
    word.starts_with(['{', '@', '%', '<', '$'])
}

/// What makes the text that is built out of `source`.
pub(crate) fn template(source: &str) -> Template {
    if is_preprocessed(source) {
        Template::Preprocessor
    } else if has_blocks(source) {
        Template::Blocks
    } else if is_template_file(source) {
        Template::Engine
    } else {
        Template::None
    }
}

/// Whether statements of the C preprocessor stand in `source`: to a builder they are comments.
fn is_preprocessed(source: &str) -> bool {
    let includes = |line: &str| {
        let file = statement(line, "include");
        file.is_some_and(|file| file.starts_with('"') && file.trim_end().ends_with('"') && file.len() > 2)
    };
    let ends = |line: &str| statement(line, "endif").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let begins = |line: &str| ["if defined", "ifdef ", "ifndef ", "if "].iter().any(|it| statement(line, it).is_some());
    let defines = |line: &str| {
        let rest = line.strip_prefix("#define ").map(str::trim_start);
        let end = |it: char| !it.is_ascii_alphanumeric() && it != '_';
        rest.and_then(|rest| rest.split(end).next()).is_some_and(is_capitals)
    };
    memchr::memmem::find(source.as_bytes(), b"include").is_some() && source.lines().any(includes)
        || memchr::memmem::find(source.as_bytes(), b"#define").is_some() && source.lines().any(defines)
        || memchr::memmem::find(source.as_bytes(), b"endif").is_some()
            && source.lines().any(ends)
            && source.lines().any(begins)
}

/// Whether `word` is written as the name of a macro or placeholder: capitals, digits and `_`.
pub(crate) fn is_capitals(word: &str) -> bool {
    word.len() > 1
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What stands behind the statement `name` of the preprocessor, if the line is one.
fn statement<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    line.strip_prefix('#')?.trim_start_matches([' ', '\t']).strip_prefix(name).map(str::trim_start)
}

/// Whether a placeholder that begins on one line of `source` ends on a later one.
fn has_blocks(source: &str) -> bool {
    [("{{", "}}"), ("{%", "%}")].iter().any(|(open, close)| {
        let Some(first) = memchr::memmem::find(source.as_bytes(), open.as_bytes()) else { return false };
        let line = memchr::memrchr(b'\n', &source.as_bytes()[..first]).map_or(0, |at| at + 1);
        let mut lines = source[line..].lines();
        let stays_open = |line: &str| {
            let opened = line.rfind(open);
            !line.trim_start().starts_with('#') && opened.is_some_and(|at| !line[at..].contains(close))
        };
        lines.any(stays_open) && lines.any(|line| line.contains(close))
    })
}

/// Whether a line of `source` starts with a placeholder or a statement of a template engine, so that the lines
/// of the file are not those that will be built.
fn is_template_file(source: &str) -> bool {
    source.lines().map(|line| line.trim_start_matches([' ', '\t', '\u{feff}'])).any(|line| {
        ["{{", "{%", "<%", "%%"].iter().any(|mark| line.starts_with(mark))
            || line.starts_with('@') && has_at_name(line.as_bytes())
            || line.ends_with("%%")
    })
}

/// The keyword that `word` differs from in at most two letters, or in one when it is short.
pub(crate) fn nearest_keyword(word: &str) -> Option<Keyword> {
    if word.len() > 13 {
        return None;
    }
    let word = word.to_ascii_uppercase();
    let best =
        Keyword::ALL.into_iter().map(|keyword| (distance(&word, keyword.as_str()), keyword)).min_by_key(|at| at.0)?;
    let allowed = if word.len() <= 4 { 1 } else { 2 };
    (best.0 <= allowed).then_some(best.1)
}

/// The one of `names` that `word` differs from in at most two letters, or in one when it is short.
pub(crate) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let best = names.map(|name| (distance(word, name), name)).min_by_key(|at| at.0)?;
    let allowed = if word.len() <= 4 { 1 } else { 2 };
    (best.0 <= allowed).then_some(best.1)
}

fn has_at_name(bytes: &[u8]) -> bool {
    let mut opened: Option<usize> = None;
    for at in memchr::memchr_iter(b'@', bytes) {
        if let Some(start) = opened
            && at > start + 1
            && bytes[start + 1..at].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        {
            return true;
        }
        opened = Some(at);
    }
    false
}

/// Number of letters to add, remove, change or swap; 3 for everything above two and for long words.
fn distance(left: &str, right: &str) -> usize {
    const LONGEST: usize = 24;
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len().abs_diff(right.len()) > 2 || left.len() > LONGEST || right.len() > LONGEST {
        return 3;
    }
    let mut before = [0; LONGEST + 1];
    let mut row = [0; LONGEST + 1];
    for (j, cell) in row.iter_mut().enumerate() {
        *cell = j;
    }
    for (i, l) in left.iter().enumerate() {
        let mut next = [0; LONGEST + 1];
        next[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            next[j + 1] = (row[j + 1] + 1).min(next[j] + 1).min(row[j] + usize::from(l != r));
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                next[j + 1] = next[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row[right.len()].min(3)
}

#[cfg(test)]
mod tests {
    use super::{distance, is_template, nearest_keyword, template};
    use crate::Keyword;
    use crate::ast::Template;

    #[test]
    fn near_misses() {
        assert_eq!(distance("FROM", "FRMO"), 1);
        assert_eq!(distance("EXPOSE", "EXPSOES"), 2);
        assert_eq!(distance("RUN", "HEALTHCHECK"), 3);
        assert_eq!(nearest_keyword("Entrypiont"), Some(Keyword::Entrypoint));
        assert_eq!(nearest_keyword("func"), None);
    }

    #[test]
    fn placeholders() {
        assert!(is_template("a {{ b }}") && is_template("@A_1@") && is_template("<%= x %>"));
        assert!(!is_template("a@b.c <x@y.z> ${a} {b}"));
    }

    #[test]
    fn preprocessors_and_engines_are_told_by_their_statements() {
        for (source, expected) in [
            ("#include \"base.Dockerfile\"\nRUN make\n", Template::Preprocessor),
            ("#if defined(A)\nFROM a\n#else\nFROM b\n#endif\n", Template::Preprocessor),
            ("# ifdef A\nFROM a\n# endif // A\n", Template::Preprocessor),
            ("#define UNPACK(url) curl url\nFROM a\n", Template::Preprocessor),
            ("{{ if A }}\nFROM a\n{{ end }}\n", Template::Engine),
            ("# include the tools\n# if needed\nFROM a\n", Template::None),
            ("#include them\n#define the user\nFROM a\n", Template::None),
        ] {
            assert_eq!(template(source), expected, "{source}");
        }
    }

    #[test]
    fn placeholders_over_several_lines() {
        assert_eq!(template("FROM a\nRUN x {{ if b:\n y\n}}\n"), Template::Blocks);
        assert_eq!(template("{%- set x = [\n 1,\n] %}\nFROM a\n"), Template::Blocks);
        for plain in [
            "FROM a\nRUN b --format '{{.Id}} {{.Name}}'\n",
            "FROM a\n# {{ not closed\n# }}\nRUN b\n",
            "FROM a\nRUN echo '{{'\n",
        ] {
            assert_eq!(template(plain), Template::None, "{plain}");
        }
    }
}
