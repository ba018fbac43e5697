//! Which proxy a request goes through, as the environment says it.
//!
//! Invariant: this machine is never reached through a proxy; a proxy's password is never shown.

use super::address::is_loopback;
use super::url::Url;
use std::net::IpAddr;

/// Proxies by scheme, and the hosts that are reached without one.
///
/// `ureq` reads one proxy for both schemes and knows neither networks nor subdomains in `NO_PROXY`; here they mean what they
/// mean to Docker, whose reader is Go's `golang.org/x/net/http/httpproxy` (its documentation, 2026-11-25).
#[derive(Clone, Default)]
pub struct Proxies {
    http: Option<String>,
    https: Option<String>,
    except: Vec<String>,
}

impl Proxies {
    /// From `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not.
    pub fn from_environment() -> Self {
        Self::read(|name| std::env::var(name).ok())
    }

    /// From variables that `look_up` knows.
    pub fn read(look_up: impl Fn(&str) -> Option<String>) -> Self {
        let one = |name: &str| {
            let set = |name: &str| look_up(name).filter(|value| !value.trim().is_empty());
            set(&name.to_ascii_lowercase()).or_else(|| set(&name.to_ascii_uppercase()))
        };
        let all = one("all_proxy");
        let except = one("no_proxy").unwrap_or_default();
        Self {
            http: one("http_proxy").or_else(|| all.clone()),
            https: one("https_proxy").or(all),
            except: except
                .split(',')
                .map(|entry| entry.trim().to_ascii_lowercase())
                .filter(|e| !e.is_empty())
                .collect(),
        }
    }

    /// The proxy for an address.
    pub(crate) fn of(&self, url: &Url) -> Option<&str> {
        let proxy = if url.is_https() { &self.https } else { &self.http };
        proxy.as_deref().filter(|_| !is_loopback(url) && !self.except.iter().any(|entry| excepts(entry, url)))
    }
}

impl std::fmt::Debug for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let set = |proxy: &Option<String>| proxy.is_some();
        f.debug_struct("Proxies")
            .field("http", &set(&self.http))
            .field("https", &set(&self.https))
            .field("except", &self.except)
            .finish()
    }
}

/// `*`, `host`, `.domain`, `*.domain`, `address`, `network/bits`, each but the last with an optional port.
fn excepts(entry: &str, url: &Url) -> bool {
    if entry == "*" {
        return true;
    }
    if let Some((network, bits)) = entry.split_once('/') {
        let network = network.parse::<IpAddr>().ok();
        return match (network, bits.parse().ok(), url.address()) {
            (Some(network), Some(bits), Some(address)) => within(address, network, bits),
            _ => false,
        };
    }
    let (name, port) = match entry.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => (name, port.parse::<u16>().ok()),
        _ => (entry, None),
    };
    if port.is_some_and(|port| port != url.port()) {
        return false;
    }
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let host = url.host().trim_end_matches('.');
    if let (Ok(one), Some(other)) = (name.parse::<IpAddr>(), url.address()) {
        return one == other;
    }
    let name = name.strip_prefix('*').unwrap_or(name);
    match name.strip_prefix('.') {
        Some(domain) => host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
        None => host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')),
    }
}

fn within(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) if bits <= 32 => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        (IpAddr::V6(address), IpAddr::V6(network)) if bits <= 128 => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Proxies;
    use crate::transport::url::Url;

    fn proxy(variables: &[(&str, &str)], url: &str) -> Option<String> {
        let look_up = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Proxies::read(look_up).of(&Url::parse(url).unwrap()).map(str::to_owned)
    }

    #[test]
    fn by_scheme() {
        let both = [("HTTPS_PROXY", "http://p:1"), ("http_proxy", "http://p:2"), ("ALL_PROXY", "http://p:3")];
        assert_eq!(proxy(&both, "https://a/").as_deref(), Some("http://p:1"));
        assert_eq!(proxy(&both, "http://a/").as_deref(), Some("http://p:2"));
        assert_eq!(proxy(&both[2..], "https://a/").as_deref(), Some("http://p:3"));
        assert_eq!(proxy(&[("HTTPS_PROXY", "")], "https://a/"), None);
        assert_eq!(proxy(&both, "http://localhost:5000/"), None);
    }

    #[test]
    fn exceptions() {
        let with =
            |except: &str, url: &str| proxy(&[("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", except)], url).is_none();
        assert!(with("a.example, b.example", "https://b.example/"));
        assert!(with("example", "https://b.example/"));
        assert!(with(".example", "https://b.example/"));
        assert!(with("*.example", "https://b.example/"));
        assert!(!with(".example", "https://example/"));
        assert!(!with("ample", "https://example/"));
        assert!(with("10.0.0.0/8", "https://10.1.2.3/"));
        assert!(!with("10.0.0.0/8", "https://11.1.2.3/"));
        assert!(with("0.0.0.0/0", "https://11.1.2.3/"));
        assert!(with("fd00::/8", "https://[fd00::1]/"));
        assert!(with("a:5000", "https://a:5000/"));
        assert!(!with("a:5000", "https://a/"));
        assert!(with("*", "https://a/"));
    }

    #[test]
    fn passwords_are_not_shown() {
        let proxies = Proxies::read(|_| Some("http://user:hunter2@p:1".to_owned()));
        assert!(!format!("{:?}", Proxies { except: Vec::new(), ..proxies }).contains("hunter2"));
    }
}
