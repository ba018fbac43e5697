//! Asks registries, servers and indexes, for the commands that were told to.
//!
//! Invariant: nothing is asked before somebody calls; `lint` without `--online` never makes an [`Ask`].

mod newest;
mod questions;

use crate::arguments::Registry;
use crate::progress::Progress;
use plimsoll_analysis::{FileKind, ImageFacts, Level, SourceFile, registry};
use plimsoll_config::Loader;
use plimsoll_files::{Collected, Problem};
use plimsoll_pin::images::{State, places};
use plimsoll_registry::packages::{Index, Newest};
use plimsoll_registry::{CacheMode, Client, Options, Reference, Web};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// A way to ask registries, servers and indexes.
pub(crate) struct Ask {
    client: Client,
    web: Web,
    /// pip's index, once somebody asks it.
    pypi: OnceLock<Result<Index, String>>,
    /// All other indexes, once somebody asks one.
    newest: OnceLock<Result<Newest, String>>,
    options: Options,
}

/// What a registry said of one reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What its tag names: `sha256:…`. Empty when only a tag was looked for, and there is none.
    pub(crate) digest: String,
    /// When that was pushed or built.
    pub(crate) date: Option<String>,
    /// The tag that names a digest, when that was the question.
    pub(crate) tag: Option<String>,
}

impl Ask {
    /// As the arguments and the configuration of the current folder say. With `fresh`, what the cache holds is not good
    /// enough unless no connection may be opened.
    ///
    /// # Errors
    /// The message is for the user.
    pub(crate) fn new(arguments: &Registry, loader: &Loader, fresh: bool) -> Result<Self, String> {
        let mut mirrors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (host, url) in &arguments.mirror {
            mirrors.entry(host.clone()).or_default().push(url.clone());
        }
        let current = std::env::current_dir().map(|folder| loader.for_folder(&folder).config);
        if let Ok(config) = current {
            for (host, urls) in &config.mirrors {
                mirrors.entry(host.clone()).or_default().extend(urls.iter().cloned());
            }
        }
        let mode = match (arguments.offline, arguments.refresh || fresh) {
            (true, _) => CacheMode::Offline,
            (_, true) => CacheMode::Refresh,
            _ => CacheMode::Use,
        };
        let insecure = arguments.insecure_registry.clone();
        let allowed_hosts = arguments.allow_host.clone();
        let mut options = Options { insecure, allowed_hosts, mirrors, ..Options::default() };
        options.cache.mode = mode;
        if let Some(seconds) = arguments.timeout {
            options.timeout = Duration::from_secs(seconds);
        }
        let client = Client::new(options.clone()).map_err(|error| error.to_string())?;
        let web = Web::new(&options);
        Ok(Self { client, web, pypi: OnceLock::new(), newest: OnceLock::new(), options })
    }

    /// What the tags of `images` name, in the same order; each image is asked for once. `step` is called for each
    /// answer. With `dates` the build date is asked for where the registry does not tell when it was pushed.
    pub(crate) fn digests(
        &self,
        images: &[&str],
        dates: bool,
        step: &(dyn Fn() + Sync),
    ) -> Vec<Result<Answer, String>> {
        let parsed: Vec<Result<Reference, String>> =
            images.iter().map(|image| image.parse::<Reference>().map_err(|error| error.to_string())).collect();
        let references: Vec<Reference> = parsed.iter().flatten().cloned().collect();
        let mut resolved = self.client.resolve_all(&references, &|_, _| step()).into_iter();
        let answers = parsed.into_iter().map(|reference| {
            let reference = reference?;
            let Some(resolved) = resolved.next() else { return Err("was not asked for".to_owned()) };
            let resolved = resolved.map_err(|error| error.to_string())?;
            let digest = resolved.digest;
            let date = match resolved.pushed {
                // A date that cannot be had is no reason to leave the image unpinned.
                None if dates => self.client.created(&reference, &digest).ok().flatten(),
                date => date,
            };
            Ok(Answer { digest, date, tag: None })
        });
        answers.collect()
    }

    /// What `image` says of itself.
    fn description(&self, image: &str) -> Result<ImageFacts, String> {
        let reference = image.parse::<Reference>().map_err(|error| error.to_string())?;
        let resolved = self.client.resolve(&reference).map_err(|error| error.to_string())?;
        let found = self.client.described(&reference, &resolved.digest).map_err(|error| error.to_string())?;
        Ok(ImageFacts {
            platforms: found.platforms,
            has_healthcheck: found.has_healthcheck,
            user: found.user,
            working_directory: found.working_directory,
            variables: found.variables.into_iter().collect(),
            has_entrypoint: found.has_entrypoint,
        })
    }

    /// The tag that names the digest of `image`.
    pub(crate) fn tag(&self, image: &str) -> Result<Answer, String> {
        let reference = image.parse::<Reference>().map_err(|error| error.to_string())?;
        let tag = self.client.tag_of(&reference).map_err(|error| error.to_string())?;
        Ok(Answer { digest: String::new(), date: None, tag })
    }
}

/// Asks for everything that rules want to know, and puts the answers into the workspace of `collected`. What has no answer
/// is a problem of each file that names it.
pub(crate) fn ask_for_rules(collected: &mut Collected, ask: &Ask, quiet: bool) {
    digests(collected, ask, quiet);
    questions::ask_all(collected, ask, quiet);
}

/// The rule whose fix needs a registry.
const RULE: &str = "unpinned-base-digest";

/// Asks what the tags name that may be pinned.
fn digests(collected: &mut Collected, ask: &Ask, quiet: bool) {
    let Some(rule) = registry::by_id(RULE) else { return };
    let workspace = collected.workspace();
    let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for target in collected.targets.iter().filter(|target| target.kind == FileKind::Dockerfile) {
        let settings = target.config.settings_for(&target.absolute);
        if settings.level(rule) == Level::Off {
            continue;
        }
        let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
        for place in places(&file, &settings, &workspace) {
            // Which tag an image without one should have is for a person to say.
            if matches!(place.state, State::Open { untagged: false, .. }) {
                wanted.entry(place.image).or_default().push(target.shown.clone());
            }
        }
    }
    let images: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let progress = Progress::new(images.len(), "images", quiet);
    let answers = ask.digests(&images, false, &|| progress.step());
    progress.finish();
    for ((image, files), answer) in wanted.iter().zip(answers) {
        match answer {
            Ok(answer) => _ = collected.digests.insert(image.clone(), answer.digest),
            Err(message) => {
                for file in files {
                    collected.problems.insert(Problem::new(file, format!("`{image}`: {message}")));
                }
            }
        }
    }
}
