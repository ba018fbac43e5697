//! What a change of the JSON is in the carrier.
//!
//! Invariant: only what is written out is changed: no reference, function, placeholder, comment or alias. What cannot be
//! said in the carrier's own manner of writing is no edit; the caller holds the outcome against the wish with
//! [`is_same`].

mod hcl;
mod json;
mod layout;
mod ops;
mod yaml;

use crate::lowered::Lowered;
use ops::Naming;
use plimsoll_json::{Document, Kind, Node};
use plimsoll_text::{Edit, Edits, TextRange};
use std::cell::OnceCell;

/// The manner of writing of a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A task definition as YAML.
    Yaml,
    /// A template, as JSON or YAML.
    CloudFormation,
    /// A Terraform file.
    Terraform,
}

/// The text of a carrier, for many edits of it.
#[derive(Debug)]
pub struct CarrierText<'t> {
    text: &'t str,
    carrier: Carrier,
    /// Read once, where the text is JSON and an edit needs it.
    json: OnceCell<Document<'t>>,
}

impl<'t> CarrierText<'t> {
    /// Takes the text that task definitions were lowered from.
    #[must_use]
    pub fn new(text: &'t str, carrier: Carrier) -> Self {
        Self { text, carrier, json: OnceCell::new() }
    }

    fn is_json(&self) -> bool {
        self.text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
    }

    fn json(&self) -> &Document<'t> {
        self.json.get_or_init(|| plimsoll_json::parse(self.text))
    }
}

/// The lowered form together with the text that it was made from.
struct Source<'s> {
    lowered: &'s Lowered,
    text: &'s str,
    carrier: Carrier,
}

impl Lowered {
    /// The edits of the carrier that come to `edits` of the JSON; `None` when there are none for certain.
    #[must_use]
    pub fn edits(&self, whole: &CarrierText<'_>, edits: &Edits) -> Option<Edits> {
        let source = Source { lowered: self, text: whole.text, carrier: whole.carrier };
        if let Some(literal) = source.literal(edits) {
            return Some(literal);
        }
        let wanted = edits.apply(&self.text);
        let (before, after) = (plimsoll_json::parse(&self.text), plimsoll_json::parse(&wanted));
        let ops = ops::between(&before, &after)?;
        let all = match whole.carrier {
            Carrier::Terraform => ops.iter().map(|op| hcl::edits(&source, op)).collect::<Option<Vec<_>>>()?,
            _ if whole.is_json() => json::edits(&source, whole.json(), &ops)?,
            _ => ops.iter().map(|op| yaml::edits(&source, op)).collect::<Option<Vec<_>>>()?,
        };
        let all: Vec<Edit> = all.iter().flat_map(|edits| edits.iter().cloned()).collect();
        (!all.is_empty()).then(|| Edits::new(all).ok())?
    }
}

/// Whether two texts of lowered task definitions say the same, whatever their placeholders are called.
#[must_use]
pub fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (plimsoll_json::parse(left), plimsoll_json::parse(right));
    if !left.errors().is_empty() || !right.errors().is_empty() {
        return false;
    }
    match (left.root(), right.root()) {
        (Some(left), Some(right)) => same(left, right),
        _ => false,
    }
}

fn same(left: Node<'_>, right: Node<'_>) -> bool {
    match (left.kind(), right.kind()) {
        (Kind::Object, Kind::Object) => {
            let count = left.members().count();
            count == right.members().count()
                && left.members().all(|member| match (member.key.text(), member.value) {
                    (Some(key), Some(value)) => right.get(&key).is_some_and(|other| same(value, other)),
                    // What stands for any members, as often on both sides.
                    _ => true,
                })
        }
        (Kind::Array, Kind::Array) => {
            left.elements().count() == right.elements().count()
                && left.elements().zip(right.elements()).all(|(left, right)| same(left, right))
        }
        (left_kind, right_kind) => left_kind == right_kind && unnamed(left.source()) == unnamed(right.source()),
    }
}

/// The text without the names of its placeholders, which hold places of the file.
fn unnamed(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (index, part) in text.split("<%").enumerate() {
        match part.split_once("%>").filter(|_| index > 0) {
            Some((_, rest)) => {
                plain.push_str("<%%>");
                plain.push_str(rest);
            }
            None => plain.push_str(part),
        }
    }
    plain
}

impl Source<'_> {
    /// The edits as they are, where the carrier holds the same letters: inside of a string, in JSON that is written out.
    fn literal(&self, edits: &Edits) -> Option<Edits> {
        let moved = edits.iter().map(|edit| {
            let place = self.lowered.place(edit.range);
            let is_plain = |text: &str| !text.contains(['"', '\'', '\\', '\n', '#', '$', '%', '{', '}', '[', ']', ',']);
            let is_written_out = self.carrier == Carrier::Terraform && self.lowered.is_json_at(edit.range);
            let is_sound = place.is_exact && place.file.is_none() && (is_written_out || is_plain(&edit.text));
            (is_sound && self.is_inside(place.range)).then(|| Edit::replace(place.range, edit.text.clone()))
        });
        Edits::new(moved.collect::<Option<Vec<_>>>()?).ok()
    }

    /// Where a node of the JSON stands in the carrier, if it stands in this resource, and nothing of it is open.
    fn place(&self, node: Node<'_>) -> Option<TextRange> {
        if node.source().contains("<%") {
            return None;
        }
        self.place_of(node)
    }

    /// As [`Self::place`], for an object of which parts may be open.
    fn place_of(&self, node: Node<'_>) -> Option<TextRange> {
        let place = self.lowered.place(node.range());
        (place.file.is_none() && self.is_inside(place.range) && !place.range.is_empty()).then_some(place.range)
    }

    fn is_inside(&self, place: TextRange) -> bool {
        self.lowered.places.first().is_some_and(|whole| whole.place.contains_range(place))
    }

    fn slice(&self, place: TextRange) -> &str {
        plimsoll_text::slice(self.text, place)
    }

    /// What the carrier calls a field.
    fn name(&self, key: &str, naming: Naming) -> String {
        match self.carrier {
            Carrier::Yaml => key.to_owned(),
            Carrier::CloudFormation => crate::names::cloud_formation_name(naming.structure, key),
            Carrier::Terraform if naming.in_containers => key.to_owned(),
            Carrier::Terraform => crate::names::terraform_name(naming.structure, key),
        }
    }
}

/// Whether a value can be written in every carrier: a scalar, or a list of scalars.
fn is_flat(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Array => node.elements().all(|element| !matches!(element.kind(), Kind::Array | Kind::Object)),
        kind => matches!(kind, Kind::String | Kind::Number | Kind::Bool),
    }
}

/// The same for the value that an operation writes.
fn is_flat_json(json: &str) -> bool {
    plimsoll_json::parse(json).root().is_some_and(is_flat)
}

/// A scalar, or an array of scalars on one line, as `scalar` writes each in the manner of what stood there: of `own`, and
/// of `element` inside of an array. `None` for every other JSON.
fn flat(json: &str, own: &str, element: &str, scalar: impl Fn(Node<'_>, &str) -> Option<String>) -> Option<String> {
    let document = plimsoll_json::parse(json);
    let node = document.root().filter(|node| is_flat(*node))?;
    if node.kind() != Kind::Array {
        return scalar(node, own);
    }
    let elements: Option<Vec<String>> = node.elements().map(|node| scalar(node, element)).collect();
    Some(format!("[{}]", elements?.join(", ")))
}
