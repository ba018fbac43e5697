//! What can go wrong between here and a registry, in words for the user.
//!
//! Invariant: no message holds a password, a token, or an address with either; each says what happened, where, and where
//! possible what to do.

mod words;

use std::fmt;
use std::time::Duration;
use words::{Clean, Span, is_docker_hub, is_ecr, sign_in};

/// Why a question to a registry or an index has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A text that is no image reference.
    Reference {
        /// The text.
        text: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A web address that cannot be asked, or gives nothing.
    Address {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A setting that cannot be used.
    Setting {
        /// What was set, for example `mirror of docker.io`.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// No connection.
    Unreachable {
        /// The host that was asked.
        host: String,
        /// What the system or the proxy said.
        reason: String,
    },
    /// The host did not answer in time.
    Timeout {
        /// The host that was asked.
        host: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// No trust in the host's certificate, or no TLS at all.
    Tls {
        /// The host that was asked.
        host: String,
        /// What the TLS library said.
        reason: String,
    },
    /// The host has no TLS on this port.
    NoTls {
        /// The host that was asked.
        host: String,
    },
    /// The address is http, and the host is neither this machine nor in the list of insecure ones.
    PlainHttp {
        /// The host that would have been asked.
        host: String,
    },
    /// An address that no connection goes to.
    RefusedAddress {
        /// The host that would have been asked.
        target: String,
        /// The host whose answer named it, if it was an answer.
        named_by: Option<String>,
        /// Why it is refused.
        reason: &'static str,
    },
    /// The host redirects without end, or to something that is no address.
    Redirect {
        /// The host that redirects.
        host: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The answer is longer than an answer to this question can be.
    TooLarge {
        /// The host that answered.
        host: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The host counts requests and has had enough.
    RateLimited {
        /// The host that was asked.
        host: String,
        /// How long it wants to be left alone.
        wait: Option<Duration>,
    },
    /// An answer with a status that says it failed.
    Status {
        /// The host that answered.
        host: String,
        /// The HTTP status.
        status: u16,
        /// What the answer says about it.
        detail: Option<String>,
    },
    /// An answer that does not mean what it should.
    Answer {
        /// The host that answered.
        host: String,
        /// What is wrong with it.
        problem: String,
    },
    /// No such image, or no such tag.
    NotFound {
        /// The image as the user writes it.
        image: String,
        /// The host that was asked.
        host: String,
    },
    /// The registry wants to know who asks.
    SignInNeeded {
        /// The image as the user writes it.
        image: String,
        /// The host that was asked.
        host: String,
    },
    /// The registry does not take the credentials.
    SignInRefused {
        /// The registry.
        host: String,
        /// Where the credentials come from.
        source: String,
    },
    /// The account is known and may not see the image.
    NoAccess {
        /// The image as the user writes it.
        image: String,
        /// The host that was asked.
        host: String,
        /// Where the credentials come from.
        source: String,
    },
    /// Credentials that cannot be read.
    Credentials {
        /// The registry.
        host: String,
        /// What is wrong.
        problem: String,
    },
    /// The bytes are not what their digest says.
    DigestMismatch {
        /// The image as the user writes it.
        image: String,
        /// The digest that was named.
        expected: String,
        /// The digest of the bytes.
        found: String,
    },
    /// Nothing is known without a connection.
    Offline {
        /// What was asked for.
        subject: String,
    },
    /// A search that was given up.
    TagSearch {
        /// The image as the user writes it.
        image: String,
        /// How many tags were looked at.
        asked: usize,
        /// How many there are.
        tags: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference { text, problem } => write!(f, "`{}` is no image reference: {problem}", Clean(text)),
            Self::Address { problem } => write!(f, "the address {problem}"),
            Self::Setting { name, problem } => write!(f, "{name}: {problem}"),
            Self::Unreachable { host, reason } => write!(f, "cannot connect to `{host}`: {}", Clean(reason)),
            Self::Timeout { host, after } => write!(f, "`{host}` did not answer within {}", Span(*after)),
            Self::Tls { host, reason } => write!(
                f,
                "no secure connection to `{host}`: {}; put the certificate of its authority into `/etc/docker/certs.d/{host}/ca.crt`, or allow the host as an insecure registry",
                Clean(reason)
            ),
            Self::NoTls { host } => {
                write!(f, "`{host}` does not speak TLS; allow it as an insecure registry if http is meant")
            }
            Self::PlainHttp { host } => write!(
                f,
                "`{host}` would be asked over http, without encryption; allow it as an insecure registry if that is meant"
            ),
            Self::RefusedAddress { target, named_by: Some(host), reason } => {
                write!(f, "`{host}` names `{target}` as the next host to ask, which is refused: {reason}")
            }
            Self::RefusedAddress { target, named_by: None, reason } => {
                write!(f, "`{target}` is not asked: {reason}")
            }
            Self::Redirect { host, problem } => write!(f, "`{host}` redirects {problem}"),
            Self::TooLarge { host, limit } => {
                write!(f, "the answer of `{host}` is longer than {limit} bytes, which no answer to this question is")
            }
            Self::RateLimited { host, wait } => {
                write!(f, "`{host}` allows no more requests for now")?;
                if let Some(wait) = wait {
                    write!(f, "; it asks to wait {}", Span(*wait))?;
                }
                if is_docker_hub(host) {
                    // https://docs.docker.com/docker-hub/usage/, 2026-11-25.
                    write!(
                        f,
                        "; Docker Hub limits pulls by address or account: `docker login` gives a higher limit, a mirror avoids it"
                    )?;
                }
                Ok(())
            }
            Self::Status { host, status, detail } => {
                write!(f, "`{host}` answers with status {status}")?;
                detail.as_ref().map_or(Ok(()), |detail| write!(f, ": {}", Clean(detail)))
            }
            Self::Answer { host, problem } => {
                write!(f, "`{host}` gives an answer that is not understood: {}", Clean(problem))
            }
            Self::NotFound { image, host } => write!(f, "`{host}` has no `{image}`"),
            Self::SignInNeeded { image, host } => {
                write!(f, "`{host}` does not show `{image}` without signing in, or there is no such image; ")?;
                sign_in(f, host)
            }
            Self::SignInRefused { host, source } => {
                write!(f, "`{host}` refuses the credentials from {source}; ")?;
                sign_in(f, host)
            }
            Self::NoAccess { image, host, source } => {
                write!(
                    f,
                    "`{host}` does not show `{image}` to the account from {source}: it has no access, or there is no such image"
                )?;
                if is_ecr(host) {
                    // Passwords of ECR are good for twelve hours; the same page as in `sign_in`.
                    f.write_str(", or the password is too old; ")?;
                    sign_in(f, host)?;
                }
                Ok(())
            }
            Self::Credentials { host, problem } => write!(f, "no credentials for `{host}`: {}", Clean(problem)),
            Self::DigestMismatch { image, expected, found } => {
                write!(f, "the registry names `{expected}` for `{image}`, but its bytes have the digest `{found}`")
            }
            Self::Offline { subject } => {
                write!(
                    f,
                    "nothing is known about `{}` without a connection; run once without `--offline`",
                    Clean(subject)
                )
            }
            Self::TagSearch { image, asked, tags } => {
                write!(f, "{asked} of {tags} tags of `{image}` were looked at and none has this digest")
            }
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::time::Duration;

    #[test]
    fn hints() {
        let limited = |host: &str, wait| Error::RateLimited { host: host.into(), wait }.to_string();
        let hub = limited("registry-1.docker.io", Some(Duration::from_secs(7200)));
        assert!(hub.contains("wait 2 hours") && hub.contains("docker login"), "{hub}");
        assert_eq!(limited("ghcr.io", None), "`ghcr.io` allows no more requests for now");
        let ecr =
            Error::SignInNeeded { image: "x".into(), host: "1.dkr.ecr.eu-west-1.amazonaws.com".into() }.to_string();
        assert!(ecr.contains("docker-credential-ecr-login") && ecr.contains("get-login-password"), "{ecr}");
    }

    #[test]
    fn text_of_others_is_tamed() {
        let detail = Some(format!("a\u{1b}[31m\n{}", "b".repeat(1000)));
        let shown = Error::Status { host: "h".into(), status: 500, detail }.to_string();
        assert!(shown.len() < 400 && !shown.contains(['\u{1b}', '\n']), "{shown}");
    }
}
