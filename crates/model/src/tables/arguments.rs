//! Build arguments and variables that exist without a declaration.

use std::sync::LazyLock;

use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/arguments.tsv");

/// Why an argument exists without `ARG`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predefined {
    /// Known in FROM and in defaults of global ARGs; inside a stage only after `ARG NAME`.
    Platform,
    /// Known in every RUN, and kept out of the history.
    Proxy,
    /// A switch of the builder; declaring it without using it is no mistake.
    Builder,
}

/// What kind of predefined argument `name` is. Names are case-sensitive.
#[must_use]
pub fn predefined(name: &str) -> Option<Predefined> {
    TABLE.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// All names of one kind, for suggestions and completion.
pub fn names(kind: Predefined) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, of)| *of == kind).map(|(name, _)| *name)
}

/// Whether the variable `name` is set in every RUN of a Linux stage: by the builder or the shell, not by the file.
#[must_use]
pub fn always_in_run(name: &str) -> bool {
    matches!(name, "PATH" | "HOME" | "HOSTNAME" | "PWD") || predefined(name) == Some(Predefined::Proxy)
}

/// What the predefined argument `name` holds, as Markdown.
#[must_use]
pub fn docs(name: &str) -> Option<&'static str> {
    rows(TEXT).find(|[known, _, _]| *known == name).map(|[_, _, docs]| docs)
}

static TABLE: LazyLock<Vec<(&'static str, Predefined)>> = LazyLock::new(|| {
    rows(TEXT)
        .map(|[name, kind]| {
            let kind = match kind {
                "platform" => Predefined::Platform,
                "proxy" => Predefined::Proxy,
                _ => Predefined::Builder,
            };
            (name, kind)
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::{Predefined, always_in_run, docs, names, predefined};

    #[test]
    fn arguments_are_known_by_kind() {
        assert_eq!(predefined("TARGETPLATFORM"), Some(Predefined::Platform));
        assert_eq!(predefined("https_proxy"), Some(Predefined::Proxy));
        assert_eq!(predefined("BUILDKIT_INLINE_CACHE"), Some(Predefined::Builder));
        assert_eq!(predefined("targetplatform"), None);
        assert_eq!(predefined("VERSION"), None);
        assert_eq!(names(Predefined::Platform).count(), 11);
    }

    #[test]
    fn arguments_are_documented() {
        for kind in [Predefined::Platform, Predefined::Proxy, Predefined::Builder] {
            assert!(names(kind).all(|name| docs(name).is_some_and(|docs| docs.ends_with('.'))));
        }
        assert_eq!(docs("VERSION"), None);
    }

    #[test]
    fn run_knows_path_and_proxies() {
        assert!(always_in_run("PATH") && always_in_run("NO_PROXY"));
        assert!(!always_in_run("TARGETARCH") && !always_in_run("USER"));
    }
}
