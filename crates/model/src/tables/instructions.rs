//! Instructions, their flags, and keys per mount type: what the newest Dockerfile frontend accepts, and what it means.
//!
//! Instruction names are upper case here; flag names are lower case and without hyphens in front. ONBUILD has the
//! flags of its inner instruction.

use std::sync::LazyLock;

use super::reader::{rows, words};

pub(super) const FLAGS: &str = include_str!("../../data/flags.tsv");
pub(super) const MOUNT_KEYS: &str = include_str!("../../data/mount-keys.tsv");

pub(super) const INSTRUCTIONS: &str = include_str!("../../data/instructions.tsv");
pub(super) const PARAMETERS: &str = include_str!("../../data/parameters.tsv");

/// The mount types; `bind` is the default.
pub const MOUNT_TYPES: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

/// What an instruction looks like and does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstructionDocs {
    /// `"FROM [--platform=PLATFORM] IMAGE [AS NAME]"`
    pub form: &'static str,
    /// What it does, as Markdown.
    pub docs: &'static str,
}

/// A part of an instruction's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterDocs {
    /// `"IMAGE"`; it stands in [`InstructionDocs::form`] to the letter.
    pub part: &'static str,
    /// What it means, as Markdown.
    pub docs: &'static str,
}

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
    /// Values that an editor may propose, between blanks.
    pub proposals: &'static str,
    /// What it does, as Markdown.
    pub docs: &'static str,
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
    /// Values that an editor may propose, between blanks.
    pub proposals: &'static str,
    /// What it does, as Markdown.
    pub docs: &'static str,
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

/// Form and meaning of `instruction` (upper case).
#[must_use]
pub fn docs(instruction: &str) -> Option<InstructionDocs> {
    let mut all = rows(INSTRUCTIONS);
    all.find(|[name, _, _]| *name == instruction).map(|[_, form, docs]| InstructionDocs { form, docs })
}

/// The parts of the form of `instruction` (upper case), in order.
pub fn parameters(instruction: &str) -> impl Iterator<Item = ParameterDocs> {
    rows(PARAMETERS)
        .filter(move |[name, _, _]| *name == instruction)
        .map(|[_, part, docs]| ParameterDocs { part, docs })
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
        .map(|[instruction, name, kind, repeats, proposals, docs]| Flag {
            instruction,
            name,
            value: value(kind),
            repeats: repeats == "repeats",
            proposals,
            docs,
        })
        .collect()
});

static MOUNT_KEY_TABLE: LazyLock<Vec<MountKey>> = LazyLock::new(|| {
    rows(MOUNT_KEYS)
        .map(|[name, aliases, types, kind, proposals, docs]| MountKey {
            name,
            aliases: words(aliases).collect(),
            value: value(kind),
            proposals,
            docs,
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
    use super::{MOUNT_TYPES, Value, docs, flag, flags, mount_key, mount_keys, parameters};

    #[test]
    fn everything_is_documented() {
        for keyword in plimsoll_dockerfile::Keyword::ALL {
            let docs = docs(keyword.as_str()).unwrap_or_else(|| panic!("{keyword:?} has no documentation"));
            assert!(docs.form.starts_with(keyword.as_str()) && docs.docs.ends_with('.'), "{keyword:?}");
            let parts: Vec<_> = parameters(keyword.as_str()).collect();
            assert!(!parts.is_empty(), "{keyword:?}");
            for part in parts {
                assert!(docs.form.contains(part.part) && part.docs.ends_with('.'), "{keyword:?} {}", part.part);
            }
            for flag in flags(keyword.as_str()) {
                assert!(flag.docs.ends_with('.'), "{keyword:?} {}", flag.name);
            }
        }
        for key in MOUNT_TYPES.iter().flat_map(|mount_type| mount_keys(mount_type)) {
            assert!(key.docs.ends_with('.'), "{}", key.name);
        }
    }

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
