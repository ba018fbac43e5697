//! The address of an index, its credentials kept apart.
//!
//! Invariant: what is shown of it, also by `Debug`, holds neither user name nor password.

use super::Error;
use super::netrc::Netrc;
use crate::transport::{Authorization, Url};
use std::fmt;

/// The address of an index: `https://pypi.org/simple`.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexUrl {
    pub(super) url: Url,
    credentials: Option<(String, String)>,
}

/// The index that pip asks when nothing else is said.
/// Source: pip documentation, `pip install --index-url`, 2026-11.
pub const PYPI: &str = "https://pypi.org/simple";

impl IndexUrl {
    /// Reads an address as pip takes it, `https://user:password@host/simple` included.
    ///
    /// # Errors
    /// It is no web address.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let shown = if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}{path}") };
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let Some(url) = Url::parse(&format!("{scheme}://{host}{path}/")) else {
            return Err(Error::Address { shown, problem: "is no http or https address" });
        };
        let credentials = user.filter(|user| !user.is_empty()).map(|user| {
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            (percent_decoded(user), percent_decoded(password))
        });
        Ok(Self { url, credentials })
    }

    /// Host and port.
    #[must_use]
    pub fn host(&self) -> String {
        self.url.authority()
    }

    /// What to sign in with, and where it comes from: the address itself, else the user's `.netrc`.
    pub(super) fn authorization(&self, netrc: &Netrc) -> Option<(Authorization, &'static str)> {
        if let Some((user, password)) = &self.credentials {
            return Some((Authorization::basic(user, password), "the index URL"));
        }
        let (user, password) = netrc.of(self.url.host())?;
        Some((Authorization::basic(user, password), "`.netrc`"))
    }
}

impl fmt::Display for IndexUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.to_string().trim_end_matches('/'))
    }
}

impl fmt::Debug for IndexUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndexUrl({self})")
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::IndexUrl;
    use crate::packages::netrc::Netrc;
    use crate::transport::Authorization;

    #[test]
    fn credentials_are_taken_out_and_never_shown() {
        let url = IndexUrl::parse("https://aws:p%40ss:w@Index.example:8443/pypi/simple/").unwrap();
        assert_eq!(url.to_string(), "https://index.example:8443/pypi/simple");
        let shown = format!("{url:?}");
        assert!(!shown.contains("aws") && !shown.contains("ss:w"), "{shown}");
        let (authorization, source) = url.authorization(&Netrc::parse("")).unwrap();
        assert_eq!(authorization, Authorization::basic("aws", "p@ss:w"));
        assert_eq!(source, "the index URL");
    }

    #[test]
    fn a_host_has_its_own_netrc_entry_only() {
        let netrc = Netrc::parse("machine a.example login u password p\n");
        let of = |text: &str| IndexUrl::parse(text).unwrap().authorization(&netrc).is_some();
        assert!(of("https://a.example/simple"));
        assert!(!of("https://b.a.example/simple"));
    }

    #[test]
    fn what_is_no_address() {
        for text in ["", "./wheels", "file:///srv/wheels", "https://user:hunter2@/simple", "https://u:hunter2@h:x/"] {
            let error = IndexUrl::parse(text).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
