//! Settings that a launch type, an operating system or a network mode does not support.
//!
//! Invariant: what is not in the table counts as supported.

use super::reader::{rows, words};
use std::sync::LazyLock;

pub(super) const TEXT: &str = include_str!("../../data/ecs/unsupported.tsv");

/// Where a setting is not supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// On Fargate.
    Fargate,
    /// In tasks of a Windows family.
    Windows,
    /// On external instances.
    External,
    /// Where EC2 is the only launch type.
    Ec2,
    /// In tasks whose family is written out as Linux.
    Linux,
    /// With the network mode `awsvpc`.
    Awsvpc,
}

/// What has the setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The task definition.
    Task,
    /// A container definition.
    Container,
    /// A volume.
    Volume,
}

/// Which values are not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// All but `false` and empty ones.
    Any,
    /// These strings.
    These(Vec<&'static str>),
    /// All strings but these.
    AllBut(Vec<&'static str>),
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing by itself.
    None,
    /// Deleting it, which says what holds anyway.
    Delete,
    /// Deleting it, which may lose what was meant.
    DeleteUnsafe,
    /// Another value.
    Set(&'static str),
}

/// A setting that is not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// Where.
    pub place: Where,
    /// What has it.
    pub holder: Holder,
    /// The keys to it, with dots; `[]` behind a key stands for each element.
    pub field: &'static str,
    /// Which values.
    pub values: Values,
    /// What can be done.
    pub remedy: Remedy,
    /// What ECS answers, with `{}` for the value; empty if that is not known.
    pub answer: &'static str,
}

/// All settings that are not supported at `place`.
pub fn unsupported(place: Where) -> impl Iterator<Item = &'static Unsupported> {
    TABLE.iter().filter(move |row| row.place == place)
}

static TABLE: LazyLock<Vec<Unsupported>> = LazyLock::new(|| rows(TEXT).filter_map(row).collect());

fn row([place, holder, field, values, remedy, answer]: [&'static str; 6]) -> Option<Unsupported> {
    let place = match place {
        "fargate" => Where::Fargate,
        "windows" => Where::Windows,
        "external" => Where::External,
        "ec2" => Where::Ec2,
        "linux" => Where::Linux,
        "awsvpc" => Where::Awsvpc,
        _ => return None,
    };
    let holder = match holder {
        "task" => Holder::Task,
        "container" => Holder::Container,
        "volume" => Holder::Volume,
        _ => return None,
    };
    let values = match values.split_once(' ') {
        None => Values::Any,
        Some(("is", list)) => Values::These(words(list).collect()),
        Some((_, list)) => Values::AllBut(words(list).collect()),
    };
    let remedy = match remedy {
        "safe" => Remedy::Delete,
        "unsafe" => Remedy::DeleteUnsafe,
        _ => remedy.strip_prefix("set ").map_or(Remedy::None, Remedy::Set),
    };
    Some(Unsupported { place, holder, field, values, remedy, answer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema::{self, Kind, Structure};

    #[test]
    fn every_row_is_read_and_names_a_field_of_the_api() {
        let lines = TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(TABLE.len(), lines);
        for row in TABLE.iter() {
            let start = match row.holder {
                Holder::Task => schema::root(),
                Holder::Container => schema::container(),
                Holder::Volume => {
                    let Some(Kind::List(Kind::Structure(volume))) = schema::root().member("volumes").map(|it| it.kind)
                    else {
                        panic!("volumes are a list of structures");
                    };
                    volume
                }
            };
            assert!(leads_to_a_field(start, row.field), "{}", row.field);
        }
    }

    fn leads_to_a_field(structure: &Structure, field: &str) -> bool {
        let (key, rest) = field.split_once('.').map_or((field, None), |(key, rest)| (key, Some(rest)));
        let Some(member) = structure.member(key.trim_end_matches("[]")) else { return false };
        match (member.kind, rest) {
            (_, None) => true,
            (Kind::Structure(inner), Some(rest)) | (Kind::List(&Kind::Structure(inner)), Some(rest)) => {
                leads_to_a_field(inner, rest)
            }
            (Kind::Map(_), Some(_)) => true,
            _ => false,
        }
    }

    #[test]
    fn what_fargate_supports_is_not_listed() {
        let fields: Vec<_> = unsupported(Where::Fargate).map(|row| row.field).collect();
        for field in ["linuxParameters.tmpfs", "systemControls", "ulimits", "linuxParameters.initProcessEnabled"] {
            assert!(!fields.contains(&field), "{field}");
        }
        let pid = unsupported(Where::Fargate).find(|row| row.field == "pidMode").unwrap();
        assert_eq!((&pid.values, pid.remedy), (&Values::AllBut(vec!["task"]), Remedy::Set("task")));
    }
}
