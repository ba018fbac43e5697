//! The builds of a Compose file: `services.NAME.build`.
//!
//! Source: Compose specification, "Compose Build Specification", 2026-11.

use super::{BuildTarget, Inline, Setting};
use plimsoll_yaml::Node;

/// The builds that the Compose file asks for, in its order.
#[must_use]
pub fn compose(text: &str) -> Vec<BuildTarget> {
    let document = plimsoll_yaml::parse(text);
    let services = document.roots().filter_map(|root| root.get("services")).flat_map(Node::entries);
    let builds = services.filter_map(|(name, service)| {
        let name = name.scalar()?.text.clone();
        let build = service.get("build").or_else(|| merged(service).find_map(|fragment| fragment.get("build")))?;
        let image = service.get("image").or_else(|| merged(service).find_map(|fragment| fragment.get("image")));
        let image = image.and_then(Node::scalar).map(|image| image.text.clone()).filter(|image| !image.contains('$'));
        Some(of_service(name, build, image))
    });
    builds.collect()
}

/// The Dockerfiles that stand in the Compose file itself: `services.NAME.build.dockerfile_inline`.
#[must_use]
pub fn compose_inlines(text: &str) -> Vec<Inline> {
    let document = plimsoll_yaml::parse(text);
    let services = document.roots().filter_map(|root| root.get("services")).flat_map(Node::entries);
    let found = services.filter_map(|(name, service)| {
        let name = name.scalar()?.text.clone();
        let build = service.get("build").filter(|build| !build.is_alias())?;
        let (key, value) =
            build.entries().find(|(key, _)| key.scalar().is_some_and(|key| key.text == "dockerfile_inline"))?;
        let scalar = value.scalar().filter(|_| !value.is_alias())?;
        let inline = match scalar.content {
            Some(content) => Inline::at(name, scalar.text.clone(), content.start().into()),
            None => block_start(text, key.range().end().into())
                .and_then(|start| Inline::block(name.clone(), scalar.text.clone(), text, start))
                .or_else(|| quoted(&name, text, value, &scalar.text))
                .unwrap_or_else(|| Inline::coarse(name, scalar.text.clone(), value.range())),
        };
        let parts = variables(&inline.text);
        Some(inline.replaced(&parts))
    });
    found.collect()
}

/// Number of syntax errors at which reading the Compose file ends: none or one.
#[must_use]
pub fn compose_errors(text: &str) -> usize {
    usize::from(plimsoll_yaml::parse(text).error().is_some())
}

/// The Dockerfile of a scalar in double quotes.
fn quoted(name: &str, text: &str, value: Node<'_>, expected: &str) -> Option<Inline> {
    let whole = plimsoll_text::slice(text, value.range()).trim_end();
    let inner = whole.strip_prefix('"')?.strip_suffix('"')?;
    let start = usize::from(value.range().start()) + 1;
    let inline = Inline::quoted(name.to_owned(), text, plimsoll_text::range(start, start + inner.len()))?;
    (inline.text == expected).then_some(inline)
}

/// Where the lines of a literal block begin whose key ends at `key_end`: behind `: |`, a tag or an anchor, and a comment.
fn block_start(text: &str, key_end: usize) -> Option<usize> {
    let rest = text.get(key_end..)?;
    let end = rest.find('\n')?;
    let head = rest[..end].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
    let mark = head.split_whitespace().find(|word| !word.starts_with(['!', '&']))?;
    mark.starts_with('|').then_some(key_end + end + 1)
}

/// What Compose replaces before the builder sees the Dockerfile: `$$` stands for `$`, and a variable for its value.
/// A default is taken as it stands; what nobody knows becomes a placeholder.
/// Source: Compose specification, "Interpolation", 2026-11.
fn variables(text: &str) -> Vec<(usize, usize, String)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('$') {
        let start = at + found;
        let rest = &text[start + 1..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let (length, value) = if rest.starts_with('$') {
            (1, "$".to_owned())
        } else if let Some(inside) = rest.strip_prefix('{') {
            let Some(end) = inside.find('}') else { break };
            let body = &inside[..end];
            let name = body.bytes().take_while(is_name).count();
            let default = body[name..].trim_start_matches(':').strip_prefix('-');
            (end + 2, default.map_or_else(|| format!("{{{{{}}}}}", &body[..name]), str::to_owned))
        } else {
            let name = rest.bytes().take_while(is_name).count();
            (name, format!("{{{{{}}}}}", &rest[..name]))
        };
        if length > 0 {
            parts.push((start, start + 1 + length, value));
        }
        at = start + 1 + length;
    }
    parts
}

fn of_service(name: String, build: Node<'_>, image: Option<String>) -> BuildTarget {
    if let Some(context) = build.scalar() {
        let context = Setting::new(&context.text, context.content);
        return BuildTarget {
            name,
            context,
            dockerfile: Setting::Absent,
            target: Setting::Absent,
            contexts: Vec::new(),
            platforms: Vec::new(),
            images: image.into_iter().collect(),
        };
    }
    let contexts = build.get("additional_contexts").map(|contexts| {
        let listed = contexts.items().filter_map(|item| Some(item.scalar()?.text.split('=').next()?.to_owned()));
        let named = contexts.entries().filter_map(|(name, _)| Some(name.scalar()?.text.clone()));
        listed.chain(named).collect()
    });
    let platforms = build.get("platforms").into_iter().flat_map(Node::items).filter_map(|item| item.scalar());
    let tags = build.get("tags").into_iter().flat_map(Node::items).filter_map(Node::scalar).map(|it| it.text.clone());
    let images = image.into_iter().chain(tags.filter(|tag| !tag.contains('$'))).collect();
    let has_inline = build.get("dockerfile_inline").is_some();
    BuildTarget {
        name,
        context: setting(build, "context"),
        // A Dockerfile that stands in the file itself has no path.
        dockerfile: if has_inline { Setting::Unknown } else { setting(build, "dockerfile") },
        target: setting(build, "target"),
        contexts: contexts.unwrap_or_default(),
        platforms: platforms.map(|it| it.text.clone()).filter(|text| !text.contains('$')).collect(),
        images,
    }
}

fn setting(build: Node<'_>, key: &str) -> Setting {
    let node = build.get(key).or_else(|| merged(build).find_map(|fragment| fragment.get(key)));
    match node.map(Node::scalar) {
        None => Setting::Absent,
        Some(Some(scalar)) => Setting::new(&scalar.text, scalar.content),
        Some(None) => Setting::Unknown,
    }
}

/// The mappings that `<<` takes in.
fn merged(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let merge = node.get("<<");
    let listed = merge.into_iter().flat_map(Node::items);
    merge.into_iter().chain(listed)
}

#[cfg(test)]
mod tests {
    use super::{compose, compose_inlines};
    use plimsoll_text::slice;

    #[test]
    fn dockerfiles_in_the_file() {
        let text = "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM debian:${V:-12}\n        RUN echo $$HOME ${X}\n  b:\n    build:\n      dockerfile_inline: FROM scratch\n  c:\n    build:\n      dockerfile_inline: \"FROM a\\nRUN b\"\n";
        let found = compose_inlines(text);
        let texts: Vec<&str> = found.iter().map(|inline| inline.text.as_str()).collect();
        assert_eq!(texts, ["FROM debian:12\nRUN echo $HOME {{X}}\n", "FROM scratch", "FROM a\nRUN b"]);
        let of = |at: usize, word: &str| {
            let start = found[at].text.find(word).expect("there");
            let place = found[at].place(plimsoll_text::range(start, start + word.len()));
            slice(text, place).to_owned()
        };
        assert_eq!(
            (of(0, "echo").as_str(), of(0, "HOME").as_str(), of(1, "scratch").as_str()),
            ("echo", "HOME", "scratch")
        );
        assert_eq!(of(2, "RUN"), "RUN");
    }

    #[test]
    fn builds_of_services() {
        let text = "services:\n  web:\n    build: ./web\n  api:\n    build:\n      context: ..\n      dockerfile: docker/api.Dockerfile\n      target: \"prod\"\n      additional_contexts: [base=./base]\n  db:\n    image: postgres\n  x:\n    build: ${DIR}\n";
        let found = compose(text);
        let names: Vec<&str> = found.iter().map(|build| build.name.as_str()).collect();
        assert_eq!(names, ["web", "api", "x"]);
        assert_eq!(found[0].dockerfile_in("deploy").as_deref(), Some("deploy/web/Dockerfile"));
        assert_eq!(found[1].context_in("deploy").as_deref(), Some(""));
        assert_eq!(found[1].dockerfile_in("deploy").as_deref(), Some("docker/api.Dockerfile"));
        assert_eq!(found[1].contexts, ["base"]);
        let super::Setting::Known { range: Some(range), .. } = found[1].target else { panic!("a target") };
        assert_eq!(slice(text, range), "prod");
        assert_eq!(found[2].context_in(""), None);
    }

    #[test]
    fn names_of_what_is_built() {
        let text = "services:\n  a:\n    image: acme/a:dev\n    build: .\n  b:\n    image: acme/b:${TAG}\n    build:\n      context: .\n      tags: [acme/b, \"acme/b:${TAG}\"]\n";
        let found = compose(text);
        assert_eq!(
            (&found[0].images[..], &found[1].images[..]),
            (&["acme/a:dev".to_owned()][..], &["acme/b".to_owned()][..])
        );
    }
}
