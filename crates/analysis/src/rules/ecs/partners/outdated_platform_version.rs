//! `outdated-platform-version`: a service that stays on an old platform of Fargate.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, ServiceCx, Sink};
use plimsoll_json::{quote, replace_value};
use plimsoll_model::ecs::Field;

rule! {
    /// The service runs on a platform version of Fargate that gets no new features and at last no security updates.
    ///
    /// Before 1.4.0 Fargate knows neither EFS volumes, more ephemeral storage, environment files nor single keys of secrets.
    /// Windows begins at 1.0.0, so that version alone says nothing.
    ///
    /// ```service,bad
    /// {
    ///   "serviceName": "web",
    ///   "launchType": "FARGATE",
    ///   "platformVersion": "1.3.0",
    /// //                    ^^^^^ warning: version 1.3.0 of Fargate's platform is outdated
    ///   "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"] } }
    /// }
    /// ```
    ///
    /// ```service,fixed
    /// {
    ///   "serviceName": "web",
    ///   "launchType": "FARGATE",
    ///   "platformVersion": "LATEST",
    ///   "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"] } }
    /// }
    /// ```
    ///
    /// ```service,good
    /// {
    ///   "serviceName": "web",
    ///   "launchType": "FARGATE",
    ///   "platformVersion": "1.4.0",
    ///   "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a1b2c"] } }
    /// }
    /// ```
    "outdated-platform-version" {
        summary: "service that stays on an old platform of Fargate",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["ECS.10", "CKV_AWS_332", "ecs_service_fargate_latest_platform_version"],
        options: &[],
        check: Check::Service(check),
    }
}

/// Linux platform versions before 1.4.0 that Windows never had. Source: "Fargate platform versions for Amazon ECS",
/// developer guide, 2026-11.
const OUTDATED: [&str; 3] = ["1.1.0", "1.2.0", "1.3.0"];

fn check(cx: &ServiceCx<'_>, sink: &mut Sink) {
    let Field::Known { value, node, .. } = cx.service.name("platformVersion") else { return };
    let is_linux =
        || cx.service.name("platformFamily").known().is_some_and(|family| family.eq_ignore_ascii_case("linux"));
    if OUTDATED.contains(&&*value) || value == "1.0.0" && is_linux() {
        let place = node.content_range().unwrap_or(node.range());
        let fix = replace_value(node, &quote("LATEST"));
        sink.report(place, format!("version {value} of Fargate's platform is outdated"))
            .note("EFS volumes, ephemeral storage, environment files and keys of secrets need 1.4.0")
            .fix(fix.map(|edits| Fix::r#unsafe("take the latest platform", edits)));
    }
}
