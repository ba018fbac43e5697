//! The user that a container is told to run as.
//!
//! Invariant: only root's name and number are root; what a name means is not looked up.

/// Whether `user`, perhaps with a group behind a colon, is root.
pub(super) fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user);
    name == "root" || !name.is_empty() && name.bytes().all(|byte| byte == b'0')
}
