//! The arguments of a command, options told from operands.
//!
//! Invariant: an option that is neither in the table nor written with `=` makes the word behind it doubtful,
//! and a doubtful word is no operand.
//!
//! Example: of `-t bookworm-backports --foo bar -y curl` with `-t` known to take an argument and `-y` to take
//! none, `curl` is an operand, `bookworm-backports` an argument and `bar` doubtful.

use plimsoll_shell::Word;

/// The arguments of a command.
#[derive(Debug, Clone, Default)]
pub struct Operands<'a> {
    /// What is no option and no option's argument, in order.
    pub operands: Vec<Operand<'a>>,
    /// Each option that was recognised: its name without value, and its value's word.
    pub options: Vec<(&'a str, &'a Word, Option<Operand<'a>>)>,
    /// Whether a word could not be told from an option's argument, or may expand to options.
    pub doubtful: bool,
}

/// A word, or the part of one behind `=`, with its literal text.
#[derive(Debug, Clone, Copy)]
pub struct Operand<'a> {
    /// The word it stands in.
    pub word: &'a Word,
    /// Its text without quotes; `None` when it holds an expansion.
    pub text: Option<&'a str>,
}

/// What is known of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OptionKind {
    /// It takes nothing.
    Flag,
    /// It takes the next word, or what stands behind `=`.
    Argument,
    /// Not in any table.
    Unknown,
}

impl<'a> Operands<'a> {
    /// Sorts `words`. `kind` says what an option takes; it is asked for `--long` and, for each letter of a
    /// bundle, for `-x`.
    pub(super) fn read(words: &'a [Word], kind: impl Fn(&str) -> OptionKind) -> Self {
        let mut result = Self::default();
        let mut rest = words.iter();
        let mut options_end = false;
        while let Some(word) = rest.next() {
            let Some(text) = word.literal() else {
                let prefix = word.prefix_literal();
                // `$PACKAGES` may be options; `foo=$VERSION` is an operand, and `--x=$Y` an option.
                if prefix.is_empty() {
                    result.doubtful = true;
                } else if options_end || !prefix.starts_with('-') {
                    result.operands.push(Operand { word, text: None });
                }
                continue;
            };
            if options_end || !text.starts_with('-') || text == "-" {
                result.operands.push(Operand { word, text: Some(text) });
            } else if text == "--" {
                options_end = true;
            } else if let Some((name, value)) = text.split_once('=') {
                result.options.push((name, word, Some(Operand { word, text: Some(value) })));
            } else {
                result.option(text, word, &mut rest, &kind);
            }
        }
        result
    }

    /// Whether one of the options in `names` is given.
    #[must_use]
    pub fn has(&self, names: &[&str]) -> bool {
        self.options.iter().any(|(name, ..)| names.contains(name))
    }

    /// The arguments given to one of the options in `names`, in order.
    pub fn arguments<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = Operand<'a>> + use<'_, 'a, 'n> {
        self.options.iter().filter(|(name, ..)| names.contains(name)).filter_map(|(.., value)| *value)
    }

    fn option(
        &mut self,
        text: &'a str,
        word: &'a Word,
        rest: &mut std::slice::Iter<'a, Word>,
        kind: &impl Fn(&str) -> OptionKind,
    ) {
        let next =
            |rest: &mut std::slice::Iter<'a, Word>| rest.next().map(|word| Operand { word, text: word.literal() });
        match kind(text) {
            OptionKind::Flag if text.len() == 2 || text.starts_with("--") => {
                return self.options.push((text, word, None));
            }
            OptionKind::Argument => {
                let argument = next(rest);
                return self.options.push((text, word, argument));
            }
            OptionKind::Flag | OptionKind::Unknown => {}
        }
        if text.starts_with("--") || !text.is_ascii() {
            self.options.push((text, word, None));
            return self.skip_doubtful(rest);
        }
        // A bundle of short options: `-yqt bookworm-backports`, `-rrequirements.txt`.
        for at in 1..text.len() {
            let letter = SHORT.iter().find(|short| short.as_bytes()[1] == text.as_bytes()[at]).copied();
            let Some(letter) = letter else { break };
            match kind(letter) {
                OptionKind::Flag => self.options.push((letter, word, None)),
                OptionKind::Argument if at + 1 < text.len() => {
                    self.options.push((letter, word, Some(Operand { word, text: Some(&text[at + 1..]) })));
                    return;
                }
                OptionKind::Argument => {
                    let argument = next(rest);
                    self.options.push((letter, word, argument));
                    return;
                }
                OptionKind::Unknown => {
                    self.options.push((letter, word, None));
                    if at + 1 == text.len() {
                        self.skip_doubtful(rest);
                    }
                }
            }
        }
    }

    /// The word behind an unknown option may be its argument.
    fn skip_doubtful(&mut self, rest: &mut std::slice::Iter<'a, Word>) {
        let next = rest.as_slice().first();
        if next.is_some_and(|word| word.literal().is_none_or(|text| !text.starts_with('-'))) {
            rest.next();
            self.doubtful = true;
        }
    }
}

/// The short options as text, so that one letter of a bundle can be looked up and kept without a copy.
const SHORT: [&str; 62] = [
    "-a", "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-i", "-j", "-k", "-l", "-m", "-n", "-o", "-p", "-q", "-r", "-s",
    "-t", "-u", "-v", "-w", "-x", "-y", "-z", "-A", "-B", "-C", "-D", "-E", "-F", "-G", "-H", "-I", "-J", "-K", "-L",
    "-M", "-N", "-O", "-P", "-Q", "-R", "-S", "-T", "-U", "-V", "-W", "-X", "-Y", "-Z", "-0", "-1", "-2", "-3", "-4",
    "-5", "-6", "-7", "-8", "-9",
];
