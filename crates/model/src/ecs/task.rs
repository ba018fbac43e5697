//! The task definition and its containers.

use super::container::Container;
use super::field::Object;
use super::launch::{Launch, NetworkMode};
use plimsoll_json::{Document, Kind, Node};
use plimsoll_text::TextSize;

/// In which shape a task definition is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// What RegisterTaskDefinition takes.
    Register,
    /// What DescribeTaskDefinition answers: the task definition below `taskDefinition`.
    Wrapped,
    /// An array of container definitions; everything about the task is unknown.
    ContainerArray,
    /// None of them.
    Other,
}

/// A task definition.
#[derive(Debug)]
pub struct TaskDefinition<'a> {
    /// The tree that it is read from.
    pub document: &'a Document<'a>,
    /// How it is written.
    pub shape: Shape,
    /// The object with the task's fields; `None` in an array of container definitions.
    pub object: Option<Object<'a>>,
    /// The container definitions that are objects, in order.
    pub containers: Vec<Container<'a>>,
    /// Whether a templating tool goes over the file first.
    pub is_template: bool,
}

/// Endings of the names of template files.
const TEMPLATE_ENDINGS: &[&str] = &[".tpl", ".tftpl", ".j2", ".tmpl", ".template", ".jsonnet"];

impl<'a> TaskDefinition<'a> {
    /// Reads a parsed document. Cannot fail: what is not there is absent.
    #[must_use]
    pub fn read(document: &'a Document<'a>) -> Self {
        Self::read_file(document, "")
    }

    /// Reads a parsed document of the file at `path`, whose ending may say that it is a template.
    #[must_use]
    pub fn read_file(document: &'a Document<'a>, path: &str) -> Self {
        let is_template = document.is_template() || TEMPLATE_ENDINGS.iter().any(|ending| path.ends_with(ending));
        Self::read_as(document, is_template)
    }

    /// Reads a parsed document of which it is known whether a templating tool goes over its strings.
    #[must_use]
    pub fn read_as(document: &'a Document<'a>, is_template: bool) -> Self {
        let (shape, object, list) = match document.root() {
            Some(root) if root.kind() == Kind::Array => (Shape::ContainerArray, None, Some(root)),
            Some(root) if root.kind() == Kind::Object => match wrapped(root) {
                Some(inner) => (Shape::Wrapped, Object::new(inner), inner.get("containerDefinitions")),
                None => (Shape::Register, Object::new(root), root.get("containerDefinitions")),
            },
            _ => (Shape::Other, None, None),
        };
        let elements = list.into_iter().flat_map(Node::elements).enumerate();
        let containers = elements
            .filter_map(|(index, element)| Some(Container { object: Object::new(element)?, index, is_template }))
            .collect();
        Self { document, shape, object, containers, is_template }
    }

    /// Where the task may run; nothing is known of it in an array of container definitions.
    #[must_use]
    pub fn launch(&self) -> Launch {
        self.object.map(Launch::read).unwrap_or_default()
    }

    /// The network mode that the task will have.
    #[must_use]
    pub fn network_mode(&self) -> NetworkMode {
        self.object.map_or(NetworkMode::Unknown, |task| NetworkMode::read(task, self.launch()))
    }

    /// The first container of that name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<Container<'a>> {
        self.containers.iter().copied().find(|container| container.name().is_some_and(|known| known == name))
    }

    /// The array of container definitions, when it is one.
    #[must_use]
    pub fn container_list(&self) -> Option<super::List<'a>> {
        match self.object {
            Some(object) => object.array("containerDefinitions").known().copied(),
            None => self.document.root().filter(|root| root.kind() == Kind::Array).map(|node| super::List { node }),
        }
    }

    /// Whether every container definition is there and readable as an object. Rules about what no container
    /// has run only then.
    #[must_use]
    pub fn is_container_list_complete(&self) -> bool {
        self.container_list().is_some_and(|list| {
            list.is_complete() && list.node.elements().all(|element| element.kind() == Kind::Object)
        })
    }

    /// The path of the value at `offset`: `containerDefinitions[web].portMappings[0].hostPort`. Containers and
    /// volumes stand by name, or by index when the name is missing, unusual or repeated.
    #[must_use]
    pub fn value_path(&self, offset: TextSize) -> String {
        self.document.at_offset(offset).map(|node| super::path::path(self, node)).unwrap_or_default()
    }
}

/// The inner object of saved DescribeTaskDefinition output.
fn wrapped(root: Node<'_>) -> Option<Node<'_>> {
    let inner = root.get("taskDefinition").filter(|inner| inner.kind() == Kind::Object)?;
    root.get_member("containerDefinitions").is_none().then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::{Shape, TaskDefinition};

    fn path_at(text: &str, needle: &str) -> String {
        let document = plimsoll_json::parse(text);
        let offset = plimsoll_text::size(text.find(needle).unwrap());
        TaskDefinition::read(&document).value_path(offset)
    }

    #[test]
    fn paths_name_containers_and_volumes() {
        let text = r#"{"containerDefinitions": [{"name": "web", "portMappings": [{"hostPort": 80}]}, {"image": "x"}],
            "volumes": [{"name": "data", "host": {}}, {"name": "a"}, {"name": "a", "host": 1}]}"#;
        assert_eq!(path_at(text, "80"), "containerDefinitions[web].portMappings[0].hostPort");
        assert_eq!(path_at(text, "\"x\""), "containerDefinitions[1].image");
        assert_eq!(path_at(text, "\"host\""), "volumes[data].host");
        assert_eq!(path_at(text, "1}"), "volumes[2].host");
        assert_eq!(
            path_at(r#"{"containerDefinitions": [{"name": "${X}", "image": 1}]}"#, "1}"),
            "containerDefinitions[0].image"
        );
    }

    #[test]
    fn paths_are_those_of_the_registered_document() {
        let wrapped = r#"{"taskDefinition": {"containerDefinitions": [{"name": "web", "cpu": 1}]}}"#;
        assert_eq!(path_at(wrapped, "1}"), "containerDefinitions[web].cpu");
        assert_eq!(path_at(r#"[{"name": "web", "cpu": 1}]"#, "1}"), "containerDefinitions[web].cpu");
        assert_eq!(path_at(r#"{"a": {"b c": 1}}"#, "1}"), "a[\"b c\"]");
    }

    #[test]
    fn shapes() {
        let shape = |text: &str| TaskDefinition::read(&plimsoll_json::parse(text)).shape;
        assert_eq!(shape(r#"{"family": "web"}"#), Shape::Register);
        assert_eq!(shape(r#"{"taskDefinition": {}}"#), Shape::Wrapped);
        assert_eq!(shape(r#"{"taskDefinition": "x:1"}"#), Shape::Register);
        assert_eq!(shape("[]"), Shape::ContainerArray);
        assert_eq!(shape(""), Shape::Other);
    }

    #[test]
    fn dollars_in_a_command_are_text_unless_the_file_is_a_template() {
        let text = r#"{"containerDefinitions": [{"name": "web", "command": ["sh", "-c", "echo ${X} $HOME"]}]}"#;
        let document = plimsoll_json::parse(text);
        let words = |path: &str| TaskDefinition::read_file(&document, path).containers[0].words("command");
        assert_eq!(words("a.json")[2].1.as_deref(), Some("echo ${X} $HOME"));
        assert_eq!(words("a.json.tpl")[2].1, None);
        assert_eq!(words("a.json.tpl")[0].1.as_deref(), Some("sh"));
    }
}
