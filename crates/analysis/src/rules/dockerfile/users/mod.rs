//! Rules about the user that a container runs as.

mod exemptions;
mod switch;

crate::rule::group! {
    /// The user that a container runs as, and what it may do.
    "users-and-permissions": root_user, missing_user, malformed_user, world_writable, unused_created_user, docker_socket, ssh_server_installed
}
