//! Web addresses as this crate needs them: taken apart, joined with a `Location`, compared by origin.
//!
//! Invariant: a `Url` is `http` or `https`, has a host and neither user name nor password nor fragment, so it can be shown.

use std::fmt;
use std::net::IpAddr;

/// An absolute http or https address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    https: bool,
    host: String,
    port: Option<u16>,
    /// Path and query; starts with `/`.
    path: String,
}

impl Url {
    /// Reads `http://host[:port][/path][?query]`; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let https = if scheme.eq_ignore_ascii_case("https") {
            true
        } else if scheme.eq_ignore_ascii_case("http") {
            false
        } else {
            return None;
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = split_port(authority)?;
        let path = match path.as_bytes().first() {
            None => "/".to_owned(),
            Some(b'?') => format!("/{path}"),
            Some(_) => path.to_owned(),
        };
        let written =
            |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
        path.chars().all(written).then(|| Self { https, host: host.to_ascii_lowercase(), port, path })
    }

    /// What a `Location`, a `Link` or an `href` found at this address means.
    pub(crate) fn join(&self, reference: &str) -> Option<Self> {
        let reference = reference.trim().split('#').next().unwrap_or_default();
        let scheme = reference.split(['/', '?']).next().unwrap_or_default();
        if scheme.contains(':') {
            return Self::parse(reference);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            return Self::parse(&format!("{}://{rest}", self.scheme()));
        }
        let base = self.path.split('?').next().unwrap_or_default();
        let path = if reference.is_empty() {
            self.path.clone()
        } else if reference.starts_with('/') {
            without_dots(reference)
        } else if reference.starts_with('?') {
            format!("{base}{reference}")
        } else {
            let folder = &base[..base.rfind('/').map_or(0, |at| at + 1)];
            without_dots(&format!("{folder}{reference}"))
        };
        Self::parse(&format!("{}{path}", self.origin()))
    }

    /// The same address with `name=value` added to its query, percent-encoded.
    pub(crate) fn with_query(mut self, name: &str, value: &str) -> Self {
        self.path.push(if self.path.contains('?') { '&' } else { '?' });
        self.path.push_str(name);
        self.path.push('=');
        self.path.push_str(&percent_encoded(value));
        self
    }

    /// `https`?
    pub(crate) fn is_https(&self) -> bool {
        self.https
    }

    /// The host in lower case, without port, an IPv6 address without brackets.
    pub(crate) fn host(&self) -> &str {
        self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host)
    }

    /// The host's address, if it is written as one.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.host().parse().ok()
    }

    /// `host` or `host:port`, as a user writes it.
    pub(crate) fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// The port that a connection goes to.
    pub(crate) fn port(&self) -> u16 {
        self.port.unwrap_or(if self.https { 443 } else { 80 })
    }

    /// Path and query.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// `scheme://host[:port]`.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", self.scheme(), self.authority())
    }

    /// Whether scheme, host and port are the same: what was meant for one may be sent to the other.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        self.https == other.https && self.host == other.host && self.port() == other.port()
    }

    fn scheme(&self) -> &'static str {
        if self.https { "https" } else { "http" }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

/// The text with everything but unreserved characters (RFC 3986, 2.3) as `%XX`.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Host and port of an authority; one with a user name is refused, as it could not be shown.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match authority.rfind(':') {
        Some(colon) if !authority[colon..].contains(']') => {
            (&authority[..colon], Some(authority[colon + 1..].parse().ok()?))
        }
        _ => (authority, None),
    };
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let numbered = || host.strip_prefix('[')?.strip_suffix(']')?.parse::<std::net::Ipv6Addr>().ok();
    (!host.is_empty() && (host.chars().all(named) || numbered().is_some())).then_some((host, port))
}

/// `/a/../b/./c` as `/b/c`; the query stays.
fn without_dots(path: &str) -> String {
    let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    kept.pop();
                }
                if index + 1 == segments.len() {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::Url;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn parts() {
        let parsed = url("HTTPS://Registry.Example:5000/v2/?n=1#x");
        assert_eq!(parsed.to_string(), "https://registry.example:5000/v2/?n=1");
        assert_eq!((parsed.host(), parsed.port()), ("registry.example", 5000));
        assert_eq!(url("http://[::1]:80").host(), "::1");
        assert!(url("http://[::1]:80").address().unwrap().is_loopback());
        assert_eq!(url("https://a?x=1").to_string(), "https://a/?x=1");
    }

    #[test]
    fn what_is_no_address_or_could_hide_a_secret() {
        for text in
            ["", "a", "ftp://a/", "https:///x", "https://user:pw@a/", "https://a:x/", "https://a b/", "https://a/\n"]
        {
            assert_eq!(Url::parse(text), None, "{text}");
        }
    }

    #[test]
    fn references() {
        let base = url("https://a:1/x/y/z?q=1");
        let joined = |reference| base.join(reference).unwrap().to_string();
        assert_eq!(joined("/p?n=2"), "https://a:1/p?n=2");
        assert_eq!(joined("p"), "https://a:1/x/y/p");
        assert_eq!(joined("../p#f"), "https://a:1/x/p");
        assert_eq!(joined("../../../p/."), "https://a:1/p/");
        assert_eq!(joined("?n=2"), "https://a:1/x/y/z?n=2");
        assert_eq!(joined("//b/p"), "https://b/p");
        assert_eq!(joined("http://b/p"), "http://b/p");
        assert_eq!(base.join("javascript:alert(1)"), None);
    }

    #[test]
    fn origins() {
        assert!(url("https://a/x").same_origin(&url("https://a:443/y")));
        assert!(!url("https://a/").same_origin(&url("http://a/")));
        assert!(!url("https://a/").same_origin(&url("https://a:444/")));
        assert!(!url("https://a/").same_origin(&url("https://b/")));
    }

    #[test]
    fn queries() {
        let made = url("https://a/token").with_query("service", "a b&c").with_query("scope", "repository:x/y:pull");
        assert_eq!(made.to_string(), "https://a/token?service=a%20b%26c&scope=repository%3Ax%2Fy%3Apull");
    }

    proptest::proptest! {
        /// Whatever a server writes is an address or none: never one with a user, a line end, or another form when read again.
        #[test]
        fn any_location(reference in "(https?:|/|\\.\\.|\\.|[a-z]{1,2}|[?#@:]|%0d){0,10}|\\PC{0,20}") {
            if let Some(joined) = url("https://registry.example:5000/v2/x?n=1").join(&reference) {
                let shown = joined.to_string();
                assert_eq!(Url::parse(&shown), Some(joined.clone()));
                assert!(!joined.authority().contains('@') && shown.bytes().all(|byte| byte.is_ascii_graphic()), "{shown}");
                assert!(shown.parse::<ureq::http::Uri>().is_ok(), "{shown}");
            }
        }
    }
}
