//! Facts about fields and values, as short texts that completion and hover share.

use super::typed::Owner;
use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::ecs::Object;
use plimsoll_model::tables::ecs::{Capability, LogDriver};
use plimsoll_model::tables::schema::{Kind, default_value, is_required};
use plimsoll_model::tables::{ecs_schema_docs, fargate};

/// `string, required`; `number, default 30`
pub(super) fn type_of(owner: Owner) -> String {
    let mut text = kind(owner.member.kind);
    if is_required(owner.structure, owner.member) {
        text.push_str(", required");
    }
    if let Some(value) = default_value(owner.structure, owner.member) {
        text.push_str(&format!(", default {value}"));
    }
    if owner.member.deprecated {
        text.push_str(", deprecated");
    }
    text
}

fn kind(kind: Kind) -> String {
    let plural = |inner: Kind| match inner {
        Kind::String => "strings",
        Kind::Enum(_) => "values",
        Kind::Integer => "numbers",
        Kind::Boolean => "booleans",
        _ => "objects",
    };
    match kind {
        Kind::String => "string".to_owned(),
        Kind::Enum(values) => format!("one of {} values", values.len()),
        Kind::Integer => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Structure(_) => "object".to_owned(),
        Kind::List(inner) => format!("list of {}", plural(*inner)),
        Kind::Map(inner) => format!("map of {}", plural(*inner)),
    }
}

/// What the API says of a member, what its values mean, and where to read on.
pub(super) fn about_member(owner: Owner) -> String {
    let Owner { structure, member } = owner;
    let mut text = ecs_schema_docs::of_member(structure, member).unwrap_or_default();
    let values = member.kind.values().unwrap_or_default();
    for value in values {
        // What the API's own text explains need not be said again.
        let explained = text.contains(&format!("- `{value}`"));
        if let Some(meaning) = ecs_schema_docs::of_word(structure, member, value).filter(|_| !explained) {
            let gap = if text.ends_with('\n') || text.is_empty() { "" } else { "\n\n" };
            text.push_str(&format!("{gap}- `{value}`: {meaning}\n"));
        }
    }
    let page = ecs_schema_docs::page(structure, Some(member));
    format!("{}\n\n[API reference]({page})", text.trim_end())
}

/// `0.25 vCPU`
pub(super) fn vcpu(units: i64) -> String {
    format!("{} vCPU", of_1024(units))
}

/// `0.5 GB`
pub(super) fn gigabytes(mib: i64) -> String {
    format!("{} GB", of_1024(mib))
}

/// A number in parts of 1024 as a decimal number with as many places as it needs, three at most.
fn of_1024(parts: i64) -> String {
    let thousandths = parts.saturating_mul(1000) / 1024;
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What Fargate offers with an amount of CPU.
pub(super) fn offer(size: &fargate::Size) -> String {
    format!("Fargate offers {} with {}", vcpu(size.cpu), size.memory_text())
}

/// What is known of a capability.
pub(super) fn capability(capability: &Capability) -> String {
    let mut facts = Vec::new();
    if capability.default {
        facts.push("Docker gives it to every container");
    }
    if capability.dangerous {
        facts.push("close to root on the host");
    }
    if capability.may_be_added_on_fargate {
        facts.push("the one that Fargate lets a task add");
    }
    facts.join("; ")
}

/// Where a log driver runs and what it needs.
pub(super) fn log_driver(driver: &LogDriver) -> String {
    let mut places = vec!["EC2"];
    if driver.on_fargate {
        places.push("Fargate");
    }
    if driver.on_managed_instances {
        places.push("Managed Instances");
    }
    let mut text = format!("Runs on {}.", places.join(", "));
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !driver.required.is_empty() {
        text.push_str(&format!(" Needs {}.", quoted(&driver.required)));
    }
    if !driver.required_on_fargate.is_empty() {
        text.push_str(&format!(" On Fargate also {}.", quoted(&driver.required_on_fargate)));
    }
    text
}

/// What kind of volume an entry of `volumes` is.
pub(super) fn volume(volume: Node<'_>) -> String {
    let text = |node: Option<Node<'_>>, key: &str| node?.get(key)?.text().map(|text| format!(" `{text}`"));
    let inner = |key: &str| volume.get(key).filter(|node| node.kind() == JsonKind::Object);
    if let Some(efs) = inner("efsVolumeConfiguration") {
        return format!("EFS file system{}", text(Some(efs), "fileSystemId").unwrap_or_default());
    }
    if inner("fsxWindowsFileServerVolumeConfiguration").is_some() {
        return "FSx for Windows file system".to_owned();
    }
    if inner("s3filesVolumeConfiguration").is_some() {
        return "S3 files".to_owned();
    }
    if inner("dockerVolumeConfiguration").is_some() {
        return "Docker volume".to_owned();
    }
    match text(inner("host"), "sourcePath") {
        Some(path) => format!("folder{path} of the host"),
        None => "storage that lives as long as the task".to_owned(),
    }
}

/// The image of a container, as it is written.
pub(super) fn image(container: Node<'_>) -> Option<String> {
    let image = container.get("image")?.text()?;
    (!image.is_empty()).then(|| image.into_owned())
}

/// Whether a container has a health check that `HEALTHY` can wait for.
pub(super) fn has_health_check(container: Object<'_>) -> bool {
    let check = container.object("healthCheck").known().copied();
    check.is_some_and(|check| !check.array("command").is_absent())
}

#[cfg(test)]
mod tests {
    use super::{gigabytes, vcpu};

    #[test]
    fn sizes_in_words() {
        assert_eq!([256, 512, 1024, 2560].map(vcpu), ["0.25 vCPU", "0.5 vCPU", "1 vCPU", "2.5 vCPU"]);
        assert_eq!([512, 1024, 100, 122_880].map(gigabytes), ["0.5 GB", "1 GB", "0.097 GB", "120 GB"]);
    }
}
