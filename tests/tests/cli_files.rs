//! Which files `plimsoll lint` reads, and as what.

mod cli_support;

use cli_support::Project;
use std::fmt::Write;

const LATEST: &str = "FROM debian:latest\nUSER 1000\n";
const CLEAN: &str = "FROM scratch\nUSER 1000\n";
const TASK: &str = r#"{"family": "x", "containerDefinitions": [{"name": "web", "image": "a:latest"}]}"#;
const ONLY: [&str; 2] = ["--select", "latest-tag,latest-container-image,unpinned-requirement"];

fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    project.found(&[&ONLY, arguments].concat())
}

#[test]
fn a_folder_in_the_order_of_paths_whatever_the_threads() {
    let names = ["b/Dockerfile", "a/Dockerfile.dev", "Dockerfile", "c/d/e/api.Dockerfile", "Containerfile"];
    let project = Project::new(&names.map(|name| (name, LATEST)));
    project.write("notes.txt", "FROM debian:latest\n");
    let expected = ["Containerfile", "Dockerfile", "a/Dockerfile.dev", "b/Dockerfile", "c/d/e/api.Dockerfile"];
    assert_eq!(project.files(&[]), expected);
    let first = project.run(&["lint", "--select", "all"]).stdout;
    for _ in 0..5 {
        assert_eq!(project.run(&["lint", "--select", "all"]).stdout, first);
    }
}

#[test]
fn gitignore_counts_and_no_ignore_ends_it() {
    let project = Project::new(&[
        ("Dockerfile", LATEST),
        ("build/Dockerfile", LATEST),
        (".gitignore", "build/\n"),
        ("node_modules/x/Dockerfile", LATEST),
    ]);
    assert_eq!(project.files(&[]), ["Dockerfile"]);
    assert_eq!(project.files(&["--no-ignore"]), ["Dockerfile", "build/Dockerfile", "node_modules/x/Dockerfile"]);
    assert_eq!(project.files(&["build/Dockerfile"]), ["build/Dockerfile"], "named files are linted");
}

#[test]
fn hidden_folders_are_looked_into_but_not_git() {
    let project = Project::new(&[(".devcontainer/Dockerfile", LATEST), (".git/Dockerfile", LATEST)]);
    assert_eq!(project.files(&[]), [".devcontainer/Dockerfile"]);
}

#[test]
fn a_folder_called_dockerfile_is_a_folder() {
    let project = Project::new(&[("Dockerfile/Dockerfile", LATEST)]);
    assert_eq!(project.files(&[]), ["Dockerfile/Dockerfile"]);
    assert_eq!(project.files(&["Dockerfile"]), ["Dockerfile/Dockerfile"]);
}

#[test]
fn task_definitions_are_known_by_their_content() {
    let project = Project::new(&[
        ("anything.json", TASK),
        ("package.json", "{\"name\": \"x\", \"scripts\": {}}"),
        ("deploy/td.json.tpl", &TASK.replace("\"x\"", "${family}")),
        ("beanstalk.json", "{\"AWSEBDockerrunVersion\": 2, \"containerDefinitions\": [{\"name\": \"a\"}]}"),
    ]);
    assert_eq!(project.files(&[]), ["anything.json", "deploy/td.json.tpl"]);
    assert_eq!(found(&project, &["anything.json"]), ["anything.json latest-container-image"]);
}

#[test]
fn exclude_leaves_out_what_is_found() {
    let project = Project::new(&[("Dockerfile", LATEST), ("a/Dockerfile", LATEST), ("b/c/Dockerfile", LATEST)]);
    assert_eq!(project.files(&["--exclude", "a/", "--exclude", "b/**"]), ["Dockerfile"]);
    assert_eq!(project.files(&["--exclude", "a", "a/Dockerfile"]), ["a/Dockerfile"]);
    assert!(project.files(&["--exclude", "a", "--force-exclude", "a/Dockerfile"]).is_empty());
}

#[test]
fn a_named_file_is_known_by_its_content_or_an_error_with_a_way_out() {
    let project = Project::new(&[("image.build", LATEST), ("notes.txt", "hello\n"), ("other.json", "{}")]);
    assert_eq!(found(&project, &["image.build"]), ["image.build latest-tag"]);
    for file in ["notes.txt", "other.json"] {
        let run = project.run(&["lint", file]);
        assert_eq!(run.code, 2, "{run:?}");
        let expected = format!("error: {file}: not recognised");
        assert!(run.stderr.contains(&expected) && run.stderr.contains("[files] dockerfile"), "{run:?}");
        assert_eq!(project.run(&["lint", "--force-exclude", file]).code, 0, "hooks hand over any file");
    }
    project.write("plimsoll.toml", "[files]\ndockerfile = [\"*.build2\"]\n");
    project.write("x.build2", "# nothing\nENV a b\n");
    assert_eq!(project.files(&["x.build2"]), ["x.build2"]);
}

#[test]
fn what_cannot_be_read_is_an_error_and_the_rest_is_linted() {
    let project = Project::new(&[("good/Dockerfile", LATEST)]);
    project.write("latin/Dockerfile", b"FROM debian\nENV NAME=caf\xe9\n");
    project.write("large/Dockerfile", vec![b'\n'; (10 << 20) + 1]);
    let run = project.run(&["lint", "--select", "latest-tag", ".", "nowhere"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains("good/Dockerfile:1:"), "{run:?}");
    let latin = "error: latin/Dockerfile: not UTF-8: byte 0xe9 at offset 24, line 2";
    for line in [latin, "error: large/Dockerfile: too large", "error: nowhere: no such file"] {
        assert!(run.stderr.contains(line), "{line}: {run:?}");
    }
    let json = project.json(&["."]);
    let unreadable: Vec<_> =
        cli_support::list(&json["summary"], "unreadable").iter().map(|it| cli_support::text(it, "path")).collect();
    assert_eq!(unreadable, ["large/Dockerfile", "latin/Dockerfile"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_error_of_the_system_is_named() {
    let project = Project::new(&[("good/Dockerfile", LATEST)]);
    // Reading the start of a process's memory fails for everybody, root too.
    std::os::unix::fs::symlink("/proc/self/mem", project.path("Dockerfile")).expect("a link");
    let run = project.run(&["lint", "--select", "latest-tag", "Dockerfile", "good"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("error: Dockerfile: input/output error"), "{run:?}");
    assert!(run.stdout.contains("good/Dockerfile:1:"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_unless_they_are_named() {
    let project = Project::new(&[("a/Dockerfile", LATEST)]);
    std::os::unix::fs::symlink("a", project.path("b")).expect("a link");
    std::os::unix::fs::symlink("a/Dockerfile", project.path("Dockerfile")).expect("a link");
    std::os::unix::fs::symlink("..", project.path("a/loop")).expect("a link");
    assert_eq!(project.files(&[]), ["a/Dockerfile"]);
    assert_eq!(project.files(&["Dockerfile"]), ["Dockerfile"]);
}

#[test]
fn paths_and_texts_in_any_script() {
    let project = Project::new(&[("служба/画像 é.Dockerfile", "# héllo 💙\nFROM debian:latest # ü\nUSER 1000\n")]);
    let json = project.json(&["--select", "latest-tag"]);
    let finding = &cli_support::list(&json, "diagnostics")[0];
    assert_eq!(cli_support::text(finding, "path"), "служба/画像 é.Dockerfile");
    assert_eq!(finding["range"]["start"]["line"], 2);
    assert_eq!(finding["range"]["start"]["column"], 13);
    assert!(project.run(&["lint", "--select", "latest-tag"]).stdout.contains("служба/画像 é.Dockerfile:2:13"));
}

#[test]
fn stdin_is_what_its_name_or_its_content_says() {
    let project = Project::new(&[]);
    let rules = |arguments: &[&str], stdin: &str| {
        let all = [&["lint", "-", "--format", "json"], &ONLY[..], arguments].concat();
        let run = project.pipe(&all, stdin);
        let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let found = cli_support::list(&json, "diagnostics").iter();
        found
            .map(|it| format!("{} {}", cli_support::text(it, "path"), cli_support::text(it, "rule")))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&[], LATEST), ["<stdin> latest-tag"]);
    assert_eq!(rules(&[], TASK), ["<stdin> latest-container-image"]);
    assert_eq!(rules(&["--stdin-filename", "a/Dockerfile"], LATEST), ["a/Dockerfile latest-tag"]);
    project.write("a/plimsoll.toml", "[rules]\nall = \"off\"\n");
    let run = project.pipe(&["lint", "-", "--stdin-filename", "a/Dockerfile"], LATEST);
    assert!(run.stdout.starts_with("No problems"), "it has the settings of its place: {run:?}");
}

#[test]
fn a_requirements_file_is_judged_by_the_dockerfile_that_installs_it() {
    let dockerfile = "FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";
    let project = Project::new(&[("app/Dockerfile", dockerfile), ("app/requirements.txt", "requests\n")]);
    assert_eq!(found(&project, &[]), ["app/requirements.txt unpinned-requirement"]);
    // The Dockerfile is read as a neighbour and not reported on.
    assert_eq!(found(&project, &["app/requirements.txt"]), ["app/requirements.txt unpinned-requirement"]);
    assert_eq!(project.files(&["app/requirements.txt"]), ["app/requirements.txt"]);
}

#[test]
fn paths_outside_the_current_folder_are_absolute() {
    let project = Project::new(&[("a/Dockerfile", LATEST), ("b/x", "")]);
    let run = cli_support::finish(
        project.command().current_dir(project.path("b")).args(["lint", "--select", "latest-tag", "../a"]),
        "",
    );
    let expected = project.path("a/Dockerfile");
    assert!(run.stdout.contains(&format!("{}:1:13", expected.display())), "{run:?}");
}

#[test]
fn nothing_to_lint_is_clean_and_said() {
    let project = Project::new(&[("a.txt", "x")]);
    let run = project.run(&["lint"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("no Dockerfile and no task definition found"), "{run:?}");
}

#[test]
fn a_thousand_files() {
    let project = Project::new(&[]);
    let mut expected = Vec::new();
    for at in 0..1000 {
        let mut path = String::new();
        let _ = write!(path, "{:02}/{at:04}/Dockerfile", at % 50);
        project.write(&path, if at % 2 == 0 { LATEST } else { CLEAN });
        if at % 2 == 0 {
            expected.push(format!("{path} latest-tag"));
        }
    }
    expected.sort();
    assert_eq!(found(&project, &[]), expected);
}

/// A task definition that is named alone is judged as in a run over everything: its partners are looked for in the
/// whole repository, and a part is not taken for the whole.
#[test]
fn what_is_named_is_judged_as_in_a_run_over_everything() {
    let task = |name: &str| {
        format!(
            "{{\"family\": \"{name}\", \"requiresCompatibilities\": [\"FARGATE\"], \"containerDefinitions\": [\n  \
             {{\"name\": \"{name}\", \"image\": \"123456789012.dkr.ecr.eu-west-1.amazonaws.com/{name}:1\"}}]}}\n"
        )
    };
    let dockerfile = "FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nUSER 1000\n";
    for services in [&["api"][..], &["api", "worker"]] {
        let project = Project::new(&[]);
        for name in services {
            project.write(&format!("deploy/{name}/task.json"), task(name));
            project.write(&format!("services/{name}/Dockerfile"), dockerfile);
            project.write(&format!("services/{name}/requirements.txt"), "boto3==1.40.0\n");
        }
        let all = project.found(&[]);
        assert!(all.contains(&"deploy/api/task.json missing-task-role".to_owned()), "{all:?}");
        for path in ["deploy/api/task.json", "deploy/api", "services/api/Dockerfile", "services/api/requirements.txt"] {
            let expected: Vec<_> = all.iter().filter(|it| it.starts_with(path)).cloned().collect();
            assert_eq!(project.found(&[path]), expected, "{path}");
        }
    }
}
