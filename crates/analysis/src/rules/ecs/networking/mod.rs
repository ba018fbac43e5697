//! Rules about ports and networks.

crate::rule::group! {
    /// Ports, networks, and references between containers.
    "networking": host_port_mismatch, unknown_container, port_mapping_without_network, duplicate_port,
    port_out_of_range, static_host_port, reserved_host_port, invalid_port_range, invalid_port_name,
    duplicate_port_name, ineffective_app_protocol, application_protocol, links_outside_bridge, unsupported_awsvpc_setting,
    invalid_dns_search_domain, invalid_system_control, conflicting_system_control
}
