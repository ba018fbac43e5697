//! Versions of packages: of Python in [`Index`], from indexes with the Simple Repository API; of all others in [`Newest`].
//!
//! Invariants: each project is asked for once in the life of an [`Index`]; credentials go to the host that they were given
//! for and are in no message; a name that several indexes know differently has no answer.
//!
//! Sources: PEP 503 (HTML), 691 (JSON), 592 (yanked), 658 and 714 (metadata); PyPA specification "Simple repository API",
//! 2026-11.

mod address;
mod error;
mod html;
mod json;
mod metadata;
mod netrc;
mod newest;
mod pip;
mod project;

pub use address::{IndexUrl, PYPI};
pub use error::Error;
pub use metadata::Metadata;
pub use newest::{Newest, NewestOptions, PackageIndex, Sources};
pub use pip::PipConfiguration;
pub use project::{CoreMetadata, File, Project};

use crate::cache::{Cache, hex};
use crate::transport::{Proxies, Request, Response, Transport, TransportOptions, Url};
use netrc::Netrc;
use project::normalized;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// The longest page that is read. The longest of PyPI have about 30 MB (2026-11).
const PAGE: u64 = 64 * 1024 * 1024;

/// The longest metadata that is read; its description is a README.
const METADATA: u64 = 4 * 1024 * 1024;

/// JSON first, as PEP 691 recommends.
const ACCEPT: &str = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";

/// Which indexes are asked, and how.
#[derive(Clone, Debug)]
pub struct IndexOptions {
    /// The index; PyPI unless something else is said.
    pub url: IndexUrl,
    /// Further ones.
    pub extra_urls: Vec<IndexUrl>,
    /// Hosts, with or without port, that may be asked over http or with an unknown certificate.
    pub insecure: Vec<String>,
    /// For one request with its answer.
    pub timeout: Duration,
    /// How often a request is sent again.
    pub retries: u32,
    /// Requests at the same time for one host.
    pub concurrency: usize,
    /// Where answers are kept; its mode says whether a connection is opened at all.
    pub cache: Cache,
    /// Instead of the user's `.netrc`.
    pub netrc: Option<PathBuf>,
    /// The proxies that connections go through.
    pub proxies: Proxies,
}

impl IndexOptions {
    /// The indexes that pip's configuration names, else PyPI.
    ///
    /// # Errors
    /// The configuration says that there is no index.
    pub fn new(pip: &PipConfiguration) -> Result<Self, Error> {
        if pip.no_index {
            return Err(Error::Address {
                shown: "no-index".to_owned(),
                problem: "in pip's configuration forbids to ask",
            });
        }
        let url = pip.index_url.clone().map_or_else(|| IndexUrl::parse(PYPI), Ok)?;
        Ok(Self {
            url,
            extra_urls: pip.extra_index_urls.clone(),
            insecure: pip.trusted_hosts.clone(),
            timeout: Duration::from_secs(60),
            retries: 2,
            concurrency: 8,
            cache: Cache::default(),
            netrc: None,
            proxies: Proxies::from_environment(),
        })
    }

    /// What a requirements file or a command says of indexes, which counts before the configuration; as for pip, each option
    /// by itself.
    ///
    /// # Errors
    /// One of the addresses cannot be used.
    pub fn named(mut self, url: Option<&str>, extra_urls: &[String], trusted_hosts: &[String]) -> Result<Self, Error> {
        if let Some(url) = url {
            self.url = IndexUrl::parse(url)?;
        }
        if !extra_urls.is_empty() {
            self.extra_urls = extra_urls.iter().map(|url| IndexUrl::parse(url)).collect::<Result<_, _>>()?;
        }
        self.insecure.extend(trusted_hosts.iter().cloned());
        Ok(self)
    }
}

/// A client for one set of indexes; shared by threads.
pub struct Index {
    options: IndexOptions,
    transport: Transport,
    netrc: Netrc,
    projects: Once<Arc<Project>>,
    metadata: Once<Option<Arc<Metadata>>>,
}

/// Answers by question, each asked for once, also by threads that ask at the same time.
type Once<T> = Mutex<HashMap<String, Arc<OnceLock<Result<T, Error>>>>>;

impl Index {
    /// A client that reads `.netrc` and opens no connection yet.
    #[must_use]
    pub fn new(options: IndexOptions) -> Self {
        let transport = Transport::new(TransportOptions {
            insecure: options.insecure.clone(),
            timeout: options.timeout,
            retries: options.retries,
            concurrency: options.concurrency,
            proxies: options.proxies.clone(),
            ..TransportOptions::default()
        });
        let netrc = match &options.netrc {
            Some(path) => Netrc::of_file(path),
            None => Netrc::of_user(&|name| std::env::var(name).ok()),
        };
        Self { options, transport, netrc, projects: Mutex::default(), metadata: Mutex::default() }
    }

    /// All files of a project, whatever way its name is written.
    ///
    /// # Errors
    /// No index has it, several have it differently, or one of them could not be asked.
    pub fn project(&self, name: &str) -> Result<Arc<Project>, Error> {
        let name = normalized(name);
        once(&self.projects, &name, || self.ask_all(&name).map(Arc::new))
    }

    /// The metadata of a file; `None` when the index does not offer it on its own.
    ///
    /// # Errors
    /// It is offered and cannot be had, or is not what its digest says.
    pub fn metadata(&self, file: &File) -> Result<Option<Arc<Metadata>>, Error> {
        let CoreMetadata::Offered(hashes) = &file.core_metadata else { return Ok(None) };
        once(&self.metadata, &file.url, || self.ask_metadata(file, hashes).map(|it| Some(Arc::new(it))))
    }

    fn ask_all(&self, name: &str) -> Result<Project, Error> {
        let urls: Vec<&IndexUrl> = std::iter::once(&self.options.url).chain(&self.options.extra_urls).collect();
        let mut asked: Vec<&IndexUrl> = Vec::new();
        let mut found: Vec<(String, Project)> = Vec::new();
        for url in urls {
            if asked.iter().any(|other| other.url == url.url) {
                continue;
            }
            asked.push(url);
            if let Some(project) = self.ask(url, name)? {
                found.push((url.host(), project));
            }
        }
        let differ = found.windows(2).any(|pair| files(&pair[0].1) != files(&pair[1].1));
        let hosts = || found.iter().map(|(host, _)| host.clone()).collect();
        if differ {
            return Err(Error::SeveralIndexes { name: name.to_owned(), hosts: hosts() });
        }
        let all = asked.iter().map(|url| url.host()).collect();
        found.into_iter().next().map(|it| it.1).ok_or(Error::NotFound { name: name.to_owned(), hosts: all })
    }

    /// What one index says; `None` when it does not know the name.
    fn ask(&self, index: &IndexUrl, name: &str) -> Result<Option<Project>, Error> {
        let key = format!("simple-1 {index} {name}");
        if let Some(kept) = self.options.cache.get(&key) {
            if kept.value.is_null() {
                return Ok(None);
            }
            if let Some(project) = Project::from_json(name, &kept.value) {
                return Ok(Some(project));
            }
        }
        if self.options.cache.is_offline() {
            return Err(Error::Offline { name: name.to_owned() });
        }
        let page = index.url.join(&format!("{name}/")).ok_or_else(|| no_address(name))?;
        let (authorization, source) = index.authorization(&self.netrc).unzip();
        let request = Request::get(page, PAGE).accept(ACCEPT).authorization(authorization);
        let response = self.transport.send(&request)?;
        let host = response.url.authority();
        match response.status {
            200 => {}
            404 | 410 => {
                self.options.cache.put(&key, Value::Null);
                return Ok(None);
            }
            401 | 403 => return Err(Error::SignIn { host, source }),
            status => return Err(crate::Error::Status { host, status, detail: None }.into()),
        }
        let (files, page) = read(&response, name).map_err(|problem| Error::Answer { host, problem })?;
        let project = Project { name: name.to_owned(), files, from_cache: false };
        self.options.cache.put(&key, project.to_json(&page));
        Ok(Some(project))
    }

    fn ask_metadata(
        &self,
        file: &File,
        hashes: &std::collections::BTreeMap<String, String>,
    ) -> Result<Metadata, Error> {
        // The metadata of a file never changes, so its answer is as good at any age.
        let key = format!("metadata-1 {}", file.url);
        let kept = Cache { ttl: Duration::MAX, ..self.options.cache.clone() }.get(&key);
        if let Some(metadata) = kept.as_ref().and_then(|kept| Metadata::parse(kept.value.as_str()?)) {
            return Ok(metadata);
        }
        if self.options.cache.is_offline() {
            return Err(Error::Offline { name: file.filename.clone() });
        }
        let (Some(url), Some(page)) = (Url::parse(&format!("{}.metadata", file.url)), Url::parse(&file.page)) else {
            return Err(no_address(&file.filename));
        };
        let indexes = std::iter::once(&self.options.url).chain(&self.options.extra_urls);
        let own = indexes.into_iter().find(|index| index.url.same_origin(&url));
        let (authorization, source) = own.and_then(|index| index.authorization(&self.netrc)).unzip();
        let request = Request::get(url, METADATA).authorization(authorization).named_by(&page);
        let response = self.transport.send(&request)?;
        let host = response.url.authority();
        match response.status {
            200 => {}
            401 | 403 => return Err(Error::SignIn { host, source }),
            status => return Err(crate::Error::Status { host, status, detail: None }.into()),
        }
        let problem = |problem: &str| Error::Answer { host: host.clone(), problem: problem.to_owned() };
        if hashes.get("sha256").is_some_and(|expected| *expected != hex(&Sha256::digest(&response.body))) {
            return Err(problem("the metadata is not what its digest says"));
        }
        let text = String::from_utf8_lossy(&response.body).into_owned();
        let metadata = Metadata::parse(&text).ok_or_else(|| problem("the metadata cannot be read"))?;
        // The description behind the headers is of no use here.
        let headers = text.replace("\r\n", "\n").split("\n\n").next().unwrap_or_default().to_owned();
        self.options.cache.put(&key, json!(headers));
        Ok(metadata)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("options", &self.options).finish_non_exhaustive()
    }
}

/// The files of an answer, and the address that they are relative to.
fn read(response: &Response, name: &str) -> Result<(Vec<File>, Url), String> {
    let kind = response.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_json = kind.contains("json") || !kind.contains("html") && response.body.trim_ascii_start().starts_with(b"{");
    let (raw, page) = if is_json {
        (json::read(&response.body, name)?, response.url.clone())
    } else {
        let read = html::read(&response.body)?;
        let page = read.base.and_then(|base| response.url.join(&base));
        (read.files, page.unwrap_or_else(|| response.url.clone()))
    };
    Ok((raw.into_iter().filter_map(|raw| File::new(raw, name, &page)).collect(), page))
}

/// What two indexes must agree on: names and digests of all files.
fn files(project: &Project) -> BTreeSet<(&str, Option<&String>)> {
    project.files.iter().map(|file| (file.filename.as_str(), file.hashes.get("sha256"))).collect()
}

fn no_address(name: &str) -> Error {
    Error::Address { shown: name.to_owned(), problem: "leads to no web address" }
}

/// The answer to `key`, made by the first who asks.
fn once<T: Clone>(map: &Once<T>, key: &str, make: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let cell = {
        let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(map.entry(key.to_owned()).or_default())
    };
    cell.get_or_init(make).clone()
}
