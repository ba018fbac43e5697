//! Where hadolint looks for its file.
//!
//! Invariant: the first file that is there counts, and no other; the folder of a Dockerfile does not matter. Source:
//! hadolint's README, "Configure", and what its version 2.15.1 opens (2026-11).

use std::path::{Path, PathBuf};

/// The file that counts, if there is one. `get` reads the environment.
pub(super) fn find(working: &Path, get: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    candidates(working, get).into_iter().find(|path| path.is_file())
}

fn candidates(working: &Path, get: impl Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    let home = get(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let settings = match cfg!(windows) {
        true => get("LOCALAPPDATA"),
        false => get("XDG_CONFIG_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| home.as_ref().map(|home| home.join(".config"))),
    };
    let mut stems = vec![working.join(".hadolint")];
    stems.extend(settings.map(|folder| folder.join("hadolint")));
    if let Some(home) = home {
        stems.extend([home.join(".hadolint/hadolint"), home.join(".hadolint/config"), home.join(".hadolint")]);
    }
    let endings = |stem: PathBuf| {
        ["yaml", "yml"].map(|ending| {
            let mut path = stem.clone().into_os_string();
            path.push(format!(".{ending}"));
            PathBuf::from(path)
        })
    };
    stems.into_iter().flat_map(endings).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::candidates;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_order() {
        let shown = |paths: Vec<PathBuf>| -> Vec<String> {
            paths.iter().map(|path| path.to_string_lossy().into_owned()).filter(|path| path.ends_with("yaml")).collect()
        };
        let home = |name: &str| (name == "HOME").then(|| PathBuf::from("/h"));
        assert_eq!(
            shown(candidates(Path::new("/w"), home)),
            [
                "/w/.hadolint.yaml",
                "/h/.config/hadolint.yaml",
                "/h/.hadolint/hadolint.yaml",
                "/h/.hadolint/config.yaml",
                "/h/.hadolint.yaml",
            ]
        );
        let xdg = |name: &str| (name == "XDG_CONFIG_HOME").then(|| PathBuf::from("/x"));
        assert_eq!(shown(candidates(Path::new("/w"), xdg)), ["/w/.hadolint.yaml", "/x/hadolint.yaml"]);
    }
}
