//! `aws_ecs_service` with the fields that CreateService has.
//!
//! Invariant: what stands in a `dynamic` block may be there any number of times, so it leaves its field open.
//!
//! Source of the names that differ: provider hashicorp/aws 6, `aws_ecs_service`, 2026-11.

use super::META;
use super::expression::{Scope, place_of};
use crate::lowered::Lowered;
use crate::names::camel;
use crate::value::{Data, How, Member, Object, Piece, Value};
use crate::writer;
use hcl_edit::Span;
use hcl_edit::structure::{Block, Body, Structure as Item};
use plimsoll_text::{TextRange, range};

const TYPE: &str = "aws_ecs_service";

/// Blocks that are lists, and what the API calls them.
const LISTS: &[(&str, &str)] = &[
    ("capacity_provider_strategy", "capacityProviderStrategy"),
    ("load_balancer", "loadBalancers"),
    ("ordered_placement_strategy", "placementStrategy"),
    ("placement_constraints", "placementConstraints"),
    ("service_registries", "serviceRegistries"),
];

/// Every service in the file at `path`, in order; nothing of a text that is not HCL.
#[must_use]
pub fn terraform_services(path: &str, text: &str) -> Vec<Lowered> {
    if !text.contains(TYPE) {
        return Vec::new();
    }
    let Ok(body) = hcl_edit::parser::parse_body(text) else { return Vec::new() };
    let is_service = |block: &&Block| {
        block.ident.as_str() == "resource" && block.labels.first().is_some_and(|label| label.as_str() == TYPE)
    };
    let lower = |block: &Block| {
        let start = block.ident.span().map_or(0, |span| span.start);
        let end = block.labels.last().and_then(Span::span).map_or(start, |span| span.end);
        let head = range(start, end);
        let fields = fields(&Scope::new(text, &body), &block.body, Some(head));
        writer::write_plain(&Value::new(place_of(block), Data::Object(fields)), vec![path.to_owned()])
    };
    body.blocks().filter(is_service).map(lower).collect()
}

fn fields(scope: &Scope<'_>, body: &Body, head: Option<TextRange>) -> Object {
    let mut object = Object { members: Vec::new(), head };
    for item in body.iter() {
        match item {
            Item::Attribute(attribute) if !META.contains(&attribute.key.as_str()) => {
                let key_range = place_of(&attribute.key);
                let value = scope.loosely(&attribute.value, None, false);
                if matches!(value.data, Data::Null) {
                    continue;
                }
                let one = |key: &str, value| Member { key: key.to_owned(), key_range, value: Some(value) };
                match attribute.key.as_str() {
                    "deployment_minimum_healthy_percent" => {
                        deployment(&mut object, key_range, one("minimumHealthyPercent", value));
                    }
                    "deployment_maximum_percent" => deployment(&mut object, key_range, one("maximumPercent", value)),
                    "assign_public_ip" => object.members.push(one("assignPublicIp", switch(value))),
                    name => object.members.push(one(&camel(name), value)),
                }
            }
            Item::Block(block) if !META.contains(&block.ident.as_str()) => self::block(scope, block, &mut object),
            _ => {}
        }
    }
    object
}

fn block(scope: &Scope<'_>, block: &Block, object: &mut Object) {
    let (place, key_range) = (place_of(block), place_of(&block.ident));
    let is_dynamic = block.ident.as_str() == "dynamic";
    let name = if is_dynamic { block.labels.first().map_or("", |label| label.as_str()) } else { block.ident.as_str() };
    let value = match is_dynamic {
        true => Value::new(place, Data::Call(name.to_owned(), Box::new(Value::unknown(place, name)))),
        false => Value::new(place, Data::Object(fields(scope, &block.body, Some(key_range)))),
    };
    let mut push = |key: &str, value| {
        object.members.push(Member { key: key.to_owned(), key_range, value: Some(value) });
    };
    if name == "network_configuration" {
        let member = Member { key: "awsvpcConfiguration".to_owned(), key_range, value: Some(value) };
        let members = vec![member];
        push("networkConfiguration", Value::new(place, Data::Object(Object { members, head: Some(key_range) })));
        return;
    }
    let Some((_, key)) = LISTS.iter().find(|(block, _)| *block == name) else {
        push(&camel(name), value);
        return;
    };
    let known = object.members.iter_mut().find(|member| member.key == *key).and_then(|it| it.value.as_mut());
    match known.map(|value| &mut value.data) {
        Some(Data::Array(elements)) => elements.push(value),
        _ => object.members.push(Member {
            key: (*key).to_owned(),
            key_range,
            value: Some(Value::new(place, Data::Array(vec![value]))),
        }),
    }
}

/// A field of `deploymentConfiguration`, which Terraform writes at the top.
fn deployment(object: &mut Object, place: TextRange, member: Member) {
    const KEY: &str = "deploymentConfiguration";
    let known = object.members.iter_mut().find(|member| member.key == KEY).and_then(|it| it.value.as_mut());
    match known.map(|value| &mut value.data) {
        Some(Data::Object(inner)) => inner.members.push(member),
        _ => {
            let inner = Object { members: vec![member], head: Some(place) };
            let value = Some(Value::new(place, Data::Object(inner)));
            object.members.push(Member { key: KEY.to_owned(), key_range: place, value });
        }
    }
}

/// `true` and `false` as the API has them there.
fn switch(value: Value) -> Value {
    let word = match value.literal().as_deref() {
        Some("true") => "ENABLED",
        Some("false") => "DISABLED",
        _ => return value,
    };
    let pieces = vec![Piece { text: word.to_owned(), range: value.range, how: How::Loose }];
    Value::new(value.range, Data::Text(pieces))
}
