//! `container-port-mismatch`: a port that the image does not listen on.

use super::image_port::image_port;
use crate::rule::rule;
use crate::rules::ecs::partner::Partner;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::ecs::{Container, Field, Object};
use plimsoll_text::{Edit, Edits};
use std::borrow::Cow;

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
    if !list.is_complete() || may_set_port(cx.container) {
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
    .note("nothing listens on the published port, so a target group finds it unhealthy")
    .fix(fix.map(|edits| Fix::r#unsafe(format!("publish port {}", image.port), edits)));
}

/// Whether the task definition may give the application another port: by a variable, a command, or something unknown.
fn may_set_port(container: &Container<'_>) -> bool {
    let is_port = |name: &Field<'_, Cow<'_, str>>| {
        name.known().is_none_or(|name| {
            let ends = |end: &str| {
                let start = name.len().checked_sub(end.len());
                start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
            };
            let is = |whole: &str| name.eq_ignore_ascii_case(whole);
            is("PORT") || ends("_PORT") || ends("_PORTS") || is("ASPNETCORE_URLS")
        })
    };
    let object = container.object;
    let lists = ["environment", "secrets", "environmentFiles", "command", "entryPoint"];
    let unknown = lists.iter().any(|key| match object.array(key) {
        Field::Absent { .. } => !object.is_complete(),
        Field::Known { value, .. } => {
            !value.is_complete() || matches!(*key, "command" | "entryPoint" | "environmentFiles")
        }
        _ => true,
    });
    unknown
        || container.variables().iter().any(|variable| is_port(&variable.name))
        || object.objects("secrets").any(|secret| is_port(&secret.string("name")))
}
