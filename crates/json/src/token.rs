//! Cuts a text into tokens.
//!
//! Invariant: the tokens laid end to end give back the text. A token never depends on what the parser makes
//! of it, so that the parser and [`Tokens`] see the same ones although no list is kept.
//!
//! `{"cpu": ${CPU}, }` is `{` `"cpu"` `:` ` ` `${CPU}` `,` ` ` `}`.

use crate::placeholder::{self, Openers};
use plimsoll_text::{TextRange, range};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The byte order mark at the very start.
    ByteOrderMark,
    /// Spaces, tabs and line ends.
    Whitespace,
    /// `// …` or `# …` up to the end of the line.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `"…"`, also one that lacks its closing quote, and `'…'`.
    String,
    /// A number as JSON writes it.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`
    Null,
    /// `${NAME}`, `{{ … }}`, `{% … %}`, `<NAME>` and the like, with the letters that touch it: `${A}-b`.
    Placeholder,
    /// A line that a version control system left in an unresolved merge: `<<<<<<< HEAD`, `=======`.
    ConflictMarker,
    /// Anything else: a bare word, a stray character.
    Text,
    /// The end; never in the list of tokens.
    End,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// All its characters, quotes included.
    pub range: TextRange,
}

/// What the lexer noticed about a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flaws {
    /// The closing quote is not there.
    pub(crate) unterminated: bool,
    /// Holds a backslash or a control character, which need a closer look.
    pub(crate) special: bool,
}

/// A token as the parser handles it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawToken {
    pub(crate) kind: TokenKind,
    pub(crate) flaws: Flaws,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl RawToken {
    pub(crate) fn range(&self) -> TextRange {
        range(self.start, self.end)
    }
}

/// All tokens of a text in order, whitespace and comments included.
#[derive(Debug, Clone)]
pub struct Tokens<'t>(Lexer<'t>);

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self(Lexer::new(text))
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let token = self.0.next();
        (token.kind != TokenKind::End).then(|| Token { kind: token.kind, range: token.range() })
    }
}

/// Reads one token after the other.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'t> {
    bytes: &'t [u8],
    at: usize,
    openers: Openers,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, openers: Openers::default() }
    }

    /// The next token of any kind.
    pub(crate) fn next(&mut self) -> RawToken {
        let start = self.at;
        let end = skip_whitespace(self.bytes, start);
        if end > start {
            self.at = end;
            return RawToken { kind: TokenKind::Whitespace, flaws: Flaws::default(), start, end };
        }
        self.next_solid()
    }

    /// The next token that is not whitespace.
    #[inline]
    pub(crate) fn next_visible(&mut self) -> RawToken {
        self.at = skip_whitespace(self.bytes, self.at);
        self.next_solid()
    }

    #[inline]
    fn next_solid(&mut self) -> RawToken {
        let start = self.at;
        let Some(&byte) = self.bytes.get(start) else {
            return RawToken { kind: TokenKind::End, flaws: Flaws::default(), start, end: start };
        };
        let mut flaws = Flaws::default();
        let (kind, end) = match byte {
            b'"' => {
                let (end, found) = self.string(start);
                flaws = found;
                (TokenKind::String, end)
            }
            b':' => (TokenKind::Colon, start + 1),
            b',' => (TokenKind::Comma, start + 1),
            b'{' if !matches!(self.bytes.get(start + 1), Some(b'{' | b'%' | b'#')) => (TokenKind::OpenBrace, start + 1),
            b'}' => (TokenKind::CloseBrace, start + 1),
            b'[' => (TokenKind::OpenBracket, start + 1),
            b']' => (TokenKind::CloseBracket, start + 1),
            b'/' if self.bytes.get(start + 1) == Some(&b'/') => (TokenKind::LineComment, line_end(self.bytes, start)),
            b'/' if self.bytes.get(start + 1) == Some(&b'*') => (TokenKind::BlockComment, self.block_comment(start)),
            b'#' if self.placeholder(start).is_none() => (TokenKind::LineComment, line_end(self.bytes, start)),
            b'\'' => match self.single_quoted(start) {
                Some(end) => (TokenKind::String, end),
                None => self.word(start),
            },
            b'<' | b'=' | b'>' | b'|' if self.is_conflict_marker(start) => {
                (TokenKind::ConflictMarker, line_end(self.bytes, start))
            }
            0xEF if start == 0 && self.bytes.starts_with(b"\xEF\xBB\xBF") => (TokenKind::ByteOrderMark, 3),
            _ => self.word(start),
        };
        self.at = end;
        RawToken { kind, flaws, start, end }
    }

    /// Whether a line of a merge conflict starts here: seven or more of one sign at the start of a line.
    fn is_conflict_marker(&self, start: usize) -> bool {
        if start > 0 && !matches!(self.bytes[start - 1], b'\n' | b'\r') {
            return false;
        }
        let rest = &self.bytes[start..];
        let length = rest.iter().take_while(|byte| **byte == rest[0]).count();
        length >= 7 && matches!(rest.get(length), None | Some(b' ' | b'\n' | b'\r'))
    }

    fn placeholder(&mut self, at: usize) -> Option<usize> {
        let line_end = self.openers.line_end(self.bytes, at);
        placeholder::bare_end(self.bytes, at, line_end, &mut self.openers)
    }

    fn block_comment(&self, start: usize) -> usize {
        let body = &self.bytes[start + 2..];
        memchr::memmem::find(body, b"*/").map_or(self.bytes.len(), |at| start + 2 + at + 2)
    }

    /// End of a `'…'` that closes on its line.
    fn single_quoted(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.bytes.get(at)? {
                b'\'' => return Some(at + 1),
                b'\n' | b'\r' => return None,
                b'\\' if !matches!(self.bytes.get(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
                _ => at += 1,
            }
        }
    }

    #[inline]
    fn string(&mut self, start: usize) -> (usize, Flaws) {
        let mut flaws = Flaws::default();
        let mut at = start + 1;
        loop {
            at = skip_plain(self.bytes, at);
            match self.bytes.get(at) {
                Some(b'"') => {
                    if matches!(self.bytes.get(at + 1), Some(b',' | b':' | b'\n' | b'\r' | b'}' | b']') | None) {
                        return (at + 1, flaws);
                    }
                    match self.doubtful_quote(start, at) {
                        Quote::Closes => return (at + 1, flaws),
                        Quote::Inside { resume } => at = resume,
                        Quote::UnclosedKey { end } => {
                            flaws.unterminated = true;
                            return (end, flaws);
                        }
                    }
                }
                Some(b'\\') if !matches!(self.bytes.get(at + 1), None | Some(b'\n' | b'\r')) => {
                    flaws.special = true;
                    // The escaped byte may be the first of a longer character; the rest of it is plain.
                    at += 2;
                }
                None | Some(b'\n' | b'\r') => {
                    flaws.unterminated = true;
                    return (without_separators(self.bytes, start, at), flaws);
                }
                Some(_) => {
                    flaws.special = true;
                    at += 1;
                }
            }
        }
    }

    /// Looks at a quote that is not followed by what follows a string: the quotes in
    /// `"{{ env "A" }}"` belong to the placeholder, and `"name: "web"` lacks one.
    #[cold]
    fn doubtful_quote(&mut self, start: usize, quote: usize) -> Quote {
        let after = skip_blanks(self.bytes, quote + 1);
        if matches!(self.bytes.get(after), Some(b',' | b':' | b'\n' | b'\r' | b'}' | b']' | b'/' | b'#') | None) {
            return Quote::Closes;
        }
        let content = &self.bytes[start + 1..quote];
        if let Some(opener) = placeholder::unclosed_opener(content) {
            let opener = start + 1 + opener;
            let line_end = self.openers.line_end(self.bytes, opener);
            if let Some(end) = placeholder::delimited_end(self.bytes, opener, line_end, &mut self.openers)
                && (quote..line_end).contains(&end)
                && memchr::memchr(b'"', &self.bytes[end..line_end]).is_some()
            {
                return Quote::Inside { resume: end };
            }
        }
        let word = content.iter().take_while(|byte| placeholder::is_name(**byte) || **byte == b'-').count();
        let rest = content[word..].trim_ascii();
        if word > 0 && rest == b":" && after == quote + 1 {
            return Quote::UnclosedKey { end: start + 1 + word };
        }
        Quote::Closes
    }

    /// A bare word: a number, `true`, a placeholder, or text that should not be there.
    fn word(&mut self, start: usize) -> (TokenKind, usize) {
        let mut at = start;
        let mut placeholder = false;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b'}' | b'[' | b']' | b',' | b':' => break,
                b'/' if matches!(self.bytes.get(at + 1), Some(b'/' | b'*')) => break,
                b'"' => {
                    if at > start && !placeholder && self.closes_bare_word(at) {
                        at += 1;
                    }
                    break;
                }
                b'{' | b'$' | b'<' | b'%' | b'@' | b'_' | b'#' => {
                    let inside_name = byte == b'_' && at > start && placeholder::is_name(self.bytes[at - 1]);
                    if let Some(end) = (!inside_name).then(|| self.placeholder(at)).flatten() {
                        placeholder = true;
                        at = end;
                    } else if byte == b'{' {
                        break;
                    } else if byte == b'$' && self.bytes.get(at + 1) == Some(&b'{') {
                        at += 2;
                    } else {
                        at += 1;
                    }
                }
                _ => at += 1,
            }
        }
        if at == start {
            // Only a `{` that opens no placeholder stops the loop at once.
            return (TokenKind::OpenBrace, start + 1);
        }
        let kind = match &self.bytes[start..at] {
            _ if placeholder => TokenKind::Placeholder,
            b"true" | b"false" => TokenKind::Bool,
            b"null" => TokenKind::Null,
            word if is_number(word) => TokenKind::Number,
            _ => TokenKind::Text,
        };
        (kind, at)
    }

    /// Whether the quote ends a word whose opening quote is missing: `web",`.
    fn closes_bare_word(&self, quote: usize) -> bool {
        let after = skip_blanks(self.bytes, quote + 1);
        matches!(self.bytes.get(after), Some(b',' | b':' | b'\n' | b'\r' | b'}' | b']') | None)
    }
}

enum Quote {
    Closes,
    Inside { resume: usize },
    UnclosedKey { end: usize },
}

/// First byte from `at` on that is not JSON whitespace.
#[inline]
fn skip_whitespace(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => {
                at += 1;
                while bytes.get(at..at + 8) == Some(b"        ") {
                    at += 8;
                }
            }
            b' ' | b'\t' | b'\r' => at += 1,
            _ => break,
        }
    }
    at
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// First byte from `at` on that is a quote, a backslash or a control character, eight at a time.
#[inline]
fn skip_plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let below = |value: u64, limit: u64| value.wrapping_sub(ONES * limit) & !value & HIGHS;
        let quotes = word ^ (ONES * u64::from(b'"'));
        let backslashes = word ^ (ONES * u64::from(b'\\'));
        // A borrow can set bits only above the first true hit, so that the lowest bit is exact.
        let hits = below(word, 0x20) | below(quotes, 1) | below(backslashes, 1);
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if *byte < 0x20 || *byte == b'"' || *byte == b'\\' {
            break;
        }
        at += 1;
    }
    at
}

/// End of the line that `at` is on, before its line end.
pub(crate) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |found| at + found)
}

/// End of an unterminated string: the comma and the brackets at the end of its line are not part of it.
fn without_separators(bytes: &[u8], start: usize, end: usize) -> usize {
    let content = &bytes[start + 1..end];
    let braces = content.contains(&b'{');
    let brackets = content.contains(&b'[');
    let separator = |byte: &u8| match byte {
        b',' | b' ' | b'\t' => true,
        b'}' => !braces,
        b']' => !brackets,
        _ => false,
    };
    end - content.iter().rev().take_while(|byte| separator(byte)).count()
}

/// Whether `word` is a number as RFC 8259 writes it.
fn is_number(word: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = word.strip_prefix(b"-").unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let unsigned = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let count = digits(unsigned);
        return count > 0 && count == unsigned.len();
    }
    rest.is_empty()
}
