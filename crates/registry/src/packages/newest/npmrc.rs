//! What the user's npm is told about registries: `.npmrc` in the home folder, and the environment.
//!
//! Invariants: a credential goes only below the address that it stands for; the `.npmrc` of a project is not read, since it
//! comes with the files that are checked. Source: npm documentation, "npmrc" and "config", 2026-11.

use crate::packages::{Error, IndexUrl};
use crate::transport::{Authorization, Secret, Url};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Keys and values.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Npmrc {
    registry: Option<String>,
    scopes: BTreeMap<String, String>,
    /// `//host/path/` with the value of the header.
    credentials: Vec<(String, Secret)>,
}

impl Npmrc {
    pub(super) fn of_user(
        variable: &dyn Fn(&str) -> Option<String>,
        file: &dyn Fn(&PathBuf) -> Option<String>,
    ) -> Self {
        let setting = |name: &str| {
            let lower = format!("npm_config_{name}");
            variable(&lower).or_else(|| variable(&lower.to_ascii_uppercase())).filter(|value| !value.is_empty())
        };
        let home = || variable("HOME").or_else(|| variable("USERPROFILE")).map(PathBuf::from);
        let path = setting("userconfig").map(PathBuf::from).or_else(|| Some(home()?.join(".npmrc")));
        let mut found = path.as_ref().and_then(file).map(|text| Self::parse(&text, variable)).unwrap_or_default();
        if let Some(registry) = setting("registry") {
            found.registry = Some(registry);
        }
        found
    }

    fn parse(text: &str, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut found = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
            let Some((key, value)) = line.split_once('=') else { continue };
            let (key, value) = (key.trim(), expanded(value.trim().trim_matches('"'), variable));
            if key == "registry" {
                found.registry = Some(value);
            } else if let Some(scope) = key.strip_suffix(":registry").filter(|scope| scope.starts_with('@')) {
                found.scopes.insert(scope.to_owned(), value);
            } else if let Some(place) = key.strip_suffix(":_authToken") {
                found.credentials.push((place.to_owned(), Secret(format!("Bearer {value}"))));
            } else if let Some(place) = key.strip_suffix(":_auth") {
                found.credentials.push((place.to_owned(), Secret(format!("Basic {value}"))));
            }
        }
        found
    }

    /// The registry of a package, if the user names one.
    pub(super) fn registry(&self, package: &str) -> Result<Option<IndexUrl>, Error> {
        let scope = package.split_once('/').map(|(scope, _)| scope);
        let own = scope.and_then(|scope| self.scopes.get(scope));
        own.or(self.registry.as_ref()).map(|text| IndexUrl::parse(text)).transpose()
    }

    /// What to sign in with at an address.
    pub(super) fn authorization(&self, url: &Url) -> Option<(Authorization, &'static str)> {
        let address = format!("//{}{}", url.authority(), url.path());
        let of_place = |place: &str| {
            let place = place.trim_end_matches('/');
            // Two slashes alone would stand for every host.
            place.len() > 2 && address.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'))
        };
        let fitting = self.credentials.iter().filter(|(place, _)| of_place(place));
        let (_, secret) = fitting.max_by_key(|(place, _)| place.len())?;
        Some((Authorization(secret.clone()), "`.npmrc`"))
    }
}

impl std::fmt::Debug for Npmrc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.credentials.iter().map(|(place, _)| place)).finish()
    }
}

/// `${NAME}` replaced by the variable; one that is not set stays, as npm has it.
fn expanded(text: &str, variable: &dyn Fn(&str) -> Option<String>) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        found.push_str(before);
        let Some((name, behind)) = behind.split_once('}') else {
            found.push_str("${");
            rest = behind;
            continue;
        };
        match variable(name) {
            Some(value) => found.push_str(&value),
            None => found.push_str(&format!("${{{name}}}")),
        }
        rest = behind;
    }
    found + rest
}

#[cfg(test)]
mod tests {
    use super::Npmrc;
    use crate::transport::{Authorization, Url};

    const FILE: &str = "; mine\nregistry = https://npm.acme.example/all/\n@acme:registry=https://npm.acme.example/own/\n//npm.acme.example/own/:_authToken=${TOKEN}\n//npm.acme.example/:_auth=\"YTpi\"\n//:_authToken=x\nfund=false\n";

    fn of(environment: &[(&str, &str)]) -> Npmrc {
        let variable =
            |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Npmrc::of_user(&variable, &|path| (path.to_str()? == "/h/.npmrc").then(|| FILE.to_owned()))
    }

    #[test]
    fn registries_by_scope() {
        let registry = |npmrc: &Npmrc, name| npmrc.registry(name).unwrap().map(|url| url.to_string());
        let found = of(&[("HOME", "/h")]);
        assert_eq!(registry(&found, "pnpm").as_deref(), Some("https://npm.acme.example/all"));
        assert_eq!(registry(&found, "@acme/x").as_deref(), Some("https://npm.acme.example/own"));
        let named = of(&[("HOME", "/h"), ("NPM_CONFIG_REGISTRY", "http://localhost:4873")]);
        assert_eq!(registry(&named, "pnpm").as_deref(), Some("http://localhost:4873"));
        assert_eq!(registry(&of(&[]), "pnpm"), None);
        assert!(of(&[("npm_config_registry", "here")]).registry("x").is_err());
    }

    #[test]
    fn credentials_go_below_their_address() {
        let found = of(&[("HOME", "/h"), ("TOKEN", "hunter2")]);
        let at = |url: &str| found.authorization(&Url::parse(url).unwrap()).map(|(it, _)| it);
        assert_eq!(at("https://npm.acme.example/own/x"), Some(Authorization::bearer("hunter2")));
        assert_eq!(at("https://npm.acme.example/ownother/x"), Some(Authorization::basic("a", "b")));
        assert_eq!(at("https://npm.acme.example.org/own/x"), None);
        assert_eq!(at("https://other.example/"), None);
        assert!(!format!("{found:?}").contains("hunter2"));
    }
}
