//! What of the Linux kernel a container may ask for: system controls and mount options of a tmpfs.
//!
//! Invariant: a name is known or not; nothing is said about values.

use super::reader::rows;

pub(super) const SYSTEM_CONTROLS: &str = include_str!("../../data/ecs/system-controls.tsv");
pub(super) const MOUNT_OPTIONS: &str = include_str!("../../data/ecs/mount-options.tsv");

/// The namespace that a system control belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// Messages, semaphores and shared memory.
    Ipc,
    /// The network.
    Net,
}

/// Whose the system control `name` is; `None` if containers cannot set it.
#[must_use]
pub fn system_control(name: &str) -> Option<Namespace> {
    let fits = |known: &str| match known.strip_suffix('.') {
        Some(_) => name.len() > known.len() && name.starts_with(known),
        None => name == known,
    };
    let [_, of] = rows(SYSTEM_CONTROLS).find(|[known, _]| fits(known))?;
    Some(if of == "net" { Namespace::Net } else { Namespace::Ipc })
}

/// Whether a tmpfs may be mounted with `option`, such as `noexec` or `mode=1777`.
#[must_use]
pub fn is_mount_option(option: &str) -> bool {
    let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
    rows(MOUNT_OPTIONS).any(|[known, takes]| known == name && (value.is_none() || takes == "value"))
}

/// The names of all mount options.
pub fn mount_options() -> impl Iterator<Item = &'static str> {
    rows(MOUNT_OPTIONS).map(|[name, _]| name)
}

#[cfg(test)]
mod tests {
    use super::{Namespace, is_mount_option, mount_options, system_control};

    #[test]
    fn system_controls_lie_in_namespaces() {
        assert_eq!(system_control("net.core.somaxconn"), Some(Namespace::Net));
        assert_eq!(system_control("kernel.shmmax"), Some(Namespace::Ipc));
        assert_eq!(system_control("fs.mqueue.msg_max"), Some(Namespace::Ipc));
        for name in ["vm.max_map_count", "kernel.shmmaxx", "net.", "fs.mqueue", ""] {
            assert_eq!(system_control(name), None, "{name}");
        }
    }

    #[test]
    fn mount_options_with_and_without_values() {
        assert_eq!(mount_options().count(), 39);
        assert!(is_mount_option("noexec") && is_mount_option("mode=1777") && is_mount_option("uid"));
        assert!(!is_mount_option("noexec=1") && !is_mount_option("size=1") && !is_mount_option(""));
    }
}
