//! `compose-drift`: a container that is run otherwise in the Compose file.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FileKind, FixAvailability, Level, Levels, Sink};
use plimsoll_model::builds::{ComposeService, compose_services};
use plimsoll_model::ecs::{Container, Field};
use plimsoll_text::TextRange;

rule! {
    /// A Compose file runs the same image with other ports, with variables that the task definition does not set, or with a
    /// health check that it does not have.
    ///
    /// Both are often kept in step by hand. Turn the rule on where they should be.
    ///
    /// ```text,context,file=compose.yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/web:1
    ///     ports: ["3000:3000"]
    ///     environment:
    ///       MODE: production
    ///       CACHE_URL: redis://cache
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       //      ^^^^^ note: the Compose service `web` sets `CACHE_URL`, and container `web` does not
    ///       "image": "registry.example.com/web:1",
    ///       "portMappings": [{ "containerPort": 8080 }],
    ///     //^^^^^^^^^^^^^^ note: the Compose service `web` listens on 3000, and container `web` on 8080
    ///       "environment": [{ "name": "MODE", "value": "production" }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "registry.example.com/web:1",
    ///       "portMappings": [{ "containerPort": 3000 }],
    ///       "environment": [{ "name": "MODE", "value": "production" }],
    ///       "secrets": [{ "name": "CACHE_URL", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/cache" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "compose-drift" {
        summary: "container that is run otherwise in the Compose file",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let container = cx.container;
    let (Field::Known { node: place, .. }, Some(image)) = (container.object.name("name"), container.image_parts())
    else {
        return;
    };
    let repository = (image.registry().map(str::to_owned), image.repository().to_owned());
    for file in cx.workspace.files().filter(|file| file.kind == Some(FileKind::Compose)) {
        let services = compose_services(&file.text);
        let mut same = services.iter().filter(|service| {
            let image = service.image.as_ref();
            image.is_some_and(|image| (image.registry.clone(), image.repository.clone()) == repository)
        });
        let (Some(service), None) = (same.next(), same.next()) else { continue };
        ports(container, service, &file.path, sink);
        variables(container, service, &file.path, place.range(), sink);
        let has_check = service.health_check.is_some_and(|_| container.object.is_complete());
        if let (Some(range), Field::Absent { .. }, true) =
            (service.health_check, container.object.object("healthCheck"), has_check)
        {
            let message = format!(
                "the Compose service `{}` has a health check, and {} has none",
                service.name,
                container.called()
            );
            sink.report(place.range(), message).label_in(&file.path, range, "the health check of the service");
        }
    }
}

fn ports(container: &Container<'_>, service: &ComposeService, path: &str, sink: &mut Sink) {
    let Field::Known { value: list, key, .. } = container.object.array("portMappings") else { return };
    let own: Option<Vec<i64>> = container
        .object
        .objects("portMappings")
        .map(|mapping| mapping.integer("containerPort").known().copied())
        .collect();
    let (Some(mut own), Some((theirs, range))) = (own.filter(|_| list.is_complete()), &service.ports) else { return };
    own.sort_unstable();
    own.dedup();
    if own.is_empty() || theirs.is_empty() || own == *theirs {
        return;
    }
    let list = |ports: &[i64]| ports.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let message = format!(
        "the Compose service `{}` listens on {}, and {} on {}",
        service.name,
        list(theirs),
        container.called(),
        list(&own)
    );
    sink.report(key.range(), message).label_in(path, *range, "the ports of the service");
}

fn variables(container: &Container<'_>, service: &ComposeService, path: &str, place: TextRange, sink: &mut Sink) {
    let Some((names, range)) = &service.environment else { return };
    let object = container.object;
    let is_closed = ["environment", "secrets"].iter().all(|key| match object.array(key) {
        Field::Absent { .. } => object.is_complete(),
        Field::Known { value, .. } => value.is_complete(),
        _ => false,
    });
    if !is_closed || !object.array("environmentFiles").is_absent() {
        return;
    }
    let own: Option<Vec<String>> = ["environment", "secrets"]
        .iter()
        .flat_map(|key| object.objects(key))
        .map(|entry| entry.string("name").known().map(|name| name.clone().into_owned()))
        .collect();
    let Some(own) = own else { return };
    let missing: Vec<String> =
        names.iter().filter(|name| !own.contains(name)).map(|name| format!("`{name}`")).collect();
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "the Compose service `{}` sets {}, and {} does not",
        service.name,
        missing.join(", "),
        container.called()
    );
    sink.report(place, message).label_in(path, *range, "the variables of the service");
}
