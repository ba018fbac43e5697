//! Where a task definition names secrets.
//!
//! Invariant: a name counts only if all of it is known.

use super::field::{Field, Object};
use super::task::TaskDefinition;
use plimsoll_json::Node;
use std::borrow::Cow;

/// A place that names a secret of Secrets Manager or a parameter.
#[derive(Debug, Clone)]
pub struct SecretReference<'a> {
    /// An ARN, or the bare name of a parameter.
    pub text: Cow<'a, str>,
    /// The string.
    pub node: Node<'a>,
    /// The field: `secrets`, `secretOptions` or `repositoryCredentials`.
    pub field: &'static str,
}

/// Every known reference of a task's containers, in order.
#[must_use]
pub fn secret_references<'a>(task: &TaskDefinition<'a>) -> Vec<SecretReference<'a>> {
    let mut found = Vec::new();
    for container in &task.containers {
        found.extend(container_secrets(container.object));
    }
    found
}

/// Every known reference of one container, in order.
#[must_use]
pub fn container_secrets<'a>(container: Object<'a>) -> Vec<SecretReference<'a>> {
    let named = |object: Object<'a>, key: &str, field: &'static str| match object.string(key) {
        Field::Known { value: text, node, .. } => Some(SecretReference { text, node, field }),
        _ => None,
    };
    let variables = container.objects("secrets").filter_map(|entry| named(entry, "valueFrom", "secrets"));
    let log = container.object("logConfiguration").known().copied();
    let options = log.into_iter().flat_map(|log| log.objects("secretOptions"));
    let options = options.filter_map(|entry| named(entry, "valueFrom", "secretOptions"));
    let credentials = container.object("repositoryCredentials").known().copied();
    let credentials = credentials.and_then(|it| named(it, "credentialsParameter", "repositoryCredentials"));
    variables.chain(options).chain(credentials).collect()
}
