//! Expressions of HCL as values.
//!
//! Invariant: a function, a condition or a loop is open, whatever its arguments are; only functions that put lists and
//! maps together are read, and what may have been left out or added makes the outcome incomplete.

use crate::names::member_in_any_case;
use crate::value::{Data, How, Member, Object, Piece, Value};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall, ObjectKey, TraversalOperator};
use hcl_edit::structure::Body;
use hcl_edit::template::Element;
use plimsoll_model::tables::schema::Kind;
use plimsoll_text::{TextRange, range};

/// The characters of a part of the tree.
pub(super) fn place_of(part: &impl Span) -> TextRange {
    part.span().map_or(TextRange::default(), |span| range(span.start, span.end.max(span.start)))
}

/// A file, for what its expressions refer to.
pub(super) struct Scope<'t> {
    text: &'t str,
    body: &'t Body,
    /// Whether a reference was followed already.
    is_inner: bool,
}

impl<'t> Scope<'t> {
    pub(super) fn new(text: &'t str, body: &'t Body) -> Self {
        Self { text, body, is_inner: false }
    }

    /// The value of `expression`, given to a field of `kind`.
    pub(super) fn value(&self, expression: &Expression, kind: Option<&Kind>) -> Value {
        let place = place_of(expression);
        let source = self.source(place);
        let data = match expression {
            Expression::Null(_) => Data::Null,
            Expression::Bool(value) => Data::Bool(*value.value()),
            Expression::Number(_) => Data::Number(source.trim().to_owned()),
            Expression::String(text) => Data::Text(vec![self.literal(text.value(), inner(place))]),
            Expression::StringTemplate(template) => Data::Text(template.iter().map(|it| self.piece(it)).collect()),
            Expression::HeredocTemplate(heredoc) => {
                let pieces = heredoc.template.iter().map(|it| self.piece(it));
                Data::Text(pieces.map(|piece| Piece { range: place, how: loose(piece.how), ..piece }).collect())
            }
            Expression::Array(elements) => {
                let kind = if let Some(Kind::List(kind)) = kind { Some(*kind) } else { None };
                Data::Array(elements.iter().map(|element| self.value(element, kind)).collect())
            }
            Expression::Object(object) => {
                let members = object.iter().map(|(key, value)| self.member(key, value.expr(), kind));
                let members = members.filter(|it| !matches!(it.value, Some(Value { data: Data::Null, .. })));
                Data::Object(Object { members: members.collect(), head: Some(opening(place)) })
            }
            Expression::Parenthesis(inner) => return self.value(inner.inner(), kind),
            Expression::Variable(_) | Expression::Traversal(_) => {
                if let Some(found) = self.default_number(expression, kind) {
                    return Value::new(place, Data::Number(found));
                }
                return match self.referred(expression) {
                    Some(inner) => Scope { is_inner: true, ..*self }.value(inner, kind),
                    None => Value::unknown(place, self.named(expression)),
                };
            }
            Expression::FuncCall(call) => return self.call(place, call, kind),
            _ => Data::Unknown(self.named(expression)),
        };
        Value::new(place, data)
    }

    /// As [`Self::value`], for an attribute of the resource itself, whose scalars Terraform converts.
    pub(super) fn loosely(&self, expression: &Expression, kind: Option<&Kind>, is_size: bool) -> Value {
        if is_size && let Some(number) = self.default_number(expression, Some(&Kind::Integer)) {
            let place = place_of(expression);
            return Value::new(place, Data::Plain(vec![Piece { text: number, range: place, how: How::Loose }]));
        }
        let value = self.value(expression, kind);
        let data = match value.data {
            Data::Text(pieces) => Data::Plain(pieces),
            Data::Number(text) => Data::Plain(vec![Piece { text, range: value.range, how: How::Exact }]),
            Data::Bool(it) => Data::Plain(vec![Piece { text: it.to_string(), range: value.range, how: How::Loose }]),
            other => other,
        };
        Value::new(value.range, data)
    }

    /// What an open expression is called.
    pub(super) fn named(&self, expression: &Expression) -> String {
        self.source(place_of(expression)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The local that an expression names, when it is written out in this file.
    pub(super) fn referred(&self, expression: &Expression) -> Option<&'t Expression> {
        let (root, name) = reference(expression)?;
        if self.is_inner || root != "local" {
            return None;
        }
        let locals = self.body.blocks().filter(|block| block.ident.as_str() == "locals");
        let mut found = locals.filter_map(|block| block.body.get_attribute(&name)).map(|attribute| &attribute.value);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The `template` of the `template_file` whose outcome an expression names: `data.template_file.web.rendered`.
    pub(super) fn template_file(&self, expression: &Expression) -> Option<&'t Expression> {
        let Expression::Traversal(traversal) = expression else { return None };
        let names: Vec<&str> = traversal.operators.iter().filter_map(|it| attribute_name(it.value())).collect();
        let [kind @ "template_file", name, "rendered"] = names[..] else { return None };
        let data = self.body.blocks().find(|block| {
            let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
            block.ident.as_str() == "data" && labels == [kind, name]
        })?;
        data.body.get_attribute("template").map(|attribute| &attribute.value)
    }

    /// The path that an argument of `file` gives, from the folder of the file.
    pub(super) fn path(&self, argument: &Expression) -> Option<String> {
        match argument {
            Expression::String(text) => Some(text.value().clone()),
            Expression::StringTemplate(template) => {
                let mut path = String::new();
                for element in template.iter() {
                    match element {
                        Element::Literal(text) => path.push_str(text.as_str()),
                        Element::Interpolation(inner) => {
                            let (root, name) = reference(&inner.expr)?;
                            let is_here = root == "path" && matches!(name.as_str(), "module" | "root" | "cwd");
                            path.push_str(is_here.then_some(".")?);
                        }
                        Element::Directive(_) => return None,
                    }
                }
                Some(path)
            }
            _ => None,
        }
    }

    /// The lines of a heredoc as they are written, and where they start.
    pub(super) fn heredoc(&self, expression: &Expression) -> Option<(&'t str, usize)> {
        let place = place_of(expression);
        let whole = self.source(place);
        let start = whole.find('\n')? + 1;
        let body = whole[start..].trim_end();
        let end = body.rfind('\n')?;
        Some((&body[..end], usize::from(place.start()) + start))
    }

    fn call(&self, place: TextRange, call: &FuncCall, kind: Option<&Kind>) -> Value {
        let named = || Value::unknown(place, self.source(place).split_whitespace().collect::<Vec<_>>().join(" "));
        if !call.name.namespace.is_empty() || call.args.expand_final() {
            return named();
        }
        let arguments: Vec<&Expression> = call.args.iter().collect();
        match (call.name.name.as_str(), &arguments[..]) {
            ("tostring" | "tonumber" | "tobool" | "tolist" | "tomap", [one]) => self.loosely(one, kind, false),
            ("concat", parts) => {
                let mut elements = Vec::new();
                for part in parts {
                    let part = self.value(part, kind);
                    match part.data {
                        Data::Array(found) => elements.extend(found),
                        _ => elements.push(any(part.range)),
                    }
                }
                Value::new(place, Data::Array(elements))
            }
            ("merge", parts) => {
                let mut members: Vec<Member> = Vec::new();
                for part in parts {
                    let part = self.value(part, kind);
                    match part.data {
                        Data::Object(object) => {
                            members.retain(|known| object.members.iter().all(|it| it.key != known.key));
                            members.extend(object.members);
                        }
                        _ => {
                            // It may hold any of them, with another value.
                            for value in members.iter_mut().filter_map(|member| member.value.as_mut()) {
                                *value = any(value.range);
                            }
                            members.push(Member { key: "merge".to_owned(), key_range: part.range, value: None });
                        }
                    }
                }
                Value::new(place, Data::Object(Object { members, head: Some(opening(place)) }))
            }
            _ => named(),
        }
    }

    fn member(&self, key: &ObjectKey, value: &Expression, kind: Option<&Kind>) -> Member {
        let (name, key_range) = match key {
            ObjectKey::Ident(ident) => (Some(ident.as_str().to_owned()), place_of(ident)),
            ObjectKey::Expression(expression) => (expression.as_str().map(str::to_owned), place_of(expression)),
        };
        let Some(name) = name else {
            return Member { key: "key".to_owned(), key_range, value: None };
        };
        let (name, kind) = match kind {
            Some(Kind::Structure(structure)) => {
                let name = member_in_any_case(structure, &name).map_or(name, str::to_owned);
                let kind = structure.member(&name).map(|member| &member.kind);
                (name, kind)
            }
            Some(Kind::Map(kind)) => (name, Some(*kind)),
            _ => (name, None),
        };
        Member { key: name, key_range, value: Some(self.value(value, kind)) }
    }

    fn piece(&self, element: &Element) -> Piece {
        match element {
            Element::Literal(text) => self.literal(text.as_str(), place_of(text)),
            Element::Interpolation(it) => Piece { text: self.named(&it.expr), range: place_of(it), how: How::Open },
            Element::Directive(it) => Piece { text: "directive".to_owned(), range: place_of(&**it), how: How::Open },
        }
    }

    fn literal(&self, text: &str, place: TextRange) -> Piece {
        let how = if self.source(place) == text { How::Exact } else { How::Loose };
        Piece { text: text.to_owned(), range: place, how }
    }

    /// The default of the variable that an expression names, where a number is wanted.
    fn default_number(&self, expression: &Expression, kind: Option<&Kind>) -> Option<String> {
        let (root, name) = reference(expression)?;
        if root != "var" || !matches!(kind, Some(Kind::Integer)) {
            return None;
        }
        let variable = self.body.blocks().find(|block| {
            block.ident.as_str() == "variable" && block.labels.first().is_some_and(|label| label.as_str() == name)
        })?;
        let default = &variable.body.get_attribute("default")?.value;
        let text = match default {
            Expression::Number(_) => self.source(place_of(default)).trim().to_owned(),
            Expression::String(text) => text.value().clone(),
            _ => return None,
        };
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
    }

    fn source(&self, place: TextRange) -> &'t str {
        self.text.get(usize::from(place.start())..usize::from(place.end())).unwrap_or_default()
    }
}

/// Something that may be any value, or none.
fn any(place: TextRange) -> Value {
    Value::new(place, Data::Call("any".to_owned(), Box::new(Value::unknown(place, ""))))
}

fn loose(how: How) -> How {
    if how == How::Exact { How::Loose } else { how }
}

/// Inside of the quotes.
fn inner(place: TextRange) -> TextRange {
    let (start, end) = (usize::from(place.start()), usize::from(place.end()));
    if end - start >= 2 { range(start + 1, end - 1) } else { place }
}

fn opening(place: TextRange) -> TextRange {
    let start = usize::from(place.start());
    range(start, (start + 1).min(usize::from(place.end())))
}

/// `local.name` and the like: the two words, when there are no more.
fn reference(expression: &Expression) -> Option<(&str, String)> {
    let Expression::Traversal(traversal) = expression else { return None };
    let Expression::Variable(root) = &traversal.expr else { return None };
    match &traversal.operators[..] {
        [only] => Some((root.as_str(), attribute_name(only.value())?.to_owned())),
        _ => None,
    }
}

fn attribute_name(operator: &TraversalOperator) -> Option<&str> {
    match operator {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        TraversalOperator::Index(index) => index.as_str(),
        _ => None,
    }
}
