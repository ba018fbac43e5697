//! Writes fresh JSON for a place in a task definition, once as plain text and once as a snippet with stops.
//!
//! Invariant: both are the same JSON apart from what the stops hold, and the plain one is complete: what is to be
//! filled in is an empty string, a zero or the value that ECS assumes. Lines after the first are indented as if the
//! first one were not; whoever inserts them adds the indentation of the line.

use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::tables::ecs_schema_skeletons::skeleton;
use plimsoll_model::tables::schema::{Kind, Member, Structure, default_value};

/// Fresh JSON in both forms.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Fresh {
    /// Plain text.
    pub(super) plain: String,
    /// The same with stops: `"image": "$1"`.
    pub(super) snippet: String,
}

/// Writes JSON.
pub(super) struct Writer<'u> {
    fresh: Fresh,
    stops: usize,
    depth: usize,
    /// What one level of indentation adds.
    unit: &'u str,
}

impl<'u> Writer<'u> {
    /// A writer for a file that indents by `unit`.
    pub(super) fn new(unit: &'u str) -> Self {
        Self { fresh: Fresh::default(), stops: 0, depth: 0, unit }
    }

    /// What was written.
    pub(super) fn finish(self) -> Fresh {
        self.fresh
    }

    /// Text as it is.
    pub(super) fn text(&mut self, text: &str) {
        self.fresh.plain.push_str(text);
        for character in text.chars() {
            // Clients read these as the syntax of snippets.
            if matches!(character, '$' | '}' | '\\') {
                self.fresh.snippet.push('\\');
            }
            self.fresh.snippet.push(character);
        }
    }

    /// `"key": value`, the value as the member takes it.
    pub(super) fn member(&mut self, structure: &Structure, member: &Member) {
        let given = skeleton(structure).into_iter().find(|(it, _)| it.name == member.name).and_then(|(_, value)| value);
        self.given_member(structure, member, given);
    }

    /// A fresh value of the kind.
    pub(super) fn value(&mut self, kind: Kind, default: Option<&str>) {
        match kind {
            Kind::String => self.string(default.unwrap_or_default()),
            Kind::Enum(values) => match default {
                Some(default) => self.string(default),
                None => self.choice(values),
            },
            Kind::Integer => self.stop(default.unwrap_or("0")),
            Kind::Boolean => self.stop(default.unwrap_or("true")),
            Kind::Structure(structure) => self.object(structure),
            Kind::List(Kind::Structure(structure)) => {
                self.text("[");
                self.depth += 1;
                self.new_line();
                self.object(structure);
                self.depth -= 1;
                self.new_line();
                self.text("]");
            }
            Kind::List(inner) => {
                self.text("[");
                self.value(*inner, None);
                self.text("]");
            }
            Kind::Map(_) => {
                self.text("{");
                self.stop("");
                self.text("}");
            }
        }
    }

    /// The members that a fresh structure starts with, each on its line.
    pub(super) fn members(&mut self, structure: &Structure) {
        for (index, (member, given)) in skeleton(structure).into_iter().enumerate() {
            if index > 0 {
                self.text(",");
                self.new_line();
            }
            self.given_member(structure, member, given);
        }
    }

    /// A line end and the indentation.
    pub(super) fn new_line(&mut self) {
        let indentation = format!("\n{}", self.unit.repeat(self.depth));
        self.text(&indentation);
    }

    /// What `write` writes, one level deeper, on lines of its own.
    pub(super) fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        self.new_line();
        write(self);
        self.depth -= 1;
        self.new_line();
    }

    fn object(&mut self, structure: &Structure) {
        let members = skeleton(structure);
        if members.is_empty() {
            self.text("{");
            self.stop("");
            return self.text("}");
        }
        if !is_short(structure, &members) {
            self.text("{");
            self.indented(|writer| writer.members(structure));
            return self.text("}");
        }
        self.text("{ ");
        for (index, (member, given)) in members.into_iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.given_member(structure, member, given);
        }
        self.text(" }");
    }

    fn given_member(&mut self, structure: &Structure, member: &Member, given: Option<&'static str>) {
        self.text(&format!("\"{}\": ", member.name));
        match given {
            Some(json) => {
                let document = plimsoll_json::parse(json);
                if let Some(root) = document.root() {
                    self.json(root);
                }
            }
            None => self.value(member.kind, default_value(structure, member)),
        }
    }

    /// JSON from the table of skeletons.
    fn json(&mut self, node: Node<'_>) {
        match node.kind() {
            JsonKind::Object => {
                self.text("{");
                self.indented(|writer| {
                    for (index, member) in node.members().enumerate() {
                        if index > 0 {
                            writer.text(",");
                            writer.new_line();
                        }
                        writer.text(&format!("{}: ", member.key.source()));
                        member.value.into_iter().for_each(|value| writer.json(value));
                    }
                });
                self.text("}");
            }
            JsonKind::Array => {
                self.text("[");
                for (index, element) in node.elements().enumerate() {
                    if index > 0 {
                        self.text(", ");
                    }
                    self.json(element);
                }
                self.text("]");
            }
            JsonKind::String => {
                let text = node.text().unwrap_or_default();
                self.string(if text == "?" { "" } else { &text });
            }
            _ => self.stop(node.source()),
        }
    }

    fn string(&mut self, content: &str) {
        self.text("\"");
        self.stop(content);
        self.text("\"");
    }

    /// One of the values; plain text leaves the string empty, as none of them is meant.
    fn choice(&mut self, values: &[&str]) {
        self.stops += 1;
        self.fresh.plain.push_str("\"\"");
        self.fresh.snippet.push_str(&format!("\"${{{}|{}|}}\"", self.stops, values.join(",")));
    }

    fn stop(&mut self, default: &str) {
        self.stops += 1;
        self.fresh.plain.push_str(default);
        let stop = match default {
            "" => format!("${}", self.stops),
            default => format!("${{{}:{default}}}", self.stops),
        };
        self.fresh.snippet.push_str(&stop);
    }
}

/// Whether an object fits on one line: few members with single values.
fn is_short(structure: &Structure, members: &[(&Member, Option<&str>)]) -> bool {
    let is_single = |kind| matches!(kind, Kind::String | Kind::Enum(_) | Kind::Integer | Kind::Boolean);
    structure.name != "ContainerDefinition"
        && members.len() <= 3
        && members.iter().all(|(member, _)| is_single(member.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::tables::schema;

    fn fresh(structure: &str, member: &str) -> Fresh {
        let structure = schema::structure(structure).unwrap();
        let mut writer = Writer::new("  ");
        writer.member(structure, structure.member(member).unwrap());
        writer.finish()
    }

    #[test]
    fn members_have_a_value_of_the_right_type() {
        let snippet = |structure, member| fresh(structure, member).snippet;
        assert_eq!(snippet("ContainerDefinition", "image"), r#""image": "$1""#);
        assert_eq!(snippet("ContainerDefinition", "cpu"), r#""cpu": ${1:0}"#);
        assert_eq!(snippet("ContainerDefinition", "stopTimeout"), r#""stopTimeout": ${1:30}"#);
        assert_eq!(snippet("ContainerDefinition", "dockerLabels"), r#""dockerLabels": {$1\}"#);
        assert_eq!(snippet("ContainerDefinition", "command"), r#""command": ["$1"]"#);
        assert_eq!(snippet("RegisterTaskDefinitionRequest", "pidMode"), r#""pidMode": "${1|host,task|}""#);
        assert_eq!(
            snippet("ContainerDefinition", "secrets"),
            "\"secrets\": [\n  { \"name\": \"$1\", \"valueFrom\": \"$2\" \\}\n]"
        );
        assert_eq!(
            fresh("ContainerDefinition", "logConfiguration").plain,
            "\"logConfiguration\": {\n  \"logDriver\": \"awslogs\",\n  \"options\": {\n    \"awslogs-group\": \"\",\n    \
             \"awslogs-region\": \"\",\n    \"awslogs-stream-prefix\": \"\"\n  }\n}"
        );
    }

    #[test]
    fn the_plain_text_of_every_member_is_json() {
        for structure in schema::structures() {
            for member in structure.members {
                let fresh = fresh(structure.name, member.name);
                let text = format!("{{{}}}", fresh.plain);
                let document = plimsoll_json::parse(&text);
                assert!(document.errors().is_empty(), "{}.{}: {text}", structure.name, member.name);
                assert_eq!(fresh.snippet.lines().count(), fresh.plain.lines().count());
            }
        }
    }
}
