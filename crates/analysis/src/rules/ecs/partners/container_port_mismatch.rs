//! `container-port-mismatch`: a port that the image does not listen on.

use super::image_port::image_port;
use crate::rule::rule;
use crate::rules::ecs::partner::Partner;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::ecs::{Field, Object};
use plimsoll_text::{Edit, Edits};

rule! {
    /// The task publishes one port of the container, and by its Dockerfile the image listens on another one.
    ///
    /// The target group finds nobody there. The port of the image is the one on its command line, or else in `ENV PORT`.
    /// EXPOSE is often out of date; it counts only with the option `trust-expose`.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12
    /// CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "portMappings": [{ "containerPort": 80 }]
    ///       //                                  ^^ warning: container `web` publishes port 80, and the command of its image says 8000
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "portMappings": [{ "containerPort": 8000 }]
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
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "portMappings": [{ "containerPort": 80 }],
    ///       "environment": [{ "name": "PORT", "value": "80" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "container-port-mismatch" {
        summary: "port that the image does not listen on",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[OptionSpec { name: "trust-expose", kind: OptionKind::Bool, docs: "Take EXPOSE alone as the port that the image listens on." }],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let Field::Known { value: list, .. } = object.array("portMappings") else { return };
    let mut mappings = list.node.elements();
    let (Some(mapping), None) = (mappings.next().and_then(Object::new), mappings.next()) else { return };
    let Field::Known { value: port, node, .. } = mapping.integer("containerPort") else { return };
    if !list.is_complete() || may_set_port(object) {
        return;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    let trusts_expose = cx.settings.flag(&RULE, "trust-expose");
    let Some(image) = image_port(&build, trusts_expose).filter(|image| image.port != port) else { return };
    let by = image.by;
    // A port of the host that is the same must change with it.
    let host = mapping.integer("hostPort");
    let same_host = host.known().is_some_and(|host| *host == port);
    let mut edits = vec![Edit::replace(node.range(), image.port.to_string())];
    if same_host {
        edits.extend(host.node().map(|node| Edit::replace(node.range(), image.port.to_string())));
    }
    let fix = Edits::new(edits).ok().filter(|_| host.is_absent() || same_host);
    sink.report(
        node.range(),
        format!("{} publishes port {port}, and {by} of its image says {}", cx.container.called(), image.port),
    )
    .label_in(&partner.file.path, image.range, format!("port {}", image.port))
    .fix(fix.map(|edits| Fix::r#unsafe(format!("publish port {}", image.port), edits)));
}

/// Whether the task definition may give the application another port: by a variable, a command, or something unknown.
fn may_set_port(container: Object<'_>) -> bool {
    let is_port = |entry: Object<'_>| {
        let name = entry.string("name");
        name.known().is_none_or(|name| {
            let upper = name.to_ascii_uppercase();
            upper == "PORT" || upper.ends_with("_PORT") || upper.ends_with("_PORTS") || upper == "ASPNETCORE_URLS"
        })
    };
    let lists = ["environment", "secrets", "environmentFiles"];
    let unknown = lists.iter().chain(&["command", "entryPoint"]).any(|key| match container.array(key) {
        Field::Absent { .. } => !container.is_complete(),
        Field::Known { value, .. } => {
            !value.is_complete() || matches!(*key, "command" | "entryPoint" | "environmentFiles")
        }
        _ => true,
    });
    unknown || lists[..2].iter().any(|list| container.objects(list).any(is_port))
}
