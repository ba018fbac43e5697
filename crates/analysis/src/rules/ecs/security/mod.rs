//! Rules about what a container may do on its host.

mod capabilities;
mod host_mounts;
mod user;

crate::rule::group! {
    /// What a container may do, and as whom.
    "security":
        privileged_container, root_container_user, missing_container_user, administrator_user,
        root_user_in_host_network, writable_root_filesystem, dangerous_capability, undropped_capabilities,
        sensitive_host_path, docker_socket_mount, weakened_security_option, privilege_escalation_allowed
}
