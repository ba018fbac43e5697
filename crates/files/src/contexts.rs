//! Looks at the folders that Dockerfiles may be built from.
//!
//! Invariant: only what the rules wish for is looked at, one folder at a time and within a limit; what lies beyond it
//! stays unknown.

use crate::paths::Bases;
use crate::{index, read};
use ignore::gitignore::GitignoreBuilder;
use plimsoll_analysis::{Entry, FileKind, Listing, Presence, SourceFile, Wishes, Workspace, WorkspaceFile};
use plimsoll_model::context::Glob;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// More folders are not looked at in one run.
const MOST_FOLDERS: usize = 20_000;

/// A folder with more names is not looked at.
const MOST_NAMES: usize = 10_000;

/// Longer scripts are not read.
const LONGEST_SCRIPT: u64 = 64 << 10;

/// What was found around the Dockerfiles.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) listing: Listing,
    /// Scripts and ignore files.
    pub(crate) files: Vec<(PathBuf, WorkspaceFile)>,
}

/// Looks at what the rules wish to know for `dockerfiles`, which are files of `workspace`. `is_generated` says of which
/// absolute paths the configuration knows that a build makes them.
pub(crate) fn look(
    dockerfiles: &[SourceFile],
    workspace: &Workspace,
    bases: &Bases,
    is_generated: &dyn Fn(&Path) -> bool,
) -> Found {
    let mut look = Look {
        bases,
        is_generated,
        found: Found::default(),
        seen: BTreeSet::new(),
        ignored: BTreeSet::new(),
        left: MOST_FOLDERS,
    };
    let mut scripts = BTreeSet::new();
    for file in dockerfiles {
        let wishes = Wishes::of(file);
        // Paths in a workflow count from the root.
        let contexts = match file.kind {
            FileKind::Companion => vec![String::new()],
            _ => workspace.context_folders(&file.path).1,
        };
        look.text(&format!("{}.dockerignore", file.path), read::LARGEST_PARTNER);
        for context in contexts {
            look.text(&join(&context, ".dockerignore"), read::LARGEST_PARTNER);
            look.folder(&context);
            for folder in &wishes.folders {
                look.pattern(&context, folder);
            }
            for path in &wishes.paths {
                look.is_ignored(&join(&context, path));
            }
            for script in &wishes.scripts {
                let path = join(&context, script);
                look.text(&path, LONGEST_SCRIPT);
                scripts.insert(path);
            }
        }
    }
    look.ask_git(&scripts);
    look.found
}

struct Look<'b> {
    bases: &'b Bases,
    is_generated: &'b dyn Fn(&Path) -> bool,
    found: Found,
    /// Folders and files that were looked at.
    seen: BTreeSet<String>,
    ignored: BTreeSet<String>,
    left: usize,
}

impl Look<'_> {
    /// Lists the folder at `path` of the workspace, once.
    fn folder(&mut self, path: &str) {
        if self.left == 0 || !self.seen.insert(format!("{path}/")) {
            return;
        }
        let Ok(names) = std::fs::read_dir(self.bases.root.join(path)) else { return };
        self.left -= 1;
        let mut entries = Vec::new();
        for entry in names.take(MOST_NAMES + 1).flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            // A link counts as what it leads to; one that leads nowhere is there all the same.
            let metadata = std::fs::metadata(entry.path()).ok();
            let is_folder = metadata.as_ref().is_some_and(std::fs::Metadata::is_dir);
            let executable = metadata.filter(|_| !is_folder).and_then(|metadata| is_executable(&metadata));
            entries.push(Entry { name, is_folder, executable });
        }
        if entries.len() <= MOST_NAMES {
            self.found.listing.add_folder(path, entries);
        }
    }

    /// Lists the folders below `context` that a pattern stands for.
    fn pattern(&mut self, context: &str, pattern: &str) {
        let mut folders = vec![context.to_owned()];
        for part in pattern.split('/') {
            let glob = Glob::source(part);
            let mut next = Vec::new();
            for folder in folders {
                self.folder(&folder);
                let entries = self.found.listing.folder(&folder).unwrap_or_default();
                let wanted = entries.iter().filter(|entry| entry.is_folder && glob.matches(&entry.name));
                next.extend(wanted.map(|entry| join(&folder, &entry.name)));
            }
            folders = next;
        }
        for folder in folders {
            self.folder(&folder);
        }
    }

    /// Notes a path that is not there and that git ignores.
    fn is_ignored(&mut self, path: &str) {
        if !self.ignored.insert(path.to_owned()) || self.bases.root.join(path).symlink_metadata().is_ok() {
            return;
        }
        let full = self.bases.root.join(path);
        if (self.is_generated)(&full) {
            return self.found.listing.add_ignored(path);
        }
        let folders = full.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.bases.root));
        let files = folders.map(|folder| (folder.to_owned(), folder.join(".gitignore")));
        let exclude = (self.bases.root.clone(), self.bases.root.join(".git/info/exclude"));
        // The innermost file that says something decides.
        for (folder, file) in files.chain([exclude]).filter(|(_, file)| file.is_file()) {
            let mut builder = GitignoreBuilder::new(folder);
            let _ = builder.add(file);
            let Ok(ignore) = builder.build() else { continue };
            let matched = |is_folder: bool| ignore.matched_path_or_any_parents(&full, is_folder);
            if matched(true).is_ignore() || matched(false).is_ignore() {
                return self.found.listing.add_ignored(path);
            }
            if matched(false).is_whitelist() {
                return;
            }
        }
    }

    /// Reads the file at `path` of the workspace, if it is a text of at most `limit` bytes.
    fn text(&mut self, path: &str, limit: u64) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        let absolute = self.bases.root.join(path);
        let is_small = std::fs::metadata(&absolute).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= limit);
        if !is_small {
            return;
        }
        if let Some(text) = read::partner(&absolute).and_then(|bytes| String::from_utf8(bytes).ok()) {
            let file = WorkspaceFile { path: path.to_owned(), text: text.into(), kind: None };
            self.found.files.push((absolute, file));
        }
    }

    /// What git says of a script counts where the file system calls it not executable, or says nothing: a checkout
    /// elsewhere has the bit.
    fn ask_git(&mut self, scripts: &BTreeSet<String>) {
        let is_open = |listing: &Listing, path: &str| match listing.presence(path) {
            Presence::There(entry) => !entry.is_folder && entry.executable != Some(true),
            _ => false,
        };
        let open: Vec<&String> = scripts.iter().filter(|path| is_open(&self.found.listing, path)).collect();
        if open.is_empty() {
            return;
        }
        let Some(index) = index::read(&self.bases.root) else { return };
        for path in open {
            if let Some(executable) = index.get(path) {
                self.found.listing.set_executable(path, *executable);
            }
        }
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems do not say")]
fn is_executable(metadata: &std::fs::Metadata) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt;
    Some(metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &std::fs::Metadata) -> Option<bool> {
    None
}

fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Selection, collect};
    use plimsoll_analysis::{Entry, Presence, analyze};
    use plimsoll_config::Loader;
    use std::fs;
    use std::path::Path;

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn there(presence: Presence<'_>) -> Entry {
        match presence {
            Presence::There(entry) => entry.clone(),
            other => panic!("{other:?}"),
        }
    }

    const DOCKERFILE: &str = "FROM debian:12.11\nCOPY src/*/main.py dist/app.js made/x /app/\nCOPY run.sh /run.sh\n\
                              COPY READ.md /\nENTRYPOINT [\"/run.sh\"]\n";

    #[test]
    fn only_what_is_wished_for_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, ".git/HEAD", "");
        write(root, ".gitignore", "dist/\n");
        write(root, "plimsoll.toml", "[files]\ngenerated = [\"made\"]\n");
        write(root, "api/Dockerfile", DOCKERFILE);
        write(root, "api/run.sh", "#!/bin/sh\n");
        write(root, "api/.dockerignore", "*.md\n");
        write(root, "api/READ.md", "");
        write(root, "api/src/a/main.py", "");
        write(root, "api/src/a/deep/x.py", "");
        write(root, "other/y", "");
        let selection = Selection { paths: vec![root.join("api/Dockerfile")], ..Selection::default() };
        let collected = collect(&selection, &Loader::new());
        let listing = collected.listing();
        assert!(there(listing.presence("api/src/a")).is_folder);
        assert!(!there(listing.presence("api/src/a/main.py")).is_folder);
        assert_eq!(listing.presence("api/src/a/other.py"), Presence::Absent);
        assert_eq!(listing.presence("api/src/a/deep/x.py"), Presence::Unknown);
        assert_eq!(listing.presence("other/y"), Presence::Unknown);
        assert_eq!(listing.presence("api/dist/app.js"), Presence::Generated);
        assert_eq!(listing.presence("api/made/x"), Presence::Generated);
        let workspace = collected.workspace();
        assert_eq!(workspace.get("api/run.sh").map(|file| &*file.text), Some("#!/bin/sh\n"));

        let target = &collected.targets[0];
        let file = plimsoll_analysis::SourceFile::new(target.path.clone(), target.text.clone(), target.kind);
        let found = analyze(&file, &target.config.settings_for(&target.absolute), &workspace);
        let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
        assert!(rules.contains(&"dockerignored-source"), "{rules:?}");
        #[cfg(unix)]
        assert!(rules.contains(&"entrypoint-not-executable"), "{rules:?}");
    }

    #[test]
    fn compose_and_configuration_say_where_the_context_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, ".git/HEAD", "");
        write(root, "docker/Dockerfile", "FROM a AS b\nFROM b AS c\n");
        write(root, "app/x", "");
        write(root, "compose.yaml", "services:\n  a:\n    build: {context: app, dockerfile: ../docker/Dockerfile}\n");
        let selection = Selection { paths: vec![root.to_owned()], ..Selection::default() };
        let workspace = collect(&selection, &Loader::new()).workspace();
        assert_eq!(workspace.context_folders("docker/Dockerfile"), (true, vec!["app".to_owned()]));
        assert_eq!(workspace.contexts("docker/Dockerfile").all.len(), 1);
        write(
            root,
            "plimsoll.toml",
            "[[overrides]]\npaths = [\"docker\"]\nbuild = {context = \"docker\", target = \"b\"}\n",
        );
        let workspace = collect(&selection, &Loader::new()).workspace();
        assert_eq!(workspace.context_folders("docker/Dockerfile"), (true, vec!["docker".to_owned()]));
        let build = workspace.builds_of("docker/Dockerfile").next().unwrap();
        assert_eq!((build.file.as_str(), build.target.as_deref()), ("plimsoll.toml", Some("b")));
    }

    #[test]
    fn a_compose_file_with_a_dockerfile_is_linted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "compose.yaml", "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM debian\n");
        write(root, "b/compose.yaml", "services:\n  a:\n    image: debian\n");
        let selection = Selection { paths: vec![root.to_owned()], ..Selection::default() };
        let collected = collect(&selection, &Loader::new());
        let paths: Vec<&str> = collected.targets.iter().map(|target| target.path.as_str()).collect();
        assert_eq!(paths, ["compose.yaml"]);
    }
}
