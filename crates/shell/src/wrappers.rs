//! Commands that run another command: `sudo`, `env`, `timeout` and their like.
//!
//! Invariant: what is taken for the command that runs is never an option or an option's argument. Where a word's
//! part is in doubt (`sudo $OPTIONS apt-get`), the doubtful word is the answer, and it has no static name.

use plimsoll_text::TextRange;

use crate::script::basename;
use crate::word::Word;

/// A command as it really runs, behind its wrappers.
#[derive(Debug, Clone)]
pub struct Effective<'a> {
    /// The wrappers, outermost first.
    pub wrappers: Vec<Wrapper<'a>>,
    /// The name of what runs; `None` for a lone assignment, or if a wrapper runs nothing, as `sudo -v` does.
    pub word: Option<&'a Word>,
    /// Its arguments.
    pub args: &'a [Word],
    /// Whether it gets further arguments that are not written here, as under `xargs`.
    pub open_ended: bool,
}

/// A wrapper in front of a command.
#[derive(Debug, Clone, Copy)]
pub struct Wrapper<'a> {
    /// Its name without folders.
    pub name: &'a str,
    /// The word of its name.
    pub word: &'a Word,
    /// Its own options, assignments and operands.
    pub args: &'a [Word],
}

impl<'a> Effective<'a> {
    pub(crate) fn of(words: &'a [Word]) -> Self {
        let mut wrappers = Vec::new();
        let mut open_ended = false;
        let mut rest = words;
        loop {
            let Some((word, args)) = rest.split_first() else {
                return Self { wrappers, word: None, args: &[], open_ended };
            };
            let spec = word.literal().map(basename).and_then(|name| SPECS.iter().find(|spec| spec.name == name));
            let Some((spec, own)) = spec.and_then(|spec| Some((spec, spec.own_args(args)?))) else {
                return Self { wrappers, word: Some(word), args, open_ended };
            };
            let (own, inner) = args.split_at(own.min(args.len()));
            wrappers.push(Wrapper { name: spec.name, word, args: own });
            open_ended |= spec.name == "xargs";
            rest = inner;
        }
    }

    /// The name without folders; `None` without a word, or if it is not static.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.word?.literal().map(basename)
    }

    /// Whether the command runs through this wrapper.
    #[must_use]
    pub fn is_wrapped_by(&self, name: &str) -> bool {
        self.wrappers.iter().any(|wrapper| wrapper.name == name)
    }

    /// From the name to the end of the last argument: `apt-get install x` of `sudo apt-get install x`.
    #[must_use]
    pub fn range(&self) -> Option<TextRange> {
        let word = self.word?;
        Some(self.args.last().map_or(word.range, |last| word.range.cover(last.range)))
    }
}

/// How a wrapper's own arguments end and its command begins.
struct Spec {
    name: &'static str,
    /// Short options with an argument, attached or in the next word.
    short: &'static str,
    /// Long options whose argument is the next word unless it is attached with `=`.
    long: &'static [&'static str],
    /// Short or long options that make it do something else than run a command.
    stops: &'static [&'static str],
    /// Operands in front of the command.
    operands: usize,
    /// Whether `NAME=value` may stand in front of the command.
    assignments: bool,
}

const NONE: Spec = Spec { name: "", short: "", long: &[], stops: &[], operands: 0, assignments: false };

/// Option tables, as known of sudo 1.9 manual; GNU coreutils 9.5 manual (env, nice, nohup, stdbuf,
/// timeout); GNU findutils 4.10 (xargs); GNU time 1.9; util-linux 2.40 manuals (ionice, setpriv, setsid); POSIX.1-2024
/// and the bash 5.2 manual (command, exec, builtin, time); READMEs of gosu 1.17, su-exec 0.2, doas 6.8; Debian
/// manuals of eatmydata, chronic (moreutils), retry and fakeroot.
static SPECS: [Spec; 22] = [
    Spec {
        name: "sudo",
        short: "CDghpRrTtUu",
        long: &[
            "--close-from",
            "--chdir",
            "--group",
            "--host",
            "--prompt",
            "--chroot",
            "--role",
            "--command-timeout",
            "--type",
            "--other-user",
            "--user",
        ],
        stops: &["-e", "--edit", "-l", "--list", "-v", "--validate", "-V", "--version", "-K", "--remove-timestamp"],
        assignments: true,
        ..NONE
    },
    Spec { name: "doas", short: "aCu", stops: &["-L"], ..NONE },
    Spec {
        name: "env",
        short: "uCa",
        long: &["--unset", "--chdir", "--argv0"],
        stops: &["-S", "--split-string"],
        assignments: true,
        ..NONE
    },
    Spec { name: "exec", short: "a", ..NONE },
    Spec { name: "command", stops: &["-v", "-V"], ..NONE },
    Spec { name: "builtin", ..NONE },
    Spec { name: "nice", short: "n", long: &["--adjustment"], ..NONE },
    Spec {
        name: "ionice",
        short: "cn",
        long: &["--class", "--classdata"],
        stops: &["-p", "--pid", "-P", "--pgid", "-u", "--uid"],
        ..NONE
    },
    Spec { name: "nohup", ..NONE },
    Spec { name: "time", short: "fo", long: &["--format", "--output"], ..NONE },
    Spec {
        name: "timeout",
        short: "ks",
        long: &["--kill-after", "--signal"],
        // BusyBox before 1.30 had `timeout -t SECONDS command`.
        stops: &["-t"],
        operands: 1,
        ..NONE
    },
    Spec {
        name: "xargs",
        short: "adEILnPs",
        long: &["--arg-file", "--delimiter", "--max-args", "--max-procs", "--max-chars", "--process-slot-var"],
        ..NONE
    },
    Spec {
        name: "setpriv",
        long: &[
            "--ambient-caps",
            "--apparmor-profile",
            "--bounding-set",
            "--egid",
            "--euid",
            "--groups",
            "--inh-caps",
            "--landlock-access",
            "--landlock-rule",
            "--pdeathsig",
            "--ptracer",
            "--regid",
            "--reuid",
            "--rgid",
            "--ruid",
            "--seccomp-filter",
            "--securebits",
            "--selinux-label",
        ],
        stops: &["-d", "--dump"],
        ..NONE
    },
    Spec { name: "setsid", ..NONE },
    Spec { name: "stdbuf", short: "eio", long: &["--error", "--input", "--output"], ..NONE },
    Spec { name: "gosu", operands: 1, ..NONE },
    Spec { name: "su-exec", operands: 1, ..NONE },
    Spec { name: "eatmydata", ..NONE },
    Spec { name: "chronic", ..NONE },
    Spec { name: "fakeroot", short: "lsib", long: &["--lib", "--faked"], ..NONE },
    Spec { name: "retry", short: "dmtuw", long: &["--delay", "--message", "--times", "--until", "--while"], ..NONE },
    Spec { name: "busybox", stops: &["--install", "--list", "--list-full", "--help"], ..NONE },
];

impl Spec {
    /// How many of the words behind the wrapper's name are its own; `None` if it runs no command.
    fn own_args(&self, args: &[Word]) -> Option<usize> {
        let mut at = 0;
        // An option whose argument is missing leaves `at` past the end: then nothing runs.
        while let Some(word) = args.get(at) {
            let Some(text) = word.literal() else {
                // `env FOO=$BAR command` and `sudo -u$NAME command`: only the value is unknown.
                let prefix = word.prefix_literal();
                let assigns = self.assignments && is_assignment(&prefix);
                let attached = self.takes_argument(&prefix).is_some_and(|attached| attached);
                if assigns || attached {
                    at += 1;
                    continue;
                }
                break;
            };
            if text == "--" {
                at += 1;
                break;
            }
            if self.stops.iter().any(|stop| self.has_option(text, stop)) {
                return None;
            }
            if text.len() > 1 && text.starts_with('-') {
                at += match self.takes_argument(text) {
                    Some(false) => 2,
                    _ => 1,
                };
            } else if (text == "-" && self.name == "env") || (self.name == "sudo" && is_assignment(text)) {
                // sudo reads on behind an assignment, `-` is env's `-i`.
                at += 1;
            } else {
                break;
            }
        }
        while self.assignments && args.get(at).is_some_and(|word| is_assignment(&word.prefix_literal())) {
            at += 1;
        }
        at += self.operands;
        if self.name == "retry" {
            // Home-made helpers of this name take a count and a delay first.
            while args.get(at).and_then(Word::literal).is_some_and(is_number) {
                at += 1;
            }
        }
        Some(at)
    }

    /// Whether `text` is the option `option`, alone, in a cluster of short ones, or with `=`.
    fn has_option(&self, text: &str, option: &str) -> bool {
        if option.starts_with("--") {
            return text.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='));
        }
        let (Some(cluster), Some(letter)) = (text.strip_prefix('-'), option.strip_prefix('-')) else { return false };
        // Behind a letter that takes an argument stands the argument.
        let letters = cluster.find(|letter| self.short.contains(letter)).map_or(cluster, |at| &cluster[..at]);
        !text.starts_with("--") && letters.contains(letter)
    }

    /// `Some(true)` for an option whose argument is attached, `Some(false)` if it is the next word, `None` without one.
    fn takes_argument(&self, text: &str) -> Option<bool> {
        if text.starts_with("--") {
            return match text.split_once('=') {
                Some(_) => Some(true),
                None => self.long.contains(&text).then_some(false),
            };
        }
        let cluster = text.strip_prefix('-')?;
        let at = cluster.find(|letter| self.short.contains(letter))?;
        Some(at + 1 < cluster.len())
    }
}

fn is_assignment(text: &str) -> bool {
    let name = text.split('=').next().unwrap_or("");
    name.len() < text.len()
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b's'))
}
