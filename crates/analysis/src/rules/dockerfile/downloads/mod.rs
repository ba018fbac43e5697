//! Rules about what a build fetches from the network.

crate::rule::group! {
    /// What a build fetches from the network: whether it is what was meant, and whether an error is noticed.
    "downloads": tls_verification_disabled
}
