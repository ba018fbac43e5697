//! What turns the check of certificates off: variables, options and settings of programs.
//!
//! Invariant: a switch is one only with a value that is known; a search or an edit of a file is none.

use plimsoll_model::commands::{Fetcher, Manager, fetch, is_local, package_command};
use plimsoll_shell::{Command, Word};
use plimsoll_text::TextRange;

/// A place that turns the check off.
pub(super) struct Switch {
    /// The words of it.
    pub(super) range: TextRange,
    /// How it is written.
    pub(super) shown: String,
    /// What goes with it.
    pub(super) remedy: Remedy,
}

/// How the check is turned on again.
pub(super) enum Remedy {
    /// These words go.
    Words(Vec<TextRange>),
    /// The letter `k` goes out of a bundle of options.
    Letter,
    /// The command is there for nothing else.
    Command,
    /// Somebody has to look.
    None,
}

/// Variables that turn the check off, and the values that do; `*` is any but this machine. Source: the programs'
/// documentation, 2026-11.
const VARIABLES: [(&str, &[&str]); 11] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", &["0"]),
    ("PYTHONHTTPSVERIFY", &["0"]),
    ("GIT_SSL_NO_VERIFY", &["1", "true", "yes", "on"]),
    ("NPM_CONFIG_STRICT_SSL", &["false"]),
    ("npm_config_strict_ssl", &["false"]),
    ("YARN_ENABLE_STRICT_SSL", &["false"]),
    ("CONDA_SSL_VERIFY", &["false"]),
    ("COMPOSER_DISABLE_TLS", &["1", "true"]),
    ("PIP_TRUSTED_HOST", &["*"]),
    ("GOINSECURE", &["*"]),
    ("GOFLAGS", &["-insecure"]),
];

/// Whether a variable with this value turns the check off.
pub(super) fn turns_off(name: &str, value: &str) -> bool {
    // With `*` alone no module is checked; the private ones of a company are left out on purpose.
    let is_all_modules = name == "GONOSUMDB" && value == "*";
    let is_off = |off: &str| match off {
        "*" => !value.trim().is_empty() && !is_own(value),
        off => off.eq_ignore_ascii_case(value),
    };
    is_all_modules || VARIABLES.iter().any(|(known, values)| *known == name && values.iter().any(|off| is_off(off)))
}

/// The switches among the words of a command.
pub(super) fn switches(command: &Command) -> Vec<Switch> {
    if let Some(fetch) = fetch(command) {
        if fetch.host().is_some_and(|host| is_local(&host)) {
            return Vec::new();
        }
        let names: &[&str] = match fetch.fetcher {
            Fetcher::Curl => &["-k", "--insecure"],
            Fetcher::Wget => &["--no-check-certificate"],
        };
        let found = fetch.operands.options.iter().find(|(name, ..)| names.contains(name));
        return found
            .map(|(name, word, _)| {
                let is_whole = word.literal().is_some_and(|text| text.starts_with("--") || text == "-k");
                let remedy = if is_whole { Remedy::Words(vec![word.range]) } else { Remedy::Letter };
                Switch { range: word.range, shown: (*name).to_owned(), remedy }
            })
            .into_iter()
            .collect();
    }
    let effective = command.effective();
    let Some(program) = effective.name() else { return Vec::new() };
    let words: Vec<&str> = effective.args.iter().map(|word| word.literal().unwrap_or("")).collect();
    let all = Words { words: &words, args: effective.args };
    match program {
        "git" => all.git(),
        "npm" | "yarn" | "pnpm" => all.strict_ssl(),
        "yum" | "dnf" | "microdnf" => all.alone(|word| is_false(word, "sslverify=")),
        "conda" | "mamba" | "micromamba" => all.setting("ssl_verify", "false"),
        "composer" => all.setting("disable-tls", "true"),
        "apt-get" | "apt" => all.apt(),
        "grep" | "sed" | "egrep" | "awk" | "rm" => Vec::new(),
        "pip" if words.starts_with(&["config", "set"]) => {
            let is_it = words.get(2).is_some_and(|name| name.ends_with(".trusted-host"));
            let is_other = words.get(3).is_some_and(|host| !host.is_empty() && !is_own(host));
            all.pair(2, "trusted-host".to_owned(), Remedy::Command).filter(|_| is_it && is_other).into_iter().collect()
        }
        _ if package_command(command).is_some_and(|it| it.manager == Manager::Pip) => all.pip(),
        _ => all.written(),
    }
}

/// The words of a command, and their text where it is known.
struct Words<'w> {
    words: &'w [&'w str],
    args: &'w [Word],
}

impl Words<'_> {
    fn one(&self, at: usize, shown: &str, remedy: Remedy) -> Switch {
        Switch { range: self.args[at].range, shown: shown.to_owned(), remedy }
    }

    /// The word at `at` and the one behind it.
    fn pair(&self, at: usize, shown: String, remedy: Remedy) -> Option<Switch> {
        let range = self.args.get(at)?.range.cover(self.args.get(at + 1)?.range);
        Some(Switch { range, shown, remedy })
    }

    /// Words that are a switch by themselves.
    fn alone(&self, is_switch: impl Fn(&str) -> bool) -> Vec<Switch> {
        let found = self.words.iter().enumerate().filter(|(_, word)| is_switch(word));
        found.map(|(at, word)| self.one(at, word, Remedy::Words(vec![self.args[at].range]))).collect()
    }

    /// `config … NAME VALUE`
    fn setting(&self, name: &str, off: &str) -> Vec<Switch> {
        let at = self.words.iter().position(|word| *word == name);
        let at = at.filter(|at| self.words.contains(&"config") && self.words.get(at + 1) == Some(&off));
        at.and_then(|at| self.pair(at, format!("{name} {off}"), Remedy::Command)).into_iter().collect()
    }

    fn git(&self) -> Vec<Switch> {
        let mut all = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let lower = word.to_ascii_lowercase();
            if lower == "http.sslverify=false" || lower == "http.sslverify=0" {
                let option = at.checked_sub(1).filter(|before| self.words[*before] == "-c");
                match option {
                    Some(before) => {
                        let words = vec![self.args[before].range, self.args[at].range];
                        all.extend(self.pair(before, (*word).to_owned(), Remedy::Words(words)));
                    }
                    None => all.push(self.one(at, word, Remedy::None)),
                }
            } else if lower == "http.sslverify" && matches!(self.words.get(at + 1), Some(&"false" | &"0")) {
                all.extend(self.pair(at, "http.sslVerify false".to_owned(), Remedy::Command));
            }
        }
        all
    }

    fn strict_ssl(&self) -> Vec<Switch> {
        let is_config = matches!(self.words.first(), Some(&"config" | &"c" | &"set"));
        let mut all = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let next = self.words.get(at + 1);
            if ["strict-ssl=false", "--strict-ssl=false", "--no-strict-ssl"].contains(word) {
                let own = Remedy::Words(vec![self.args[at].range]);
                all.push(self.one(at, word, if is_config { Remedy::Command } else { own }));
            } else if word.trim_start_matches('-') == "strict-ssl" && next == Some(&"false") {
                let own = || Remedy::Words(vec![self.args[at].range, self.args[at + 1].range]);
                let remedy = if is_config { Remedy::Command } else { own() };
                all.extend(self.pair(at, format!("{word} false"), remedy));
            }
        }
        all
    }

    fn apt(&self) -> Vec<Switch> {
        let mut all = Vec::new();
        for (at, word) in self.words.iter().enumerate().filter(|(_, word)| is_false(word, "verify-peer=")) {
            match at.checked_sub(1).filter(|before| matches!(self.words[*before], "-o" | "--option")) {
                Some(before) => {
                    let words = vec![self.args[before].range, self.args[at].range];
                    all.extend(self.pair(before, (*word).to_owned(), Remedy::Words(words)));
                }
                None => all.push(self.one(at, word, Remedy::Words(vec![self.args[at].range]))),
            }
        }
        all
    }

    fn pip(&self) -> Vec<Switch> {
        let mut all = Vec::new();
        // pip refuses an index without TLS that it is not told to trust.
        let is_cleartext = self.words.iter().any(|word| word.starts_with("http://") || word.contains("=http://"));
        let remedy = |words: Option<Vec<TextRange>>| match words {
            Some(words) if !is_cleartext => Remedy::Words(words),
            _ => Remedy::None,
        };
        for (at, word) in self.words.iter().enumerate() {
            if let Some(host) = word.strip_prefix("--trusted-host=") {
                let own = remedy(Some(vec![self.args[at].range]));
                all.extend((!is_own(host)).then(|| self.one(at, "--trusted-host", own)));
            } else if *word == "--trusted-host" && !self.words.get(at + 1).is_some_and(|host| is_own(host)) {
                let both = self.args.get(at..at + 2).map(|words| words.iter().map(|word| word.range).collect());
                all.push(self.one(at, "--trusted-host", remedy(both)));
            }
        }
        all
    }

    /// Settings that are written to a file, and constants of programs.
    fn written(&self) -> Vec<Switch> {
        let mut all = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let lower = word.to_ascii_lowercase();
            let shown = if lower.contains("verify-peer \"false\"") || lower.contains("verify-peer=false") {
                "Acquire::https::Verify-Peer"
            } else if word.contains("SSL_VERIFY_NONE") {
                "SSL_VERIFY_NONE"
            } else if let Some(line) =
                lower.lines().find(|line| ["sslverify=0", "sslverify=false", "strict-ssl=false"].contains(&line.trim()))
            {
                all.push(self.one(at, line.trim(), Remedy::None));
                continue;
            } else {
                continue;
            };
            all.push(self.one(at, shown, Remedy::None));
        }
        all
    }
}

/// `start` and then `0` or `false` at the end of a word.
fn is_false(word: &str, start: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.ends_with(&format!("{start}0")) || lower.ends_with(&format!("{start}false"))
}

fn is_own(host: &str) -> bool {
    is_local(host.split(':').next().unwrap_or(host).trim())
}
