//! Who the user is at a registry, as Docker and Podman have it on file.
//!
//! Invariant: a registry gets the credentials of its own entry and no others; secrets are never shown.

use super::helper;
use crate::Error;
use crate::transport::Secret;
use docker_credential::DockerCredential;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Credentials and where they come from.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    pub(crate) identity: Identity,
    /// For messages: a file or a helper.
    pub(crate) source: String,
}

#[derive(Clone, Debug)]
pub(crate) enum Identity {
    Password {
        user: String,
        password: Secret,
    },
    /// A token that buys tokens; OAuth 2 calls it a refresh token.
    Refresh(Secret),
}

/// Where credentials are looked for.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    files: Vec<PathBuf>,
    helper_limit: Duration,
}

impl Credentials {
    /// From `folder/config.json`, else from where Docker and then Podman keep theirs.
    pub(crate) fn new(folder: Option<&Path>, helper_limit: Duration) -> Self {
        let files = match folder {
            Some(folder) => vec![folder.join("config.json")],
            None => default_files(|name| std::env::var_os(name).map(PathBuf::from)),
        };
        Self { files, helper_limit }
    }

    /// What is known for a registry.
    pub(crate) fn of(&self, host: &str) -> Result<Option<Login>, Error> {
        let unusable = |problem: String| Error::Credentials { host: host.to_owned(), problem };
        for path in &self.files {
            let shown = format!("`{}`", path.display());
            let text = match std::fs::read(path) {
                Ok(text) => text,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(unusable(format!("{shown} cannot be read: {error}"))),
            };
            let config: Value = serde_json::from_slice(&text)
                .map_err(|error| unusable(format!("{shown} is no JSON: line {}", error.line())))?;
            let found = self.in_file(&config, host).map_err(|problem| unusable(format!("{problem} (from {shown})")))?;
            if let Some((credential, helper)) = found {
                let source = helper.map_or(shown, |helper| format!("`docker-credential-{helper}`"));
                return Ok(Some(Login { identity: identity(credential), source }));
            }
        }
        Ok(None)
    }

    /// In the order of `docker_credential`: the host's own helper, its entry, the helper for all.
    fn in_file<'a>(
        &self,
        config: &'a Value,
        host: &str,
    ) -> Result<Option<(DockerCredential, Option<&'a str>)>, String> {
        let keys = keys(host);
        let text = |value: Option<&'a Value>| value.and_then(Value::as_str).filter(|text| !text.is_empty());
        let ask = |helper: &'a str, server: &str| {
            let found = helper::ask(helper, server, self.helper_limit)?;
            Ok::<_, String>(found.map(|credential| (credential, Some(helper))))
        };
        for key in &keys {
            if let Some(helper) = text(config.get("credHelpers").and_then(|helpers| helpers.get(key))) {
                return ask(helper, &keys[0]);
            }
        }
        for key in &keys {
            if let Some(entry) = config.get("auths").and_then(|auths| auths.get(key))
                && let Some(credential) = entry_of(key, entry)?
            {
                return Ok(Some((credential, None)));
            }
        }
        match text(config.get("credsStore")) {
            Some(helper) => ask(helper, &keys[0]),
            None => Ok(None),
        }
    }
}

/// An entry of `auths`; one without secrets only marks that a helper has them.
fn entry_of(key: &str, entry: &Value) -> Result<Option<DockerCredential>, String> {
    use docker_credential::CredentialRetrievalError as Problem;
    let mut entry = entry.clone();
    if let Some(fields) = entry.as_object_mut() {
        fields.retain(|_, value| value.as_str() != Some(""));
    }
    let config = json!({ "auths": { key: entry } }).to_string();
    match docker_credential::get_credential_from_reader(config.as_bytes(), key) {
        Ok(credential) => Ok(Some(credential)),
        Err(Problem::NoCredentialConfigured) => Ok(None),
        Err(Problem::CredentialMismatchError) => Err(format!("`auth` of `{key}` names another user than `username`")),
        Err(_) => Err(format!("the entry of `{key}` cannot be decoded")),
    }
}

fn identity(credential: DockerCredential) -> Identity {
    match credential {
        DockerCredential::UsernamePassword(user, password) => Identity::Password { user, password: Secret(password) },
        DockerCredential::IdentityToken(token) => Identity::Refresh(Secret(token)),
    }
}

/// The names under which a registry may stand; the first is what helpers are asked for.
///
/// Docker Hub has one from before registries had names: `https://index.docker.io/v1/`
/// (<https://docs.docker.com/reference/cli/docker/login/>, 2026-11-25).
fn keys(host: &str) -> Vec<String> {
    if matches!(host, "docker.io" | "index.docker.io" | "registry-1.docker.io") {
        return [
            "https://index.docker.io/v1/",
            "https://index.docker.io/v1",
            "index.docker.io",
            "docker.io",
            "https://docker.io",
            "registry-1.docker.io",
            "https://registry-1.docker.io",
        ]
        .map(str::to_owned)
        .to_vec();
    }
    let mut keys = vec![host.to_owned()];
    for scheme in ["https", "http"] {
        keys.extend(["", "/", "/v1/", "/v2/"].map(|path| format!("{scheme}://{host}{path}")));
    }
    keys
}

/// `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`; then Podman's, <https://docs.podman.io/en/stable/markdown/podman-login.1.html>,
/// 2026-11-25.
fn default_files(variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    let variable = |name: &str| variable(name).filter(|path| !path.as_os_str().is_empty());
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let under_home = |path: &str| home.as_ref().map(|home| home.join(path));
    let docker = variable("DOCKER_CONFIG").or_else(|| under_home(".docker")).map(|folder| folder.join("config.json"));
    let podman = variable("REGISTRY_AUTH_FILE")
        .or_else(|| variable("XDG_RUNTIME_DIR").map(|folder| folder.join("containers/auth.json")));
    [docker, podman, under_home(".config/containers/auth.json")].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{Credentials, Identity, default_files};
    use std::path::PathBuf;
    use std::time::Duration;

    fn of(config: &str, host: &str) -> Result<Option<(String, String)>, String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.json"), config).unwrap();
        let found = Credentials::new(Some(dir.path()), Duration::from_secs(1)).of(host);
        let pair = |identity| match identity {
            Identity::Password { user, password } => (user, password.0),
            Identity::Refresh(token) => ("<token>".to_owned(), token.0),
        };
        found.map(|login| login.map(|login| pair(login.identity))).map_err(|error| error.to_string())
    }

    /// `user:pw` in base64.
    const AUTH: &str = "dXNlcjpwdw==";

    #[test]
    fn entries_by_all_their_names() {
        let known = Ok(Some(("user".to_owned(), "pw".to_owned())));
        for key in ["https://index.docker.io/v1/", "docker.io", "index.docker.io"] {
            let config = format!(r#"{{"auths":{{"{key}":{{"auth":"{AUTH}"}}}}}}"#);
            assert_eq!(of(&config, "docker.io"), known, "{key}");
            assert_eq!(of(&config, "ghcr.io"), Ok(None));
        }
        for key in ["a.b:5000", "https://a.b:5000", "http://a.b:5000/v2/"] {
            assert_eq!(of(&format!(r#"{{"auths":{{"{key}":{{"auth":"{AUTH}"}}}}}}"#), "a.b:5000"), known, "{key}");
        }
        assert_eq!(of(&format!(r#"{{"auths":{{"a.b":{{"auth":"{AUTH}"}}}}}}"#), "a.b:5000"), Ok(None));
        assert_eq!(of(r#"{"auths":{"a.b":{"username":"user","password":"pw"}}}"#, "a.b"), known);
    }

    #[test]
    fn identity_tokens() {
        let config = r#"{"auths":{"a.b":{"auth":"","identitytoken":"t"}}}"#;
        assert_eq!(of(config, "a.b"), Ok(Some(("<token>".to_owned(), "t".to_owned()))));
    }

    #[test]
    fn markers_and_damage() {
        assert_eq!(of(r#"{"auths":{"a.b":{}}}"#, "a.b"), Ok(None));
        assert!(of("{", "a.b").unwrap_err().contains("is no JSON"));
        let broken = of(r#"{"auths":{"a.b":{"auth":"hunter2"}}}"#, "a.b").unwrap_err();
        assert!(broken.contains("cannot be decoded") && !broken.contains("hunter2"), "{broken}");
        let missing = of(r#"{"credHelpers":{"a.b":"plimsoll-nowhere"}}"#, "a.b").unwrap_err();
        assert!(missing.contains("`docker-credential-plimsoll-nowhere` is configured but not on PATH"), "{missing}");
        assert!(of(r#"{"credsStore":"../x"}"#, "a.b").unwrap_err().contains("is no name of a credential helper"));
    }

    #[test]
    fn where_they_lie() {
        let files = default_files(|name| match name {
            "HOME" => Some(PathBuf::from("/h")),
            "XDG_RUNTIME_DIR" => Some(PathBuf::from("/run")),
            "DOCKER_CONFIG" => Some(PathBuf::new()),
            _ => None,
        });
        let expected = ["/h/.docker/config.json", "/run/containers/auth.json", "/h/.config/containers/auth.json"];
        assert_eq!(files, expected.map(PathBuf::from));
    }
}
