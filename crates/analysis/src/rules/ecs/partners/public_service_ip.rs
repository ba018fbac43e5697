//! `public-service-ip`: a service whose tasks get public addresses.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, ServiceCx, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// Every task of the service gets an address that the internet can reach.
    ///
    /// A load balancer can face the internet while the tasks stay in private subnets. Tasks in a public subnet need the
    /// address to pull their image, unless there are VPC endpoints; in a private one with a NAT gateway they do not.
    ///
    /// ```service,bad
    /// {
    ///   "serviceName": "web",
    ///   "networkConfiguration": {
    ///     "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"], "assignPublicIp": "ENABLED" }
    ///   //                                                                         ^^^^^^^^^ note: the tasks of the service get public addresses
    ///   }
    /// }
    /// ```
    ///
    /// ```service,good
    /// {
    ///   "serviceName": "web",
    ///   "networkConfiguration": {
    ///     "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"], "assignPublicIp": "DISABLED" }
    ///   }
    /// }
    /// ```
    "public-service-ip" {
        summary: "service whose tasks get public addresses",
        category: Category::Security,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["ECS.2", "CKV_AWS_333", "ecs_service_no_assign_public_ip"],
        options: &[],
        check: Check::Service(check),
    }
}

fn check(cx: &ServiceCx<'_>, sink: &mut Sink) {
    let Field::Known { value: network, .. } = cx.service.object("networkConfiguration") else { return };
    let Field::Known { value: vpc, .. } = network.object("awsvpcConfiguration") else { return };
    if let Field::Known { value, node, .. } = vpc.name("assignPublicIp")
        && value == "ENABLED"
    {
        sink.report(node.range(), "the tasks of the service get public addresses");
    }
}
