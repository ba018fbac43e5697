//! `.netrc`: names and passwords by host.
//!
//! Invariant: an entry counts for its host alone; `default`, which would go to any host, is not used.

use std::fmt;
use std::path::{Path, PathBuf};

/// The entries of one file.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Netrc(Vec<(String, String, String)>);

impl Netrc {
    /// The user's file: `$NETRC`, else `.netrc` in the home folder, else `_netrc` there. None is an empty one.
    pub(super) fn of_user(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let home = variable("HOME").or_else(|| variable("USERPROFILE")).map(PathBuf::from);
        let named = variable("NETRC").map(PathBuf::from);
        let in_home = [".netrc", "_netrc"].into_iter().filter_map(|name| Some(home.as_ref()?.join(name)));
        let mut texts = named.into_iter().chain(in_home).filter_map(|path| std::fs::read_to_string(path).ok());
        texts.next().map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// The entries of a file; one that cannot be read has none.
    pub(super) fn of_file(path: &Path) -> Self {
        std::fs::read_to_string(path).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// Reads words; an entry without a password is none.
    pub(super) fn parse(text: &str) -> Self {
        let mut entries: Vec<(String, String, String)> = Vec::new();
        let mut current: Option<(String, String, String)> = None;
        let mut words = words(text).into_iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "machine" => {
                    entries.extend(current.take());
                    current = words.next().map(|host| (host.to_ascii_lowercase(), String::new(), String::new()));
                }
                "default" => entries.extend(current.take()),
                "login" | "user" => {
                    let value = words.next().unwrap_or_default();
                    current.iter_mut().for_each(|entry| entry.1.clone_from(&value));
                }
                "password" => {
                    let value = words.next().unwrap_or_default();
                    current.iter_mut().for_each(|entry| entry.2.clone_from(&value));
                }
                "account" => drop(words.next()),
                _ => {}
            }
        }
        entries.extend(current);
        entries.retain(|(_, _, password)| !password.is_empty());
        Self(entries)
    }

    /// User name and password for a host.
    pub(super) fn of(&self, host: &str) -> Option<(&str, &str)> {
        let (_, user, password) = self.0.iter().find(|(machine, ..)| machine.eq_ignore_ascii_case(host))?;
        Some((user, password))
    }
}

impl fmt::Debug for Netrc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(host, ..)| host)).finish()
    }
}

/// Words between blanks, `"…"` as one, without comments and macro bodies.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut in_macro = false;
    for line in text.lines() {
        if in_macro {
            // A macro ends with an empty line.
            in_macro = !line.trim().is_empty();
            continue;
        }
        let mut rest = line.trim_start();
        while !rest.is_empty() && !rest.starts_with('#') {
            let (word, behind) = match rest.strip_prefix('"') {
                Some(inner) => inner.split_once('"').unwrap_or((inner, "")),
                None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
            };
            if word == "macdef" {
                in_macro = true;
                break;
            }
            words.push(word.to_owned());
            rest = behind.trim_start();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Netrc;

    #[test]
    fn entries_by_host() {
        let text = "# mine\nmachine a.example\n  login me\n  password \"p w\"\nmacdef init\ncd /pub\nmachine no login no password no\n\nmachine B.example login u account x password p\nmachine c login only\ndefault login any password thing\n";
        let netrc = Netrc::parse(text);
        assert_eq!(netrc.of("a.example"), Some(("me", "p w")));
        assert_eq!(netrc.of("b.example"), Some(("u", "p")));
        for host in ["no", "c", "other"] {
            assert_eq!(netrc.of(host), None, "{host}");
        }
        assert!(!format!("{netrc:?}").contains("p w"));
    }
}
