//! The builds of a Bake file, HCL or JSON: `target "NAME" { … }`.
//!
//! Invariant: a text that cannot be read asks for no build.
//!
//! Source: Docker documentation, "Bake file reference", 2026-11.

use super::{BuildTarget, Inline, Setting};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Attribute, Block};
use plimsoll_json::Node;
use plimsoll_text::{TextRange, range};

/// The builds that the Bake file asks for, in its order. `is_json`: the file is JSON.
#[must_use]
pub fn bake(text: &str, is_json: bool) -> Vec<BuildTarget> {
    let mut found: Vec<(BuildTarget, Vec<String>)> = Vec::new();
    if is_json {
        let document = plimsoll_json::parse(text);
        for (name, target) in json_targets(&document) {
            found.push((json_target(name, target), json_words(target.get("inherits"))));
        }
    } else if let Ok(body) = hcl_edit::parser::parse_body(text) {
        for block in body.blocks().filter(|block| block.ident.as_str() == "target") {
            found.push((hcl_target(text, block), hcl_words(block, "inherits")));
        }
    }
    let all: Vec<BuildTarget> = found.iter().map(|(target, _)| target.clone()).collect();
    // What a target does not say, the last of those that it inherits from says.
    for (target, parents) in &mut found {
        for parent in parents.iter().rev().filter_map(|name| all.iter().find(|it| it.name == *name)) {
            let inherit = |own: &mut Setting, other: &Setting| {
                if *own == Setting::Absent {
                    other.clone_into(own);
                }
            };
            inherit(&mut target.context, &parent.context);
            inherit(&mut target.dockerfile, &parent.dockerfile);
            inherit(&mut target.target, &parent.target);
            target.contexts.extend(parent.contexts.iter().cloned());
            if target.platforms.is_empty() {
                target.platforms.clone_from(&parent.platforms);
            }
        }
    }
    found.into_iter().map(|(target, _)| target).collect()
}

/// The Dockerfiles that stand in the Bake file itself: `dockerfile-inline`.
#[must_use]
pub fn bake_inlines(text: &str, is_json: bool) -> Vec<Inline> {
    let found: Vec<Inline> = if is_json {
        let document = plimsoll_json::parse(text);
        let targets = json_targets(&document);
        let inline =
            |(name, target): (String, Node<'_>)| Inline::quoted(name, text, target.get(INLINE)?.content_range()?);
        targets.into_iter().filter_map(inline).collect()
    } else {
        let Ok(body) = hcl_edit::parser::parse_body(text) else { return Vec::new() };
        let targets = body.blocks().filter(|block| block.ident.as_str() == "target");
        targets.filter_map(|block| hcl_inline(text, block)).collect()
    };
    found
        .into_iter()
        .map(|inline| {
            let parts = interpolations(&inline.text);
            inline.replaced(&parts)
        })
        .collect()
}

/// Number of syntax errors at which reading the Bake file ends: none or one.
#[must_use]
pub fn bake_errors(text: &str, is_json: bool) -> usize {
    match is_json {
        true => plimsoll_json::parse(text).errors().len(),
        false => usize::from(hcl_edit::parser::parse_body(text).is_err()),
    }
}

const INLINE: &str = "dockerfile-inline";

fn json_targets<'d>(document: &'d plimsoll_json::Document<'_>) -> Vec<(String, Node<'d>)> {
    let targets = document.root().and_then(|root| root.get("target"));
    let members = targets.into_iter().flat_map(Node::members);
    members.filter_map(|member| Some((member.key.text()?.into_owned(), member.value?))).collect()
}

fn json_target(name: String, target: Node<'_>) -> BuildTarget {
    let setting = |key: &str| match target.get(key) {
        None => Setting::Absent,
        Some(node) => node.text().map_or(Setting::Unknown, |text| {
            let content = node.content_range().filter(|content| content.len() == plimsoll_text::size(text.len()));
            Setting::new(&text, content)
        }),
    };
    let contexts = target.get("contexts").into_iter().flat_map(Node::members);
    let has_inline = target.get(INLINE).is_some();
    BuildTarget {
        name,
        context: setting("context"),
        dockerfile: if has_inline { Setting::Unknown } else { setting("dockerfile") },
        target: setting("target"),
        contexts: contexts.filter_map(|member| Some(member.key.text()?.into_owned())).collect(),
        platforms: json_words(target.get("platforms")),
        images: json_words(target.get("tags")).into_iter().filter(|tag| !tag.contains("${")).collect(),
    }
}

fn json_words(list: Option<Node<'_>>) -> Vec<String> {
    let elements = list.into_iter().flat_map(Node::elements);
    elements.filter_map(|element| Some(element.text()?.into_owned())).collect()
}

fn hcl_target(text: &str, block: &Block) -> BuildTarget {
    let setting = |key: &str| match block.body.get_attribute(key).map(|attribute| &attribute.value) {
        None => Setting::Absent,
        Some(Expression::String(value)) => {
            let content =
                content_of(text, value.span()).filter(|content| plimsoll_text::slice(text, *content) == value.as_str());
            Setting::new(value.as_str(), content)
        }
        Some(_) => Setting::Unknown,
    };
    let contexts = match block.body.get_attribute("contexts").map(|attribute| &attribute.value) {
        Some(Expression::Object(object)) => object
            .iter()
            .filter_map(|(key, _)| match key {
                ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
                ObjectKey::Expression(Expression::String(name)) => Some(name.as_str().to_owned()),
                ObjectKey::Expression(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let has_inline = block.body.get_attribute(INLINE).is_some();
    BuildTarget {
        name: block.labels.first().map(|label| label.as_str().to_owned()).unwrap_or_default(),
        context: setting("context"),
        dockerfile: if has_inline { Setting::Unknown } else { setting("dockerfile") },
        target: setting("target"),
        contexts,
        platforms: hcl_words(block, "platforms"),
        images: hcl_words(block, "tags").into_iter().filter(|tag| !tag.contains("${")).collect(),
    }
}

fn hcl_words(block: &Block, key: &str) -> Vec<String> {
    let Some(Expression::Array(elements)) = block.body.get_attribute(key).map(|attribute| &attribute.value) else {
        return Vec::new();
    };
    let words = elements.iter().filter_map(|element| match element {
        Expression::String(text) => Some(text.as_str().to_owned()),
        _ => None,
    });
    words.collect()
}

fn hcl_inline(text: &str, block: &Block) -> Option<Inline> {
    let name = block.labels.first().map(|label| label.as_str().to_owned()).unwrap_or_default();
    let attribute = block.body.get_attribute(INLINE)?;
    match &attribute.value {
        Expression::HeredocTemplate(_) => heredoc(name, text, attribute),
        Expression::String(_) | Expression::StringTemplate(_) => {
            Inline::quoted(name, text, content_of(text, attribute.value.span())?)
        }
        _ => None,
    }
}

/// The body of `<<EOT` or `<<-EOT`, which is read from the text, since the tree has lost the indentation.
fn heredoc(name: String, text: &str, attribute: &Attribute) -> Option<Inline> {
    let key_end = attribute.key.span()?.end;
    let rest = text.get(key_end..)?;
    let mark = rest.find("<<")?;
    let head_end = rest[mark..].find('\n')? + mark + 1;
    let head = rest[mark + 2..head_end].trim();
    let (strips, delimiter) = match head.strip_prefix('-') {
        Some(delimiter) => (true, delimiter.trim()),
        None => (false, head),
    };
    let start = key_end + head_end;
    let lines: Vec<&str> = text[start..].lines().take_while(|line| line.trim() != delimiter).collect();
    let blanks = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let indent = if strips { filled.map(blanks).min().unwrap_or(0) } else { 0 };
    let mut body = String::new();
    for line in &lines {
        body.push_str(line.get(indent..).unwrap_or_default());
        body.push('\n');
    }
    Inline::block(name, body, text, start)
}

/// What stands between the quotes of a string.
fn content_of(text: &str, span: Option<std::ops::Range<usize>>) -> Option<TextRange> {
    let span = span?;
    let whole = text.get(span.clone())?;
    let trimmed = whole.trim_end();
    let inner = trimmed.strip_prefix('"')?.strip_suffix('"')?;
    Some(range(span.start + 1, span.start + 1 + inner.len()))
}

/// What Bake replaces before the builder sees the Dockerfile: `$${` stands for `${`, and what `${` opens becomes a
/// placeholder.
fn interpolations(text: &str) -> Vec<(usize, usize, String)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("${") {
        let start = at + found;
        if text[..start].ends_with('$') {
            parts.push((start - 1, start, String::new()));
            at = start + 2;
            continue;
        }
        let Some(end) = text[start..].find('}') else { break };
        let name: String =
            text[start + 2..start + end].chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
        parts.push((start, start + end + 1, format!("{{{{{name}}}}}")));
        at = start + end + 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{bake, bake_inlines};
    use plimsoll_text::{range, slice};

    const HCL: &str = "variable \"TAG\" { default = \"1\" }\ntarget \"base\" {\n  context = \"app\"\n}\ntarget \"web\" {\n  inherits = [\"base\"]\n  target   = \"prod\"\n  contexts = { src = \"./x\" }\n}\ntarget \"own\" {\n  dockerfile-inline = <<-EOT\n    FROM debian:${TAG}\n    RUN echo $${HOME}\n  EOT\n}\n";

    #[test]
    fn targets_inherit() {
        let found = bake(HCL, false);
        assert_eq!(found[1].context_in("deploy").as_deref(), Some("deploy/app"));
        assert_eq!(found[1].dockerfile_in("").as_deref(), Some("app/Dockerfile"));
        let super::Setting::Known { range: Some(place), .. } = found[1].target else { panic!("a target") };
        assert_eq!((slice(HCL, place), found[1].contexts.as_slice()), ("prod", &["src".to_owned()][..]));
    }

    #[test]
    fn dockerfiles_in_the_file() {
        let found = bake_inlines(HCL, false);
        assert_eq!(found[0].text, "FROM debian:{{TAG}}\nRUN echo ${HOME}\n");
        let at = found[0].text.find("RUN").expect("there");
        assert_eq!(slice(HCL, found[0].place(range(at, at + 8))), "RUN echo");
        let json = r#"{"target": {"a": {"dockerfile-inline": "FROM a\nRUN b"}, "c": {"context": "d"}}}"#;
        let found = bake_inlines(json, true);
        assert_eq!(found[0].text, "FROM a\nRUN b");
        assert_eq!(slice(json, found[0].place(range(7, 10))), "RUN");
        assert_eq!(bake(json, true)[1].dockerfile_in("").as_deref(), Some("d/Dockerfile"));
    }
}
