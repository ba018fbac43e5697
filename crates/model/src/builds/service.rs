//! What a Compose service runs: its image, ports, variables and health check.
//!
//! Invariant: a list is given only if all of it is known. Source: Compose specification, "services", 2026-11.

use plimsoll_dockerfile::ImageReference;
use plimsoll_text::{TextRange, TextSize, slice};
use plimsoll_yaml::Node;

/// A service of a Compose file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeService {
    /// Its name.
    pub name: String,
    /// The image without tag and digest; `None` for one that is built, or not known.
    pub image: Option<ComposeImage>,
    /// The ports of the container, sorted, with their place; `None` when there are none or one is not known.
    pub ports: Option<(Vec<i64>, TextRange)>,
    /// The names of the variables that it sets, with their place; `None` as for the ports.
    pub environment: Option<(Vec<String>, TextRange)>,
    /// Where its health check stands, if it has one.
    pub health_check: Option<TextRange>,
    /// Whether it starts behind an init of Docker.
    pub init: bool,
}

/// The name of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeImage {
    /// Host and port; `None` for Docker Hub.
    pub registry: Option<String>,
    /// The path without the registry.
    pub repository: String,
}

/// The services of a Compose file, in its order.
#[must_use]
pub fn compose_services(text: &str) -> Vec<ComposeService> {
    let document = plimsoll_yaml::parse(text);
    let services = document.roots().filter_map(|root| root.get("services")).flat_map(Node::entries);
    let service = |(name, service): (Node<'_>, Node<'_>)| {
        let check = service.get("healthcheck").filter(|check| check.get("disable").is_none());
        Some(ComposeService {
            name: name.scalar()?.text.clone(),
            image: service.get("image").and_then(image),
            ports: service.get("ports").and_then(ports),
            environment: service.get("environment").and_then(variables),
            health_check: check.map(Node::range),
            init: service.get("init").and_then(known).is_some_and(|text| text == "true"),
        })
    };
    services.filter_map(service).collect()
}

fn image(node: Node<'_>) -> Option<ComposeImage> {
    let text = known(node)?;
    let parts = ImageReference::parse(&text, TextSize::new(0));
    let repository = slice(&text, parts.repository).to_owned();
    Some(ComposeImage { registry: parts.registry.map(|range| slice(&text, range).to_owned()), repository })
}

/// `8080`, `80:8080`, `127.0.0.1:80:8080/tcp`, or a mapping with `target`.
fn ports(node: Node<'_>) -> Option<(Vec<i64>, TextRange)> {
    let port = |item: Node<'_>| match item.get("target") {
        Some(target) => known(target)?.parse().ok(),
        None => {
            let text = known(item)?;
            text.rsplit(':').next()?.split('/').next()?.parse().ok()
        }
    };
    let mut ports: Vec<i64> = node.items().map(port).collect::<Option<_>>()?;
    ports.sort_unstable();
    ports.dedup();
    Some((ports, node.range()))
}

/// A mapping, or a list of `NAME=VALUE`.
fn variables(node: Node<'_>) -> Option<(Vec<String>, TextRange)> {
    let listed = node.items().map(|item| Some(known_name(item)?.split('=').next()?.trim().to_owned()));
    let mapped = node.entries().map(|(key, _)| known_name(key));
    let names: Vec<String> = listed.chain(mapped).collect::<Option<_>>()?;
    Some((names.into_iter().filter(|name| name != "<<").collect(), node.range()))
}

fn known(node: Node<'_>) -> Option<String> {
    known_name(node).filter(|text| !text.contains('$'))
}

fn known_name(node: Node<'_>) -> Option<String> {
    node.target()?.scalar().map(|scalar| scalar.text.clone())
}

#[cfg(test)]
mod tests {
    use super::compose_services;

    #[test]
    fn what_services_run() {
        let text = "services:\n  web:\n    image: r.io/team/web:1\n    ports: ['80:3000', 9090]\n    environment:\n      - A=1\n      - B\n  db:\n    image: ${DB}\n    ports: ['${P}:1']\n    environment: {C: 1}\n    healthcheck: {test: [CMD, x]}\n";
        let found = compose_services(text);
        let image = found[0].image.as_ref().map(|image| (image.registry.as_deref(), image.repository.as_str()));
        assert_eq!(image, Some((Some("r.io"), "team/web")));
        assert_eq!(found[0].ports.as_ref().map(|(ports, _)| ports.as_slice()), Some(&[3000, 9090][..]));
        assert_eq!(found[0].environment.as_ref().map(|(names, _)| names.join(" ")).as_deref(), Some("A B"));
        assert!(found[0].health_check.is_none() && found[1].health_check.is_some());
        assert!(found[1].image.is_none());
        assert!(found[1].ports.is_none(), "a port of the host is not known");
    }
}
