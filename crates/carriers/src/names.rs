//! What carriers call the fields of a task definition.
//!
//! Invariant: a name that the tables do not know comes back in the API's manner of writing, so that it can be said to
//! be unknown.

use plimsoll_model::tables::schema::Structure;

/// The names of CloudFormation that are more than the API's with a capital: structure of the API, name in
/// CloudFormation, name in the API.
const CLOUD_FORMATION: &[(&str, &str, &str)] = &[
    ("EFSVolumeConfiguration", "FilesystemId", "fileSystemId"),
    ("EFSAuthorizationConfig", "IAM", "iam"),
    ("ProxyConfiguration", "ProxyConfigurationProperties", "properties"),
    ("Volume", "EFSVolumeConfiguration", "efsVolumeConfiguration"),
    ("Volume", "FSxWindowsFileServerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"),
    ("Volume", "S3FilesVolumeConfiguration", "s3filesVolumeConfiguration"),
];

/// The names of Terraform that are more than the API's in snake case. Source: provider hashicorp/aws 6,
/// `aws_ecs_task_definition`, 2026-11.
const TERRAFORM: &[(&str, &str, &str)] = &[
    ("EphemeralStorage", "size_in_gib", "sizeInGiB"),
    ("RegisterTaskDefinitionRequest", "volume", "volumes"),
    ("RegisterTaskDefinitionRequest", "inference_accelerator", "inferenceAccelerators"),
    ("Volume", "configure_at_launch", "configuredAtLaunch"),
];

/// The member of `structure` that CloudFormation calls `name`.
pub(crate) fn cloud_formation_member(structure: &Structure, name: &str) -> String {
    if let Some((_, _, api)) = CLOUD_FORMATION.iter().find(|row| row.0 == structure.name && row.1 == name) {
        return (*api).to_owned();
    }
    uncapitalized(name)
}

/// `LoadBalancers` as the API writes it: `loadBalancers`.
fn uncapitalized(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// What CreateService calls the property `name` of `AWS::ECS::Service`, or of what stands in one.
pub(crate) fn service_property(name: &str) -> String {
    match name {
        "PlacementStrategies" => "placementStrategy".to_owned(),
        _ => uncapitalized(name),
    }
}

/// The member of `structure` that Terraform calls `name`.
pub(crate) fn terraform_member(structure: &Structure, name: &str) -> String {
    if let Some((_, _, api)) = TERRAFORM.iter().find(|row| row.0 == structure.name && row.1 == name) {
        return (*api).to_owned();
    }
    camel(name)
}

/// `load_balancer` as the API writes it: `loadBalancer`.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for (index, word) in name.split('_').enumerate() {
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if index > 0 => camel.push(first.to_ascii_uppercase()),
            Some(first) => camel.push(first),
            None => {}
        }
        camel.push_str(characters.as_str());
    }
    camel
}

/// What CloudFormation calls the member `key` of `structure`.
pub(crate) fn cloud_formation_name(structure: Option<&Structure>, key: &str) -> String {
    let is_it = |row: &&(&str, &str, &str)| structure.is_some_and(|it| it.name == row.0) && row.2 == key;
    if let Some((_, name, _)) = CLOUD_FORMATION.iter().find(is_it) {
        return (*name).to_owned();
    }
    // Keys of maps, such as options of log drivers, are nobody's fields.
    if structure.is_none() {
        return key.to_owned();
    }
    let mut characters = key.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// What Terraform calls the member `key` of `structure`, outside of the container definitions.
pub(crate) fn terraform_name(structure: Option<&Structure>, key: &str) -> String {
    let is_it = |row: &&(&str, &str, &str)| structure.is_some_and(|it| it.name == row.0) && row.2 == key;
    if let Some((_, name, _)) = TERRAFORM.iter().find(is_it) {
        return (*name).to_owned();
    }
    let mut name = String::with_capacity(key.len() + 4);
    for character in key.chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// The member of `structure` that Go's reader takes `name` for: it passes over capitals.
pub(crate) fn member_in_any_case(structure: &Structure, name: &str) -> Option<&'static str> {
    structure.members.iter().find(|member| member.name.eq_ignore_ascii_case(name)).map(|member| member.name)
}

#[cfg(test)]
mod tests {
    use super::{cloud_formation_member, terraform_member};
    use plimsoll_model::tables::schema::{self, Kind, Structure};

    /// The published schema of the resource; a name that is not mapped to a field of the API fails here.
    const PROPERTIES: &str = include_str!("../data/cloudformation-properties.txt");

    fn inner(kind: &Kind) -> Option<&'static Structure> {
        match kind {
            Kind::Structure(structure) => Some(structure),
            Kind::List(kind) | Kind::Map(kind) => inner(kind),
            _ => None,
        }
    }

    #[test]
    fn every_property_of_cloud_formation_is_a_field_of_the_api() {
        let mut unknown = Vec::new();
        let mut count = 0;
        for path in PROPERTIES.lines().filter(|line| !line.starts_with('#')) {
            count += 1;
            let mut structure = Some(schema::root());
            for name in path.split('.') {
                let member = structure.and_then(|it| it.member(&cloud_formation_member(it, name)));
                let Some(member) = member else {
                    unknown.push(path);
                    break;
                };
                structure = inner(&member.kind);
            }
        }
        assert!(count > 150, "{count}");
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn every_name_of_terraform_in_the_table_is_a_field_of_the_api() {
        for (structure, name, api) in super::TERRAFORM {
            let structure = schema::structure(structure).expect(structure);
            assert!(structure.member(api).is_some(), "{api}");
            assert_eq!(terraform_member(structure, name), *api);
        }
        assert_eq!(terraform_member(schema::root(), "requires_compatibilities"), "requiresCompatibilities");
    }
}
