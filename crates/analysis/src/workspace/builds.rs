//! Which builds the Compose and Bake files of the workspace ask for.
//!
//! Invariant: paths are those of the workspace; what cannot be known leaves a build out or its field empty.

use super::{Workspace, WorkspaceFile};
use crate::FileKind;
use plimsoll_model::builds::{self, BuildTarget, Setting};
use plimsoll_text::TextRange;

/// A build of a Dockerfile of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildUse {
    /// The file that asks for it.
    pub file: String,
    /// The service or target in it.
    pub name: String,
    /// Path of the Dockerfile.
    pub dockerfile: String,
    /// The folder of the context; `None` when it is not known.
    pub context: Option<String>,
    /// The stage that it builds; `None` for the last one, and for one that is not known.
    pub target: Option<String>,
    /// Whether it builds a stage that is not known.
    pub is_open: bool,
    /// Where the stage is written.
    pub target_range: Option<TextRange>,
    /// Names of further contexts, which `--from` may mean.
    pub contexts: Vec<String>,
    /// The platforms that it is built for (`linux/arm64`), as far as they are written out.
    pub platforms: Vec<String>,
    /// What the image that it makes is called, as far as that is written out.
    pub images: Vec<String>,
}

impl Workspace {
    /// The builds of the Dockerfile at `path`, in the order of the files that ask for them.
    pub fn builds_of<'w>(&'w self, path: &str) -> impl Iterator<Item = &'w BuildUse> + use<'w> {
        let path = path.to_owned();
        // What the configuration says replaces what is found.
        let is_configured = self.configured.iter().any(|build| build.dockerfile == path);
        let all = if is_configured { &self.configured } else { self.builds() };
        all.iter().filter(move |build| build.dockerfile == path)
    }

    /// The stages of the Dockerfile at `path` that are built to be shipped; `None` stands for the last one. Empty when
    /// nobody says. Stages to develop and test in are built for that alone, unless the configuration names them.
    pub(crate) fn targets_of(&self, path: &str) -> Vec<Option<&str>> {
        let is_aside = |build: &BuildUse| {
            let stage = build.target.as_deref().unwrap_or_default().to_ascii_lowercase();
            let file = build.file.rsplit('/').next().unwrap_or_default();
            ["dev", "test", "debug", "lint", "ci", "build", "local"]
                .iter()
                .any(|word| stage.contains(word) || file.contains(&format!(".{word}")))
                || file.contains("override")
        };
        let is_configured = self.configured.iter().any(|build| build.dockerfile == path);
        let mut targets = Vec::new();
        for build in self.builds_of(path) {
            if build.is_open {
                return Vec::new();
            }
            if is_configured || !is_aside(build) {
                targets.push(build.target.as_deref());
            }
        }
        targets
    }

    /// Whether `image`, as the Dockerfile at `path` writes it, comes from no registry: the name of a context that a build
    /// of that file is given, or of an image that a Compose or Bake file of the workspace builds.
    #[must_use]
    pub fn is_own_image(&self, path: &str, image: &str) -> bool {
        let plain = |image: &str| image.strip_suffix(":latest").unwrap_or(image).to_owned();
        let (name, host) = (plain(image), image.split_once('/').map_or("", |(host, _)| host));
        let is_remote = host.contains(['.', ':']) || host == "localhost";
        let is_context =
            |build: &BuildUse| build.dockerfile == path && build.contexts.iter().any(|it| plain(it) == name);
        let is_made = |build: &BuildUse| !is_remote && build.images.iter().any(|it| plain(it) == name);
        self.builds().iter().any(|build| is_context(build) || is_made(build))
    }

    /// Whether a pipeline or a Makefile builds a stage called `name`, or one that it computes: `--target worker`,
    /// `target: worker`. Texts are searched, not understood: what is found here only keeps rules silent.
    #[must_use]
    pub(crate) fn may_build_stage(&self, name: &str) -> bool {
        let is_it = |value: &str| {
            let value = value.trim_start_matches(['=', ' ', '\t']);
            let value = value.split([' ', '\t', '\\', ',']).next().unwrap_or("").trim_matches(['"', '\'']);
            value.contains('$') || value.eq_ignore_ascii_case(name)
        };
        self.files().filter(|file| is_pipeline(&file.path)).any(|file| {
            file.text.lines().any(|line| {
                let key = line.trim_start().trim_start_matches("- ");
                key.strip_prefix("target:").is_some_and(is_it)
                    || line.match_indices("--target").any(|(at, found)| is_it(&line[at + found.len()..]))
            })
        })
    }

    /// All builds of Dockerfiles.
    pub fn builds(&self) -> &[BuildUse] {
        self.builds.get_or_init(|| {
            let asked = self.files().flat_map(in_file);
            self.configured.iter().cloned().chain(asked).collect()
        })
    }
}

/// Whether the file is one that builds images in a pipeline or by hand.
fn is_pipeline(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    path.contains(".github/workflows/") || matches!(file, ".gitlab-ci.yml" | "Makefile" | "makefile" | "justfile")
}

/// The builds that `file` asks for.
fn in_file(file: &WorkspaceFile) -> Vec<BuildUse> {
    let targets = match file.kind {
        Some(FileKind::Compose) => builds::compose(&file.text),
        Some(FileKind::Bake) => builds::bake(&file.text, file.path.ends_with(".json")),
        _ => return Vec::new(),
    };
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    targets.into_iter().filter_map(|target| build_use(file, folder, target)).collect()
}

fn build_use(file: &WorkspaceFile, folder: &str, target: BuildTarget) -> Option<BuildUse> {
    let (stage, range) = match &target.target {
        Setting::Known { text, range } => (Some(text.clone()), *range),
        _ => (None, None),
    };
    Some(BuildUse {
        file: file.path.clone(),
        dockerfile: target.dockerfile_in(folder)?,
        context: target.context_in(folder),
        is_open: target.target == Setting::Unknown,
        target: stage,
        target_range: range,
        name: target.name,
        contexts: target.contexts,
        platforms: target.platforms,
        images: target.images,
    })
}
