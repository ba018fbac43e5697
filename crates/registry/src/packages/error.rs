//! What can go wrong between here and a package index, in words for the user.
//!
//! Invariant: as for [`crate::Error`], no message holds a password or an address with one.

use std::fmt;

/// Why a question to a package index has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The connection, the host or the transport.
    Request(crate::Error),
    /// An index address that cannot be used.
    Address {
        /// The address without what may be a secret.
        shown: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// No index has the package.
    NotFound {
        /// The package.
        name: String,
        /// The hosts that were asked.
        hosts: Vec<String>,
    },
    /// The index has the package, and no release of it.
    NoRelease {
        /// The package.
        name: String,
        /// The index.
        index: String,
    },
    /// Which version of the package is installed is not for an index to say: it has module streams, or nothing is known of
    /// the repositories.
    Unsure {
        /// The package.
        name: String,
    },
    /// More than one index has the package, and they do not say the same of it.
    SeveralIndexes {
        /// The package.
        name: String,
        /// The hosts that have it.
        hosts: Vec<String>,
    },
    /// The index wants to know who asks, or does not take the credentials.
    SignIn {
        /// The index.
        host: String,
        /// Where the credentials that it refused come from; `None` when there were none.
        source: Option<&'static str>,
    },
    /// An answer that is no page of an index.
    Answer {
        /// The index.
        host: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing is known without a connection.
    Offline {
        /// The package.
        name: String,
    },
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Request(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Address { shown, problem } => write!(f, "the index address `{shown}` {problem}"),
            Self::NotFound { name, hosts } => write!(f, "{} has no package `{name}`", listed(hosts)),
            Self::NoRelease { name, index } => {
                write!(f, "{index} has no release of `{name}` that is neither a pre-release nor taken back")
            }
            Self::Unsure { name } => write!(f, "which version of `{name}` is installed is not known"),
            Self::SeveralIndexes { name, hosts } => write!(
                f,
                "{} have different files of `{name}`, and pip takes the newest of all; say with `--index-url` alone where it comes from",
                listed(hosts)
            ),
            Self::SignIn { host, source: None } => write!(
                f,
                "`{host}` asks who wants to know; put the credentials into `~/.netrc`, or into the index URL in pip's configuration"
            ),
            Self::SignIn { host, source: Some(source) } => {
                write!(f, "`{host}` refuses the credentials from {source}")
            }
            Self::Answer { host, problem } => {
                write!(f, "`{host}` gives an answer that is no page of a package index: {problem}")
            }
            Self::Offline { name } => {
                write!(f, "nothing is known about `{name}` without a connection; run once without `--offline`")
            }
        }
    }
}

impl std::error::Error for Error {}

fn listed(hosts: &[String]) -> String {
    let quoted: Vec<String> = hosts.iter().map(|host| format!("`{host}`")).collect();
    quoted.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn messages() {
        let hosts = vec!["a".to_owned(), "b".to_owned()];
        let shown = Error::SeveralIndexes { name: "x".into(), hosts }.to_string();
        assert!(shown.starts_with("`a` and `b` have different files of `x`"), "{shown}");
        let refused = Error::SignIn { host: "h".into(), source: Some("`~/.netrc`") };
        assert_eq!(refused.to_string(), "`h` refuses the credentials from `~/.netrc`");
    }
}
