//! Globs as a configuration writes them.
//!
//! Invariant: a pattern means what it means in a `.gitignore`: without a `/` before its end it is about a name at
//! any depth, else about a path from the folder of the configuration; a folder stands for everything in it.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Some patterns, ready to be matched against paths with `/` relative to the configuration's folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Globs {
    set: Option<GlobSet>,
}

impl Globs {
    /// Compiles `patterns`; those that [`check`] refuses are left out.
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut any = false;
        for glob in patterns.into_iter().filter_map(|pattern| compile(pattern).ok()).flatten() {
            builder.add(glob);
            any = true;
        }
        Self { set: builder.build().ok().filter(|_| any) }
    }

    pub(crate) fn is_match(&self, path: &str) -> bool {
        self.set.as_ref().is_some_and(|set| set.is_match(path))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.set.is_none()
    }
}

/// Why `pattern` is not a glob; `None` when it is one.
pub(crate) fn check(pattern: &str) -> Option<String> {
    if pattern.trim_matches('/').is_empty() {
        return Some("an empty glob matches nothing".to_owned());
    }
    compile(pattern).err().map(|error| format!("not a glob: {}", error.kind()))
}

/// The pattern for the file itself, and the one for everything below a folder of that name.
fn compile(pattern: &str) -> Result<[Glob; 2], globset::Error> {
    let trimmed = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
    let rooted = match trimmed.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        None if trimmed.contains('/') => trimmed.to_owned(),
        None => format!("**/{trimmed}"),
    };
    let build = |text: &str| GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build();
    Ok([build(&rooted)?, build(&format!("{rooted}/**"))?])
}

#[cfg(test)]
mod tests {
    use super::{Globs, check};

    #[test]
    fn names_match_at_any_depth_and_paths_from_the_folder() {
        let globs = Globs::new(["*.dock", "/build", "docs/*.json", "vendor/"]);
        for path in ["a.dock", "x/y/a.dock", "build", "build/x/y", "docs/a.json", "vendor/a/b", "x/vendor/b"] {
            assert!(globs.is_match(path), "{path}");
        }
        for path in ["a.docker", "x/build", "docs/x/a.json", "vendors/a"] {
            assert!(!globs.is_match(path), "{path}");
        }
        assert!(!Globs::default().is_match("a"));
    }

    #[test]
    fn broken_globs_are_named() {
        assert!(check("a[").is_some());
        assert!(check("/").is_some());
        assert!(check("**/x").is_none());
    }
}
