//! Finds the settings that a launch type, an operating system or a network mode does not support.
//!
//! Invariant: only values that say something are found; a placeholder is not.

use super::matters::matters;
use crate::{Finding, Fix, Sink};
use plimsoll_json::{Kind, Node, delete_element, delete_member, quote, replace_value};
use plimsoll_model::ecs::{Container, Object, TaskDefinition};
use plimsoll_model::tables::unsupported::{Holder, Remedy, Unsupported, Values, Where, unsupported};

/// A setting that is not supported.
pub(super) struct Found<'a> {
    /// Its value.
    pub(super) node: Node<'a>,
    /// The row of the table.
    pub(super) row: &'static Unsupported,
    owner: Option<String>,
}

/// All settings of a task that are not supported at `place`, in the order of the table.
pub(super) fn find<'a>(task: &TaskDefinition<'a>, place: Where) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for row in unsupported(place) {
        for (holder, owner) in holders(task, row.holder) {
            let values = values(holder.node, row.field).into_iter().filter(|node| is_meant(row, *node));
            found.extend(values.map(|node| Found { node, row, owner: owner.clone() }));
        }
    }
    found
}

/// Reports one: `who` does not support it.
pub(super) fn report<'s>(found: &Found<'_>, who: &str, sink: &'s mut Sink) -> &'s mut Finding {
    let Found { node, row, owner } = found;
    let field = row.field.replace("[]", "");
    let of = owner.as_ref().map(|owner| format!(" of {owner}")).unwrap_or_default();
    let text = node.text().unwrap_or_default();
    let what = match row.values {
        Values::Any => format!("`{field}`"),
        _ if row.field.ends_with("[]") => format!("`{text}` in `{field}`"),
        _ => format!("`{text}` as `{field}`"),
    };
    let range = match node.kind() {
        Kind::Object | Kind::Array => node.key_node().map_or(node.range(), Node::range),
        _ => node.range(),
    };
    let finding = sink.report(range, format!("{who} does not support {what}{of}"));
    if !row.answer.is_empty() {
        finding.note(format!("ECS answers \"{}\"", row.answer.replace("{}", &text)));
    }
    finding.fix(fix(*node, row))
}

fn fix(node: Node<'_>, row: &Unsupported) -> Option<Fix> {
    let delete = || node.as_member().map_or_else(|| delete_element(node), delete_member);
    let title = || match node.key_node().and_then(Node::text) {
        Some(key) => format!("delete `{key}`"),
        None => "delete it".to_owned(),
    };
    match row.remedy {
        Remedy::None => None,
        Remedy::Delete => Some(Fix::safe(title(), delete()?)),
        Remedy::DeleteUnsafe => Some(Fix::r#unsafe(title(), delete()?)),
        Remedy::Set(value) => Some(Fix::r#unsafe(format!("write `{value}`"), replace_value(node, &quote(value))?)),
    }
}

/// What may have the setting, and what messages call it.
fn holders<'a>(task: &TaskDefinition<'a>, holder: Holder) -> Vec<(Object<'a>, Option<String>)> {
    match holder {
        Holder::Task => task.object.map(|object| (object, None)).into_iter().collect(),
        Holder::Container => task.containers.iter().map(|it| (it.object, Some(Container::called(it)))).collect(),
        Holder::Volume => {
            let volumes = task.object.into_iter().flat_map(|object| object.objects("volumes"));
            volumes.map(|volume| (volume, volume.name("name").known().map(|name| format!("volume `{name}`")))).collect()
        }
    }
}

/// The values at `field` below `node`: keys with dots, `[]` for each element.
fn values<'a>(node: Node<'a>, field: &str) -> Vec<Node<'a>> {
    let (key, rest) = field.split_once('.').map_or((field, None), |(key, rest)| (key, Some(rest)));
    let (key, each) = key.strip_suffix("[]").map_or((key, false), |key| (key, true));
    let Some(value) = node.get(key) else { return Vec::new() };
    let here: Vec<Node<'a>> = if each { value.elements().collect() } else { vec![value] };
    match rest {
        None => here,
        Some(rest) => here.into_iter().flat_map(|node| values(node, rest)).collect(),
    }
}

fn is_meant(row: &Unsupported, node: Node<'_>) -> bool {
    // Capabilities are read with `CAP_` and in any case; how they must be spelled is another rule's to say.
    let text = || {
        let is_literal = node.kind() == Kind::String && node.parts().iter().all(|part| part.placeholder.is_none());
        let text = node.text().filter(|text| is_literal && !text.is_empty())?;
        let upper = text.to_ascii_uppercase();
        Some(if row.field.contains("capabilities") {
            upper.trim_start_matches("CAP_").to_owned()
        } else {
            text.into_owned()
        })
    };
    match &row.values {
        Values::Any => matters(node),
        Values::These(these) => text().is_some_and(|text| these.contains(&text.as_str())),
        Values::AllBut(these) => text().is_some_and(|text| !these.contains(&text.as_str())),
    }
}
