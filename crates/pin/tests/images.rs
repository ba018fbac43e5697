//! Places and their edits, for each kind of file.

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, WorkspaceFile};
use plimsoll_pin::images::{Place, Skip, State, places};
use plimsoll_text::{Edits, slice};

const DIGEST: &str = "sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c";

fn found(path: &str, text: &str, kind: FileKind) -> Vec<Place> {
    let file = SourceFile::new(path, text, kind);
    let all = places(&file, &Settings::default(), &Workspace::default());
    for place in &all {
        assert!(!slice(text, place.range).is_empty(), "{place:?}");
    }
    all
}

/// The text with every place pinned to `@D`.
fn pinned(path: &str, text: &str, kind: FileKind) -> String {
    let edits = found(path, text, kind).iter().filter_map(|place| place.pin("D")).collect();
    Edits::new(edits).expect("places do not overlap").apply(text)
}

fn skips(path: &str, text: &str, kind: FileKind) -> Vec<(String, Skip)> {
    let skipped = found(path, text, kind).into_iter().filter_map(|place| match place.state {
        State::Skipped(skip) => Some((place.image, skip)),
        _ => None,
    });
    skipped.collect()
}

#[test]
fn a_dockerfile() {
    let text = "# é\nARG BASE=python:3.12\nFROM --platform=linux/amd64 $BASE AS build\nFROM scratch\nFROM build\nFROM nginx\nCOPY --from=busybox:1 /a /b\nRUN --mount=type=bind,from=alpine:3,target=/x ls\n";
    let expected = "# é\nARG BASE=python:3.12@D\nFROM --platform=linux/amd64 $BASE AS build\nFROM scratch\nFROM build\nFROM nginx:latest@D\nCOPY --from=busybox:1@D /a /b\nRUN --mount=type=bind,from=alpine:3@D,target=/x ls\n";
    assert_eq!(pinned("Dockerfile", text, FileKind::Dockerfile), expected);
    let skipped = skips("Dockerfile", text, FileKind::Dockerfile);
    assert_eq!(skipped, [("scratch".to_owned(), Skip::Scratch), ("build".to_owned(), Skip::Stage)]);
}

#[test]
fn what_a_dockerfile_leaves_open_is_said() {
    let text = "ARG V=3\nARG X\nFROM python:$V-slim\nFROM $X\nFROM {{ base }}\n# plimsoll: ignore[unpinned-base-digest] ours\nFROM acme/base:1\nCOPY --from=$X /a /b\n";
    let skipped: Vec<Skip> = skips("Dockerfile", text, FileKind::Dockerfile).into_iter().map(|it| it.1).collect();
    assert_eq!(skipped[0], Skip::Composed);
    assert_eq!(skipped[1], Skip::Unknown);
    assert_eq!(skipped[skipped.len() - 2..], [Skip::Ignored, Skip::Unknown]);
    assert_eq!(pinned("Dockerfile", text, FileKind::Dockerfile), text);
}

#[test]
fn what_the_workspace_builds_has_no_digest_yet() {
    let compose = WorkspaceFile {
        path: "compose.yaml".to_owned(),
        text: "services:\n  base:\n    image: base\n    build: ./base\n".into(),
        kind: Some(FileKind::Compose),
    };
    let file = SourceFile::new("Dockerfile", "FROM base\nFROM debian:12\n", FileKind::Dockerfile);
    let all = places(&file, &Settings::default(), &Workspace::new([compose]));
    assert_eq!(all[0].state, State::Skipped(Skip::Built));
    assert!(matches!(all[1].state, State::Open { .. }));
}

#[test]
fn two_stages_of_one_argument_are_one_place() {
    let text = "ARG B=python:3\nFROM $B AS a\nFROM $B\n";
    assert_eq!(found("Dockerfile", text, FileKind::Dockerfile).len(), 1);
    assert_eq!(pinned("Dockerfile", text, FileKind::Dockerfile), "ARG B=python:3@D\nFROM $B AS a\nFROM $B\n");
}

#[test]
fn digests_are_replaced_and_tags_named() {
    let text = format!("FROM python:3@{DIGEST} AS a\nFROM nginx@{DIGEST}\n");
    let all = found("Dockerfile", &text, FileKind::Dockerfile);
    assert_eq!(all.iter().map(Place::tagged).collect::<Vec<_>>(), ["python:3", "nginx"]);
    assert_eq!(all[0].digest(), Some(DIGEST));
    assert_eq!(all[0].name_tag("x"), None);
    let edits = Edits::new(vec![all[0].pin("sha256:new").unwrap(), all[1].name_tag("1.29").unwrap()]).unwrap();
    assert_eq!(edits.apply(&text), format!("FROM python:3@sha256:new AS a\nFROM nginx:1.29@{DIGEST}\n"));
}

#[test]
fn a_task_definition() {
    let text = "{\r\n  \"containerDefinitions\": [\r\n    {\"name\": \"é\", \"image\": \"nginx:1\"},\r\n    {\"image\": \"public.ecr.aws\\/x:1\"},\r\n    {\"image\": \"${REPO}:1\"}, {\"image\": \"redis\"}, {\"image\": \"https://x/y\"}\r\n  ]\r\n}";
    let expected = text.replace("nginx:1", "nginx:1@D").replace("\"redis\"", "\"redis:latest@D\"");
    assert_eq!(pinned("task-definition.json", text, FileKind::TaskDefinition), expected);
    let skipped: Vec<Skip> =
        skips("task-definition.json", text, FileKind::TaskDefinition).into_iter().map(|it| it.1).collect();
    assert_eq!(skipped, [Skip::Escaped, Skip::Unknown, Skip::Unknown]);
}

#[test]
fn an_image_that_a_workflow_replaces_is_left() {
    let text = r#"{"containerDefinitions": [{"name": "web", "image": "nginx:1"}]}"#;
    let workflow = "steps:\n  - uses: aws-actions/amazon-ecs-render-task-definition@v1\n    with:\n      task-definition: task-definition.json\n      container-name: web\n";
    let workspace = Workspace::new([WorkspaceFile {
        path: ".github/workflows/deploy.yml".to_owned(),
        text: workflow.into(),
        kind: None,
    }]);
    let file = SourceFile::new("task-definition.json", text, FileKind::TaskDefinition);
    let all = places(&file, &Settings::default(), &workspace);
    assert_eq!(all[0].state, State::Skipped(Skip::Rendered));
}

#[test]
fn a_compose_file() {
    let text = "x-base: &base\n  image: postgres:16 # shared\nservices:\n  web: {image: \"nginx:1\", ports: [80]}\n  app:\n    build: .\n    image: acme/app\n  worker:\n    image: acme/app\n  db:\n    <<: *base\n  db2:\n    <<: [*base]\n  cache:\n    image: 'redis'\n  v:\n    image: ${IMAGE:-x:1}\n  w:\n    image: x:${TAG:-1}\n";
    let expected = text
        .replace("postgres:16", "postgres:16@D")
        .replace("nginx:1", "nginx:1@D")
        .replace("'redis'", "'redis:latest@D'")
        .replace("{IMAGE:-x:1}", "{IMAGE:-x:1@D}");
    assert_eq!(pinned("compose.yaml", text, FileKind::Compose), expected);
    let skipped = skips("compose.yaml", text, FileKind::Compose);
    let built = ("acme/app".to_owned(), Skip::Built);
    assert_eq!(skipped, [built.clone(), built, ("x:${TAG:-1}".to_owned(), Skip::Unknown)]);
}

#[test]
fn broken_files_give_what_can_be_read() {
    assert_eq!(
        pinned("compose.yaml", "services:\n  a:\n    image: b:1\n  c: [\n", FileKind::Compose),
        "services:\n  a:\n    image: b:1@D\n  c: [\n"
    );
    assert_eq!(pinned("compose.yaml", "", FileKind::Compose), "");
    assert_eq!(pinned("Dockerfile", "FORM x\nFROM a:1\n", FileKind::Dockerfile), "FORM x\nFROM a:1@D\n");
}
