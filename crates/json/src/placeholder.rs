//! The placeholders of templating tools: where one starts and ends, outside strings and inside.
//!
//! Invariant: a placeholder never ends past the limit it is searched in, and a search that failed is not
//! repeated over the same characters, so that reading a text stays linear.

use plimsoll_text::{TextRange, range};

/// How a placeholder is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceholderForm {
    /// `$NAME`. A whole value, or capitals inside one: `$REPOSITORY:$TAG`.
    Dollar,
    /// `${NAME}`, also with braces inside: `${lookup(x, {})}`.
    DollarBraces,
    /// `${{ … }}`
    DollarDoubleBraces,
    /// `{{ … }}`
    DoubleBraces,
    /// `{% … %}`, `{# … #}`, `<% … %>` or Terraform's `%{ … }`
    Block,
    /// `#{NAME}` or `#{NAME}#`
    HashBraces,
    /// `<NAME>`
    Angle,
    /// `%NAME%`
    Percent,
    /// `__NAME__`
    Underscores,
    /// `@NAME@`
    At,
    /// A word that stands for something to fill in: `ACCOUNT_ID`, `YOUR_BUCKET`, `CHANGEME`.
    Word,
}

impl PlaceholderForm {
    /// Whether a shell would read this as one of its own variables.
    #[must_use]
    pub fn is_dollar(self) -> bool {
        matches!(self, Self::Dollar | Self::DollarBraces)
    }
}

/// What is known about closing marks: up to which offset each of them was sought in vain.
#[derive(Debug, Clone, Default)]
pub(crate) struct Openers {
    failed: [usize; CLOSERS.len() + 1],
    line: Option<(usize, usize)>,
}

const CLOSERS: [&[u8]; 4] = [b"}}", b"%}", b"#}", b"%>"];

impl Openers {
    /// End of the line that holds `at`; asked for in ascending order it costs one walk in all.
    pub(crate) fn line_end(&mut self, bytes: &[u8], at: usize) -> usize {
        if let Some((start, end)) = self.line
            && (start..=end).contains(&at)
        {
            return end;
        }
        let end = crate::token::line_end(bytes, at);
        self.line = Some((at, end));
        end
    }
}

/// End of the bare placeholder at `at`, within the line that ends at `line_end`; only one with an open
/// parenthesis on its first line may be longer.
pub(crate) fn bare_end(bytes: &[u8], at: usize, line_end: usize, openers: &mut Openers) -> Option<usize> {
    delimited_end(bytes, at, line_end, openers).or_else(|| named(bytes, at, line_end).map(|(_, end)| end)).or_else(
        || (bytes[at] == b'$').then(|| at + 1 + name_length(&bytes[at + 1..line_end])).filter(|end| *end > at + 1),
    )
}

/// End of the `${…}`, `{{…}}`, `{%…%}` … at `at`.
pub(crate) fn delimited_end(bytes: &[u8], at: usize, line_end: usize, openers: &mut Openers) -> Option<usize> {
    let (_, opener, closer) = delimiters(&bytes[at..line_end])?;
    let body = at + opener;
    if line_end <= openers.failed[closer] {
        return None;
    }
    if let Some(end) = closing(bytes, body, line_end, closer, openers) {
        return Some(end);
    }
    let first_line = &bytes[body..line_end];
    let open = first_line.iter().filter(|byte| **byte == b'(').count();
    if open > first_line.iter().filter(|byte| **byte == b')').count() {
        return closing(bytes, body, bytes.len(), closer, openers);
    }
    None
}

/// Offset of the last `${`, `{{` or `{%` in `content` that is not closed there.
pub(crate) fn unclosed_opener(content: &[u8]) -> Option<usize> {
    let at = memchr::memrchr(b'{', content)?;
    let start = match content.get(..=at)? {
        [.., b'$', b'{', b'{'] => at - 2,
        [.., b'$' | b'{', b'{'] => at - 1,
        _ if content.get(at + 1) == Some(&b'%') => at,
        _ => return None,
    };
    (!content[at..].contains(&b'}')).then_some(start)
}

/// A part of a string value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// How the placeholder is written; `None` for literal text.
    pub placeholder: Option<PlaceholderForm>,
    /// The characters of the part in the file, escapes as they are written, no quotes.
    pub range: TextRange,
}

/// Cuts the characters `start..end` of a string (its quotes left out) into literal and placeholder parts.
pub(crate) fn parts(bytes: &[u8], start: usize, end: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut openers = Openers::default();
    let (mut literal, mut at) = (start, start);
    while at < end {
        let Some((form, after)) = part_at(bytes, start, at, end, &mut openers) else {
            at += 1;
            continue;
        };
        if literal < at {
            parts.push(Part { placeholder: None, range: range(literal, at) });
        }
        parts.push(Part { placeholder: Some(form), range: range(at, after) });
        (literal, at) = (after, after);
    }
    if literal < end {
        parts.push(Part { placeholder: None, range: range(literal, end) });
    }
    parts
}

/// Whether one of the [`parts`] is a placeholder.
pub(crate) fn any(bytes: &[u8], start: usize, end: usize) -> bool {
    let mut openers = Openers::default();
    let mut after_name = false;
    bytes.get(start..end).unwrap_or_default().iter().enumerate().any(|(at, byte)| {
        let class = CLASSES[usize::from(*byte)];
        let may_start = class & SIGN != 0 || class & FIRST != 0 && !after_name;
        after_name = class & NAME != 0;
        may_start && part_at(bytes, start, start + at, end, &mut openers).is_some()
    })
}

/// A byte of a name.
const NAME: u8 = 1;
/// A byte that starts a placeholder wherever it stands.
const SIGN: u8 = 2;
/// A byte that starts one, or a fill-in word, if no name goes before it.
const FIRST: u8 = 4;

/// What a byte may be for [`part_at`]. Most bytes of most strings start nothing, and are passed at a glance.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'$' | b'{' | b'<' | b'#' | b'%' | b'@' => SIGN,
            b'_' => NAME | FIRST,
            // `account_id`, `change_me`, `replace_…`, `todo`, `xxx`, `your_…`
            b'a' | b'c' | b'r' | b't' | b'x' | b'y' | b'A' | b'C' | b'R' | b'T' | b'X' | b'Y' => NAME | FIRST,
            other if is_name(other) => NAME,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn part_at(
    bytes: &[u8],
    start: usize,
    at: usize,
    end: usize,
    openers: &mut Openers,
) -> Option<(PlaceholderForm, usize)> {
    let rest = &bytes[at..end];
    let before = (at > start).then(|| bytes[at - 1]);
    match rest[0] {
        b'$' | b'{' | b'<' | b'#' | b'%' | b'@' => {
            if let Some((form, opener, closer)) = delimiters(rest)
                && let Some(after) = closing(bytes, at + opener, end, closer, openers)
            {
                return Some((form, after));
            }
            if rest[0] == b'$' && before != Some(b'$') {
                let length = name_length(&rest[1..]);
                let whole = at == start && 1 + length == rest.len();
                let capitals = rest[1..=length].iter().all(|byte| !byte.is_ascii_lowercase());
                return (length > 0 && (whole || (capitals && length > 1)))
                    .then_some((PlaceholderForm::Dollar, at + 1 + length));
            }
            named(bytes, at, end)
        }
        b'_' if !before.is_some_and(is_name) => named(bytes, at, end),
        byte if byte.is_ascii_alphabetic() && !before.is_some_and(is_name) => {
            word_length(rest, before).map(|length| (PlaceholderForm::Word, at + length))
        }
        _ => None,
    }
}

/// The form of a delimited placeholder, the length of its opener and the index of its closer.
fn delimiters(rest: &[u8]) -> Option<(PlaceholderForm, usize, usize)> {
    match rest {
        [b'$', b'{', b'{', ..] => Some((PlaceholderForm::DollarDoubleBraces, 3, 0)),
        [b'$', b'{', ..] => Some((PlaceholderForm::DollarBraces, 2, CLOSERS.len())),
        [b'{', b'{', body @ ..] => (!is_member(body)).then_some((PlaceholderForm::DoubleBraces, 2, 0)),
        [b'{', b'%', ..] => Some((PlaceholderForm::Block, 2, 1)),
        [b'{', b'#', ..] => Some((PlaceholderForm::Block, 2, 2)),
        [b'<', b'%', ..] => Some((PlaceholderForm::Block, 2, 3)),
        [b'%', b'{', ..] => Some((PlaceholderForm::Block, 2, CLOSERS.len())),
        [b'#', b'{', ..] => Some((PlaceholderForm::HashBraces, 2, CLOSERS.len())),
        _ => None,
    }
}

/// Whether `body` starts like the inside of an object, so that the `{{` before it is a doubled brace.
fn is_member(body: &[u8]) -> bool {
    let Some(key) = body.trim_ascii_start().strip_prefix(b"\"") else {
        return body.trim_ascii().is_empty();
    };
    let Some(quote) = memchr::memchr(b'"', key) else {
        return false;
    };
    key[quote + 1..].trim_ascii_start().starts_with(b":")
}

/// End of the placeholder whose inside starts at `body`, closer included, not past `limit`.
fn closing(bytes: &[u8], body: usize, limit: usize, closer: usize, openers: &mut Openers) -> Option<usize> {
    if limit <= openers.failed[closer] {
        return None;
    }
    let end = match CLOSERS.get(closer) {
        Some(mark) => memchr::memmem::find(bytes.get(body..limit)?, mark).map(|at| {
            let end = body + at + 2;
            // `{{{raw}}}` closes with three.
            let triple = *mark == b"}}" && bytes.get(body) == Some(&b'{') && bytes.get(end) == Some(&b'}');
            if triple && end < limit { end + 1 } else { end }
        }),
        None => closing_brace(bytes, body, limit),
    };
    if end.is_none() {
        openers.failed[closer] = limit;
    }
    end
}

/// End of a `${…}`: the brace that balances.
fn closing_brace(bytes: &[u8], body: usize, limit: usize) -> Option<usize> {
    let mut depth = 1;
    let mut at = body;
    while at < limit {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            let hash = bytes[body - 2] == b'#' && at < limit && bytes[at] == b'#';
            return Some(if hash { at + 1 } else { at });
        }
    }
    None
}

/// `<NAME>`, `%NAME%`, `__NAME__` or `@NAME@` at `at`.
fn named(bytes: &[u8], at: usize, limit: usize) -> Option<(PlaceholderForm, usize)> {
    let rest = &bytes[at..limit];
    let (form, length) = match rest {
        [b'<', body @ ..] => {
            let length = body.iter().take_while(|byte| is_name(**byte) || matches!(byte, b'-' | b' ')).count();
            let name = &body[..length];
            let fits = body.get(length) == Some(&b'>') && !name.is_empty() && name.trim_ascii().len() == length;
            (PlaceholderForm::Angle, fits.then_some(length + 2)?)
        }
        [mark @ (b'%' | b'@'), body @ ..] => {
            let length = name_length(body);
            // One letter is a date format such as `%Y%m`.
            let fits = body.get(length) == Some(mark) && length > 1;
            let form = if *mark == b'%' { PlaceholderForm::Percent } else { PlaceholderForm::At };
            (form, fits.then_some(length + 2)?)
        }
        [b'_', b'_', ..] => {
            let length = rest.iter().take_while(|byte| is_name(**byte)).count();
            let fits = length > 4 && rest[..length].ends_with(b"__") && rest[2] != b'_';
            (PlaceholderForm::Underscores, fits.then_some(length)?)
        }
        _ => return None,
    };
    Some((form, at + length))
}

/// Length of the fill-in word at the start of `rest`; `before` is the character in front of it.
fn word_length(rest: &[u8], before: Option<u8>) -> Option<usize> {
    let name = rest.iter().take_while(|byte| is_name(**byte)).count();
    let word = &rest[..name];
    let starts = |prefix: &[u8]| word.len() > prefix.len() && word[..prefix.len()].eq_ignore_ascii_case(prefix);
    let is = |known: &[u8]| word.eq_ignore_ascii_case(known);
    if starts(b"your_")
        || starts(b"replace_")
        || (starts(b"xxx") && word.iter().all(|byte| matches!(byte, b'x' | b'X')))
    {
        return Some(name);
    }
    if [b"account_id".as_slice(), b"aws_account_id", b"changeme", b"change_me", b"todo"].iter().any(|known| is(known)) {
        return Some(name);
    }
    let dashed = (is(b"your") || is(b"replace") || (is(b"change") && rest[name..].starts_with(b"-me")))
        && before != Some(b'-')
        && matches!(rest[name..], [b'-', next, ..] if next.is_ascii_alphanumeric());
    dashed.then(|| rest.iter().take_while(|byte| is_name(**byte) || **byte == b'-').count())
}

/// Length of the variable name at the start of `rest`.
fn name_length(rest: &[u8]) -> usize {
    match rest.first() {
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {
            rest.iter().take_while(|byte| is_name(**byte)).count()
        }
        _ => 0,
    }
}

pub(crate) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
