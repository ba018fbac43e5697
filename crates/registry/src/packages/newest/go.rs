//! Go's module proxy.
//!
//! Invariant: the answer is for the longest part of the package's path that is a module, as for `go install`; a module that
//! was never released has the commit that it stands at, which Go writes as a pseudo-version.
//! Source: Go Modules Reference, "GOPROXY protocol" and "Pseudo-versions", 2026-11.

use super::go_environment::Proxy;
use super::releases;
use super::{Error, Found, Newest};
use crate::json::{object, text};
use crate::packages::IndexUrl;

/// More parts than a path of a package has.
const PARTS: usize = 12;

pub(super) fn newest(client: &Newest, package: &str) -> Result<Found, Error> {
    let environment = &client.options.sources.go;
    if environment.is_private(package) {
        return Err(Error::Address { shown: package.to_owned(), problem: "is private by GOPRIVATE or GONOPROXY" });
    }
    let parts: Vec<&str> = package.split('/').collect();
    if parts.len() > PARTS || parts.iter().any(|part| !is_part(part)) {
        return Ok(Found::Nothing(environment.proxies.iter().filter_map(Proxy::host).collect()));
    }
    let mut asked = Vec::new();
    let mut failure = None;
    for proxy in &environment.proxies {
        let base = match proxy {
            Proxy::Url { url, .. } => url,
            Proxy::Unusable(problem) if asked.is_empty() && failure.is_none() => {
                return Err(Error::Address { shown: "GOPROXY".to_owned(), problem });
            }
            Proxy::Unusable(_) => break,
        };
        match of_proxy(client, base, &parts) {
            Ok(Found::Nothing(hosts)) => asked.extend(hosts),
            Err(error) if matches!(proxy, Proxy::Url { next_on_failure: true, .. }) => failure = Some(error),
            answer => return answer,
        }
    }
    failure.map_or(Ok(Found::Nothing(asked)), Err)
}

fn of_proxy(client: &Newest, base: &IndexUrl, parts: &[&str]) -> Result<Found, Error> {
    for length in (1..=parts.len()).rev() {
        let module = escaped(&parts[..length].join("/"));
        let Some(latest) = client.get(base, &format!("{module}/@latest"), None)? else { continue };
        let host = latest.url.authority();
        let version = object(&latest.body).and_then(|document| text(&document, "Version").map(str::to_owned));
        let Some(version) = version else {
            return Err(Error::Answer { host, problem: "it names no `Version`".to_owned() });
        };
        if releases::numbers(version.trim_start_matches('v')).is_some() || is_pseudo(&version) {
            return Ok(Found::Version(version));
        }
        return Ok(Found::OnlyPreReleases);
    }
    Ok(Found::nothing(base))
}

fn is_part(part: &str) -> bool {
    !part.is_empty()
        && part != "."
        && part != ".."
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~+".contains(&byte))
}

/// `!burnt!sushi` of `BurntSushi`: an address knows no upper case.
fn escaped(path: &str) -> String {
    let mut found = String::with_capacity(path.len());
    for character in path.chars() {
        if character.is_ascii_uppercase() {
            found.push('!');
        }
        found.push(character.to_ascii_lowercase());
    }
    found
}

/// `v0.0.0-20250101120000-0123456789ab`, or the same behind `-0.` and `-pre.0.`.
fn is_pseudo(version: &str) -> bool {
    let mut parts = version.split('+').next().unwrap_or(version).rsplit('-');
    let commit = parts.next().unwrap_or_default();
    let date = parts.next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
    commit.len() == 12
        && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
        && date.len() == 14
        && date.bytes().all(|byte| byte.is_ascii_digit())
        && parts.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_pseudo};

    #[test]
    fn paths_and_versions() {
        assert_eq!(escaped("github.com/BurntSushi/toml"), "github.com/!burnt!sushi/toml");
        for version in ["v0.0.0-20250101120000-0123456789ab", "v1.2.4-0.20250101120000-0123456789ab+incompatible"] {
            assert!(is_pseudo(version), "{version}");
        }
        for version in ["v1.0.0-rc.1", "v1.0.0", "v1.0.0-20250101-0123456789ab", "20250101120000-0123456789ab"] {
            assert!(!is_pseudo(version), "{version}");
        }
    }
}
