//! Flags per instruction and keys per mount type: what the newest Dockerfile frontend accepts.
//!
//! Instruction names are upper case here; flag names are lower case and without hyphens in front. ONBUILD has the
//! flags of its inner instruction.

use std::sync::LazyLock;

use super::reader::{rows, words};

pub(super) const FLAGS: &str = include_str!("../../data/flags.tsv");
pub(super) const MOUNT_KEYS: &str = include_str!("../../data/mount-keys.tsv");

/// The mount types; `bind` is the default.
pub const MOUNT_TYPES: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

/// A flag of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// `"COPY"`.
    pub instruction: &'static str,
    /// `"chown"`.
    pub name: &'static str,
    /// What may stand after `=`.
    pub value: Value,
    /// Whether it may be given more than once.
    pub repeats: bool,
}

/// A key of `RUN --mount=…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountKey {
    /// Its documented name: `"target"`.
    pub name: &'static str,
    /// Other names for it: `["dst", "destination"]`.
    pub aliases: Vec<&'static str>,
    /// Whether it may stand without `=`.
    pub value: Value,
    types: Vec<&'static str>,
}

/// What a flag or key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Any text; it must be there.
    Text,
    /// `true` or `false` in any case, or nothing, which means true.
    Boolean,
    /// A Go duration such as `1m30s`.
    Duration,
    /// A decimal number.
    Number,
}

/// The flag `name` of `instruction` (`"COPY"`, upper case), if the newest frontend has it.
#[must_use]
pub fn flag(instruction: &str, name: &str) -> Option<&'static Flag> {
    flags(instruction).find(|flag| flag.name == name)
}

/// All flags of `instruction` (upper case), in the order of the documentation.
pub fn flags(instruction: &str) -> impl Iterator<Item = &'static Flag> {
    FLAG_TABLE.iter().filter(move |flag| flag.instruction == instruction)
}

/// The mount key written `name`, in any case and under any of its names.
#[must_use]
pub fn mount_key(name: &str) -> Option<&'static MountKey> {
    MOUNT_KEY_TABLE.iter().find(|key| {
        key.name.eq_ignore_ascii_case(name) || key.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// All mount keys that `mount_type` takes, under their documented names.
pub fn mount_keys(mount_type: &str) -> impl Iterator<Item = &'static MountKey> {
    MOUNT_KEY_TABLE.iter().filter(move |key| key.allowed_in(mount_type))
}

impl MountKey {
    /// Whether mounts of `mount_type` (lower case) take this key.
    #[must_use]
    pub fn allowed_in(&self, mount_type: &str) -> bool {
        self.types.contains(&mount_type)
    }
}

static FLAG_TABLE: LazyLock<Vec<Flag>> = LazyLock::new(|| {
    rows(FLAGS)
        .map(|[instruction, name, kind, repeats]| Flag {
            instruction,
            name,
            value: value(kind),
            repeats: repeats == "repeats",
        })
        .collect()
});

static MOUNT_KEY_TABLE: LazyLock<Vec<MountKey>> = LazyLock::new(|| {
    rows(MOUNT_KEYS)
        .map(|[name, aliases, types, kind]| MountKey {
            name,
            aliases: words(aliases).collect(),
            value: value(kind),
            types: words(types).collect(),
        })
        .collect()
});

fn value(kind: &str) -> Value {
    match kind {
        "boolean" => Value::Boolean,
        "duration" => Value::Duration,
        "number" => Value::Number,
        _ => Value::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::{MOUNT_TYPES, Value, flag, flags, mount_key, mount_keys};

    #[test]
    fn flags_belong_to_their_instruction() {
        assert_eq!(flag("COPY", "link").map(|flag| (flag.value, flag.repeats)), Some((Value::Boolean, false)));
        assert!(flag("COPY", "exclude").is_some_and(|flag| flag.repeats));
        assert!(flag("RUN", "mount").is_some_and(|flag| flag.repeats));
        assert_eq!(flag("ADD", "parents"), None);
        assert_eq!(flag("ADD", "from"), None);
        assert_eq!(flag("WORKDIR", "from"), None);
        assert_eq!(flags("HEALTHCHECK").count(), 5);
        assert_eq!(flags("CMD").count(), 0);
    }

    #[test]
    fn mount_keys_are_case_insensitive_and_have_aliases() {
        assert_eq!(mount_key("DST").map(|key| key.name), Some("target"));
        assert_eq!(mount_key("ro").map(|key| (key.name, key.value)), Some(("readonly", Value::Boolean)));
        assert_eq!(mount_key("volume"), None);
    }

    #[test]
    fn mount_keys_depend_on_the_type() {
        let key = |name| mount_key(name).unwrap();
        assert!(key("sharing").allowed_in("cache"));
        assert!(!key("sharing").allowed_in("secret"));
        assert!(!key("from").allowed_in("secret"));
        assert!(!key("mode").allowed_in("tmpfs"));
        assert!(key("size").allowed_in("tmpfs"));
        assert!(key("required").allowed_in("ssh"));
        assert!(!key("required").allowed_in("bind"));
        assert!(!key("type").allowed_in("volume"));
        for mount_type in MOUNT_TYPES {
            assert!(mount_keys(mount_type).any(|key| key.name == "target"), "{mount_type}");
        }
    }
}
