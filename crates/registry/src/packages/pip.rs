//! pip's own configuration: which indexes the user's machine takes packages from.
//!
//! Invariant: the order is pip's: a later place overrides an earlier one, and the environment overrides all files.
//! Source: pip documentation, "Configuration", 2026-11.

use super::{Error, IndexUrl};
use std::path::PathBuf;

/// What pip would take from environment variables and configuration files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipConfiguration {
    /// `index-url`
    pub index_url: Option<IndexUrl>,
    /// `extra-index-url`
    pub extra_index_urls: Vec<IndexUrl>,
    /// `trusted-host`: hosts that may be asked over http.
    pub trusted_hosts: Vec<String>,
    /// `no-index`: pip asks no index.
    pub no_index: bool,
}

impl PipConfiguration {
    /// Reads the environment and the files of this machine.
    ///
    /// # Errors
    /// An index address in them cannot be used.
    pub fn of_user() -> Result<Self, Error> {
        Self::read(&|name| std::env::var(name).ok(), &|path| std::fs::read_to_string(path).ok())
    }

    /// The same with the environment and the files given.
    pub(super) fn read(
        variable: &dyn Fn(&str) -> Option<String>,
        file: &dyn Fn(&PathBuf) -> Option<String>,
    ) -> Result<Self, Error> {
        let mut values = Values::default();
        for text in texts(variable, file) {
            values.file(&text);
        }
        for key in KEYS {
            let name = format!("PIP_{}", key.replace('-', "_").to_ascii_uppercase());
            if let Some(value) = variable(&name).filter(|value| !value.trim().is_empty()) {
                values.set(key, value);
            }
        }
        let urls = |text: &str| text.split_whitespace().map(IndexUrl::parse).collect::<Result<Vec<_>, _>>();
        Ok(Self {
            index_url: values.get("index-url").map(IndexUrl::parse).transpose()?,
            extra_index_urls: values.get("extra-index-url").map_or(Ok(Vec::new()), urls)?,
            trusted_hosts: values
                .get("trusted-host")
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            no_index: values.get("no-index").is_some_and(is_true),
        })
    }
}

const KEYS: [&str; 4] = ["index-url", "extra-index-url", "trusted-host", "no-index"];

/// Values by key; those of `[install]` count more than those of `[global]` in all files.
#[derive(Default)]
struct Values {
    global: Vec<(String, String)>,
    install: Vec<(String, String)>,
    environment: Vec<(String, String)>,
}

impl Values {
    fn set(&mut self, key: &str, value: String) {
        self.environment.push((key.to_owned(), value));
    }

    fn get(&self, key: &str) -> Option<&str> {
        [&self.environment, &self.install, &self.global]
            .into_iter()
            .find_map(|list| list.iter().rev().find(|(name, _)| name == key))
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Sections, `key = value` or `key: value`, and indented lines that continue a value.
    fn file(&mut self, text: &str) {
        let mut section = String::new();
        let mut open = false;
        for line in text.lines() {
            let trimmed = line.trim();
            if trimmed.starts_with(['#', ';']) {
                continue;
            }
            if trimmed.is_empty() {
                open = false;
                continue;
            }
            if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                section = name.0.trim().to_ascii_lowercase();
                open = false;
                continue;
            }
            let list = match section.as_str() {
                "global" => &mut self.global,
                "install" => &mut self.install,
                _ => continue,
            };
            if line.starts_with([' ', '\t']) && open {
                if let Some((_, value)) = list.last_mut() {
                    value.push('\n');
                    value.push_str(trimmed);
                }
                continue;
            }
            if let Some(at) = trimmed.find(['=', ':']) {
                let key = trimmed[..at].trim().to_ascii_lowercase().replace('_', "-");
                list.push((key, trimmed[at + 1..].trim().to_owned()));
                open = true;
            }
        }
    }
}

fn is_true(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "1" | "y" | "yes" | "t" | "true" | "on")
}

/// The files that pip reads, the one that counts most last.
fn texts(variable: &dyn Fn(&str) -> Option<String>, file: &dyn Fn(&PathBuf) -> Option<String>) -> Vec<String> {
    let named = variable("PIP_CONFIG_FILE").filter(|value| !value.is_empty()).map(PathBuf::from);
    // pip's way to read no file at all.
    if named.as_ref().is_some_and(|path| path.as_os_str() == "/dev/null" || path.as_os_str() == "nul") {
        return Vec::new();
    }
    let named = named.as_ref().and_then(file);
    // A file that the environment names takes the place of the user's.
    let user = if named.is_some() { Vec::new() } else { user_files(variable) };
    let site = variable("VIRTUAL_ENV").map(|folder| PathBuf::from(folder).join(NAME));
    let files = global_files(variable).into_iter().chain(user).chain(site);
    files.filter_map(|path| file(&path)).chain(named).collect()
}

const NAME: &str = if cfg!(windows) { "pip.ini" } else { "pip.conf" };

fn global_files(variable: &dyn Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    if cfg!(windows) {
        return variable("PROGRAMDATA")
            .map(|folder| PathBuf::from(folder).join("pip").join(NAME))
            .into_iter()
            .collect();
    }
    if cfg!(target_os = "macos") {
        return vec![PathBuf::from("/Library/Application Support/pip").join(NAME)];
    }
    let folders = variable("XDG_CONFIG_DIRS").filter(|value| !value.is_empty());
    let folders = folders.unwrap_or_else(|| "/etc/xdg".to_owned());
    let mut files: Vec<PathBuf> =
        folders.split(':').map(|folder| PathBuf::from(folder).join("pip").join(NAME)).collect();
    files.push(PathBuf::from("/etc").join(NAME));
    files
}

fn user_files(variable: &dyn Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let path = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let file = |folder: PathBuf| folder.join("pip").join(NAME);
    if cfg!(windows) {
        return path("USERPROFILE").into_iter().chain(path("APPDATA")).map(file).collect();
    }
    let home = path("HOME");
    let in_home = |rest: &str| home.as_ref().map(|home| home.join(rest));
    let legacy = in_home(".pip").map(|folder| folder.join(NAME));
    let config = path("XDG_CONFIG_HOME").or_else(|| in_home(".config")).map(file);
    let library = in_home("Library/Application Support").filter(|_| cfg!(target_os = "macos")).map(file);
    legacy.into_iter().chain(config).chain(library).collect()
}

#[cfg(test)]
mod tests {
    use super::PipConfiguration;
    use std::collections::BTreeMap;

    fn read(variables: &[(&str, &str)], files: &[(&str, &str)]) -> PipConfiguration {
        let variables: BTreeMap<_, _> = variables.iter().copied().collect();
        let files: BTreeMap<_, _> = files.iter().copied().collect();
        PipConfiguration::read(&|name| variables.get(name).map(|value| (*value).to_owned()), &|path| {
            files.get(path.to_str()?).map(|text| (*text).to_owned())
        })
        .unwrap()
    }

    fn urls(found: &PipConfiguration) -> Vec<String> {
        found.index_url.iter().chain(&found.extra_index_urls).map(ToString::to_string).collect()
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn later_places_override_earlier_ones() {
        let global = ("/etc/pip.conf", "[global]\nindex_url = https://global/simple\n# x\nno-index = no\n");
        let user = (
            "/home/me/.config/pip/pip.conf",
            "[global]\nindex-url: https://user/simple\nextra-index-url =\n    https://one/simple\n    https://two/simple\n[list]\nindex-url = https://list/\n",
        );
        let site = ("/venv/pip.conf", "[install]\nindex-url = https://site/simple\n");
        let home = ("HOME", "/home/me");
        assert_eq!(urls(&read(&[home], &[global])), ["https://global/simple"]);
        let all = ["https://user/simple", "https://one/simple", "https://two/simple"];
        assert_eq!(urls(&read(&[home], &[global, user])), all);
        let venv = ("VIRTUAL_ENV", "/venv");
        assert_eq!(urls(&read(&[home, venv], &[global, user, site]))[0], "https://site/simple");
        let named = [home, ("PIP_CONFIG_FILE", "/x.conf"), venv];
        let file = ("/x.conf", "[global]\nindex-url=https://x/\n");
        assert_eq!(urls(&read(&named, &[global, user, file])), ["https://x"]);
        assert_eq!(urls(&read(&[home, ("PIP_CONFIG_FILE", "/dev/null")], &[global, user])), [""; 0]);
        let environment = [home, ("PIP_INDEX_URL", "https://u:p@env/simple"), ("PIP_EXTRA_INDEX_URL", "https://e/")];
        assert_eq!(urls(&read(&environment, &[global, user])), ["https://env/simple", "https://e"]);
    }

    #[test]
    fn other_settings() {
        let found = read(&[("PIP_NO_INDEX", "1"), ("PIP_TRUSTED_HOST", "a b:80")], &[]);
        assert!(found.no_index);
        assert_eq!(found.trusted_hosts, ["a", "b:80"]);
    }
}
