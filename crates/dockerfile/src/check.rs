//! What BuildKit refuses about flags.
//!
//! Invariant: a value that holds a variable or a placeholder is never judged.

use crate::ast::{Body, Flag, Healthcheck, Mount, MountOption};
use crate::error::SyntaxErrorKind;
use crate::flags::{self, ReadFlag, Takes};
use crate::keyword::Keyword;
use crate::reader::Reader;
use crate::template::nearest;
use plimsoll_text::{TextRange, slice};

/// What `--mount` takes as a type.
const MOUNT_TYPES: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

/// Keys of `--mount` that every type takes.
const COMMON_KEYS: [&str; 11] =
    ["type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "rw", "readwrite"];

/// Keys of `--mount` that some types take.
const OTHER_KEYS: [&str; 8] = ["id", "sharing", "required", "size", "mode", "uid", "gid", "env"];

impl Reader<'_> {
    /// Reports flags that are unknown, given twice, or have a value that cannot be.
    pub(crate) fn check_flags(&mut self, keyword: Keyword, body: &Body, flags: &[ReadFlag]) {
        if flags.is_empty() || keyword == Keyword::Unknown {
            return;
        }
        if let Some(read) = flags.iter().find(|read| read.open_quote.is_some()) {
            let start = read.open_quote.map_or(read.flag.range.start(), plimsoll_text::size);
            let place = TextRange::new(start, read.flag.range.end());
            self.error(SyntaxErrorKind::UnbalancedQuote, place, "this quote is never closed");
            return;
        }
        // BuildKit does not look at the flags of these.
        let is_unchecked = matches!(keyword, Keyword::Arg | Keyword::Stopsignal)
            || matches!(body, Body::Healthcheck(Healthcheck::None { .. }));
        if is_unchecked {
            return;
        }
        let known = flags::known(keyword);
        for (at, read) in flags.iter().enumerate().filter(|(_, read)| read.is_plain) {
            let flag = &read.flag;
            let name = slice(self.source, flag.name);
            let Some((_, takes)) = known.iter().find(|(known, _)| *known == name) else {
                self.unknown_flag(keyword, flag, known);
                continue;
            };
            let earlier = flags[..at].iter().find(|earlier| self.flag_name(&earlier.flag) == name);
            if let Some(earlier) = earlier
                && *takes != Takes::Values
            {
                let first = earlier.flag.range;
                self.error(SyntaxErrorKind::DuplicateFlag, flag.range, format!("`--{name}` is given twice"));
                if let Some(error) = self.errors.last_mut() {
                    error.related = Some((first, "given here first".to_owned()));
                }
                continue;
            }
            self.check_value(keyword, read, *takes);
        }
        if let Body::Run(run) = body {
            for mount in &run.mounts {
                self.check_mount(mount);
            }
        }
    }

    fn unknown_flag(&mut self, keyword: Keyword, flag: &Flag, known: &[(&'static str, Takes)]) {
        let name = slice(self.source, flag.name);
        // `--checksum` on COPY is a rule of its own.
        if self.is_foreign || (keyword == Keyword::Copy && name == "checksum") {
            return;
        }
        let suggestion = nearest(name, known.iter().map(|(name, _)| *name));
        let hint = match suggestion {
            Some(near) => format!(", perhaps `--{near}` is meant"),
            None if known.is_empty() => ", it has none".to_owned(),
            None => String::new(),
        };
        let message = format!("{} has no flag `--{name}`{hint}", keyword.as_str());
        let place = TextRange::new(flag.range.start(), flag.name.end().max(flag.range.start()));
        self.error(SyntaxErrorKind::UnknownFlag, place, message);
        self.suggest(suggestion.map(|near| format!("--{near}")));
    }

    fn check_value(&mut self, keyword: Keyword, read: &ReadFlag, takes: Takes) {
        let flag = &read.flag;
        let name = slice(self.source, flag.name);
        let value: Option<String> = flag.value.as_ref().map(|_| read.value.iter().map(|next| next.ch).collect());
        let Some((value, place)) = value.zip(flag.value.as_ref().map(|word| word.range)) else {
            if takes != Takes::Boolean {
                let message = format!("`--{name}` needs a value: expected `--{name}=…`");
                self.error(SyntaxErrorKind::FlagWithoutValue, flag.range, message);
            }
            return;
        };
        let is_expanded = matches!(name, "platform" | "chown" | "chmod" | "checksum") || takes == Takes::Values;
        if is_expanded && read.error.is_some() {
            self.lex_error(read.error, flag.range);
            return;
        }
        if value.contains('$') {
            return;
        }
        let place = if place.is_empty() { flag.range } else { place };
        if takes == Takes::Boolean {
            if value.is_empty() {
                let message = format!("expected `true` or `false` behind `--{name}=`");
                self.error(SyntaxErrorKind::FlagWithoutValue, place, message);
            } else if !["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(&value)) {
                let message = format!("expected `true` or `false`, found `{value}`");
                self.error(SyntaxErrorKind::NonBooleanFlag, place, message);
            }
            return;
        }
        let (kind, message) = match (keyword, name) {
            (Keyword::Run, "network") if !["default", "none", "host"].contains(&&*value) => {
                (SyntaxErrorKind::InvalidNetworkMode, format!("expected `default`, `none` or `host`, found `{value}`"))
            }
            (Keyword::Run, "security") if !["sandbox", "insecure"].contains(&&*value) => {
                (SyntaxErrorKind::InvalidSecurityMode, format!("expected `sandbox` or `insecure`, found `{value}`"))
            }
            (Keyword::Healthcheck, "retries") if !is_retries(&value) => {
                (SyntaxErrorKind::InvalidRetries, format!("expected a number from 0 on, found `{value}`"))
            }
            (Keyword::Healthcheck, "interval" | "timeout" | "start-period" | "start-interval") => {
                let Some(problem) = duration_problem(&value) else { return };
                (SyntaxErrorKind::InvalidDuration, format!("{problem}, found `{value}`"))
            }
            _ => return,
        };
        self.error(kind, place, message);
    }

    fn check_mount(&mut self, mount: &Mount) {
        if self.is_foreign {
            return;
        }
        let text = |place: TextRange| slice(self.source, place);
        let mut kind = Some("bind");
        let mut found = None;
        for option in &mount.options {
            let key = text(option.key).to_ascii_lowercase();
            let value = option.value.map(text);
            if value.is_some_and(|value| value.contains('$')) {
                if key == "type" {
                    kind = None;
                }
                continue;
            }
            if key == "type"
                && let Some(value) = value
            {
                kind = MOUNT_TYPES.into_iter().find(|known| known.eq_ignore_ascii_case(value));
                if kind.is_none() {
                    let near = nearest(value, MOUNT_TYPES.into_iter());
                    let hint = near.map_or(String::new(), |near| format!(", perhaps `{near}` is meant"));
                    let message =
                        format!("expected a type `bind`, `cache`, `tmpfs`, `secret` or `ssh`, found `{value}`{hint}");
                    let place = option.value.filter(|value| !value.is_empty()).unwrap_or(option.range);
                    found = Some((SyntaxErrorKind::UnknownMountType, place, message, near.map(str::to_owned)));
                    break;
                }
                continue;
            }
            if let Some(message) = option_problem(option, &key, value, kind) {
                let near = if is_mount_key(&key) { None } else { nearest_mount_key(&key) };
                found = Some((SyntaxErrorKind::InvalidMountOption, option.range, message, near.map(str::to_owned)));
                break;
            }
        }
        if let Some((kind, place, message, suggestion)) = found {
            self.error(kind, place, message);
            self.suggest(suggestion);
        }
    }
}

/// What is wrong with an option of a mount whose type, as far as it is given before, is `kind`.
fn option_problem(option: &MountOption, key: &str, value: Option<&str>, kind: Option<&str>) -> Option<String> {
    if option.key.is_empty() && value.is_none() {
        return Some("expected `key=value`".to_owned());
    }
    if !is_mount_key(key) {
        let near = nearest_mount_key(key);
        let hint = near.map_or(String::new(), |near| format!(", perhaps `{near}` is meant"));
        return Some(format!("`--mount` has no key `{key}`{hint}"));
    }
    let is_flag = matches!(key, "readonly" | "ro" | "readwrite" | "rw" | "required");
    if value.is_none() && !is_flag {
        return Some(format!("`{key}` needs a value: expected `{key}=…`"));
    }
    if is_flag
        && let Some(value) = value
        && !matches!(value, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
    {
        return Some(format!("expected `true` or `false` behind `{key}=`, found `{value}`"));
    }
    // BuildKit reads from left to right: these two need the type before them.
    match (key, kind?) {
        ("required", kind) if !matches!(kind, "secret" | "ssh") => {
            Some(format!("`required` must stand behind `type=secret` or `type=ssh`, here the type is `{kind}`"))
        }
        ("size", kind) if kind != "tmpfs" => {
            Some(format!("`size` must stand behind `type=tmpfs`, here the type is `{kind}`"))
        }
        _ => None,
    }
}

fn is_mount_key(key: &str) -> bool {
    COMMON_KEYS.contains(&key) || OTHER_KEYS.contains(&key)
}

fn nearest_mount_key(key: &str) -> Option<&'static str> {
    nearest(key, COMMON_KEYS.into_iter().chain(OTHER_KEYS))
}

/// Go's `strconv.ParseInt` with 32 bits, without negative numbers; empty is the default.
fn is_retries(value: &str) -> bool {
    value.is_empty() || value.parse::<i32>().is_ok_and(|number| number >= 0)
}

/// What is wrong with a duration of HEALTHCHECK: none, 0, or what Go's `time.ParseDuration` reads as at least 1 ms.
fn duration_problem(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return None;
    }
    match nanoseconds(value) {
        None => Some("expected a duration as `30s`, `1m30s` or `500ms`"),
        Some(0.0) => None,
        Some(length) if length < 1e6 => Some("expected a duration of at least `1ms`"),
        Some(_) => None,
    }
}

fn nanoseconds(value: &str) -> Option<f64> {
    let (sign, mut rest) = match value.as_bytes().first()? {
        b'-' => (-1.0, &value[1..]),
        b'+' => (1.0, &value[1..]),
        _ => (1.0, value),
    };
    if rest == "0" {
        return Some(0.0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0.0;
    while !rest.is_empty() {
        let number_end = rest.find(|ch: char| !ch.is_ascii_digit() && ch != '.')?;
        let (number, unit_on) = rest.split_at(number_end);
        let unit_end = unit_on.find(|ch: char| ch.is_ascii_digit() || ch == '.').unwrap_or(unit_on.len());
        let (unit, behind) = unit_on.split_at(unit_end);
        let unit = match unit {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            _ => return None,
        };
        if !number.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        total += number.parse::<f64>().ok()? * unit;
        rest = behind;
    }
    Some(sign * total)
}
