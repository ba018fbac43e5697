//! The operating systems that tasks run on.
//!
//! Invariant: where AWS says nothing, `on_fargate` is `None`.

use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/ecs/platforms.tsv");

/// An operating system family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// `"WINDOWS_SERVER_2022_CORE"`.
    pub name: &'static str,
    /// Whether Fargate runs it; `None` if that is not known.
    pub on_fargate: Option<bool>,
    /// The processors that it runs on.
    pub architectures: Vec<&'static str>,
}

/// The family `name`, in the API's spelling.
#[must_use]
pub fn family(name: &str) -> Option<Family> {
    families().find(|family| family.name == name)
}

/// All families.
pub fn families() -> impl Iterator<Item = Family> {
    rows(TEXT).map(|[name, on_fargate, architectures]| Family {
        name,
        on_fargate: match on_fargate {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        architectures: words(architectures).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{families, family};
    use crate::tables::schema;

    #[test]
    fn families_are_those_of_the_api() {
        let mut names: Vec<_> = families().map(|family| family.name).collect();
        let mut expected = schema::enum_values("OSFamily").unwrap().to_vec();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }

    #[test]
    fn fargate_is_known_for_most() {
        let on_fargate = |name| family(name).and_then(|family| family.on_fargate);
        assert_eq!(on_fargate("WINDOWS_SERVER_2016_FULL"), Some(false));
        assert_eq!(on_fargate("WINDOWS_SERVER_2022_CORE"), Some(true));
        assert_eq!(on_fargate("WINDOWS_SERVER_2025_CORE"), None);
        assert_eq!(family("LINUX").unwrap().architectures, ["X86_64", "ARM64"]);
    }
}
