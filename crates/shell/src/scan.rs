//! Reads one shell word from left to right: quotes, escapes, expansions.
//!
//! Invariant: the pieces are in order, disjoint, and lie within the word; the scan is linear in the length of the
//! word and does not recurse, whatever the nesting.

use crate::body::{Body, NOTHING};

/// What a stretch of a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Stands for itself.
    Text,
    /// An escape that stands for this character.
    Char(char),
    /// `*`, `?` or `[` outside quotes; stands for itself where nothing matches.
    Glob,
    /// `{` outside quotes that opens a list with `,` or `..`.
    Brace,
    /// `$NAME` or `${NAME…}`; offsets of the name, and of what follows it inside the braces.
    Variable { name: (usize, usize), modifier: (usize, usize), indirect: bool },
    /// `$(…)` or `` `…` ``.
    Command,
    /// `$((…))` or `$[…]`.
    Arithmetic,
    /// `<(…)` or `>(…)`.
    Process,
    /// A template placeholder, or what an outer shell puts in.
    Hole,
}

/// Calls `sink(piece, start, end, quoted)` for each piece of `body.text[start..end]`.
pub(crate) fn pieces(body: &Body, start: usize, end: usize, sink: &mut impl FnMut(Piece, usize, usize, bool)) {
    let bytes = body.text.as_bytes();
    let end = end.min(bytes.len());
    let mut at = start;
    let mut text = start;
    let mut double = false;
    while at < end {
        let byte = bytes[at];
        if is_plain(byte) && body.holes.is_empty() {
            at += 1;
            continue;
        }
        let before = at;
        let mut piece = None;
        let mut quoted = double;
        if let Some(hole) = body.hole_at(at) {
            at = hole.end.min(end);
            piece = Some(Piece::Hole);
        } else {
            match byte {
                b'\'' if !double => {
                    flush(text, at, false, sink);
                    let close = find(bytes, at + 1, end, b'\'');
                    // An empty pair is a piece too: it makes a word out of nothing.
                    single(body, at + 1, close, sink);
                    at = (close + 1).min(end);
                    text = at;
                    continue;
                }
                b'"' => {
                    flush(text, at, double, sink);
                    at += 1;
                    text = at;
                    double = !double;
                    continue;
                }
                NOTHING => {
                    flush(text, at, double, sink);
                    at += 1;
                    text = at;
                    continue;
                }
                b'\\' => {
                    let Some(&next) = bytes[..end].get(at + 1) else {
                        at += 1;
                        continue;
                    };
                    if next == b'\n' {
                        flush(text, at, double, sink);
                        at += 2;
                        text = at;
                        continue;
                    }
                    if double && !matches!(next, b'$' | b'`' | b'"' | b'\\') {
                        at += 2;
                        // A character of several bytes continues as text.
                        continue;
                    }
                    let Some(value) = body.text.get(at + 1..end).and_then(|rest| rest.chars().next()) else {
                        at += 1;
                        continue;
                    };
                    at += 1 + value.len_utf8();
                    piece = Some(Piece::Char(value));
                    quoted = true;
                }
                b'$' => match bytes[..end].get(at + 1) {
                    Some(b'\'') if !double => {
                        flush(text, at, false, sink);
                        at = ansi_c(body, at + 2, end, sink);
                        text = at;
                        continue;
                    }
                    Some(b'"') if !double => {
                        // `$"…"` is a translated string: the dollar sign is no text.
                        flush(text, at, false, sink);
                        at += 1;
                        text = at;
                        continue;
                    }
                    _ => {
                        if let Some((kind, after)) = expansion(bytes, at, end) {
                            at = after;
                            piece = Some(kind);
                        } else {
                            at += 1;
                        }
                    }
                },
                b'`' => {
                    at = balanced(bytes, at + 1, end, b'`');
                    piece = Some(Piece::Command);
                }
                b'<' | b'>' if !double && bytes[..end].get(at + 1) == Some(&b'(') => {
                    at = balanced(bytes, at + 2, end, b')');
                    piece = Some(Piece::Process);
                }
                b'*' | b'?' | b'[' if !double => {
                    at += 1;
                    piece = Some(Piece::Glob);
                }
                b'{' if !double && opens_list(&bytes[at..end]) => {
                    at += 1;
                    piece = Some(Piece::Brace);
                }
                _ => at += 1,
            }
        }
        if let Some(piece) = piece {
            flush(text, before, double, sink);
            sink(piece, before, at, quoted);
            text = at;
        }
    }
    flush(text, end, double, sink);
}

/// Where a construct that `close` ends is over: after `close`, or `end` if it is missing.
///
/// `from` is behind the opening; nested substitutions, quotes, comments and escapes are stepped over.
pub(crate) fn balanced(bytes: &[u8], from: usize, end: usize, close: u8) -> usize {
    let mut open = vec![close];
    let mut at = from;
    while at < end {
        let byte = bytes[at];
        let Some(&top) = open.last() else { return at };
        let next = bytes[..end].get(at + 1).copied();
        match byte {
            b'\\' => at += 1,
            _ if byte == top => {
                open.pop();
            }
            _ if top == b'`' => {}
            b'$' if next == Some(b'(') => {
                open.push(b')');
                at += 1;
            }
            b'$' if next == Some(b'{') => {
                open.push(b'}');
                at += 1;
            }
            b'`' | b'"' => open.push(byte),
            _ if top == b'"' => {}
            b'(' if top == b')' => open.push(b')'),
            b'\'' => at = find(bytes, at + 1, end, b'\''),
            b'#' if top == b')' && at > from && matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b';') => {
                at = find(bytes, at, end, b'\n');
            }
            _ => {}
        }
        at += 1;
        if open.is_empty() {
            return at;
        }
    }
    end
}

/// The first `wanted` in `from..end`, else `end`.
pub(crate) fn find(bytes: &[u8], from: usize, end: usize, wanted: u8) -> usize {
    bytes.get(from..end).and_then(|rest| rest.iter().position(|b| *b == wanted)).map_or(end, |at| from + at)
}

/// Whether a byte can be part of a word's literal text without a closer look.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, b'\'' | b'"' | b'\\' | b'$' | b'`' | b'<' | b'>' | b'*' | b'?' | b'[' | b'{' | NOTHING)
}

fn flush(start: usize, end: usize, quoted: bool, sink: &mut impl FnMut(Piece, usize, usize, bool)) {
    if start < end {
        sink(Piece::Text, start, end, quoted);
    }
}

/// The inside of single quotes: text, except for holes and filler.
fn single(body: &Body, start: usize, end: usize, sink: &mut impl FnMut(Piece, usize, usize, bool)) {
    let bytes = body.text.as_bytes();
    let mut at = start;
    let mut text = start;
    while at < end {
        if let Some(hole) = body.hole_at(at) {
            flush(text, at, true, sink);
            let after = hole.end.min(end);
            sink(Piece::Hole, at, after, true);
            at = after;
            text = at;
        } else if bytes[at] == NOTHING {
            flush(text, at, true, sink);
            at += 1;
            text = at;
        } else {
            at += 1;
        }
    }
    flush(text, end, true, sink);
}

/// The inside of `$'…'`; gives the offset behind the closing quote.
fn ansi_c(body: &Body, from: usize, end: usize, sink: &mut impl FnMut(Piece, usize, usize, bool)) -> usize {
    let bytes = body.text.as_bytes();
    let mut at = from;
    let mut text = from;
    while at < end && bytes[at] != b'\'' {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        flush(text, at, true, sink);
        let start = at;
        let (value, length) = ansi_escape(&bytes[at + 1..end]);
        at = (at + 1 + length).min(end);
        while !body.text.is_char_boundary(at) {
            at += 1;
        }
        match value {
            Some(value) => sink(Piece::Char(value), start, at, true),
            None => flush(start, at, true, sink),
        }
        text = at;
    }
    flush(text, at, true, sink);
    (at + 1).min(end)
}

/// The character of an escape and its length behind the backslash; `None` where it stands for itself.
fn ansi_escape(rest: &[u8]) -> (Option<char>, usize) {
    let number = |from: usize, most: usize, radix: u32| {
        let digits = rest.get(from..).unwrap_or(&[]).iter().take(most);
        let digits = digits.map_while(|b| char::from(*b).to_digit(radix));
        digits.fold((0, 0), |(value, count), digit| (value * radix + digit, count + 1))
    };
    let simple = |value| (Some(value), 1);
    match rest.first() {
        Some(b'n') => simple('\n'),
        Some(b't') => simple('\t'),
        Some(b'r') => simple('\r'),
        Some(b'a') => simple('\u{7}'),
        Some(b'b') => simple('\u{8}'),
        Some(b'e' | b'E') => simple('\u{1b}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'v') => simple('\u{b}'),
        Some(byte @ (b'\\' | b'\'' | b'"' | b'?')) => simple(char::from(*byte)),
        Some(b'0'..=b'7') => {
            let (value, count) = number(0, 3, 8);
            (char::from_u32(value & 0xff), count)
        }
        Some(letter @ (b'x' | b'u' | b'U')) => {
            let most = match letter {
                b'x' => 2,
                b'u' => 4,
                _ => 8,
            };
            match number(1, most, 16) {
                (_, 0) => (None, 1),
                (value, count) => (char::from_u32(value), 1 + count),
            }
        }
        _ => (None, 1),
    }
}

/// What the `$` at `at` opens, and where that ends; `None` for a dollar sign that stands for itself.
fn expansion(bytes: &[u8], at: usize, end: usize) -> Option<(Piece, usize)> {
    let bytes = &bytes[..end];
    match *bytes.get(at + 1)? {
        b'(' => {
            let after = balanced(bytes, at + 2, end, b')');
            let arithmetic = bytes.get(at + 2) == Some(&b'(') && bytes[..after].ends_with(b"))");
            Some((if arithmetic { Piece::Arithmetic } else { Piece::Command }, after))
        }
        b'[' => Some((Piece::Arithmetic, (find(bytes, at + 2, end, b']') + 1).min(end))),
        b'{' => {
            let after = balanced(bytes, at + 2, end, b'}');
            let inside = if bytes[..after].ends_with(b"}") { after - 1 } else { after };
            let mut name = at + 2;
            let indirect = bytes.get(name) == Some(&b'!') && name + 1 < inside;
            let length = bytes.get(name) == Some(&b'#') && name + 1 < inside && is_name(bytes[name + 1]);
            if indirect || length {
                name += 1;
            }
            let mut name_end = name;
            while name_end < inside && is_name(bytes[name_end]) {
                name_end += 1;
            }
            if name_end == name && name < inside && is_special(bytes[name]) {
                name_end += 1;
            }
            Some((
                Piece::Variable { name: (name, name_end), modifier: (name_end, inside), indirect: indirect || length },
                after,
            ))
        }
        first if first.is_ascii_digit() || is_special(first) => {
            let after = at + 2;
            Some((Piece::Variable { name: (at + 1, after), modifier: (after, after), indirect: false }, after))
        }
        first if is_name(first) => {
            let mut after = at + 2;
            while after < end && is_name(bytes[after]) {
                after += 1;
            }
            Some((Piece::Variable { name: (at + 1, after), modifier: (after, after), indirect: false }, after))
        }
        _ => None,
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!')
}

/// Whether `rest`, which begins with `{`, is a brace expansion: closed, with `,` or `..`, without blanks.
fn opens_list(rest: &[u8]) -> bool {
    /// Nobody writes longer ones, and looking on from every brace would take quadratic time.
    const LONGEST: usize = 512;
    let mut list = false;
    for (at, byte) in rest.iter().enumerate().take(LONGEST).skip(1) {
        match byte {
            b'}' => return list,
            b',' => list = true,
            b'.' if rest.get(at + 1) == Some(&b'.') => list = true,
            b' ' | b'\t' | b'\n' => return false,
            _ => {}
        }
    }
    false
}
