//! What became of a request that has no answer, and whether sending it again may help.
//!
//! Invariant: texts of libraries get out of here only where they cannot hold what was sent.

use super::address::RefusedAddress;
use crate::Error;
use std::error::Error as StdError;
use std::io;
use std::time::Duration;

/// Why there is no answer.
pub(crate) enum Failure {
    /// The host asks to come back later.
    Later { status: u16, retry_after: Option<Duration> },
    /// No connection, or it broke.
    Broken { reason: String },
    /// Nothing came in time.
    Timeout,
    /// TLS did not come to pass.
    Tls(String),
    /// The port answers with something that is no TLS.
    NoTls,
    /// The name resolves to an address that is refused.
    Refused(&'static str),
    /// An answer that is no HTTP.
    Garbage(String),
    /// Anything that is already in words.
    Error(Error),
}

impl Failure {
    /// Whether the host would not answer the next request either.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Self::Broken { .. } | Self::Timeout | Self::Tls(_) | Self::NoTls)
    }

    pub(crate) fn into_error(self, host: String, timeout: Duration) -> Error {
        match self {
            Self::Later { status: 429, retry_after } => Error::RateLimited { host, wait: retry_after },
            Self::Later { status, .. } => Error::Status { host, status, detail: None },
            Self::Broken { reason } => Error::Unreachable { host, reason },
            Self::Timeout => Error::Timeout { host, after: timeout },
            Self::NoTls => Error::NoTls { host },
            Self::Tls(reason) => Error::Tls { host, reason },
            Self::Refused(reason) => Error::RefusedAddress { target: host, named_by: None, reason },
            Self::Garbage(problem) => Error::Answer { host, problem },
            Self::Error(error) => error,
        }
    }
}

impl From<ureq::Error> for Failure {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::Timeout,
            ureq::Error::Io(error) => of_io(&error),
            ureq::Error::HostNotFound => Self::Broken { reason: "no such host".into() },
            ureq::Error::ConnectionFailed => Self::Broken { reason: "the connection failed".into() },
            ureq::Error::ConnectProxyFailed(reason) => Self::Broken { reason: format!("the proxy says: {reason}") },
            ureq::Error::Tls(reason) => Self::Tls(reason.into()),
            ureq::Error::Rustls(error) => of_rustls(&error),
            ureq::Error::Other(error) => match error.downcast_ref::<RefusedAddress>() {
                Some(RefusedAddress(reason)) => Self::Refused(reason),
                None => Self::Broken { reason: "the connection failed".into() },
            },
            ureq::Error::Protocol(_) => Self::Garbage("it is no HTTP".into()),
            ureq::Error::LargeResponseHeader(..) => Self::Garbage("its headers are too long".into()),
            ureq::Error::Http(_) | ureq::Error::BadUri(_) => {
                Self::Garbage("it leads to a request that cannot be sent".into())
            }
            _ => Self::Broken { reason: "the request failed".into() },
        }
    }
}

/// `ureq` hides its own errors and those of TLS inside of I/O errors.
fn of_io(error: &io::Error) -> Failure {
    let mut inner: Option<&(dyn StdError + 'static)> = error.get_ref().map(|inner| inner as _);
    while let Some(found) = inner {
        if let Some(error) = found.downcast_ref::<rustls::Error>() {
            return of_rustls(error);
        }
        if let Some(error) = found.downcast_ref::<ureq::Error>() {
            match error {
                ureq::Error::Timeout(_) => return Failure::Timeout,
                ureq::Error::Protocol(_) => return Failure::Garbage("it is no HTTP".into()),
                _ => {}
            }
        }
        inner = found.source();
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Failure::Timeout,
        io::ErrorKind::ConnectionRefused => Failure::Broken { reason: "connection refused".into() },
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
            Failure::Broken { reason: "it closed the connection".into() }
        }
        _ => Failure::Broken { reason: error.to_string() },
    }
}

fn of_rustls(error: &rustls::Error) -> Failure {
    match error {
        rustls::Error::InvalidMessage(_) => Failure::NoTls,
        rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer) => {
            Failure::Tls("its certificate is signed by an unknown authority".into())
        }
        other => Failure::Tls(other.to_string()),
    }
}
