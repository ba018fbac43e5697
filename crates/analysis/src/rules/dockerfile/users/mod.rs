//! Rules about the user that a container runs as.

mod accounts;
mod exemptions;
mod switch;

crate::rule::group! {
    /// The user that a container runs as, and what it may do.
    "users-and-permissions": root_user, missing_user, malformed_user, world_writable, unused_created_user, docker_socket, ssh_server_installed, undefined_user, unknown_user_in_scratch, dropped_supplementary_groups, duplicate_uid, stateful_root, root_command_as_user, named_user
}
