//! Which addresses a connection may go to.
//!
//! Invariant: an address that only the machine itself or its cloud's metadata service answers is never reached because a
//! server said so; the check is made on the addresses that a name resolves to, right before connecting.

use super::url::Url;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// What a request must not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Guard {
    /// The user named the host; only link-local and metadata addresses are refused.
    Named,
    /// A server named the host; addresses of this machine are refused too.
    Foreign,
    /// The host stands in the settings: nothing is refused.
    Configured,
}

/// Why an address is refused.
pub(crate) type Reason = &'static str;

impl Guard {
    /// Refuses by what the address says, before any name is resolved.
    pub(crate) fn check(self, url: &Url) -> Result<(), Reason> {
        if self == Self::Configured {
            return Ok(());
        }
        // Google's name for its metadata service, https://cloud.google.com/compute/docs/metadata/overview, 2026-11-25.
        if matches!(url.host().trim_end_matches('.'), "metadata.google.internal" | "metadata.goog") {
            return Err(METADATA);
        }
        if self == Self::Foreign && is_loopback(url) {
            return Err(LOOPBACK);
        }
        url.address().map_or(Ok(()), |address| self.check_address(address))
    }

    fn check_address(self, address: IpAddr) -> Result<(), Reason> {
        let address = address.to_canonical();
        if self != Self::Configured && is_link_local(address) {
            return Err(METADATA);
        }
        if self == Self::Foreign && (address.is_loopback() || address.is_unspecified()) {
            return Err(LOOPBACK);
        }
        Ok(())
    }
}

const METADATA: Reason = "it is a link-local address or one of a metadata service";
const LOOPBACK: Reason = "it is an address of this machine";

/// Whether the host is this machine by its name or address.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host().trim_end_matches('.');
    host == "localhost"
        || host.ends_with(".localhost")
        || url.address().is_some_and(|address| {
            let address = address.to_canonical();
            address.is_loopback() || address.is_unspecified()
        })
}

/// 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291), the metadata services of AWS over IPv6 (fd00:ec2::254) and of Alibaba
/// Cloud (100.100.100.200); their documentation, 2026-11-25.
fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local() || address == Ipv4Addr::new(100, 100, 100, 200),
        IpAddr::V6(address) => {
            address.is_unicast_link_local() || address == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
        }
    }
}

/// Resolves names and refuses addresses.
#[derive(Debug)]
pub(crate) struct GuardedResolver {
    pub(crate) guard: Guard,
    pub(crate) inner: DefaultResolver,
}

/// An address that was refused after its name was resolved.
#[derive(Debug)]
pub(crate) struct RefusedAddress(pub(crate) Reason);

impl std::fmt::Display for RefusedAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for RefusedAddress {}

impl Resolver for GuardedResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.inner.resolve(uri, config, timeout)?;
        for address in addresses.iter() {
            self.guard.check_address(address.ip()).map_err(|why| ureq::Error::Other(Box::new(RefusedAddress(why))))?;
        }
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::{Guard, GuardedResolver, RefusedAddress, is_loopback};
    use crate::transport::url::Url;
    use ureq::unversioned::resolver::{DefaultResolver, Resolver};
    use ureq::unversioned::transport::NextTimeout;
    use ureq::unversioned::transport::time::Duration;

    fn allowed(guard: Guard, host: &str) -> bool {
        guard.check(&Url::parse(&format!("https://{host}/")).unwrap()).is_ok()
    }

    #[test]
    fn metadata_services_are_refused_unless_configured() {
        for host in [
            "169.254.169.254",
            "169.254.170.2",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "[::ffff:169.254.169.254]",
            "metadata.google.internal",
            "metadata.google.internal.",
            "100.100.100.200",
        ] {
            assert!(!allowed(Guard::Named, host), "{host}");
            assert!(!allowed(Guard::Foreign, host), "{host}");
            assert!(allowed(Guard::Configured, host), "{host}");
        }
    }

    #[test]
    fn this_machine_is_refused_when_a_server_names_it() {
        for host in ["127.0.0.1", "127.9.9.9", "localhost", "x.localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"] {
            assert!(!allowed(Guard::Foreign, host), "{host}");
            assert!(allowed(Guard::Named, host), "{host}");
            assert!(is_loopback(&Url::parse(&format!("http://{host}/")).unwrap()), "{host}");
        }
        assert!(allowed(Guard::Foreign, "auth.docker.io"));
        assert!(!is_loopback(&Url::parse("http://localhost.example/").unwrap()));
    }

    #[test]
    fn names_are_judged_by_what_they_resolve_to() {
        let resolve = |guard, uri: &str| {
            let resolver = GuardedResolver { guard, inner: DefaultResolver::default() };
            let timeout = NextTimeout { after: Duration::NotHappening, ..NextTimeout::default() };
            resolver.resolve(&uri.parse().unwrap(), &ureq::config::Config::default(), timeout)
        };
        assert!(resolve(Guard::Named, "http://localhost:1/").is_ok());
        for (guard, uri) in [(Guard::Foreign, "http://localhost:1/"), (Guard::Named, "http://169.254.169.254/")] {
            match resolve(guard, uri) {
                Err(ureq::Error::Other(error)) => assert!(error.is::<RefusedAddress>(), "{error}"),
                other => panic!("{uri}: {other:?}"),
            }
            assert!(resolve(Guard::Configured, uri).is_ok());
        }
    }
}
