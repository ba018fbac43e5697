//! The users that base images have.
//!
//! Invariant: the answer holds every user that the image may have from its base; an image that is not listed has no
//! answer.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::pattern::{Patterns, Subject};
use super::reader::words;

pub(super) const TEXT: &str = include_str!("../../data/base-accounts.tsv");

/// How the distribution of an image names and makes its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Debian and Ubuntu.
    Debian,
    /// Alpine, with BusyBox.
    Alpine,
    /// Fedora, RHEL and what is built from them.
    RedHat,
}

/// The users of a base image.
#[derive(Debug, Clone, Copy)]
pub struct BaseAccounts {
    /// Its distribution.
    pub family: Family,
    further: &'static str,
}

/// Users of the distributions' own passwd files, in any of their releases. Source: the `passwd` files of base-passwd
/// (Debian), alpine-baselayout (Alpine) and setup (Fedora), 2026-11.
const DEBIAN: &str = "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats _apt nobody \
                      systemd-network systemd-resolve systemd-timesync messagebus";
const ALPINE: &str = "root bin daemon adm lp sync shutdown halt mail news uucp operator man postmaster cron ftp sshd at \
                      squid xfs games postgres cyrus vpopmail ntp smmsp guest nobody www-data";
const RED_HAT: &str = "root bin daemon adm lp sync shutdown halt mail operator games ftp nobody tss systemd-coredump \
                       systemd-network dbus systemd-resolve systemd-oom";

impl BaseAccounts {
    /// Whether there is a user of this name.
    #[must_use]
    pub fn has_user(&self, name: &str) -> bool {
        let own = match self.family {
            Family::Debian => DEBIAN,
            Family::Alpine => ALPINE,
            Family::RedHat => RED_HAT,
        };
        words(own).chain(words(self.further)).any(|user| user == name)
    }
}

/// The users of `image`; `None` when they are not known. No tag means `latest`.
#[must_use]
pub fn base_accounts(image: &ImageName<'_>, tag: Option<&str>) -> Option<BaseAccounts> {
    let [family, further, ..] = TABLE.first(&Subject::new(image, tag))?;
    let family = match *family {
        "debian" => Family::Debian,
        "alpine" => Family::Alpine,
        "redhat" => Family::RedHat,
        _ => return None,
    };
    Some(BaseAccounts { family, further })
}

static TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(TEXT));

#[cfg(test)]
mod tests {
    use super::base_accounts;
    use crate::tables::image_name::ImageName;

    #[test]
    fn users_of_bases() {
        let has = |image: &str, tag: &str, user: &str| {
            base_accounts(&ImageName::parse(image), Some(tag)).map(|accounts| accounts.has_user(user))
        };
        assert_eq!(has("node", "22-alpine", "node"), Some(true));
        assert_eq!(has("python", "3.13-slim", "www-data"), Some(true));
        assert_eq!(has("python", "3.13-slim", "app"), Some(false));
        assert_eq!(has("alpine", "3.22", "nobody"), Some(true));
        assert_eq!(has("golang", "1.25-windowsservercore", "x"), None);
        assert_eq!(has("acme/app", "1", "x"), None);
    }
}
