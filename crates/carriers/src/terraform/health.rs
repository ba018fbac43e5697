//! The target groups in front of an `aws_ecs_task_definition`.
//!
//! Source of the names: provider hashicorp/aws 6, `aws_ecs_service` and `aws_lb_target_group`, 2026-11.

use super::expression::place_of;
use crate::health::HealthPort;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

const GROUPS: [&str; 2] = ["aws_lb_target_group", "aws_alb_target_group"];

/// The ports at which the target groups of the services of the task definition `name` ask.
pub(super) fn ports(text: &str, body: &Body, name: &str) -> Vec<HealthPort> {
    let mut found = Vec::new();
    for service in resources(body, &["aws_ecs_service"]) {
        let runs = service.body.get_attribute("task_definition").and_then(|it| named(text, &it.value));
        if runs != Some(("aws_ecs_task_definition", name)) {
            continue;
        }
        for target in service.body.blocks().filter(|block| block.ident.as_str() == "load_balancer") {
            let value = |key: &str| target.body.get_attribute(key).map(|attribute| &attribute.value);
            let Some((kind, group)) = value("target_group_arn").and_then(|it| named(text, it)) else { continue };
            let container = value("container_name").and_then(literal);
            let container_port = value("container_port").and_then(number);
            let (Some(container), Some(container_port), true) = (container, container_port, GROUPS.contains(&kind))
            else {
                continue;
            };
            let own = resources(body, &GROUPS).find(|block| block.labels.get(1).is_some_and(|it| it.as_str() == group));
            let check = own.and_then(|block| block.body.blocks().find(|it| it.ident.as_str() == "health_check"));
            let Some(port) = check.and_then(|check| check.body.get_attribute("port")) else { continue };
            if let Some(asked) = number(&port.value) {
                found.push(HealthPort { container, container_port, port: asked, range: place_of(&port.value) });
            }
        }
    }
    found
}

fn resources<'b>(body: &'b Body, kinds: &'b [&str]) -> impl Iterator<Item = &'b Block> {
    body.blocks().filter(|block| {
        let kind = block.labels.first().map(|label| label.as_str());
        block.ident.as_str() == "resource" && kind.is_some_and(|kind| kinds.contains(&kind))
    })
}

/// `aws_lb_target_group.web.arn`: the type and the name.
fn named<'t>(text: &'t str, value: &Expression) -> Option<(&'t str, &'t str)> {
    let Expression::Traversal(_) = value else { return None };
    let words = plimsoll_text::slice(text, place_of(value)).trim();
    let mut parts = words.split('.');
    let (kind, name) = (parts.next()?, parts.next()?);
    let is_plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    (is_plain(kind) && is_plain(name)).then_some((kind, name))
}

fn literal(value: &Expression) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number(value: &Expression) -> Option<i64> {
    match value {
        Expression::Number(number) => number.value().as_i64(),
        _ => value.as_str()?.parse().ok(),
    }
}
