//! `invalid-service-definition`: a service that ECS refuses to create.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, ServiceCx, Sink};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Field, Object};

rule! {
    /// A service asks for things that ECS does not give together.
    ///
    /// Service definitions beside the task definitions are checked (ecspresso's, and what `aws ecs create-service
    /// --cli-input-json` takes), and the services in CloudFormation templates and Terraform files with task definitions.
    ///
    /// ```service,bad
    /// {
    ///   "serviceName": "web",
    ///   "launchType": "FARGATE",
    /// //^^^^^^^^^^^^ error: the service has a `launchType` and a `capacityProviderStrategy`
    ///   "capacityProviderStrategy": [{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }],
    ///   "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"] } }
    /// }
    /// ```
    ///
    /// ```service,good
    /// {
    ///   "serviceName": "web",
    ///   "capacityProviderStrategy": [{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }],
    ///   "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"] } }
    /// }
    /// ```
    "invalid-service-definition" {
        summary: "service that ECS refuses to create",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Service(check),
    }
}

fn check(cx: &ServiceCx<'_>, sink: &mut Sink) {
    let service = cx.service;
    let launch_type = service.name("launchType");
    let launches_on = |kind: &str| launch_type.known().is_some_and(|own| own == kind);
    if let (Some(key), Some(strategy)) = (key_of(service, "launchType"), filled(service, "capacityProviderStrategy")) {
        sink.report(key.range(), "the service has a `launchType` and a `capacityProviderStrategy`")
            .label(strategy.range(), "the strategy")
            .note("ECS answers \"Specifying both a launch type and capacity provider strategy is not supported\"");
    }
    if launches_on("EC2")
        && let Some(key) = key_of(service, "platformVersion")
    {
        sink.report(key.range(), "only Fargate has platform versions")
            .note("ECS answers that the platform version \"must be null when specifying an EC2 launch type\"");
    }
    for name in ["placementConstraints", "placementStrategy"] {
        if let Some(key) = filled(service, name).filter(|_| launches_on("FARGATE")) {
            sink.report(key.range(), format!("Fargate has no `{name}`"))
                .note("ECS answers that it is \"not supported with FARGATE launch type\"");
        }
    }
    if let Some(second) = service.objects("serviceRegistries").nth(1) {
        sink.report(second.anchor(), "a service has at most one entry in `serviceRegistries`");
    }
    if service.name("schedulingStrategy").known().is_some_and(|strategy| strategy == "DAEMON") {
        daemon(cx, sink);
    } else {
        percents(service, sink);
    }
}

/// A daemon runs once on every instance, so nothing says how often and where.
fn daemon(cx: &ServiceCx<'_>, sink: &mut Sink) {
    // The provider leaves out what a daemon does not have.
    if cx.file.path.ends_with(".tf") {
        return;
    }
    if let Some(key) = key_of(cx.service, "desiredCount") {
        sink.report(key.range(), "a service of the strategy `DAEMON` has no `desiredCount`")
            .note("ECS answers \"The daemon scheduling strategy does not support a desired count for a service\"");
    }
    if let Some(key) = filled(cx.service, "placementStrategy") {
        sink.report(key.range(), "a service of the strategy `DAEMON` has no `placementStrategy`");
    }
}

fn percents(service: Object<'_>, sink: &mut Sink) {
    let is_rolling = match service.object("deploymentController") {
        Field::Absent { .. } => service.is_complete(),
        Field::Known { value, .. } => value.name("type").known().is_some_and(|kind| kind == "ECS"),
        _ => false,
    };
    let Field::Known { value: deployment, .. } = service.object("deploymentConfiguration") else { return };
    if !is_rolling {
        return;
    }
    let (least, most) = (deployment.integer("minimumHealthyPercent"), deployment.integer("maximumPercent"));
    match (&least, &most) {
        (Field::Known { value: least, node, .. }, _) if *least > 100 => {
            sink.report(node.range(), format!("{least} % of the tasks cannot stay healthy"));
        }
        (_, Field::Known { value: most, node, .. }) if *most < 100 => {
            sink.report(node.range(), format!("a service of at most {most} % is never complete"));
        }
        (Field::Known { value: 100, node: label, .. }, Field::Known { value: 100, node, .. }) => {
            sink.report(node.range(), "no task may stop and none may start, so no deployment can proceed")
                .label(label.range(), "all tasks stay")
                .note("ECS answers that both \"cannot be 100 as this will block deployments\"");
        }
        _ => {}
    }
}

/// The key of a field with a value.
fn key_of<'a>(service: Object<'a>, name: &str) -> Option<Node<'a>> {
    match service.name(name) {
        Field::Known { key, .. } => Some(key),
        _ => None,
    }
}

/// The key of a list that has an element.
fn filled<'a>(service: Object<'a>, name: &str) -> Option<Node<'a>> {
    match service.array(name) {
        Field::Known { value, key, .. } => value.node.elements().next().map(|_| key),
        _ => None,
    }
}
