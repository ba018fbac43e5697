//! Options of package managers that take an argument.
//!
//! A reader of command lines needs them to tell a package from an option's argument. An option that is not listed
//! here is a flag if it is written with `=`; otherwise it is unknown, and the word after it must not be judged.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/options.tsv");

/// Whether `option` (`-r`, `--requirement`) of `command` takes an argument; `None` for a command that has no table.
///
/// `command` is program and subcommand: `"pip install"`, `"uv pip install"`, `"pipx install"`.
#[must_use]
pub fn takes_argument(command: &str, option: &str) -> Option<bool> {
    TABLE.get(command).map(|options| options.binary_search(&option).is_ok())
}

static TABLE: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    rows(TEXT)
        .map(|[command, options]| {
            let mut options: Vec<_> = words(options).collect();
            options.sort_unstable();
            (command, options)
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::takes_argument;

    #[test]
    fn pip_options_are_known() {
        for option in ["-r", "--requirement", "-i", "--extra-index-url", "--group", "-t"] {
            assert_eq!(takes_argument("pip install", option), Some(true), "{option}");
        }
        for option in ["-U", "--no-cache-dir", "--user", "--pre", "-q"] {
            assert_eq!(takes_argument("pip install", option), Some(false), "{option}");
        }
        assert_eq!(takes_argument("uv pip install", "--python"), Some(true));
        assert_eq!(takes_argument("apt-get install", "-t"), Some(true));
        assert_eq!(takes_argument("brew install", "-t"), None);
    }
}
