//! What a file is, by its name and then by its content.
//!
//! Invariant: pure functions of path and text. A file that is found on a walk is taken only when there is no doubt;
//! one that the user names gets the benefit of it.

use memchr::memmem;
use plimsoll_analysis::FileKind;
use plimsoll_json::{Kind, Node};

/// What the name of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// It is of this kind.
    Kind(FileKind),
    /// It may be a task definition; [`is_task_definition`] decides.
    Json,
    /// A dependency manifest: rules about other files look at it.
    Manifest,
    /// A lock file: rules look whether it is there, and into it where it is small.
    Lock,
    /// A workflow, script or infrastructure file: [`is_deployment`] decides whether rules about task definitions
    /// look at it.
    Script,
    /// Jsonnet, which may make a task definition and is not read.
    Jsonnet,
    /// A Bake file.
    Bake,
    /// An environment file: rules look at it when a task definition names it.
    Environment,
    /// Nothing that matters.
    Other,
}

/// What the file is called; `path` has `/` between folders.
pub fn name(path: &str) -> Name {
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    if is_dockerfile(&file) {
        Name::Kind(FileKind::Dockerfile)
    } else if is_requirements(path, &file) {
        Name::Kind(FileKind::Requirements)
    } else if MANIFESTS.contains(&file.as_str()) || file.ends_with(".csproj") {
        Name::Manifest
    } else if plimsoll_analysis::is_lock_file(&file) {
        Name::Lock
    } else if is_bake(&file) {
        Name::Bake
    } else if JSON.iter().any(|suffix| file.ends_with(suffix)) {
        Name::Json
    } else if SCRIPTS.iter().any(|suffix| file.ends_with(suffix)) || matches!(file.as_str(), "makefile" | "justfile") {
        Name::Script
    } else if file.ends_with(".jsonnet") || file.ends_with(".libsonnet") {
        Name::Jsonnet
    } else if file.ends_with(".env") {
        Name::Environment
    } else {
        Name::Other
    }
}

/// Whether the bytes are worth reading as a file that carries task definitions in another form than JSON.
pub fn may_be_carrier(path: &str, bytes: &[u8]) -> bool {
    let words: &[&str] = match form(path) {
        Some(Form::Terraform) => &["aws_ecs_task_definition"],
        Some(Form::Yaml) => &["AWS::ECS::TaskDefinition", "containerDefinitions"],
        Some(Form::Template) => &["AWS::ECS::TaskDefinition"],
        None => &[],
    };
    words.iter().any(|word| memmem::find(bytes, word.as_bytes()).is_some())
}

/// What carries task definitions in another form than JSON: YAML, a CloudFormation template, a Terraform file. `None`
/// for any other text.
pub fn carrier(path: &str, text: &str) -> Option<FileKind> {
    if !may_be_carrier(path, text.as_bytes()) {
        return None;
    }
    match form(path)? {
        Form::Terraform => plimsoll_carriers::is_terraform(text).then_some(FileKind::Terraform),
        Form::Template => plimsoll_carriers::is_cloud_formation(text).then_some(FileKind::CloudFormation),
        Form::Yaml if plimsoll_carriers::is_cloud_formation(text) => Some(FileKind::CloudFormation),
        Form::Yaml => plimsoll_carriers::is_yaml_task(text).then_some(FileKind::YamlTaskDefinition),
    }
}

/// The kind of a file that the configuration calls a task definition.
pub fn configured_task_definition(path: &str, text: &str) -> FileKind {
    carrier(path, text).unwrap_or(match form(path) {
        Some(Form::Yaml) => FileKind::YamlTaskDefinition,
        Some(Form::Terraform) => FileKind::Terraform,
        _ => FileKind::TaskDefinition,
    })
}

/// Whether a file of that name may carry task definitions in another form than JSON of their own.
pub fn has_carrier_name(path: &str) -> bool {
    form(path).is_some()
}

/// Whether Jsonnet makes a task definition.
pub fn is_task_jsonnet(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"containerDefinitions").is_some()
}

/// The forms of carriers, by name.
enum Form {
    Terraform,
    /// A template, or a task definition.
    Yaml,
    /// JSON, or either in a file without a telling name.
    Template,
}

fn form(path: &str) -> Option<Form> {
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| file.ends_with(ending));
    if ends(&[".tf"]) {
        Some(Form::Terraform)
    } else if ends(&[".yaml", ".yml"]) {
        Some(Form::Yaml)
    } else if ends(&[".template", ".json"]) {
        Some(Form::Template)
    } else {
        None
    }
}

/// Whether the name is one that Compose looks for, or an override or variant of it: `compose.yaml`,
/// `docker-compose.prod.yml`. Source: Compose specification, "The Compose file", 2026-11.
pub fn is_compose(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"));
    stem.is_some_and(|stem| {
        let rest = stem.strip_prefix("docker-").unwrap_or(stem).strip_prefix("compose");
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    })
}

/// Whether the name is one that Bake looks for, or a variant of it: `docker-bake.hcl`, `docker-bake.override.json`.
/// Source: Docker documentation, "Bake file reference", 2026-11.
pub fn is_bake(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = file.strip_suffix(".hcl").or_else(|| file.strip_suffix(".json"));
    stem.is_some_and(|stem| {
        stem.split(['.', '-', '_']).any(|word| word == "bake") && (stem.contains("docker") || file.ends_with(".hcl"))
    })
}

/// Whether a Compose or Bake file holds a Dockerfile.
pub fn holds_dockerfile(text: &str) -> bool {
    text.contains("dockerfile_inline") || text.contains("dockerfile-inline")
}

/// Whether the name is one that task definitions have: `*task*def*`, `taskdef*`, `*container*def*`, `ecs-*`.
pub fn is_named_task_definition(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let follows = |first: &str| file.split_once(first).is_some_and(|(_, rest)| rest.contains("def"));
    follows("task") || follows("container") || file.starts_with("ecs-")
}

/// Whether the name is one of the JSON files that go with a task definition: a service, an AppSpec, a policy or the
/// trust of a role, the image definitions of a pipeline.
pub fn is_named_companion(path: &str) -> bool {
    const WORDS: [&str; 7] = ["service", "appspec", "policy", "policies", "trust", "role", "imagedef"];
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    file.ends_with(".json") && WORDS.iter().any(|word| file.contains(word))
}

/// Whether the file goes with task definitions and is checked as well: a workflow that deploys one, a service
/// definition. For environment files a task definition decides.
pub fn is_companion(path: &str, text: &str) -> bool {
    let is_workflow = || {
        const ACTIONS: [&str; 2] = ["amazon-ecs-render-task-definition", "amazon-ecs-deploy-task-definition"];
        let is_there = path.contains(".github/workflows/") && (path.ends_with(".yml") || path.ends_with(".yaml"));
        is_there && ACTIONS.iter().any(|action| text.contains(action))
    };
    let is_service = || {
        // What CreateService takes, at least two of it, and nothing that other documents have.
        const KEYS: [&str; 10] = [
            "capacityProviderStrategy",
            "deploymentConfiguration",
            "desiredCount",
            "enableExecuteCommand",
            "launchType",
            "loadBalancers",
            "networkConfiguration",
            "platformVersion",
            "schedulingStrategy",
            "serviceName",
        ];
        const FOREIGN: [&str; 5] = ["containerDefinitions", "Statement", "Resources", "apiVersion", "services"];
        if !is_named_companion(path) || KEYS.iter().all(|key| !text.contains(key)) {
            return false;
        }
        let document = plimsoll_json::parse(text);
        document.root().is_some_and(|root| {
            KEYS.iter().filter(|key| root.get(key).is_some()).count() >= 2
                && FOREIGN.iter().all(|key| root.get(key).is_none())
        })
    };
    is_workflow() || is_service()
}

/// The names of the environment files that a text names as objects in S3.
pub fn environment_files(text: &str) -> Vec<&str> {
    let end = |rest: &str| rest.find(['"', '\'', '\n', ' ', ',']).unwrap_or(rest.len());
    let objects = text.match_indices(":s3:::").map(|(at, mark)| &text[at + mark.len()..]);
    let names = objects.filter_map(|rest| rest[..end(rest)].rsplit_once('/').map(|(_, name)| name));
    names.filter(|name| name.ends_with(".env") && *name != ".env" && !name.contains(['$', '{', '<'])).collect()
}

/// Whether the bytes are worth parsing as a task definition on a walk.
pub fn may_be_task_definition(path: &str, bytes: &[u8]) -> bool {
    let has_word = memmem::find(bytes, b"containerDefinitions").is_some();
    // An array of container definitions does not hold the word.
    has_word || (is_named_task_definition(path) && memmem::find(bytes, b"\"image\"").is_some())
}

/// Whether the JSON `text` is a task definition, saved output of describe-task-definition, or an array of container
/// definitions. `is_named_by_user`: the user gave the path, so an array needs no telling name.
pub fn is_task_definition(path: &str, text: &str, is_named_by_user: bool) -> bool {
    let document = plimsoll_json::parse(text);
    match document.root() {
        Some(root) if root.kind() == Kind::Object => {
            if OTHERS.iter().any(|key| root.get(key).is_some()) {
                return false;
            }
            let wrapped = || root.get("taskDefinition").is_some_and(|inner| is_object_of_containers(inner, text));
            if is_object_of_containers(root, text) || wrapped() {
                return true;
            }
        }
        Some(root) if root.kind() == Kind::Array => {
            let is_named = is_named_by_user || is_named_task_definition(path);
            if is_named && is_container_array(root) {
                return true;
            }
        }
        _ => {}
    }
    !document.errors().is_empty() && is_broken_task_definition(path, text)
}

/// Whether `text` begins as a Dockerfile does: its first instruction is FROM or ARG.
pub fn reads_like_dockerfile(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_start);
    let first = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#'));
    first.and_then(|line| line.split_once(char::is_whitespace)).is_some_and(|(keyword, rest)| {
        let is_keyword = keyword.eq_ignore_ascii_case("FROM") || keyword.eq_ignore_ascii_case("ARG");
        is_keyword && !rest.trim().is_empty()
    })
}

/// Whether the file may say which stages of a Dockerfile are built: the pipelines of GitHub and GitLab, a Makefile.
pub fn may_build(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    path.contains(".github/workflows/") || matches!(file, ".gitlab-ci.yml" | "Makefile" | "makefile" | "justfile")
}

/// Whether the bytes name a stage to build.
pub fn names_target(bytes: &[u8]) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    has("--target") || has("target:") && has("docker")
}

/// Whether the bytes have to do with task definitions.
pub fn is_deployment(bytes: &[u8]) -> bool {
    const WORDS: [&str; 8] = [
        "askDefinition",
        "ask-definition",
        "ask_definition",
        "askRoleArn",
        "ask_role_arn",
        "loadBalancers",
        "magedefinitions",
        "\"Statement\"",
    ];
    WORDS.iter().any(|word| memmem::find(bytes, word.as_bytes()).is_some())
}

/// Ends of names that no Dockerfile has, although it begins with `Dockerfile`: other languages, documents, pictures,
/// copies, and templates, which are no Dockerfiles before they are filled in.
const NOT_DOCKERFILES: &[&str] = &[
    "adoc",
    "backup",
    "bak",
    "bash",
    "conf",
    "dockerignore",
    "ejs",
    "erb",
    "go",
    "gotmpl",
    "gz",
    "hbs",
    "html",
    "in",
    "j2",
    "java",
    "jinja",
    "jinja2",
    "jpg",
    "js",
    "json",
    "lock",
    "log",
    "m4",
    "md",
    "mdx",
    "mustache",
    "orig",
    "pdf",
    "php",
    "png",
    "ps1",
    "py",
    "rb",
    "rej",
    "rs",
    "rst",
    "sh",
    "svg",
    "swp",
    "tar",
    "template",
    "tf",
    "tmpl",
    "toml",
    "tpl",
    "ts",
    "txt",
    "vim",
    "xml",
    "yaml",
    "yml",
    "zip",
];

const JSON: &[&str] = &[
    ".json",
    ".json.erb",
    ".json.hbs",
    ".json.in",
    ".json.jinja",
    ".json.jinja2",
    ".json.mustache",
    ".json.template",
    ".j2",
    ".tftpl",
    ".tmpl",
    ".tpl",
];

/// Files whose texts rules about others look at.
const MANIFESTS: &[&str] = &[
    ".dockerignore",
    ".npmrc",
    ".yarnrc.yml",
    "build.gradle",
    "build.gradle.kts",
    "cargo.toml",
    "composer.json",
    "gemfile",
    "gems.rb",
    "go.mod",
    "mix.exs",
    "package.json",
    "pipfile",
    "pom.xml",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
];

const SCRIPTS: &[&str] = &[".bash", ".sh", ".template", ".tf", ".yaml", ".yml"];

/// Keys of other formats that may hold container definitions: Elastic Beanstalk, CloudFormation.
const OTHERS: &[&str] = &["AWSEBDockerrunVersion", "AWSTemplateFormatVersion", "Resources"];

fn is_dockerfile(file: &str) -> bool {
    for stem in ["dockerfile", "containerfile"] {
        if file == stem {
            return true;
        }
        let rest = file.strip_prefix(stem).and_then(|rest| rest.strip_prefix(['.', '-', '_']));
        if rest.is_some_and(|rest| {
            let end = rest.rsplit(['.', '~']).next().unwrap_or(rest);
            !rest.is_empty() && !rest.ends_with('~') && !NOT_DOCKERFILES.contains(&end)
        }) {
            return true;
        }
        if file.strip_suffix(stem).is_some_and(|before| before.len() > 1 && before.ends_with('.')) {
            return true;
        }
    }
    false
}

/// `requirements.txt`, `requirements-dev.txt`, `dev-requirements.txt`, `constraints.txt`, `requirements/base.txt`
fn is_requirements(path: &str, file: &str) -> bool {
    let Some(stem) = file.strip_suffix(".txt") else { return false };
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    stem.starts_with("requirements")
        || stem.ends_with("requirements")
        || stem.starts_with("constraints")
        || folder.eq_ignore_ascii_case("requirements")
}

/// An object whose `containerDefinitions` is an array of objects (or empty), one of them with `name` or `image`.
fn is_object_of_containers(object: Node<'_>, text: &str) -> bool {
    let Some(containers) = object.get("containerDefinitions") else { return false };
    match containers.kind() {
        Kind::Array => {
            let mut elements = containers.elements().peekable();
            let is_empty = elements.peek().is_none();
            let is_element = |node: Node<'_>| matches!(node.kind(), Kind::Object | Kind::Placeholder);
            let (all, one) = elements.fold((true, false), |(all, one), node| {
                (all && is_element(node), one || node.get("name").is_some() || node.get("image").is_some())
            });
            is_empty || (all && one)
        }
        // The containers come in when the template is filled in; the rest is there already.
        Kind::Placeholder => has_telling_key(text),
        _ => false,
    }
}

/// An array of objects with `name` and `image`, one of them with two more keys of a container definition.
fn is_container_array(array: Node<'_>) -> bool {
    const KEYS: &[&str] = &[
        "essential",
        "portMappings",
        "logConfiguration",
        "mountPoints",
        "memoryReservation",
        "entryPoint",
        "environment",
        "secrets",
        "linuxParameters",
        "cpu",
        "memory",
    ];
    let is_container = |node: Node<'_>| node.get("name").is_some() && node.get("image").is_some();
    let is_telling = |node: Node<'_>| KEYS.iter().filter(|key| node.get(key).is_some()).count() >= 2;
    let elements = array.elements().filter(|node| node.kind() != Kind::Placeholder);
    let (all, one) =
        elements.fold((true, false), |(all, one), node| (all && is_container(node), one || is_telling(node)));
    all && one
}

/// A file that is no JSON as it stands, and yet a task definition by its name or its words.
fn is_broken_task_definition(path: &str, text: &str) -> bool {
    if OTHERS.iter().any(|key| text.contains(&format!("\"{key}\""))) {
        return false;
    }
    // A template of something else than JSON is no broken JSON.
    let is_json =
        || path.ends_with(".json") || text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    is_named_task_definition(path) && is_json() || (text.contains("\"containerDefinitions\"") && has_telling_key(text))
}

fn has_telling_key(text: &str) -> bool {
    ["\"requiresCompatibilities\"", "\"portMappings\"", "\"logConfiguration\"", "\"essential\""]
        .iter()
        .any(|key| text.contains(key))
}

#[cfg(test)]
mod tests {
    use super::{
        Name, carrier, configured_task_definition, is_compose, is_deployment, is_named_companion,
        is_named_task_definition, is_task_definition, name, reads_like_dockerfile,
    };
    use plimsoll_analysis::FileKind;

    #[test]
    fn files_that_build_stages() {
        assert!(super::may_build(".github/workflows/build.yml") && super::may_build("api/Makefile"));
        assert!(!super::may_build("build.yml"));
        assert!(super::names_target(b"docker build --target=worker ."));
        assert!(super::names_target(b"- uses: docker/build-push-action@v6\n  with:\n    target: worker\n"));
        assert!(!super::names_target(b"target: es2022"));
    }

    #[test]
    fn compose_files() {
        for path in ["compose.yaml", "a/docker-compose.yml", "docker-compose.prod.yml", "compose-dev.yaml"] {
            assert!(is_compose(path), "{path}");
        }
        for path in ["composer.yml", "compose.json", "my-compose.yml", "compose"] {
            assert!(!is_compose(path), "{path}");
        }
    }

    #[test]
    fn bake_files() {
        for path in ["docker-bake.hcl", "a/docker-bake.override.json", "bake.hcl", "dev.docker-bake.json"] {
            assert!(super::is_bake(path), "{path}");
        }
        for path in ["baked.hcl", "bake.json", "main.hcl", "docker-bake.yaml"] {
            assert!(!super::is_bake(path), "{path}");
        }
    }

    #[test]
    fn names_of_dockerfiles() {
        for path in [
            "Dockerfile",
            "a/b/dockerfile",
            "Containerfile",
            "Dockerfile.dev",
            "Dockerfile.alpine3.20",
            "Dockerfile-prod",
            "api.Dockerfile",
            "api.dockerfile",
            "x.containerfile",
            "DOCKERFILE",
        ] {
            assert_eq!(name(path), Name::Kind(FileKind::Dockerfile), "{path}");
        }
        for path in [
            "Dockerfile.md",
            "Dockerfile.png",
            "Dockerfile.sh",
            "Dockerfile.dockerignore",
            "Dockerfile.j2",
            "Dockerfile.erb",
            "Dockerfile.dev.tmpl",
            "Dockerfile~",
            ".dockerfile",
            "dockerfiles",
            "mydockerfile",
        ] {
            assert_ne!(name(path), Name::Kind(FileKind::Dockerfile), "{path}");
        }
    }

    #[test]
    fn other_names() {
        for path in ["requirements.txt", "dev-requirements.txt", "requirements/base.txt", "constraints-3.txt"] {
            assert_eq!(name(path), Name::Kind(FileKind::Requirements), "{path}");
        }
        assert_eq!(name("a/package.json"), Name::Manifest);
        assert_eq!(name("a/package-lock.json"), Name::Lock);
        assert_eq!(name("Gemfile.lock"), Name::Lock);
        assert_eq!(name("a/td.json.tftpl"), Name::Json);
        assert_eq!(name(".github/workflows/deploy.yml"), Name::Script);
        assert!(
            is_named_companion("ecs/service-definition.json") && is_named_companion("iam/execution-role-policy.json")
        );
        assert!(!is_named_companion("service.yaml") && !is_named_companion("service/package.json"));
        assert_eq!(name("notes.txt"), Name::Other);
        assert!(is_named_task_definition("x/my-task-definition.json"));
        assert!(is_named_task_definition("taskdef.json") && is_named_task_definition("container-definitions.json"));
        assert!(is_named_task_definition("ecs-web.json") && !is_named_task_definition("default-task.json"));
        assert!(is_deployment(b"task_role_arn = x") && !is_deployment(b"kind: Deployment"));
    }

    /// One case for each row of the table of file kinds.
    #[test]
    fn content_decides() {
        let found = |path: &str, text: &str| is_task_definition(path, text, false);
        // A task definition, by content alone.
        assert!(found("x.json", r#"{"containerDefinitions": [{"name": "web"}]}"#));
        assert!(found("x.json", r#"{"containerDefinitions": []}"#));
        assert!(found("x.json.tpl", r#"{"containerDefinitions": [${sidecar}, {"image": "a"}]}"#));
        assert!(!found("x.json", r#"{"containerDefinitions": [{"other": 1}]}"#));
        assert!(!found("x.json", r#"{"containerDefinitions": "see below"}"#));
        assert!(!found("x.json", r#"{"family": "x"}"#));
        // Saved output.
        assert!(found("x.json", r#"{"taskDefinition": {"containerDefinitions": [{"image": "a"}]}, "tags": []}"#));
        // Deeper down it is part of something else.
        assert!(!found("x.json", r#"{"a": {"b": {"containerDefinitions": [{"image": "a"}]}}}"#));
        // An array of container definitions needs a name on a walk.
        let array = r#"[{"name": "a", "image": "b", "cpu": 1, "essential": true}]"#;
        assert!(found("container-definitions.json", array) && !found("x.json", array));
        assert!(is_task_definition("x.json", array, true));
        assert!(!found("task-definitions.json", r#"[{"name": "a", "imageUri": "b"}]"#));
        assert!(!found("task-definitions.json", r#"[{"name": "a", "image": "b"}]"#));
        // One container alone.
        assert!(!found("container-definition.json", r#"{"name": "a", "image": "b", "essential": true}"#));
        // Formats of others.
        for other in ["AWSEBDockerrunVersion", "AWSTemplateFormatVersion", "Resources"] {
            assert!(!found(
                "task-def.json",
                &format!(r#"{{"{other}": 2, "containerDefinitions": [{{"name": "a"}}]}}"#)
            ));
        }
        // Broken, by name or by words.
        assert!(found("task-definition.json", "{\"family\": "));
        assert!(found("x.json", "{\"containerDefinitions\": {{ x }}, \"essential\": true, "));
        assert!(!found("x.json", "{\"a\": "));
        assert!(!found("task-definition.json", "{\"family\": \"x\"}"));
    }

    #[test]
    fn carriers_by_name_and_content() {
        let resource = "Resources:\n  A:\n    Type: AWS::ECS::TaskDefinition\n    Properties: {}\n";
        let task = "family: web\ncontainerDefinitions:\n  - name: a\n";
        assert_eq!(carrier("a/template.yaml", resource), Some(FileKind::CloudFormation));
        assert_eq!(carrier("a/x.template", resource), Some(FileKind::CloudFormation));
        assert_eq!(carrier("task.yml", task), Some(FileKind::YamlTaskDefinition));
        assert_eq!(carrier("main.tf", "resource \"aws_ecs_task_definition\" \"a\" {}\n"), Some(FileKind::Terraform));
        assert_eq!(
            carrier("t.json", r#"{"Resources": {"A": {"Type": "AWS::ECS::TaskDefinition"}}}"#),
            Some(FileKind::CloudFormation)
        );
        // A mention is not enough, nor is the content in a file of another kind.
        assert_eq!(carrier("deploy.yml", "run: jq .containerDefinitions task.json\n"), None);
        assert_eq!(
            carrier("policy.yaml", "Resources: {A: {Type: 'AWS::IAM::Role'}} # AWS::ECS::TaskDefinition\n"),
            None
        );
        assert_eq!(carrier("x.tf", "data \"aws_ecs_task_definition\" \"a\" {}\n"), None);
        assert_eq!(carrier("notes.txt", resource), None);
        assert_eq!(configured_task_definition("x.yaml", "family: web\n"), FileKind::YamlTaskDefinition);
        assert_eq!(configured_task_definition("x.json.in", "{}"), FileKind::TaskDefinition);
        assert_eq!(name("ecs-task-def.jsonnet"), Name::Jsonnet);
    }

    #[test]
    fn dockerfiles_by_content() {
        assert!(reads_like_dockerfile("# syntax=docker/dockerfile:1\n\nfrom debian\n"));
        assert!(reads_like_dockerfile("\u{feff}ARG V=1\nFROM a:$V\n"));
        assert!(!reads_like_dockerfile("# nothing\n") && !reads_like_dockerfile("FROMAGE blanc\n"));
    }
}
