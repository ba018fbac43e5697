//! IAM policies beside a task definition, by their JSON.
//!
//! Invariant: a policy that says something other than plain Allow and Deny of actions gives no answer.

use crate::{TaskCx, WorkspaceFile};
use plimsoll_json::{Document, Kind, Node};
use plimsoll_model::ecs::{Field, Object};
use plimsoll_model::wildcard;

/// What the statements of policies allow and deny, in lower case, with wildcards.
#[derive(Debug, Default)]
pub(super) struct Permissions {
    allowed: Vec<String>,
    denied: Vec<String>,
}

impl Permissions {
    /// Whether `action` is allowed, on whatever resource.
    pub(super) fn allow(&self, action: &str) -> bool {
        let action = action.to_ascii_lowercase();
        let fits = |patterns: &[String]| patterns.iter().any(|pattern| wildcard::matches(pattern, &action));
        fits(&self.allowed) && !fits(&self.denied)
    }

    /// Adds the statements of a policy; `None` when one of them cannot be read.
    pub(super) fn add(&mut self, document: &Document<'_>) -> Option<()> {
        for statement in statements(document)? {
            if statement.node.get_member("NotAction").is_some() || statement.node.get_member("Principal").is_some() {
                return None;
            }
            let actions = strings(statement, "Action")?.into_iter().map(|(action, _)| action.to_ascii_lowercase());
            match &**statement.name("Effect").known()? {
                "Allow" => self.allowed.extend(actions),
                // A condition may make it say nothing.
                "Deny" if statement.node.get_member("Condition").is_none() => self.denied.extend(actions),
                "Deny" => {}
                _ => return None,
            }
        }
        Some(())
    }
}

/// The JSON files with statements whose file name says that they belong to the role called `role`, or (`is_execution`)
/// to the execution role.
pub(super) fn policies_of<'w>(
    cx: &TaskCx<'w>,
    role: Option<&str>,
    is_execution: bool,
) -> Vec<(&'w WorkspaceFile, Document<'w>)> {
    const EXECUTION: [&str; 2] = ["executionrole", "taskexecution"];
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let role = role.map(plain).filter(|role| role.len() >= 6);
    cx.workspace
        .files()
        .filter(|file| file.kind.is_none() && file.path.ends_with(".json") && file.text.contains("\"Statement\""))
        .filter(|file| {
            let name = plain(file.path.rsplit('/').next().unwrap_or(&file.path));
            role.as_deref().is_some_and(|role| name.contains(role))
                || is_execution && EXECUTION.iter().any(|word| name.contains(word))
        })
        .map(|file| (file, plimsoll_json::parse(&file.text)))
        .collect()
}

/// The name of a role: the last part of its ARN, or the bare name.
pub(super) fn role_name(task: Object<'_>, key: &str) -> Option<String> {
    match task.name(key) {
        Field::Known { value, .. } => value.rsplit('/').next().map(str::to_owned),
        // `arn:aws:iam::${ACCOUNT}:role/webExecution`
        Field::Partial { node, .. } => {
            let last = *node.parts().last().filter(|part| part.placeholder.is_none())?;
            let text = plimsoll_text::slice(node.document().text(), last.range);
            text.rsplit_once('/').map(|(_, name)| name.to_owned())
        }
        _ => None,
    }
}

/// The statements of a policy.
pub(super) fn statements<'a>(document: &'a Document<'a>) -> Option<Vec<Object<'a>>> {
    let root = Object::new(document.root()?)?;
    let list = root.node.get("Statement")?;
    match list.kind() {
        Kind::Object => Object::new(list).map(|statement| vec![statement]),
        Kind::Array if list.is_complete() => list.elements().map(Object::new).collect(),
        _ => None,
    }
}

/// One string or a list of strings; `None` when one of them is not known.
pub(super) fn strings<'a>(object: Object<'a>, key: &str) -> Option<Vec<(String, Node<'a>)>> {
    let node = object.node.get(key)?;
    let literal = |node: Node<'a>| {
        let plain = node.parts().iter().all(|part| part.placeholder.is_none());
        node.text().filter(|_| plain).map(|text| (text.into_owned(), node))
    };
    match node.kind() {
        Kind::String => literal(node).map(|one| vec![one]),
        Kind::Array => node.elements().map(literal).collect(),
        _ => None,
    }
}
