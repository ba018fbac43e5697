//! What each carrier becomes, and where its parts are found again.
//!
//! Invariant: what is looked for in the JSON is written down in the carrier's own words.

use plimsoll_carriers::{
    Lowered, cloud_formation, is_cloud_formation, is_terraform, is_yaml_task, terraform, yaml_task,
};
use plimsoll_json::{Kind, Node};
use plimsoll_text::{TextRange, size, slice};

/// The JSON without blanks.
fn compact(lowered: &Lowered) -> String {
    let document = plimsoll_json::parse(lowered.text());
    assert_eq!(document.errors(), [], "{}", lowered.text());
    fn write(node: Node<'_>, out: &mut String) {
        match node.kind() {
            Kind::Object => {
                let members: Vec<String> = node
                    .members()
                    .map(|member| {
                        let mut text = member.key.source().to_owned();
                        if let Some(value) = member.value {
                            text.push(':');
                            write(value, &mut text);
                        }
                        text
                    })
                    .collect();
                out.push_str(&format!("{{{}}}", members.join(",")));
            }
            Kind::Array => {
                let elements: Vec<String> = node
                    .elements()
                    .map(|element| {
                        let mut text = String::new();
                        write(element, &mut text);
                        text
                    })
                    .collect();
                out.push_str(&format!("[{}]", elements.join(",")));
            }
            _ => out.push_str(node.source()),
        }
    }
    let mut out = String::new();
    write(document.root().expect("a value"), &mut out);
    out
}

/// What the carrier has for the first place of `needle` in the JSON.
fn found<'t>(text: &'t str, lowered: &Lowered, needle: &str) -> &'t str {
    let at = lowered.text().find(needle).unwrap_or_else(|| panic!("{needle} in {}", lowered.text()));
    let place = lowered.place(TextRange::at(size(at), size(needle.len())));
    assert_eq!(place.file, None);
    slice(text, place.range)
}

const TEMPLATE: &str = "\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Port: { Type: Number, Default: 8080 }
  Image: { Type: String, Default: nginx }
Resources:
  Web:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: 256
      NetworkMode: awsvpc
      TaskRoleArn: !GetAtt Role.Arn
      ExecutionRoleArn:
        Fn::GetAtt: [Role, Arn]
      ContainerDefinitions:
        - Name: web # the one
          Image: !Sub \"${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web:${!x}1\"
          Essential: 'true'
          User: !Ref AWS::NoValue
          Memory: !If [Small, 128, 256]
          PortMappings:
            - ContainerPort: !Ref Port
          Environment:
            - { Name: A, Value: 1 }
            - Name: B
              Value: !Join ['-', [a, !Ref Image]]
          DockerLabels:
            Some.Key: x
        - !If [WithLogs, { Name: logs }, !Ref AWS::NoValue]
      Volumes:
        - Name: data
          EFSVolumeConfiguration:
            FilesystemId: fs-1
            AuthorizationConfig: { IAM: ENABLED }
  Role: { Type: AWS::IAM::Role }
";

#[test]
fn a_template_becomes_what_ecs_gets() {
    let all = cloud_formation("template.yaml", TEMPLATE);
    assert_eq!(all.len(), 1);
    let json = compact(&all[0]);
    for part in [
        r#""cpu":"256","networkMode":"awsvpc","taskRoleArn":"<%Role.Arn%>","executionRoleArn":"<%Role.Arn%>""#,
        r#""image":"<%AWS::AccountId%>.dkr.ecr.eu-west-1.amazonaws.com/web:${x}1","essential":true,"memory":<%If "#,
        r#""portMappings":[{"containerPort":8080}]"#,
        r#"{"name":"A","value":"1"},{"name":"B","value":"a-<%Image%>"}"#,
        r#""dockerLabels":{"Some.Key":"x"}},<%If "#,
        r#""efsVolumeConfiguration":{"fileSystemId":"fs-1","authorizationConfig":{"iam":"ENABLED"}}"#,
        r#""family":"<%family%>","tags":<%tags%>"#,
    ] {
        assert!(json.contains(part), "{part}\n{json}");
    }
    assert!(!json.contains("user"), "{json}");
    let lowered = &all[0];
    assert_eq!(found(TEMPLATE, lowered, "eu-west-1"), "eu-west-1");
    assert_eq!(found(TEMPLATE, lowered, "\"networkMode\""), "NetworkMode");
    assert_eq!(found(TEMPLATE, lowered, "\"web\""), "web");
    assert_eq!(found(TEMPLATE, lowered, "8080"), "Port");
    assert_eq!(found(TEMPLATE, lowered, "\"A\""), "A");
    assert_eq!(found(TEMPLATE, lowered, "\"name\": \"A\""), "Name: A");
    assert_eq!(found(TEMPLATE, lowered, "{"), "Web");
    assert!(is_cloud_formation(TEMPLATE) && !is_cloud_formation("Resources: {}\n# AWS::ECS::TaskDefinition\n"));
    let at = size(TEMPLATE.find("awsvpc").unwrap() + 2);
    assert!(lowered.text()[usize::from(lowered.offset(at).unwrap())..].starts_with("svpc"));
}

#[test]
fn json_templates_are_read_in_the_same_way() {
    let text = r#"{"Resources": {"Web": {"Type": "AWS::ECS::TaskDefinition", "Properties": {
        "Memory": {"Ref": "Memory"}, "ContainerDefinitions": [{"Name": "a\"b", "Cpu": "10",
        "Image": {"Fn::Sub": ["${R}:1", {"R": "x"}]}, "Privileged": "true"}]}}}}"#;
    let all = cloud_formation("template.json", text);
    let json = compact(&all[0]);
    let expected = r#""memory":"<%Memory%>","containerDefinitions":[{"name":"a\"b","cpu":10,"image":"<%R%>:1","privileged":true}]"#;
    assert!(json.contains(expected), "{json}");
    assert_eq!(found(text, &all[0], "10"), "\"10\"");
}

#[test]
fn yaml_resolves_anchors_and_merges_at_their_use() {
    let text = "family: web\nx-base: &base { essential: true, cpu: 10 }\ncontainerDefinitions:\n  - <<: *base\n    \
                name: web\n    cpu: 20\n    image: \"80\"\n    portMappings: [{ containerPort: 80 }]\n    \
                environment:\n      - name: A\n        value: 80\n      - name: B\n        value:\n";
    assert!(is_yaml_task(text));
    let lowered = yaml_task("task.yaml", text).unwrap();
    let json = compact(&lowered);
    let expected = r#""containerDefinitions":[{"name":"web","cpu":20,"image":"80","portMappings":[{"containerPort":80}],"environment":[{"name":"A","value":"80"},{"name":"B"}],"essential":true}]"#;
    assert!(json.contains(expected), "{json}");
    let at = lowered.text().rfind("true").unwrap();
    assert_eq!(slice(text, lowered.place(TextRange::at(size(at), size(4))).range), "*base");
    assert_eq!(lowered.error(), None);
    assert!(!is_yaml_task("containerDefinitions: []\n") && !is_yaml_task("family: containerDefinitions\n"));
}

#[test]
fn broken_yaml_has_an_error_and_nothing_else() {
    let text = "family: web\ncontainerDefinitions:\n  - name: [\n";
    let lowered = yaml_task("task.yaml", text).unwrap();
    assert_eq!(lowered.text().trim(), "[]");
    assert!(lowered.error().is_some());
}

#[test]
fn aliases_cannot_make_a_text_grow_without_end() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 10].join(", ")));
    }
    text.push_str("family: x\ncontainerDefinitions: *a11\n");
    assert!(yaml_task("task.yaml", &text).unwrap().text().len() < 10_000_000);
}

const HCL: &str = r##"
locals {
  port = 8080
  twice = 1
}
locals {
  twice = 2
}
variable "cpu" {
  default = 512
}
resource "aws_ecs_task_definition" "web" {
  family                   = "web-${var.stage}"
  requires_compatibilities = ["FARGATE"]
  cpu                      = var.cpu
  memory                   = 1024
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.task.arn
  container_definitions = jsonencode([
    {
      name      = "web"
      Image     = "${var.image}:latest"
      essential = true
      user      = null
      command   = ["sh", "-c", "echo $HOME $${X} %%{y}"]
      cpu       = local.twice
      portMappings = [{ containerPort = local.port }, merge(local.other, { hostPort = 80 })]
      "environment" = concat([{ name = "A", value = tostring(1) }], var.more)
      memory    = var.small ? 1 : 2
    },
    module.logs.container,
  ])
  volume {
    name      = "data"
    host_path = "/data"
  }
  volume {
    name = "shared"
    efs_volume_configuration {
      file_system_id = aws_efs_file_system.x.id
      authorization_config {
        iam = "ENABLED"
      }
    }
  }
  dynamic "volume" {
    for_each = var.volumes
    content {
      name = volume.value
    }
  }
  runtime_platform {
    cpu_architecture = "ARM64"
  }
  ephemeral_storage {
    size_in_gib = 21
  }
  tags = { Name = "web" }
  lifecycle {
    ignore_changes = [tags]
  }
}
"##;

#[test]
fn a_resource_becomes_what_ecs_gets() {
    assert!(
        is_terraform(HCL)
            && !is_terraform("# aws_ecs_task_definition\n")
            && !is_terraform("resource \"aws_ecs_task_definition\" {")
    );
    let all = terraform("main.tf", HCL, &|_| None);
    let json = compact(&all[0]);
    let start = r#"{"family":"web-<%var.stage%>","requiresCompatibilities":["FARGATE"],"cpu":"512","memory":"1024","taskRoleArn":"<%aws_iam_role.task.arn%>","executionRoleArn":"<%aws_iam_role.task.arn%>""#;
    assert!(json.starts_with(start), "{json}");
    for part in [
        r#"{"name":"web","image":"<%var.image%>:latest","essential":true,"command":["sh","-c","echo $HOME ${X} %{y}"],"cpu":"<%local.twice%>""#,
        r#""portMappings":[{"containerPort":8080},{<%merge%>,"hostPort":80}]"#,
        r#""environment":[{"name":"A","value":"1"},<%any%>]"#,
        r#""memory":"<%var.small _ 1 : 2%>"},<%module.logs.container%>]"#,
        r#""volumes":[{"name":"data","host":{"sourcePath":"/data"}},{"name":"shared","efsVolumeConfiguration":{"fileSystemId":"<%aws_efs_file_system.x.id%>","authorizationConfig":{"iam":"ENABLED"}}},<%volume%>]"#,
        r#""runtimePlatform":{"cpuArchitecture":"ARM64"},"ephemeralStorage":{"sizeInGiB":21},"tags":[{"key":"Name","value":"web"}]}"#,
    ] {
        assert!(json.contains(part), "{part}\n{json}");
    }
    assert_eq!(found(HCL, &all[0], "latest"), "latest");
    assert_eq!(found(HCL, &all[0], "$HOME"), "echo $HOME $${X} %%{y}");
    assert_eq!(found(HCL, &all[0], "{"), "resource \"aws_ecs_task_definition\" \"web\"");
    assert_eq!(found(HCL, &all[0], "8080"), "8080");
}

#[test]
fn containers_come_from_a_heredoc_or_a_file() {
    let heredoc = "resource \"aws_ecs_task_definition\" \"web\" {\n  family = \"web\"\n  container_definitions = <<-EOF\n  [{\"name\": \"web\", \"image\": \"${var.image}:1\", \"cpu\": ${var.cpu}}]\n  EOF\n}\n";
    let all = terraform("main.tf", heredoc, &|_| None);
    assert!(all[0].is_template());
    assert!(compact(&all[0]).contains(r#"[{"name":"web","image":"${var.image}:1","cpu":${var.cpu}}]"#));
    assert_eq!(found(heredoc, &all[0], "\"${var.image}:1\""), "\"${var.image}:1\"");

    let file = r#"[{"name": "web", "image": "web:1"}]"#;
    for (expression, is_template) in [
        ("file(\"${path.module}/tasks/web.json\")", false),
        ("\"${file(\"tasks/web.json\")}\"", false),
        ("templatefile(\"./tasks/web.json\", { a = 1 })", true),
        ("data.template_file.web.rendered", true),
        ("local.web", false),
    ] {
        let text = format!(
            "data \"template_file\" \"web\" {{\n  template = file(\"tasks/web.json\")\n}}\nlocals {{\n  web = file(\"tasks/web.json\")\n}}\n\
             resource \"aws_ecs_task_definition\" \"web\" {{\n  family = \"web\"\n  container_definitions = {expression}\n}}\n"
        );
        let files = |path: &str| (path == "infra/tasks/web.json").then(|| file.to_owned());
        let all = terraform("infra/main.tf", &text, &files);
        assert_eq!(all[0].is_template(), is_template, "{expression}");
        let at = all[0].text().find("web:1").unwrap_or_else(|| panic!("{expression}: {}", all[0].text()));
        let place = all[0].place(TextRange::at(size(at), size(5)));
        assert_eq!(
            (place.file, slice(file, place.range), place.is_exact),
            (Some("infra/tasks/web.json"), "web:1", true)
        );
        assert!(all[0].takes_from("infra/tasks/web.json"));
    }
}

/// Every prefix of every carrier is read, and every range of what comes of it has a place in the file.
#[test]
fn half_typed_carriers_are_read() {
    for (path, text) in [("template.yaml", TEMPLATE), ("main.tf", HCL)] {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let text = &text[..end];
            let all = cloud_formation(path, text).into_iter().chain(terraform(path, text, &|_| None));
            for lowered in all.chain(yaml_task(path, text)) {
                let document = plimsoll_json::parse(lowered.text());
                assert_eq!(document.errors(), [], "{}", lowered.text());
                for node in document.nodes() {
                    assert!(usize::from(lowered.place(node.range()).range.end()) <= text.len());
                }
            }
        }
    }
}
