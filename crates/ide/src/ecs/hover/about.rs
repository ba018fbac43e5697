//! Values that have words of their own: sizes, images, roles, secrets, capabilities, log drivers.

use crate::ecs::typed::Owner;
use crate::ecs::{Cx, cross, words};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Image, cpu_units, memory_mib};
use plimsoll_model::tables::eol::{self, Release, Releases};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::{ecs as facts, ecs_schema_docs, fargate, images, ports};

/// The words about a value; `None` if it has none of its own.
pub(super) fn value(cx: &Cx<'_>, owner: Owner, node: Node<'_>) -> Option<String> {
    let holds_placeholder = node.parts().iter().any(|part| part.placeholder.is_some());
    let text = node.text().unwrap_or(node.source().into());
    let place = (owner.structure.name, owner.member.name);
    if place == ("ContainerDefinition", "image") {
        return image(cx, node);
    }
    if holds_placeholder || text.is_empty() {
        return None;
    }
    match place {
        ("RegisterTaskDefinitionRequest", "cpu") => task_cpu(cx, &text),
        ("RegisterTaskDefinitionRequest", "memory") => task_memory(cx, &text),
        ("ContainerDefinition", "cpu") => {
            text.parse().ok().map(|units| format!("{text} units: {}", words::vcpu(units)))
        }
        ("ContainerDefinition", "memory" | "memoryReservation") => {
            text.parse().ok().map(|mib| format!("{text} MiB: {}", words::gigabytes(mib)))
        }
        ("LinuxParameters", "sharedMemorySize" | "maxSwap") | ("Tmpfs", "size") => {
            text.parse().ok().map(|mib| format!("{text} MiB: {}", words::gigabytes(mib)))
        }
        ("RegisterTaskDefinitionRequest", "taskRoleArn" | "executionRoleArn") => role(owner, &text),
        ("Secret", "valueFrom") | ("RepositoryCredentials", "credentialsParameter") => secret(&text),
        ("PortMapping", "containerPort" | "hostPort") => {
            let protocol = ports::administration(text.parse().ok()?)?;
            Some(format!("port {text}, usually {protocol}"))
        }
        ("KernelCapabilities", _) => {
            let capability = facts::capability(&text)?;
            Some(format!("capability `{text}`  \n{}", words::capability(capability)).trim_end().to_owned())
        }
        ("LogConfiguration", "logDriver") => {
            let meaning = ecs_schema_docs::of_word(owner.structure, owner.member, &text)?;
            Some(format!("`{text}`\n\n{meaning}\n\n{}", words::log_driver(facts::log_driver(&text)?)))
        }
        _ => None,
    }
}

/// The Dockerfile that builds the image.
pub(super) fn builder(cx: &Cx<'_>, container: &Container<'_>) -> Option<String> {
    let stage = cross::built_by(cx.view, cx.task, container)?;
    Some(format!("built by `{}`", stage.path))
}

fn task_cpu(cx: &Cx<'_>, text: &str) -> Option<String> {
    let units = cpu_units(text)?;
    let offer = match fargate::size(units, cx.task.launch().windows) {
        Some(size) => words::offer(size),
        None => "Fargate offers no task with that much CPU".to_owned(),
    };
    Some(format!("{units} units: {}  \n{offer}", words::vcpu(units)))
}

fn task_memory(cx: &Cx<'_>, text: &str) -> Option<String> {
    let mib = memory_mib(text)?;
    let windows = cx.task.launch().windows;
    let fitting = fargate::sizes().iter().filter(|size| (size.windows || !windows) && size.memory.contains(&mib));
    let fitting: Vec<String> = fitting.map(|size| words::vcpu(size.cpu)).collect();
    let offer = match fitting.is_empty() {
        true => "Fargate offers no task with that much memory".to_owned(),
        false => format!("Fargate offers it with {}", fitting.join(", ")),
    };
    Some(format!("{mib} MiB: {}  \n{offer}", words::gigabytes(mib)))
}

fn image(cx: &Cx<'_>, node: Node<'_>) -> Option<String> {
    let image = Image::read(node)?;
    let mut lines = vec![format!("image `{}`", image.text)];
    let name = ImageName::from_parts(image.registry(), image.repository());
    let is_official = name.official().is_some_and(images::is_official);
    match image.registry() {
        Some(registry) if !name.on_docker_hub() => lines.push(format!("registry `{registry}`")),
        _ if image.repository().contains(['$', '{', '<', '%']) => {}
        _ if is_official => lines.push("official image of Docker Hub".to_owned()),
        _ => lines.push("from Docker Hub".to_owned()),
    }
    match (image.tag(), image.digest()) {
        (None, None) => lines.push("no tag: what `latest` names when the task starts".to_owned()),
        (_, Some(digest)) if !digest.is_empty() => lines.push("pinned to a digest".to_owned()),
        _ => {}
    }
    let Releases { product, system } = eol::releases(&name, image.tag());
    lines.extend([product, system].into_iter().flatten().map(|release| support(&release)));
    lines.extend(images::deprecated(&name).map(|it| it.note.to_owned()));
    let container = cx.task.containers.iter().find(|container| Some(container.object.node) == node.parent());
    lines.extend(container.and_then(|container| builder(cx, container)));
    Some(lines.join("  \n"))
}

fn support(release: &Release) -> String {
    let name = format!("{} {}", release.product, release.name);
    match (release.ended, release.end) {
        (true, Some(end)) => format!("{name}: no security support since {end}"),
        (false, Some(end)) => format!("{name}: security support until {end}"),
        (_, None) => format!("{name}: no end of support is set"),
    }
}

/// The parts of a role's ARN.
fn role(owner: Owner, text: &str) -> Option<String> {
    let arn = Arn::read(text)?;
    let (path, name) = arn
        .resource
        .strip_prefix("role/")?
        .rsplit_once('/')
        .map_or_else(|| ("", arn.resource.strip_prefix("role/").unwrap_or_default()), |(path, name)| (path, name));
    let mut text = format!("role `{name}` of account {}", arn.account);
    if !path.is_empty() {
        text.push_str(&format!("  \npath `/{path}/`"));
    }
    let used = match owner.member.name {
        "taskRoleArn" => "what the programs in the containers may do",
        _ => "what ECS does for the task: pull images, read secrets, write logs",
    };
    text.push_str(&format!("  \n{used}"));
    if arn.partition != "aws" {
        text.push_str(&format!("  \npartition `{}`", arn.partition));
    }
    Some(text)
}

/// Where a secret comes from: Secrets Manager or the parameter store.
fn secret(text: &str) -> Option<String> {
    let Some(arn) = Arn::read(text) else {
        let is_name = text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-/".contains(c));
        return is_name.then(|| "a parameter of the Systems Manager parameter store, in the task's region".to_owned());
    };
    let place = format!("of account {} in {}", arn.account, arn.region);
    match arn.service {
        "ssm" => {
            let name = arn.resource.strip_prefix("parameter")?;
            Some(format!("parameter `{name}` of the Systems Manager parameter store  \n{place}"))
        }
        "secretsmanager" => {
            // `secret:NAME:JSON-KEY:VERSION-STAGE:VERSION-ID`, the last three optional (developer guide, "Pass
            // sensitive data", 2026-11).
            let mut parts = arn.resource.strip_prefix("secret:")?.split(':');
            let name = parts.next()?;
            let key = parts.next().filter(|key| !key.is_empty());
            let stage = parts.next().filter(|stage| !stage.is_empty());
            let mut text = format!("secret `{name}` of Secrets Manager  \n{place}");
            text.push_str(&key.map(|key| format!("  \nits JSON key `{key}`")).unwrap_or_default());
            text.push_str(&stage.map(|stage| format!("  \nversion `{stage}`")).unwrap_or_default());
            Some(text)
        }
        _ => None,
    }
}

/// `arn:partition:service:region:account:resource`
struct Arn<'t> {
    partition: &'t str,
    service: &'t str,
    region: &'t str,
    account: &'t str,
    resource: &'t str,
}

impl<'t> Arn<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let first = parts.next()?;
        let mut next = || parts.next();
        let arn = Self { partition: next()?, service: next()?, region: next()?, account: next()?, resource: next()? };
        (first == "arn" && facts::partition_named(arn.partition).is_some()).then_some(arn)
    }
}
