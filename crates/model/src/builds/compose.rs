//! The builds of a Compose file: `services.NAME.build`.
//!
//! Source: Compose specification, "Compose Build Specification", 2026-11.

use super::{BuildTarget, Setting};
use plimsoll_yaml::Node;

/// The builds that the Compose file asks for, in its order.
#[must_use]
pub fn compose(text: &str) -> Vec<BuildTarget> {
    let document = plimsoll_yaml::parse(text);
    let services = document.roots().filter_map(|root| root.get("services")).flat_map(Node::entries);
    let builds = services.filter_map(|(name, service)| {
        let name = name.scalar()?.text.clone();
        let build = service.get("build").or_else(|| merged(service).find_map(|fragment| fragment.get("build")))?;
        Some(of_service(name, build))
    });
    builds.collect()
}

fn of_service(name: String, build: Node<'_>) -> BuildTarget {
    if let Some(context) = build.scalar() {
        let context = Setting::new(&context.text, context.content);
        return BuildTarget {
            name,
            context,
            dockerfile: Setting::Absent,
            target: Setting::Absent,
            contexts: Vec::new(),
        };
    }
    let contexts = build.get("additional_contexts").map(|contexts| {
        let listed = contexts.items().filter_map(|item| Some(item.scalar()?.text.split('=').next()?.to_owned()));
        let named = contexts.entries().filter_map(|(name, _)| Some(name.scalar()?.text.clone()));
        listed.chain(named).collect()
    });
    let has_inline = build.get("dockerfile_inline").is_some();
    BuildTarget {
        name,
        context: setting(build, "context"),
        // A Dockerfile that stands in the file itself has no path.
        dockerfile: if has_inline { Setting::Unknown } else { setting(build, "dockerfile") },
        target: setting(build, "target"),
        contexts: contexts.unwrap_or_default(),
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
    use super::compose;
    use plimsoll_text::slice;

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
}
