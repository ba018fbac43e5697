//! Rules about ports and networks.

crate::rule::group! {
    /// Ports, networks, and references between containers.
    "networking": host_port_mismatch, unknown_container
}
