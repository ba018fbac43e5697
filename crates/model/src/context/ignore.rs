//! `.dockerignore`.
//!
//! Invariant: the last line that matches a path or a folder around it decides, as in Docker's own reader.
//!
//! Example: after `docs` and `!docs/README.md` the file `docs/a.md` is held back and `docs/README.md` is not.

use super::glob::Glob;
use plimsoll_text::{TextRange, range};

/// A `.dockerignore` file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DockerIgnore {
    /// Its patterns in order.
    pub patterns: Vec<IgnorePattern>,
}

/// A line of `.dockerignore`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnorePattern {
    /// As Docker reads it: without `!`, leading `/`, `.` and `..`.
    pub text: String,
    /// Whether it lets through what an earlier one holds back.
    pub is_exception: bool,
    /// The line in the file, without blanks around it.
    pub range: TextRange,
    glob: Glob,
}

impl DockerIgnore {
    /// Reads the text of the file. Cannot fail.
    ///
    /// Source: moby/patternmatcher, `ignorefile.ReadAll` and `patternmatcher.New`, described in Docker's documentation,
    /// "Build context", 2026-11.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut patterns = Vec::new();
        for line in plimsoll_text::lines(text) {
            let content = line.text.trim_start_matches('\u{feff}');
            if content.starts_with('#') {
                continue;
            }
            let trimmed = content.trim();
            let start = line.start + line.text.len() - content.len() + (content.len() - content.trim_start().len());
            let (is_exception, pattern) = match trimmed.strip_prefix('!') {
                Some(rest) => (true, rest.trim()),
                None => (false, trimmed),
            };
            let text = clean(pattern);
            if text.is_empty() {
                continue;
            }
            let glob = Glob::ignore(&text);
            patterns.push(IgnorePattern { text, is_exception, range: range(start, start + trimmed.len()), glob });
        }
        Self { patterns }
    }

    /// The line that holds back the file or folder at `path`; `None` when it is sent to the builder.
    #[must_use]
    pub fn excludes(&self, path: &str) -> Option<&IgnorePattern> {
        let folders: Vec<&str> = path.match_indices('/').map(|(at, _)| &path[..at]).collect();
        let mut decided: Option<&IgnorePattern> = None;
        for pattern in &self.patterns {
            // An exception changes nothing unless something was held back, and the other way round.
            if pattern.is_exception != decided.is_some() {
                continue;
            }
            if pattern.glob.matches(path) || folders.iter().any(|folder| pattern.glob.matches(folder)) {
                decided = (!pattern.is_exception).then_some(pattern);
            }
        }
        decided
    }

    /// Whether an exception may let something below the folder at `path` through.
    #[must_use]
    pub fn may_let_through_below(&self, path: &str) -> bool {
        let exceptions = self.patterns.iter().filter(|pattern| pattern.is_exception);
        exceptions.into_iter().any(|pattern| {
            let fixed = pattern.text.split(['*', '?', '[', '\\']).next().unwrap_or_default();
            let is_wild = fixed.len() < pattern.text.len();
            let below = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
            path.is_empty() || below(&pattern.text, path) || is_wild && (path.starts_with(fixed) || below(fixed, path))
        })
    }

    /// Whether it lists what is wanted: everything is held back first, and exceptions follow.
    #[must_use]
    pub fn is_allow_list(&self) -> bool {
        let first =
            self.patterns.first().is_some_and(|first| !first.is_exception && matches!(&*first.text, "*" | "**"));
        first && self.patterns.iter().any(|pattern| pattern.is_exception)
    }
}

/// `filepath.Clean`, then without the leading `/`; empty for `.` and `/`.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::DockerIgnore;
    use plimsoll_text::slice;

    fn excluded(text: &str, path: &str) -> bool {
        DockerIgnore::parse(text).excludes(path).is_some()
    }

    /// What Docker's documentation says about the file, sentence by sentence.
    #[test]
    fn as_documented() {
        assert!(excluded("# comment\n*/temp*\n*/*/temp*\ntemp?\n", "somedir/temporary.txt"));
        assert!(excluded("*/temp*\n", "somedir/temp/file"), "a folder that matches goes with what is in it");
        // "/foo/bar and foo/bar both exclude a file or directory named bar in the foo subdirectory of the root".
        assert!(
            excluded("/foo/bar\n", "foo/bar") && excluded("foo/bar\n", "foo/bar") && !excluded("/bar\n", "foo/bar")
        );
        // "**/*.go excludes all files that end with .go found anywhere in the build context".
        assert!(excluded("**/*.go\n", "a/b/x.go") && excluded("**/*.go\n", "x.go"));
        assert!(excluded("*.md\n!README.md\n", "a.md") && !excluded("*.md\n!README.md\n", "README.md"));
        let three = "*.md\n!README*.md\nREADME-secret.md\n";
        assert!(!excluded(three, "README-a.md") && excluded(three, "README-secret.md"));
        let two = "*.md\nREADME-secret.md\n!README*.md\n";
        assert!(!excluded(two, "README-secret.md"), "the last line that matches decides");
        // "you can specify * as the first pattern, followed by one or more ! exception patterns".
        assert!(excluded("*\n!src\n", "docs/a") && !excluded("*\n!src\n", "src/a"));
        assert!(
            DockerIgnore::parse("*\n!src\n").is_allow_list() && !DockerIgnore::parse("*.md\n!a.md\n").is_allow_list()
        );
    }

    #[test]
    fn blanks_dots_and_line_ends() {
        assert!(excluded("  node_modules/  \r\n", "node_modules/a/b"));
        assert!(excluded("./build/../dist\n", "dist/x") && !excluded(".\n", "x"));
        assert!(excluded("\u{feff}.git\n", ".git/HEAD"));
        assert!(excluded(" # no comment\n", "# no comment"), "only a line that begins with # is a comment");
        assert!(!excluded("!a\n!\n", "a"));
        assert!(!excluded("dist\n", "a/dist"), "a name counts at the root of the context alone");
    }

    #[test]
    fn exceptions_below_a_folder() {
        let ignore = DockerIgnore::parse("dist\n!dist/app.js\n!packages/*/dist\n");
        assert!(ignore.may_let_through_below("dist") && ignore.may_let_through_below("packages/a"));
        assert!(!ignore.may_let_through_below("docs"));
    }

    #[test]
    fn the_line_that_decides_is_named() {
        let text = "# a\n  *.log \n!keep.log\n";
        let ignore = DockerIgnore::parse(text);
        let line = ignore.excludes("x.log").expect("held back");
        assert_eq!(slice(text, line.range), "*.log");
        assert_eq!(slice(text, ignore.patterns[1].range), "!keep.log");
    }
}
