//! The newest release of a package, from the index that its manager would ask.
//!
//! Invariants: an answer is never a pre-release and never a version that was taken back; each package is asked for once, and
//! an index that lists everything is read once, in the life of a [`Newest`].

mod alpine;
mod archive;
mod cargo;
mod conda;
mod debian_version;
mod gems;
mod go;
mod go_environment;
mod launchpad;
mod npm;
mod npmrc;
mod nuget;
mod packed;
mod releases;
mod rpm;
mod sources;

pub use sources::Sources;

use super::netrc::Netrc;
use super::{Error, IndexUrl, Once, once};
use crate::cache::Cache;
use crate::transport::{Authorization, Proxies, Request, Response, Transport, TransportOptions, Url};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The longest answer that is read. The lists of a distribution have up to 25 MB (2026-11).
const ANSWER: u64 = 64 * 1024 * 1024;

/// An index of packages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageIndex {
    /// The registry of npm.
    Npm,
    /// `rubygems.org`
    RubyGems,
    /// The proxy of Go modules; a name is the path of a package or module.
    Go,
    /// `crates.io`
    CratesIo,
    /// `nuget.org`
    NuGet,
    /// A channel of conda.
    Conda {
        /// `conda-forge`
        channel: String,
    },
    /// The archive of Debian.
    Debian {
        /// `bookworm`
        codename: String,
    },
    /// The archive of Ubuntu.
    Ubuntu {
        /// `noble`
        codename: String,
    },
    /// The repositories `main` and `community` of Alpine.
    Alpine {
        /// `v3.22` or `edge`
        branch: String,
    },
    /// The repositories of a distribution with RPM packages; versions are `epoch:version-release`.
    Rpm {
        /// `fedora`
        distribution: String,
        /// `43`
        release: String,
    },
}

/// How indexes are asked.
#[derive(Clone, Debug)]
pub struct NewestOptions {
    /// Where the indexes are.
    pub sources: Sources,
    /// Hosts, with or without port, that may be asked over http or with an unknown certificate.
    pub insecure: Vec<String>,
    /// Hosts that may be asked although they are link-local or of this machine.
    pub allowed_hosts: Vec<String>,
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

impl NewestOptions {
    /// The defaults with these sources.
    #[must_use]
    pub fn new(sources: Sources) -> Self {
        Self {
            sources,
            insecure: Vec::new(),
            allowed_hosts: Vec::new(),
            timeout: Duration::from_secs(60),
            retries: 2,
            concurrency: 8,
            cache: Cache::default(),
            netrc: None,
            proxies: Proxies::from_environment(),
        }
    }
}

/// A client for all indexes; shared by threads.
pub struct Newest {
    options: NewestOptions,
    transport: Transport,
    netrc: Netrc,
    answers: Once<String>,
    lists: Once<Option<Arc<Versions>>>,
}

/// Versions by package, as one list of a distribution has them.
type Versions = BTreeMap<Box<str>, Box<str>>;

impl Newest {
    /// A client that reads `.netrc` and opens no connection yet.
    #[must_use]
    pub fn new(options: NewestOptions) -> Self {
        let transport = Transport::new(TransportOptions {
            insecure: options.insecure.clone(),
            allowed: options.allowed_hosts.clone(),
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
        Self { options, transport, netrc, answers: Mutex::default(), lists: Mutex::default() }
    }

    /// The newest release of `name` in `index`, as its manager writes versions: `11.6.2`, `v0.20.0`, `7.88.1-10+deb12u14`.
    ///
    /// # Errors
    /// The index does not have it, has only pre-releases, or could not be asked.
    pub fn version(&self, index: &PackageIndex, name: &str) -> Result<String, Error> {
        once(&self.answers, &format!("{index} {name}"), || self.kept(index, name))
    }

    /// From the cache, else from the index.
    fn kept(&self, index: &PackageIndex, name: &str) -> Result<String, Error> {
        let asked = self.options.sources.described(index, name)?;
        let key = format!("newest-1 {index} {asked} {name}");
        if let Some(kept) = self.options.cache.get(&key) {
            match &kept.value {
                Value::String(version) => return Ok(version.clone()),
                Value::Bool(_) => return Err(Error::Unsure { name: name.to_owned() }),
                Value::Null => return Err(Error::NotFound { name: name.to_owned(), hosts: vec![index.to_string()] }),
                _ => {}
            }
        }
        if self.options.cache.is_offline() {
            return Err(Error::Offline { name: name.to_owned() });
        }
        let answer = self.ask(index, name);
        match &answer {
            Ok(version) => self.options.cache.put(&key, json!(version)),
            Err(Error::Unsure { .. }) => self.options.cache.put(&key, json!(false)),
            Err(Error::NotFound { .. }) => self.options.cache.put(&key, Value::Null),
            Err(_) => {}
        }
        answer
    }

    fn ask(&self, index: &PackageIndex, name: &str) -> Result<String, Error> {
        let found = match index {
            PackageIndex::Npm => npm::newest(self, name),
            PackageIndex::RubyGems => gems::newest(self, name),
            PackageIndex::Go => go::newest(self, name),
            PackageIndex::CratesIo => cargo::newest(self, name),
            PackageIndex::NuGet => nuget::newest(self, name),
            PackageIndex::Conda { channel } => conda::newest(self, channel, name),
            PackageIndex::Debian { codename } => archive::newest_in_debian(self, codename, name),
            PackageIndex::Ubuntu { codename } => archive::newest_in_ubuntu(self, codename, name),
            PackageIndex::Alpine { branch } => alpine::newest(self, branch, name),
            PackageIndex::Rpm { distribution, release } => rpm::newest(self, distribution, release, name),
        }?;
        // What goes into a command of a shell must be a version and nothing else, whoever answers.
        let is_version = |byte: u8| byte.is_ascii_alphanumeric() || b".-+~^:_".contains(&byte);
        match found {
            Found::Version(version)
                if !version.is_empty() && version.len() < 128 && version.bytes().all(is_version) =>
            {
                Ok(version)
            }
            Found::Version(_) => {
                Err(Error::Answer { host: index.to_string(), problem: format!("the version of `{name}` is none") })
            }
            Found::OnlyPreReleases => Err(Error::NoRelease { name: name.to_owned(), index: index.to_string() }),
            Found::Unsure => Err(Error::Unsure { name: name.to_owned() }),
            Found::Nothing(hosts) => Err(Error::NotFound { name: name.to_owned(), hosts }),
        }
    }

    /// The answer at `path` of an index; `None` when there is none. A mirror takes the place of the index's host, and the
    /// next mirror is asked when one cannot be.
    fn get(&self, base: &IndexUrl, path: &str, accept: Option<&str>) -> Result<Option<Response>, Error> {
        let mut failure = None;
        for base in self.options.sources.places(base)? {
            match self.get_at(&base, path, accept) {
                Err(error) => failure = Some(error),
                answer => return answer,
            }
        }
        Err(failure.unwrap_or_else(|| no_address(path)))
    }

    fn get_at(&self, base: &IndexUrl, path: &str, accept: Option<&str>) -> Result<Option<Response>, Error> {
        let url = base.url.join(path).ok_or_else(|| no_address(path))?;
        // A path that climbs out of the index is no path of it.
        if !url.to_string().starts_with(&base.url.to_string()) {
            return Err(no_address(path));
        }
        let (authorization, source) = self.authorization(base, &url).unzip();
        let mut request = Request::get(url, ANSWER).authorization(authorization);
        if let Some(accept) = accept {
            request = request.accept(accept);
        }
        let response = self.transport.send(&request)?;
        let host = response.url.authority();
        match response.status {
            200 => Ok(Some(response)),
            404 | 410 => Ok(None),
            401 | 403 => Err(Error::SignIn { host, source }),
            status => Err(crate::Error::Status { host, status, detail: None }.into()),
        }
    }

    /// The address and `.netrc` speak for all indexes, `.npmrc` for the registries that it names.
    fn authorization(&self, base: &IndexUrl, url: &Url) -> Option<(Authorization, &'static str)> {
        base.authorization(&self.netrc).or_else(|| self.options.sources.npmrc.authorization(url))
    }

    /// A JSON document of an index.
    fn json(&self, base: &IndexUrl, path: &str, accept: Option<&str>) -> Result<Option<Value>, Error> {
        let Some(response) = self.get(base, path, accept)? else { return Ok(None) };
        let host = response.url.authority();
        let problem = |problem: String| Error::Answer { host: host.clone(), problem };
        let body = packed::unpacked(response.body, ANSWER).map_err(problem)?;
        let value: Value = serde_json::from_slice(&body).map_err(|error| problem(format!("no JSON: {error}")))?;
        if value.is_object() { Ok(Some(value)) } else { Err(problem("no JSON object".to_owned())) }
    }

    /// A text document of an index.
    fn text(&self, base: &IndexUrl, path: &str) -> Result<Option<String>, Error> {
        let Some(response) = self.get(base, path, None)? else { return Ok(None) };
        let host = response.url.authority();
        let text = packed::unpacked(response.body, ANSWER)
            .and_then(|body| String::from_utf8(body).map_err(|_| "no UTF-8 text".to_owned()));
        text.map(Some).map_err(|problem| Error::Answer { host, problem })
    }

    /// A list of many packages, read once; `None` when the index does not have it.
    fn list(
        &self,
        base: &IndexUrl,
        path: &str,
        read: impl FnOnce(&[u8]) -> Result<Versions, String>,
    ) -> Result<Option<Arc<Versions>>, Error> {
        once(&self.lists, &format!("{base}/{path}"), || {
            let Some(response) = self.get(base, path, None)? else { return Ok(None) };
            let host = response.url.authority();
            let versions = read(&response.body).map_err(|problem| Error::Answer { host, problem })?;
            Ok(Some(Arc::new(versions)))
        })
    }
}

impl fmt::Debug for Newest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Newest").field("options", &self.options).finish_non_exhaustive()
    }
}

impl fmt::Display for PackageIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Npm => f.write_str("npm"),
            Self::RubyGems => f.write_str("RubyGems"),
            Self::Go => f.write_str("Go modules"),
            Self::CratesIo => f.write_str("crates.io"),
            Self::NuGet => f.write_str("NuGet"),
            Self::Conda { channel } => write!(f, "conda {channel}"),
            Self::Debian { codename } => write!(f, "Debian {codename}"),
            Self::Ubuntu { codename } => write!(f, "Ubuntu {codename}"),
            Self::Alpine { branch } => write!(f, "Alpine {branch}"),
            Self::Rpm { distribution, release } => write!(f, "{distribution} {release}"),
        }
    }
}

/// What an index says of a package.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Version(String),
    OnlyPreReleases,
    /// No host of these has the package.
    Nothing(Vec<String>),
    /// Which version is installed is not for the index to say.
    Unsure,
}

impl Found {
    /// The version, or that there are only pre-releases.
    fn released(version: Option<impl Into<String>>) -> Self {
        version.map_or(Self::OnlyPreReleases, |version| Self::Version(version.into()))
    }

    fn nothing(base: &IndexUrl) -> Self {
        Self::Nothing(vec![base.host()])
    }
}

/// Whether a name can be part of an address as it is.
fn is_plain(name: &str) -> bool {
    let first = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    first && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte))
}

fn no_address(name: &str) -> Error {
    Error::Address { shown: name.to_owned(), problem: "leads to no web address" }
}
