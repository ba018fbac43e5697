//! The fields of an ECS task definition: names, kinds, values, what is required.
//!
//! Invariant: the tables are those of one dated botocore release ([`version`]). AWS adds fields every month, so
//! "not in the tables" means "not known to this version", never "wrong".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::ecs_schema;
use super::reader::rows;

pub(super) const EXTRA: &str = include_str!("../../data/ecs/extra.tsv");

/// A JSON object of the API.
#[derive(Debug)]
pub struct Structure {
    /// The API's name for it: `"ContainerDefinition"`.
    pub name: &'static str,
    /// Its members, sorted by name.
    pub members: &'static [Member],
}

/// A member of a structure.
#[derive(Debug)]
pub struct Member {
    /// The key in the JSON object: `"logConfiguration"`.
    pub name: &'static str,
    /// The API's name for its type: `"LogConfiguration"`, `"BoxedInteger"`.
    pub shape: &'static str,
    /// What value it takes.
    pub kind: Kind,
    /// Whether the API's model demands it; see also [`is_required`].
    pub required: bool,
    /// Whether AWS has given it up.
    pub deprecated: bool,
}

/// What value a member takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any string.
    String,
    /// One of these strings.
    Enum(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An object with known keys.
    Structure(&'static Structure),
    /// An array.
    List(&'static Kind),
    /// An object with any keys; the kind is that of its values.
    Map(&'static Kind),
}

/// Where a key that a structure does not have would be at home.
#[derive(Debug, Clone, Copy)]
pub enum Home {
    /// In a structure that holds this one.
    Parent(&'static Structure),
    /// In a structure that this one holds, under the member named.
    Child(&'static Member, &'static Structure),
}

/// The whole task definition.
#[must_use]
pub fn root() -> &'static Structure {
    ecs_schema::ROOT
}

/// One entry of `containerDefinitions`.
#[must_use]
pub fn container() -> &'static Structure {
    structure("ContainerDefinition").unwrap_or(ecs_schema::ROOT)
}

/// Every structure, sorted by name.
#[must_use]
pub fn structures() -> &'static [&'static Structure] {
    &ecs_schema::STRUCTURES
}

/// The structure that the API calls `name`.
#[must_use]
pub fn structure(name: &str) -> Option<&'static Structure> {
    let at = ecs_schema::STRUCTURES.binary_search_by(|structure| structure.name.cmp(name)).ok()?;
    ecs_schema::STRUCTURES.get(at).copied()
}

/// The values of the enumeration that the API calls `shape`: `"NetworkMode"`.
#[must_use]
pub fn enum_values(shape: &str) -> Option<&'static [&'static str]> {
    ecs_schema::ENUMS.iter().find(|(name, _)| *name == shape).map(|(_, values)| *values)
}

/// Fields that ECS puts into a description and refuses in a registration, sorted.
#[must_use]
pub fn response_only() -> &'static [&'static str] {
    &ecs_schema::RESPONSE_ONLY
}

/// The release that the tables come from: `"botocore 1.44.5"`.
#[must_use]
pub fn version() -> &'static str {
    ecs_schema::VERSION
}

/// The month of that release: `"2026-11"`.
#[must_use]
pub fn as_of() -> &'static str {
    ecs_schema::AS_OF
}

/// Whether ECS refuses a `structure` without `member`: by its model, or by its answers.
#[must_use]
pub fn is_required(structure: &Structure, member: &Member) -> bool {
    member.required || fact(structure.name, member.name, "required").is_some()
}

/// The members without which ECS refuses a `structure`.
#[must_use]
pub fn required(structure: &Structure) -> &'static [&'static Member] {
    let at = ecs_schema::STRUCTURES.binary_search_by(|other| other.name.cmp(structure.name)).ok();
    at.and_then(|at| REQUIRED.get(at)).map_or(&[], Vec::as_slice)
}

/// The value that ECS assumes if `member` is left out, as JSON would show it without quotes.
#[must_use]
pub fn default_value(structure: &Structure, member: &Member) -> Option<&'static str> {
    fact(structure.name, member.name, "default")
}

/// Where `key`, which `structure` does not have, belongs one level up or down. A structure further away is no hint.
#[must_use]
pub fn home(structure: &Structure, key: &str) -> Option<Home> {
    let child = structure.members.iter().find_map(|member| {
        let inside = member.kind.innermost()?;
        inside.member(key).map(|_| Home::Child(member, inside))
    });
    child.or_else(|| parents(structure).find(|parent| parent.member(key).is_some()).map(Home::Parent))
}

/// The structures that hold `structure` directly, in a list or in a map.
pub fn parents(structure: &Structure) -> impl Iterator<Item = &'static Structure> {
    ecs_schema::STRUCTURES.iter().copied().filter(move |parent| {
        parent.members.iter().any(|member| member.kind.innermost().is_some_and(|inside| inside.name == structure.name))
    })
}

impl Structure {
    /// The member `name`, letter case as given.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        let at = self.members.binary_search_by(|member| member.name.cmp(name)).ok()?;
        self.members.get(at)
    }

    /// The one member whose name equals `name` but for letter case, hyphens and underscores.
    #[must_use]
    pub fn member_spelled(&self, name: &str) -> Option<&'static Member> {
        let letters = |text: &str| -> String {
            text.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
        };
        let wanted = letters(name);
        self.members.iter().find(|member| letters(member.name) == wanted)
    }
}

impl Kind {
    /// The structure inside: of the value itself, or of a list's or map's elements.
    #[must_use]
    pub fn innermost(&self) -> Option<&'static Structure> {
        match self {
            Self::Structure(structure) => Some(structure),
            Self::List(inner) | Self::Map(inner) => inner.innermost(),
            Self::String | Self::Enum(_) | Self::Integer | Self::Boolean => None,
        }
    }

    /// The values of an enumeration: of the value itself, or of a list's elements.
    #[must_use]
    pub fn values(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Enum(values) => Some(values),
            Self::List(inner) => inner.values(),
            _ => None,
        }
    }
}

/// Structure, member and kind of fact.
type Key = (&'static str, &'static str, &'static str);

static EXTRA_TABLE: LazyLock<HashMap<Key, &'static str>> =
    LazyLock::new(|| rows(EXTRA).map(|[structure, member, fact, value]| ((structure, member, fact), value)).collect());

/// The demanded members of each structure, in the order of the structures.
static REQUIRED: LazyLock<Vec<Vec<&'static Member>>> = LazyLock::new(|| {
    let demanded = |structure: &'static Structure| {
        structure.members.iter().filter(|member| is_required(structure, member)).collect()
    };
    ecs_schema::STRUCTURES.iter().copied().map(demanded).collect()
});

fn fact(structure: &str, member: &str, fact: &str) -> Option<&'static str> {
    EXTRA_TABLE.get(&(structure, member, fact)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(structure_name: &str, name: &str) -> &'static Member {
        structure(structure_name).unwrap().member(name).unwrap()
    }

    #[test]
    fn the_tables_have_the_size_of_the_api() {
        assert!(ecs_schema::STRUCTURES.len() >= 39);
        assert!(ecs_schema::ENUMS.len() >= 22);
        assert!(root().members.len() >= 19);
        assert!(container().members.len() >= 42);
        assert!(version().starts_with("botocore "));
        assert!(as_of() >= "2026-11");
    }

    #[test]
    fn members_are_sorted_so_that_they_can_be_found() {
        assert!(ecs_schema::STRUCTURES.windows(2).all(|pair| pair[0].name < pair[1].name));
        for structure in ecs_schema::STRUCTURES {
            assert!(structure.members.windows(2).all(|pair| pair[0].name < pair[1].name), "{}", structure.name);
            for member in structure.members {
                assert_eq!(structure.member(member.name).map(|it| it.name), Some(member.name));
            }
        }
    }

    #[test]
    fn kinds_are_those_of_the_api() {
        assert!(matches!(member("ContainerDefinition", "cpu").kind, Kind::Integer));
        assert!(matches!(member("RegisterTaskDefinitionRequest", "cpu").kind, Kind::String));
        assert!(matches!(member("ContainerDefinition", "privileged").kind, Kind::Boolean));
        assert!(matches!(member("ContainerDefinition", "dockerLabels").kind, Kind::Map(Kind::String)));
        assert!(matches!(member("ContainerDefinition", "command").kind, Kind::List(Kind::String)));
        assert!(matches!(member("ContainerDefinition", "portMappings").kind, Kind::List(Kind::Structure(_))));
        assert_eq!(enum_values("NetworkMode"), Some(["bridge", "host", "awsvpc", "none"].as_slice()));
        assert_eq!(enum_values("String"), None);
        assert!(member("RegisterTaskDefinitionRequest", "inferenceAccelerators").deprecated);
    }

    #[test]
    fn response_fields_are_not_registered() {
        for field in ["taskDefinitionArn", "revision", "status", "compatibilities", "deleteRequestedAt", "registeredBy"]
        {
            assert!(response_only().contains(&field), "{field}");
        }
        assert!(!response_only().contains(&"family"));
        assert!(response_only().iter().all(|field| root().member(field).is_none()));
    }

    #[test]
    fn required_is_what_the_api_or_its_answers_demand() {
        let required = |structure_name: &str, name: &str| {
            is_required(structure(structure_name).unwrap(), member(structure_name, name))
        };
        assert!(required("RegisterTaskDefinitionRequest", "family"));
        assert!(required("ContainerDefinition", "name") && required("ContainerDefinition", "image"));
        assert!(required("LogConfiguration", "logDriver") && required("Secret", "valueFrom"));
        assert!(!required("ContainerDefinition", "memory") && !required("PortMapping", "containerPort"));
    }

    #[test]
    fn the_hand_written_facts_are_about_members_that_exist() {
        for [name, member_name, fact, _] in rows(EXTRA) {
            assert!(structure(name).and_then(|it| it.member(member_name)).is_some(), "{name}.{member_name}");
            assert!(matches!(fact, "required" | "default"), "{fact}");
        }
        assert_eq!(default_value(container(), member("ContainerDefinition", "essential")), Some("true"));
        assert_eq!(default_value(container(), member("ContainerDefinition", "image")), None);
    }

    #[test]
    fn a_key_one_level_off_is_shown_its_home() {
        let show = |structure_name: &str, key: &str| match home(structure(structure_name).unwrap(), key) {
            Some(Home::Parent(parent)) => format!("up {}", parent.name),
            Some(Home::Child(member, _)) => format!("in {}", member.name),
            None => String::new(),
        };
        assert_eq!(show("ContainerDefinition", "pidMode"), "up RegisterTaskDefinitionRequest");
        assert_eq!(show("ContainerDefinition", "initProcessEnabled"), "in linuxParameters");
        assert_eq!(show("ContainerDefinition", "logDriver"), "in logConfiguration");
        assert_eq!(show("RegisterTaskDefinitionRequest", "portMappings"), "in containerDefinitions");
        assert_eq!(show("LogConfiguration", "healthCheck"), "up ContainerDefinition");
        assert_eq!(show("ContainerDefinition", "replicas"), "");
    }

    #[test]
    fn letter_case_and_separators_do_not_hide_a_member() {
        let spelled = |name| container().member_spelled(name).map(|member| member.name);
        assert_eq!(spelled("ReadOnlyRootFilesystem"), Some("readonlyRootFilesystem"));
        assert_eq!(spelled("port_mappings"), Some("portMappings"));
        assert_eq!(spelled("ports"), None);
    }
}
