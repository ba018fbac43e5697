//! Repositories with RPM packages: those that the images of a distribution have switched on.
//!
//! Invariant: the answer is the newest of them all for x86_64, `epoch:version-release`; a package with module streams has
//! none, since which stream is switched on is for the image to say.

mod metadata;
mod repositories;
mod version;

use self::metadata::Primary;
use self::repositories::{Kind, Repository};
use super::{Error, Found, Newest, Versions, once};
use crate::packages::IndexUrl;
use std::sync::Arc;

pub(super) fn newest(client: &Newest, distribution: &str, release: &str, name: &str) -> Result<Found, Error> {
    let repositories = repositories::of(distribution, release);
    if repositories.is_empty() {
        return Ok(Found::Unsure);
    }
    let mut newest: Option<String> = None;
    let mut hosts = Vec::new();
    for repository in &repositories {
        let base = IndexUrl::parse(&repository.address)?;
        let Some(versions) = list(client, repository, &base)? else {
            if repository.kind == Kind::More {
                continue;
            }
            return Err(Error::Answer { host: base.host(), problem: format!("there is no `{base}`") });
        };
        if !hosts.contains(&base.host()) {
            hosts.push(base.host());
        }
        let Some(found) = versions.get(name) else { continue };
        if metadata::is_of_stream(found) {
            return Ok(Found::Unsure);
        }
        if newest.as_deref().is_none_or(|other| version::compare(found, other).is_gt()) {
            newest = Some(found.to_string());
        }
    }
    Ok(newest.map_or(Found::Nothing(hosts), Found::Version))
}

/// The addresses whose packages count, for the cache.
pub(super) fn addresses(distribution: &str, release: &str) -> Result<Vec<IndexUrl>, Error> {
    repositories::of(distribution, release).iter().map(|repository| IndexUrl::parse(&repository.address)).collect()
}

/// The newest version of each package of a repository, read once.
fn list(client: &Newest, repository: &Repository, base: &IndexUrl) -> Result<Option<Arc<Versions>>, Error> {
    once(&client.lists, &base.to_string(), || {
        let base = match repository.kind {
            Kind::List => &listed(client, base)?,
            Kind::Needed | Kind::More => base,
        };
        let Some(response) = client.get(base, "repodata/repomd.xml", None)? else { return Ok(None) };
        let host = response.url.authority();
        let problem = |problem: String| Error::Answer { host: host.clone(), problem };
        let primary = Primary::of(&response.body).map_err(problem)?;
        let Some(response) = client.get(base, &primary.path, None)? else {
            return Err(problem(format!("there is no `{}`", primary.path)));
        };
        primary.check(&response.body).map_err(problem)?;
        Ok(Some(Arc::new(metadata::newest(&response.body).map_err(problem)?)))
    })
}

/// The address that a list of mirrors names, which must be on the same host.
fn listed(client: &Newest, list: &IndexUrl) -> Result<IndexUrl, Error> {
    let text = list.to_string();
    let (folder, file) = text.rsplit_once('/').unwrap_or((&text, ""));
    let found = client.text(&IndexUrl::parse(folder)?, file)?.unwrap_or_default();
    let first = found.lines().map(str::trim).find(|line| line.starts_with("https://"));
    let address = first.map(IndexUrl::parse).transpose()?.filter(|address| address.host() == list.host());
    let problem = || format!("`{text}` names no repository of this host");
    address.ok_or_else(|| Error::Answer { host: list.host(), problem: problem() })
}
