//! Scripts inside scripts: `sh -c '…'`, `eval '…'`, a heredoc that a shell reads, and those substitutions whose
//! place the parser's tree does not give.
//!
//! Invariant: the inner text keeps its place. A character that the outer shell takes away becomes a filler of the
//! same length; where that cannot be done, the inner script is not read at all. A range is never guessed.

use std::ops::Range;
use std::sync::Arc;

use crate::body::{Body, NOTHING, fill};
use crate::scan::{Piece, balanced, pieces};
use crate::script::{Around, Builder, Place, ScopeKind, ScriptText};
use crate::shells::{Dialect, shell_named, stdin_reader};
use crate::word::Word;

/// Scripts nest; nobody nests them deeper than this on purpose.
const DEEPEST_SCRIPT: usize = 8;

/// The options of a shell's invocation: `-euxo pipefail -c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShellOptions {
    /// `-e`, `-o errexit`
    pub errexit: bool,
    /// `-u`, `-o nounset`
    pub nounset: bool,
    /// `-x`, `-o xtrace`
    pub xtrace: bool,
    /// `-o pipefail`
    pub pipefail: bool,
    /// `-c`: the first operand is the script.
    pub command: bool,
    /// `-s`: the script comes from standard input.
    pub stdin: bool,
    /// The index of the first word that is no option, among the words behind the shell's name.
    pub operand: Option<usize>,
}

impl ShellOptions {
    /// Reads the words behind a shell's name, as in `["-o", "pipefail", "-c"]`.
    #[must_use]
    pub fn of(args: &[&str]) -> Self {
        let mut options = Self::default();
        options.read_all(args.len(), |index| args.get(index).copied());
        options
    }

    /// Reads the arguments of a shell's command, or of `set`; `None` if an option is not static.
    #[must_use]
    pub fn read(args: &[Word]) -> Option<Self> {
        let mut options = Self::default();
        let known = options.read_all(args.len(), |index| args.get(index).and_then(Word::literal));
        // A script that is not static is the operand all the same.
        (known || options.command).then_some(options)
    }

    /// These options after `set` with `args`: what it does not name stays as it is.
    #[must_use]
    pub fn after_set(mut self, args: &[Word]) -> Self {
        self.read_all(args.len(), |index| args.get(index).and_then(Word::literal));
        self
    }

    /// Gives `false` if it met a word that is not static where an option might be.
    fn read_all<'a>(&mut self, count: usize, word: impl Fn(usize) -> Option<&'a str>) -> bool {
        let mut at = 0;
        let mut known = true;
        while at < count {
            let Some(text) = word(at) else {
                known = false;
                break;
            };
            if text == "--" {
                at += 1;
                break;
            }
            if text.starts_with("--") {
                at += if matches!(text, "--rcfile" | "--init-file") { 2 } else { 1 };
                continue;
            }
            let on = text.starts_with('-');
            if text.len() < 2 || !(on || text.starts_with('+')) {
                break;
            }
            at += 1;
            for letter in text[1..].chars() {
                match letter {
                    'e' => self.errexit = on,
                    'u' => self.nounset = on,
                    'x' => self.xtrace = on,
                    'c' => self.command |= on,
                    's' => self.stdin |= on,
                    'o' | 'O' => {
                        match word(at) {
                            Some("errexit") => self.errexit = on,
                            Some("nounset") => self.nounset = on,
                            Some("xtrace") => self.xtrace = on,
                            Some("pipefail") => self.pipefail = on,
                            _ => {}
                        }
                        at += 1;
                    }
                    _ => {}
                }
            }
        }
        self.operand = (at < count).then_some(at);
        known
    }
}

/// Reads the script in the arguments or heredoc of a command that has just been read.
pub(crate) fn read(builder: &mut Builder, command: usize, around: Around) {
    if builder.nesting >= DEEPEST_SCRIPT {
        return;
    }
    let Some(inner) = find(builder, command) else { return };
    let range = inner.body.range(0, inner.body.text.len());
    let around = Around { command: Some(command), ..around };
    builder.script.texts.push(ScriptText { dialect: inner.dialect, body: Arc::clone(&inner.body) });
    let inside = builder.scope(ScopeKind::InnerScript, range, around, Place::default());
    builder.nesting += 1;
    crate::read(builder, &inner.body, inner.dialect, inside);
    builder.nesting -= 1;
}

/// Reads the commands in the substitutions of a word, from the text alone.
pub(crate) fn substitutions(builder: &mut Builder, body: &Arc<Body>, start: usize, end: usize, around: Around) {
    let mut found = Vec::new();
    find_substitutions(body, start, end, 0, &mut found);
    found.into_iter().for_each(|(kind, from, to)| substitution(builder, body, kind, from, to, around));
}

/// As [`substitutions`], for the lines of a heredoc, in which quotes are ordinary characters.
pub(crate) fn heredoc_substitutions(builder: &mut Builder, body: &Arc<Body>, start: usize, end: usize, around: Around) {
    let bytes = body.text.as_bytes();
    let end = end.min(bytes.len());
    let mut at = start;
    while at < end {
        let from = at;
        at = match bytes[at] {
            b'\\' => at + 2,
            b'`' => balanced(bytes, at + 1, end, b'`'),
            b'$' if bytes[..end].get(at + 1) == Some(&b'(') => balanced(bytes, at + 2, end, b')'),
            _ => {
                at += 1;
                continue;
            }
        };
        if bytes[from] != b'\\' && !bytes[from..].starts_with(b"$((") {
            substitution(builder, body, ScopeKind::CommandSubstitution, from, at, around);
        }
    }
}

/// Reads the commands of one substitution, which begins at `start` with `$(`, `<(`, `>(` or a backtick.
fn substitution(builder: &mut Builder, body: &Arc<Body>, kind: ScopeKind, start: usize, end: usize, around: Around) {
    let backtick = body.slice(start, end).starts_with('`');
    let (opening, quote) = if backtick { (1, Quote::Backtick) } else { (2, Quote::Single) };
    let closed = body.slice(start + opening, end).ends_with(if backtick { '`' } else { ')' });
    let inner = masked(body, start + opening, end - usize::from(closed), quote).filter(|_| closed);
    let Some(inner) = inner.filter(|_| builder.nesting < DEEPEST_SCRIPT) else {
        builder.script.complete = false;
        return;
    };
    let inside = builder.scope(kind, body.range(start, end), around, Place::default());
    builder.nesting += 1;
    crate::read(builder, &inner, builder.script.dialect, inside);
    builder.nesting -= 1;
}

fn find_substitutions(body: &Body, start: usize, end: usize, depth: usize, found: &mut Vec<(ScopeKind, usize, usize)>) {
    pieces(body, start, end, &mut |piece, from, to, _| match piece {
        Piece::Command => found.push((ScopeKind::CommandSubstitution, from, to)),
        Piece::Process => found.push((ScopeKind::ProcessSubstitution, from, to)),
        Piece::Variable { modifier, .. } if modifier.0 < modifier.1 && depth < DEEPEST_SCRIPT => {
            find_substitutions(body, modifier.0, modifier.1, depth + 1, found);
        }
        _ => {}
    });
}

struct Inner {
    body: Arc<Body>,
    dialect: Dialect,
}

fn find(builder: &Builder, index: usize) -> Option<Inner> {
    let command = builder.script.commands.get(index)?;
    let effective = command.effective();
    let name = effective.name()?;
    let args = effective.args;
    if let Some(dialect) = shell_named(name) {
        let options = ShellOptions::read(args)?;
        if options.command {
            return in_word(args.get(options.operand?)?, dialect);
        }
        stdin_reader(&effective)?;
        let heredoc = command.redirects.iter().rev().find(|redirect| redirect.heredoc.is_some())?;
        let range = heredoc.heredoc?;
        let body = heredoc.target.body();
        let start = usize::from(range.start().checked_sub(body.base)?);
        let quote = if heredoc.target.is_quoted() { Quote::Single } else { Quote::Heredoc };
        return masked(body, start, start + usize::from(range.len()), quote).map(|body| Inner { body, dialect });
    }
    match name {
        "eval" => {
            let [script] = args else { return None };
            in_word(script, builder.script.dialect)
        }
        // util-linux manual of su and runuser: `-c, --command=command`.
        "su" | "runuser" => {
            let option = args.iter().position(|word| word.is("-c") || word.is("--command"))?;
            in_word(args.get(option + 1)?, Dialect::Sh)
        }
        _ => None,
    }
}

fn in_word(word: &Word, dialect: Dialect) -> Option<Inner> {
    let (body, start, end, quote) = word.single_content()?;
    let quote = match quote {
        Some(b'"') => Quote::Double,
        _ => Quote::Single,
    };
    if !word.is_exact() {
        return None;
    }
    masked(body, start, end, quote).map(|body| Inner { body, dialect })
}

/// What the outer shell does with the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    /// Nothing.
    Single,
    /// It expands, and takes backslashes in front of `$`, `` ` ``, `"` and `\`.
    Double,
    /// As double quotes, but `"` is an ordinary character.
    Heredoc,
    /// It takes backslashes in front of `$`, `` ` `` and `\`, but expands nothing.
    Backtick,
}

/// The text as the inner shell gets it, length kept; `None` if there is nothing static in it or it cannot be kept.
fn masked(body: &Body, start: usize, end: usize, quote: Quote) -> Option<Arc<Body>> {
    let text = body.text.get(start..end)?;
    let base = body.range(start, start).start();
    let mut holes: Vec<Range<usize>> = body
        .holes
        .iter()
        .filter(|hole| hole.start >= start && hole.end <= end)
        .map(|hole| hole.start - start..hole.end - start)
        .collect();
    if quote == Quote::Single {
        return Some(Body::with_holes(text, base, holes));
    }
    let mut bytes = text.as_bytes().to_vec();
    if bytes.contains(&NOTHING) {
        return None;
    }
    let mut at = 0;
    let mut anything = false;
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied();
        match bytes[at] {
            b'\\' => {
                match next {
                    // What the kept backslash does to the character behind it depends on more than its place.
                    Some(b'\\') => return None,
                    Some(b'"') if quote == Quote::Heredoc => {}
                    // Within double quotes it would be taken, too.
                    Some(b'"') if quote == Quote::Backtick => return None,
                    Some(b'$' | b'`' | b'"') => bytes[at] = NOTHING,
                    _ => {}
                }
                at += 2;
                continue;
            }
            byte if quote == Quote::Backtick => anything |= !byte.is_ascii_whitespace(),
            b'`' => {
                let after = balanced(&bytes, at + 1, bytes.len(), b'`');
                hide(&mut bytes, &mut holes, at..after);
                at = after;
                continue;
            }
            b'$' if next == Some(b'(') => {
                let after = balanced(&bytes, at + 2, bytes.len(), b')');
                hide(&mut bytes, &mut holes, at..after);
                at = after;
                continue;
            }
            byte => anything |= !byte.is_ascii_whitespace(),
        }
        at += 1;
    }
    holes.sort_by_key(|hole| hole.start);
    let text = String::from_utf8(bytes).ok()?;
    anything.then(|| Body::with_holes(&text, base, holes))
}

fn hide(bytes: &mut [u8], holes: &mut Vec<Range<usize>>, hole: Range<usize>) {
    fill(bytes, &hole);
    holes.push(hole);
}
