//! What a rule may want to know of the network, for a fix.
//!
//! Invariant: a question is data; whoever runs the analysis asks it, or not. An answer is one word that can stand in a
//! file and in a shell as it is, whoever gave it.

use std::fmt;

/// Something that only the network can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The most specific version among the tags that name the same digest as `image`, an image with a tag, a digest or
    /// neither: `12.11`.
    VersionTag {
        /// `debian:latest` as it is written.
        image: String,
    },
    /// The SHA-256 of what the address gives now, in hexadecimal digits.
    Sha256 {
        /// The address.
        url: String,
    },
    /// The commit that a branch or tag of a repository names now.
    Commit {
        /// The address that is cloned.
        repository: String,
        /// `main`, `v1.2`; what `HEAD` names without one.
        reference: Option<String>,
    },
    /// The address that this one redirects to now, on the same host.
    Redirect {
        /// The address.
        url: String,
    },
    /// Whether the server gives the same by https: the answer is `yes`.
    SpeaksTls {
        /// The address by https.
        url: String,
    },
    /// What an image says of itself; the answer is no word, but [`crate::ImageFacts`].
    Image {
        /// `acme/app:1.2` as it is written.
        image: String,
    },
    /// The newest version of a package that is no pre-release.
    NewestVersion {
        /// Where the package comes from.
        index: PackageIndex,
        /// Its name there.
        name: String,
    },
}

/// A place that knows packages and their versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageIndex {
    /// pip's index, of the user's configuration or <https://pypi.org>.
    Pypi {
        /// The Python that it must run on: `3.13`.
        python: String,
    },
    /// npm's registry.
    Npm,
    /// <https://rubygems.org>.
    RubyGems,
    /// Go's module proxy; the name is that of a package, whose module is one of its parents.
    GoProxy,
    /// <https://crates.io>.
    CratesIo,
    /// <https://www.nuget.org>.
    NuGet,
    /// A channel of conda.
    Conda {
        /// `conda-forge`
        channel: String,
    },
    /// The archive of a release of Debian or Ubuntu.
    Apt {
        /// `debian` or `ubuntu`.
        distribution: String,
        /// The code name: `bookworm`.
        release: String,
    },
    /// A branch of Alpine Linux.
    Apk {
        /// `3.22`
        branch: String,
    },
    /// The repositories of a release of a distribution with RPM packages.
    Rpm {
        /// `fedora`, `almalinux`, `ubi`, `opensuse-leap`.
        distribution: String,
        /// `43`; of Amazon Linux the state of its repositories: `2023.12.20260817`, `latest`.
        release: String,
    },
}

impl Question {
    /// Whether `answer` has the form that an answer to this question has. Anything else is as good as no answer: what a
    /// server says goes into a file.
    #[must_use]
    pub fn accepts(&self, answer: &str) -> bool {
        let made_of = |more: &[u8]| answer.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte));
        let starts_well = answer.starts_with(|first: char| first.is_ascii_alphanumeric());
        match self {
            Self::VersionTag { .. } => starts_well && answer.len() <= 128 && made_of(b"._-"),
            Self::Sha256 { .. } => answer.len() == 64 && is_hex(answer),
            Self::Commit { .. } => matches!(answer.len(), 40 | 64) && is_hex(answer),
            Self::Redirect { .. } => answer.starts_with("https://") && answer.len() < 2000 && made_of(b":/._-~%+@"),
            Self::SpeaksTls { .. } => answer == "yes",
            Self::Image { .. } => false,
            Self::NewestVersion { .. } => starts_well && answer.len() <= 128 && made_of(b"._-+~:^"),
        }
    }
}

/// What the question is about, for messages, without user, password and query of an address.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VersionTag { image } | Self::Image { image } => f.write_str(image),
            Self::Sha256 { url } | Self::Redirect { url } | Self::SpeaksTls { url } => f.write_str(&shown(url)),
            Self::Commit { repository, .. } => f.write_str(&shown(repository)),
            Self::NewestVersion { name, .. } => f.write_str(name),
        }
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// An address without what may be secret in it.
fn shown(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::{PackageIndex, Question};

    #[test]
    fn answers_that_could_do_something_else_in_a_file_are_none() {
        let version = Question::NewestVersion { index: PackageIndex::CratesIo, name: "flask".into() };
        let sha256 = Question::Sha256 { url: "https://example.com/a.tgz".into() };
        let commit = Question::Commit { repository: "https://example.com/a.git".into(), reference: None };
        let tag = Question::VersionTag { image: "debian".into() };
        let redirect = Question::Redirect { url: "https://example.com/latest/a.tgz".into() };
        assert!(version.accepts("1:2.30.2-1+deb12u2~bpo") && version.accepts("v1.2.3"));
        assert!(sha256.accepts(&"0a".repeat(32)) && commit.accepts(&"0a".repeat(20)));
        assert!(tag.accepts("3.12.4-slim_x") && redirect.accepts("https://example.com/v1.2/a%20b.tgz"));
        for answer in ["", "1.0 && rm -rf /", "1\n2", "$(id)", "`id`", "1;2", "a'b", "é", "-rf", "1\\", "a\"", "#"] {
            for question in [&version, &sha256, &commit, &tag, &redirect] {
                assert!(!question.accepts(answer), "{question:?} {answer}");
            }
        }
        assert!(!sha256.accepts(&"0A".repeat(32)) && !redirect.accepts("http://example.com/a"));
    }

    #[test]
    fn secrets_of_addresses_are_not_shown() {
        let url = "https://user:hunter2@example.com/a/b@c?token=hunter2#x".to_owned();
        assert_eq!(Question::Sha256 { url }.to_string(), "https://example.com/a/b@c");
    }
}
