//! Rules about what a container may do on its host.

crate::rule::group! {
    /// What a container may do, and as whom.
    "security": privileged_container, root_container_user, missing_container_user
}
