//! What the user's Go is told about proxies: the environment, and the file that `go env -w` writes.
//!
//! Invariant: a module that is private by `GOPRIVATE` or `GONOPROXY` is named to no proxy.
//! Source: Go Modules Reference, "Environment variables", 2026-11.

use crate::packages::IndexUrl;
use std::path::PathBuf;

/// The proxies and what is not for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GoEnvironment {
    pub(super) proxies: Vec<Proxy>,
    private: Vec<String>,
}

/// One entry of `GOPROXY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Proxy {
    Url {
        url: IndexUrl,
        /// A `|` behind it: the next one is asked after any error, not only where the module is not found.
        next_on_failure: bool,
    },
    /// `off`, `direct`, or no web address.
    Unusable(&'static str),
}

impl Proxy {
    pub(super) fn host(&self) -> Option<String> {
        match self {
            Self::Url { url, .. } => Some(url.host()),
            Self::Unusable(_) => None,
        }
    }
}

impl GoEnvironment {
    pub(super) fn of_user(
        variable: &dyn Fn(&str) -> Option<String>,
        file: &dyn Fn(&PathBuf) -> Option<String>,
    ) -> Self {
        let written = place(variable).as_ref().and_then(file).unwrap_or_default();
        let setting = |name: &str| {
            let line = |line: &str| {
                let (key, value) = line.split_once('=')?;
                (key.trim() == name).then(|| value.trim().to_owned())
            };
            let own = variable(name).filter(|value| !value.trim().is_empty());
            own.or_else(|| written.lines().find_map(line)).filter(|value| !value.is_empty())
        };
        let proxies = setting("GOPROXY").unwrap_or_else(|| "https://proxy.golang.org,direct".to_owned());
        let private = setting("GONOPROXY").or_else(|| setting("GOPRIVATE")).unwrap_or_default();
        Self {
            proxies: read(&proxies),
            private: private.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect(),
        }
    }

    /// The proxies, for the cache.
    pub(super) fn described(&self) -> String {
        let urls = self.proxies.iter().map_while(|proxy| match proxy {
            Proxy::Url { url, .. } => Some(url.to_string()),
            Proxy::Unusable(_) => None,
        });
        urls.collect::<Vec<_>>().join(" ")
    }

    /// Whether no proxy may hear of the package.
    pub(super) fn is_private(&self, package: &str) -> bool {
        self.private.iter().filter(|pattern| *pattern != "none").any(|pattern| {
            let pattern = pattern.trim_end_matches('/');
            let count = pattern.split('/').count();
            let parts: Vec<&str> = package.split('/').collect();
            parts.len() >= count && pattern.split('/').zip(parts).all(|(pattern, part)| fits(pattern, part))
        })
    }
}

fn read(list: &str) -> Vec<Proxy> {
    let mut found = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let end = rest.find([',', '|']).unwrap_or(rest.len());
        let next_on_failure = rest[end..].starts_with('|');
        match rest[..end].trim() {
            "" => {}
            "off" => found.push(Proxy::Unusable("is `off`, which forbids to ask")),
            "direct" => found.push(Proxy::Unusable("names no proxy, and repositories are not asked")),
            text => found.push(IndexUrl::parse(text).map_or(
                Proxy::Unusable("names a proxy that is no http or https address"),
                |url| Proxy::Url { url, next_on_failure },
            )),
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

/// The file of `go env -w`.
fn place(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if let Some(named) = variable("GOENV").filter(|value| !value.is_empty()) {
        return (named != "off").then(|| PathBuf::from(named));
    }
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = if cfg!(windows) {
        folder("APPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))
    };
    config.map(|folder| folder.join("go/env"))
}

/// Whether a part of a path fits a pattern with `*` and `?`. Classes in brackets fit everything: what may be private is.
fn fits(pattern: &str, part: &str) -> bool {
    if pattern.contains('[') {
        return true;
    }
    match pattern.chars().next() {
        None => part.is_empty(),
        Some('*') => {
            let rest = &pattern[1..];
            (0..=part.len()).filter(|at| part.is_char_boundary(*at)).any(|at| fits(rest, &part[at..]))
        }
        Some(first) => {
            let mut characters = part.chars();
            let next = characters.next();
            next.is_some_and(|next| first == '?' || first == next)
                && fits(&pattern[first.len_utf8()..], characters.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{GoEnvironment, Proxy};

    fn of(environment: &[(&str, &str)], written: &str) -> GoEnvironment {
        let variable =
            |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        GoEnvironment::of_user(&variable, &|path| (path.to_str()? == "/env").then(|| written.to_owned()))
    }

    #[test]
    fn proxies() {
        let hosts = |found: &GoEnvironment| found.proxies.iter().map(Proxy::host).collect::<Vec<_>>();
        assert_eq!(hosts(&of(&[], "")), [Some("proxy.golang.org".to_owned()), None]);
        let written = of(&[("GOENV", "/env")], "GOPROXY=https://a.example|https://b.example/go,off\n");
        assert_eq!(hosts(&written), [Some("a.example".to_owned()), Some("b.example".to_owned()), None]);
        assert!(matches!(written.proxies[0], Proxy::Url { next_on_failure: true, .. }));
        assert!(matches!(written.proxies[1], Proxy::Url { next_on_failure: false, .. }));
        let named = of(&[("GOENV", "/env"), ("GOPROXY", "file:///srv/go")], "GOPROXY=https://a.example\n");
        assert!(matches!(named.proxies[..], [Proxy::Unusable(_)]));
    }

    #[test]
    fn private_modules() {
        let found = of(&[("GOPRIVATE", "*.corp.example, github.com/acme/*")], "");
        for (package, private) in [
            ("git.corp.example/a/b", true),
            ("corp.example/a", false),
            ("github.com/acme/tool/cmd/x", true),
            ("github.com/acme", false),
            ("github.com/acmeother/tool", false),
        ] {
            assert_eq!(found.is_private(package), private, "{package}");
        }
        assert!(!of(&[("GOPRIVATE", "a.example"), ("GONOPROXY", "none")], "").is_private("a.example/x"));
    }
}
