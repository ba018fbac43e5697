//! `plimsoll diff`: changes that matter between two task definitions, and nothing else.

mod cli_support;

use cli_support::{Project, Run, list, text};
use serde_json::Value;

const OLD: &str = r#"{
  "family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "1024",
  "taskRoleArn": "arn:aws:iam::123456789012:role/web",
  "containerDefinitions": [
    {
      "name": "web", "image": "web:1.4.2", "user": "1000", "readonlyRootFilesystem": true,
      "portMappings": [{ "containerPort": 8080 }],
      "environment": [{ "name": "MODE", "value": "a" }, { "name": "DB_PASSWORD", "value": "hunter2hunter2" }],
      "secrets": [{ "name": "KEY", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/key" }]
    },
    { "name": "log", "image": "log:1", "essential": false }
  ]
}
"#;

fn run(old: &str, new: &str, arguments: &[&str]) -> Run {
    let project = Project::new(&[("old.json", old), ("new.json", new)]);
    project.run(&[&["diff", "old.json", "new.json"], arguments].concat())
}

/// Level and path of each change.
fn changes(new: &str) -> Vec<String> {
    let run = run(OLD, new, &["--format", "json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    assert_eq!(json["version"], 1);
    list(&json, "changes").iter().map(|it| format!("{} {}", text(it, "level"), text(it, "path"))).collect()
}

#[test]
fn what_ecs_answers_is_what_was_registered() {
    let described = r#"{"taskDefinition": {
        "taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7", "revision": 7,
        "status": "ACTIVE", "requiresAttributes": [{"name": "ecs.capability.task-eni"}], "compatibilities": ["EC2"],
        "registeredAt": 1, "registeredBy": "arn:aws:iam::123456789012:user/a", "placementConstraints": [], "volumes": [],
        "family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "1024",
        "taskRoleArn": "arn:aws:iam::123456789012:role/web",
        "containerDefinitions": [
          {"name": "log", "image": "log:1", "cpu": 0, "essential": false, "environment": [], "mountPoints": []},
          {"essential": true, "cpu": 0, "image": "web:1.4.2", "name": "web", "user": "1000",
           "portMappings": [{"hostPort": 8080, "protocol": "tcp", "containerPort": 8080}], "volumesFrom": [],
           "environment": [{"name": "DB_PASSWORD", "value": "hunter2hunter2"}, {"value": "a", "name": "MODE"}],
           "secrets": [{"valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/key", "name": "KEY"}],
           "readonlyRootFilesystem": true}
        ]}, "tags": []}"#;
    let run = run(OLD, described, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "No changes.\n"), "{run:?}");
}

#[test]
fn each_change_has_its_level() {
    for (old, new, expected) in [
        ("role/web", "role/other", "warning taskRoleArn"),
        ("\"memory\": \"1024\"", "\"memory\": \"2048\"", "note memory"),
        ("\"cpu\": \"512\"", "\"cpu\": 256", "warning cpu"),
        ("web:1.4.2", "web:1.5.0", "warning containerDefinitions[web].image"),
        ("\"user\": \"1000\"", "\"user\": \"root\"", "error containerDefinitions[web].user"),
        (
            "\"readonlyRootFilesystem\": true",
            "\"privileged\": false",
            "error containerDefinitions[web].readonlyRootFilesystem",
        ),
        ("8080", "9090", "warning containerDefinitions[web].portMappings[8080]"),
        ("parameter/key", "parameter/other", "warning containerDefinitions[web].secrets[KEY]"),
        ("\"value\": \"a\"", "\"value\": \"b\"", "note containerDefinitions[web].environment[MODE]"),
        ("{ \"name\": \"log\"", "{ \"name\": \"sidecar\"", "warning containerDefinitions[log]"),
        ("\"essential\": false", "\"essential\": true", "warning containerDefinitions[log].essential"),
        (
            "\"essential\": false",
            "\"essential\": false, \"privileged\": true",
            "error containerDefinitions[log].privileged",
        ),
    ] {
        assert!(OLD.contains(old), "{old}");
        let found = changes(&OLD.replace(old, new));
        assert_eq!(found.first().map(String::as_str), Some(expected), "{old} -> {new}: {found:?}");
    }
}

#[test]
fn secrets_are_never_shown() {
    let run = run(OLD, &OLD.replace("hunter2hunter2", "swordfish99"), &[]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("environment[DB_PASSWORD]"), "{run:?}");
    assert!(!run.stdout.contains("hunter2") && !run.stdout.contains("swordfish"), "{run:?}");
}

#[test]
fn the_text_names_place_meaning_and_both_values() {
    let run = run(OLD, &OLD.replace("web:1.4.2", "web:1.5.0"), &[]);
    assert_eq!(
        run.stdout,
        "warning[containerDefinitions[web].image]: another program runs\n  - web:1.4.2\n  + web:1.5.0\n\
         Found 1 change: 1 warning.\n"
    );
    assert_eq!(run.code, 1);
}

#[test]
fn a_level_leaves_out_what_is_below() {
    let new = OLD.replace("\"value\": \"a\"", "\"value\": \"b\"");
    assert_eq!(run(OLD, &new, &["--level", "warning"]).code, 0);
    assert_eq!(run(OLD, &new, &["--level", "note"]).code, 1);
}

#[test]
fn one_of_the_two_can_be_stdin() {
    let project = Project::new(&[("new.json", OLD)]);
    assert_eq!(project.pipe(&["diff", "-", "new.json"], OLD).code, 0);
    assert_eq!(project.pipe(&["diff", "-", "-"], OLD).code, 2);
}

#[test]
fn what_cannot_be_compared_is_said_with_its_place() {
    for (text, said) in [("{\n  \"family\": ]", "new.json:2:12: "), ("{}", "is no task definition")] {
        let run = run(OLD, text, &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(said), "{run:?}");
    }
    let project = Project::new(&[("new.json", OLD)]);
    let run = project.run(&["diff", "none.json", "new.json"]);
    assert!(run.code == 2 && run.stderr.contains("none.json"), "{run:?}");
}

/// The task of [`OLD`] in the shapes of other tools.
const YAML: &str = "family: web\nnetworkMode: awsvpc\nrequiresCompatibilities: [FARGATE]\ncpu: 512\nmemory: 1024\n\
    taskRoleArn: arn:aws:iam::123456789012:role/web\ncontainerDefinitions:\n  - name: log\n    image: log:1\n    \
    essential: false\n  - name: web\n    image: web:1.4.2\n    user: 1000\n    readonlyRootFilesystem: true\n    \
    portMappings: [{containerPort: 8080, hostPort: 8080}]\n    environment:\n      - {name: MODE, value: a}\n      - {name: \
    DB_PASSWORD, value: hunter2hunter2}\n    secrets:\n      - name: KEY\n        valueFrom: \
    arn:aws:ssm:eu-west-1:123456789012:parameter/key\n";

const TEMPLATE: &str = "Parameters:\n  Tag: {Type: String}\nResources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    \
    Properties:\n      NetworkMode: awsvpc\n      RequiresCompatibilities: [FARGATE]\n      Cpu: 512\n      Memory: 1024\n      \
    TaskRoleArn: arn:aws:iam::123456789012:role/web\n      ContainerDefinitions:\n        - Name: log\n          Image: log:1\n          \
    Essential: false\n        - Name: web\n          Image: !Sub 'web:${Tag}'\n          User: '1000'\n          \
    ReadonlyRootFilesystem: true\n          PortMappings: [{ContainerPort: 8080}]\n          Environment:\n            - {Name: \
    MODE, Value: a}\n            - {Name: DB_PASSWORD, Value: hunter2hunter2}\n          Secrets:\n            - Name: KEY\n              \
    ValueFrom: arn:aws:ssm:eu-west-1:123456789012:parameter/key\n";

const TERRAFORM: &str = r#"resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  task_role_arn            = "arn:aws:iam::123456789012:role/other"
  container_definitions    = file("containers.json")
}
"#;

#[test]
fn every_shape_that_lint_reads_is_compared() {
    let containers: Value = serde_json::from_str::<Value>(OLD).unwrap()["containerDefinitions"].clone();
    let containers = containers.to_string();
    let project = Project::new(&[
        ("old.json", OLD),
        ("task.yaml", YAML),
        ("template.yaml", TEMPLATE),
        ("deploy/main.tf", TERRAFORM),
        ("deploy/containers.json", &containers),
    ]);
    let run = project.run(&["diff", "old.json", "task.yaml"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "No changes.\n"), "{run:?}");

    let run = project.run(&["diff", "--format", "json", "old.json", "template.yaml"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let all = list(&json, "changes");
    assert_eq!(all.len(), 1, "{run:?}");
    let change = (text(&all[0], "path"), text(&all[0], "old"), text(&all[0], "new"));
    assert_eq!(change, ("containerDefinitions[web].image", "web:1.4.2", "web:${Tag}"));

    let run = project.run(&["diff", "--level", "warning", "--format", "json", "task.yaml", "deploy/main.tf"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let paths: Vec<&str> = list(&json, "changes").iter().map(|it| text(it, "path")).collect();
    assert_eq!((run.code, paths), (1, vec!["taskRoleArn"]), "{run:?}");
}

#[test]
fn a_carrier_must_hold_one_task_definition() {
    let two = format!("{TERRAFORM}{}", TERRAFORM.replace("\"web\" {", "\"other\" {"));
    let project =
        Project::new(&[("old.json", OLD), ("main.tf", &two), ("broken.yaml", "family: [\ncontainerDefinitions: 1\n")]);
    let run = project.run(&["diff", "old.json", "main.tf"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("main.tf: holds 2 task definitions, and only one can be compared"), "{run:?}");
    let run = project.run(&["diff", "old.json", "broken.yaml"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("broken.yaml:"), "{run:?}");
}

#[test]
fn stdin_may_be_any_of_them() {
    let project = Project::new(&[("old.json", OLD)]);
    let run = project.pipe(&["diff", "old.json", "-"], YAML);
    assert_eq!((run.code, run.stdout.as_str()), (0, "No changes.\n"), "{run:?}");
}
