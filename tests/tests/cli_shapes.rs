//! The shapes in which task definitions live: templates of many languages, YAML, arrays of containers, Jsonnet.
//!
//! Invariant: what is written out is judged, what a template fills in is not; no fix takes a placeholder away; what
//! cannot be read is said and not guessed.

mod cli_support;

use cli_support::{Project, list, text};

/// What each document below does wrong in plain words, whatever stands around it.
const WRONG: [&str; 2] = ["null-value", "unsupported-fargate-setting"];

/// A task definition with a plain mistake, and with placeholders where values, members and elements would be.
fn document(value: &str, bare: &str, before: &str, between: &str) -> String {
    format!(
        "{before}{{
  \"family\": \"{value}\",
  \"cpu\": \"{value}\",
  \"memory\": {bare},
  \"executionRoleArn\": \"{value}\",
  \"taskRoleArn\": \"arn:aws:iam::{value}:role/web\",
  \"networkMode\": \"awsvpc\",
  \"requiresCompatibilities\": [\"FARGATE\"],
  \"containerDefinitions\": [
    {{
      \"name\": \"web\",
      \"image\": \"{value}\",
      \"cpu\": {bare},
      \"essential\": {bare},
      \"privileged\": true,
      \"user\": null,
      \"environment\": [
        {{ \"name\": \"PASSWORD\", \"value\": \"{value}\" }}{between}
      ],
      \"logConfiguration\": {bare}
    }}
  ]
}}
"
    )
}

/// The mistakes are found in every language, nothing else is said, and fixes leave the placeholders where they are.
#[test]
fn templates_of_every_language() {
    let languages = [
        ("shell.json", "${VALUE}", "${NUMBER}", "", ""),
        (
            "terraform.json.tpl",
            "${value}",
            "${jsonencode(value)}",
            "",
            ",\n        %{ if live }{ \"name\": \"A\", \"value\": \"1\" }%{ endif }",
        ),
        ("terraform.tftpl", "${value}", "${ number }", "", ""),
        (
            "jinja.json.j2",
            "{{ value }}",
            "{{ number | tojson }}",
            "{# who and why #}\n",
            "{% if live %}, { \"name\": \"A\", \"value\": \"1\" }{% endif %}",
        ),
        ("jinja.j2", "{{ value | default('x') }}", "{{ number }}", "", ""),
        ("go.json.tmpl", "{{ .Value }}", "{{ .Number }}", "", ""),
        ("ecspresso.json", "{{ must_env `VALUE` }}", "{{ env `NUMBER` `1` }}", "", ""),
        ("erb.json.erb", "<%= value %>", "<%= number %>", "", ""),
        ("handlebars.json.hbs", "{{value}}", "{{{number}}}", "", ""),
        ("actions.json", "${{ env.VALUE }}", "${{ env.NUMBER }}", "", ""),
        ("octopus.json", "#{Value}", "#{Number}", "", ""),
        ("azure.json", "#{Value}#", "#{Number}#", "", ""),
        ("angle.json", "<VALUE>", "<NUMBER>", "", ""),
        ("percent.json", "%VALUE%", "%NUMBER%", "", ""),
        ("underscores.json", "__VALUE__", "__NUMBER__", "", ""),
        ("at.json", "@VALUE@", "@NUMBER@", "", ""),
        ("dollar.json", "$VALUE", "$NUMBER", "", ""),
    ];
    for (name, value, bare, before, between) in languages {
        let written = document(value, bare, before, between);
        let project = Project::new(&[(name, &written)]);
        let expected = WRONG.map(|rule| format!("{name} {rule}"));
        assert_eq!(project.found(&[]), expected, "{name}\n{written}");
        let run = project.run(&["lint", "--fix"]);
        assert!(run.stderr.contains("Applied 2 fixes in 1 file."), "{name}: {run:?}");
        let fixed = written.replace("      \"privileged\": true,\n", "").replace("      \"user\": null,\n", "");
        assert_eq!(project.read(name), fixed, "{name}");
        assert_eq!(project.found(&[]), Vec::<String>::new(), "{name}");
    }
}

/// The same mistakes in a value that is quoted and in one that is not, next to each other.
#[test]
fn a_quoted_number_is_wrong_and_a_quoted_placeholder_is_not() {
    let of = |memory: &str| {
        format!(
            "{{\"family\": \"web\", \"containerDefinitions\": [{{\"name\": \"web\", \"image\": \"web:1\", \"memory\": {memory}, \
             \"logConfiguration\": {{\"logDriver\": \"syslog\"}}}}]}}"
        )
    };
    for (memory, is_wrong) in [("\"512\"", true), ("512", false), ("\"${MEMORY}\"", false), ("${MEMORY}", false)] {
        let project = Project::new(&[("task.json", &of(memory))]);
        assert_eq!(project.found(&["--select", "wrong-value-type"]).len(), usize::from(is_wrong), "{memory}");
    }
}

#[test]
fn yaml_is_judged_where_it_is_written() {
    let yaml = "family: web\ncpu: 256\nmemory: 512\nnetworkMode: awsvpc\nrequiresCompatibilities: [FARGATE]\n\
                executionRoleArn: arn:aws:iam::123456789012:role/web\ncontainerDefinitions:\n  - name: web\n    \
                image: ${IMAGE}\n    privileged: true\n    logConfiguration:\n      logDriver: awslogs\n      options:\n        \
                awslogs-group: web\n        awslogs-region: eu-west-1\n        awslogs-stream-prefix: web\n";
    for name in ["task.yaml", "deploy/web.yml"] {
        let project = Project::new(&[(name, yaml)]);
        assert_eq!(project.found(&[]), [format!("{name} unsupported-fargate-setting")]);
        let json = project.json(&[]);
        assert_eq!(list(&json, "diagnostics")[0]["range"]["start"]["line"], 10, "{json}");
    }
}

/// An array of containers is judged container by container; nothing is known of its task.
#[test]
fn an_array_of_containers_is_judged_without_its_task() {
    let array = "[\n  { \"name\": \"web\", \"image\": \"web:latest\", \"essential\": true, \"privileged\": true,\n    \
                 \"logConfiguration\": { \"logDriver\": \"awslogs\", \"options\": {} } }\n]\n";
    let expected = ["latest-container-image", "missing-log-option", "privileged-container"];
    for (name, is_found) in
        [("container-definitions.json", true), ("task_definition.json.tpl", true), ("web.json", false)]
    {
        let project = Project::new(&[(name, array)]);
        let with_name = expected.map(|rule| format!("{name} {rule}"));
        assert_eq!(project.found(&[]), if is_found { with_name.to_vec() } else { Vec::new() }, "{name}");
        assert_eq!(project.found(&[name]), with_name, "{name} is named");
    }
    // The file that CodePipeline takes has images only, and is none.
    let project = Project::new(&[("container-definitions.json", "[{ \"name\": \"web\", \"imageUri\": \"web:1\" }]\n")]);
    assert!(project.files(&[]).is_empty());
}

#[test]
fn what_describe_output_wraps_is_judged() {
    let wrapped = "{ \"taskDefinition\": { \"family\": \"web\", \"containerDefinitions\": [{ \"name\": \"web\", \"image\": \
                   \"web:latest\", \"memory\": 256 }] } }\n";
    let project = Project::new(&[("any.json", wrapped)]);
    let found = project.found(&["--select", "latest-container-image,wrapped-task-definition"]);
    assert_eq!(found, ["any.json latest-container-image", "any.json wrapped-task-definition"]);
}

/// Jsonnet makes its document when it is evaluated. It is said, and nothing is found in it.
#[test]
fn jsonnet_is_said_to_be_not_read() {
    let jsonnet = "local tag = std.extVar('TAG');\n{\n  family: 'web',\n  containerDefinitions: [{ name: 'web', image: 'web:latest' }],\n}\n";
    let project =
        Project::new(&[("web.jsonnet", jsonnet), ("lib/web.libsonnet", jsonnet), ("other.jsonnet", "{ a: 1 }\n")]);
    let run = project.run(&["lint"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.is_empty() || run.stdout.starts_with("No problems"), "{run:?}");
    for name in ["web.jsonnet", "lib/web.libsonnet"] {
        assert!(run.stderr.contains(&format!("{name}: was not read: Jsonnet")), "{run:?}");
    }
    assert!(!run.stderr.contains("other.jsonnet"), "{run:?}");
    assert!(project.files(&[]).is_empty());
}

/// Templates of other things, and JSON that only looks alike, are left alone.
#[test]
fn what_is_no_task_definition_is_left_alone() {
    let project = Project::new(&[
        ("taskdef.yaml.j2", "family: {{ family }}\nimage: \"image\"\n"),
        ("helm/_task-def.tpl", "{{- define \"image\" -}}\n{{ .Values.image }}\n{{- end -}}\n"),
        ("nginx.conf.tmpl", "server { listen {{ .Port }}; }\n"),
        (
            "k8s/container-def.json",
            "{ \"kind\": \"Pod\", \"spec\": { \"containers\": [{ \"name\": \"web\", \"image\": \"web:1\" }] } }\n",
        ),
        ("ecs-events.json", "{ \"detail\": { \"containers\": [{ \"name\": \"web\", \"image\": \"web:1\" }] } }\n"),
        ("schema.json", "{ \"properties\": { \"containerDefinitions\": { \"type\": \"array\" } } }\n"),
        (
            "beanstalk.json",
            "{ \"AWSEBDockerrunVersion\": 2, \"containerDefinitions\": [{ \"name\": \"a\", \"image\": \"b\" }] }\n",
        ),
        ("ecs-params.json", "{ \"image\": \"web:1\" }\n"),
    ]);
    let json = project.json(&[]);
    let files: Vec<&str> = list(&json, "files").iter().map(|file| text(file, "path")).collect();
    assert!(files.is_empty(), "{files:?}");
}
