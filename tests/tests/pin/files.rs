//! What becomes of files: everything but the pin stays byte for byte.

use super::cli_support::Project;
use super::support::image::Image;
use super::support::registry::Registry;
use super::{command, rows, run, told};
use std::time::{Duration, Instant};

#[test]
fn every_kind_of_file_keeps_everything_else() {
    let registry = Registry::open();
    let host = registry.host();
    let (base, tool) = (Image::oci("base"), Image::docker("tool"));
    base.push(&host, "library/python", "3.12-slim");
    tool.push(&host, "tool", "latest");
    let files = [
        (
            "Dockerfile",
            format!(
                "\u{feff}# é 💙\r\nARG BASE={host}/library/python:3.12-slim\r\nFROM ${{BASE}} AS build   # as it is\r\nFROM scratch\r\nCOPY --from=build /a /a\r\nCOPY --from={host}/tool /b /b\r\nRUN --mount=type=bind,from={host}/tool:latest,target=/t true"
            ),
        ),
        (
            "deploy/task-definition.json",
            format!(
                "{{\"family\":\"web\",\n\t\"containerDefinitions\": [ {{\"name\": \"é\", \"image\":\"{host}/tool:latest\"}}, {{\"name\": \"b\", \"image\": \"${{IMAGE}}\"}} ] }}\n\n"
            ),
        ),
        (
            "compose.yaml",
            format!(
                "# top\nservices:\n  a: {{ image: '{host}/tool:latest' }} # one\n  b:\n    build: .\n    image: {host}/own:1\n"
            ),
        ),
    ];
    let project = Project::new(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(project.path("Dockerfile"), std::fs::Permissions::from_mode(0o640)).unwrap();
    }
    let first = run(&project, &["pin"]);
    assert_eq!(first.code, 0, "{first:?}");
    let python = format!("{host}/library/python:3.12-slim");
    let pinned = |text: &str| {
        let text = text.replace(&python, &format!("{python}@{}", base.digest()));
        let text = text.replace(&format!("{host}/tool "), &format!("{host}/tool:latest "));
        text.replace(&format!("{host}/tool:latest"), &format!("{host}/tool:latest@{}", tool.digest()))
    };
    for (path, text) in &files {
        assert_eq!(project.read(path), pinned(text), "{path}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(project.path("Dockerfile")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
    let before = registry.requests().len();
    let second = run(&project, &["pin"]);
    assert_eq!((second.code, second.stdout.as_str()), (0, ""), "{second:?}");
    assert!(second.stderr.contains("5 pinned already"), "{second:?}");
    assert_eq!(registry.requests().len(), before, "what is pinned is not asked for");
    let skipped: Vec<String> = told(&rows(&project, &[])).into_iter().filter(|row| row.contains("skipped")).collect();
    let task = project.read("deploy/task-definition.json");
    let column = task.lines().nth(1).and_then(|line| line.split("${IMAGE}").next()).unwrap().chars().count() + 1;
    let expected = [
        "Dockerfile:4:6 skipped scratch".to_owned(),
        format!("compose.yaml:6:12 skipped {host}/own:1"),
        format!("deploy/task-definition.json:2:{column} skipped ${{IMAGE}}"),
    ];
    assert_eq!(skipped, expected);
}

#[test]
fn a_diff_and_a_check_write_nothing() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let text = format!("FROM {host}/app:1\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let diff = run(&project, &["pin", "--diff"]);
    assert_eq!(diff.code, 1, "{diff:?}");
    assert!(diff.stdout.contains(&format!("\n+FROM {host}/app:1@{}\n", image.digest())), "{diff:?}");
    assert!(diff.stderr.contains("1 would be pinned."), "{diff:?}");
    let check = run(&project, &["pin", "--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.stdout.contains("unpinned") && check.stderr.contains("1 not pinned."), "{check:?}");
    assert_eq!(project.read("Dockerfile"), text);
    assert_eq!(run(&project, &["pin"]).code, 0);
    assert_eq!(run(&project, &["pin", "--check"]).code, 0);
    assert_eq!(run(&project, &["pin", "--diff"]).code, 0);
}

#[test]
fn stdin_goes_to_stdout() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let project = Project::new(&[]);
    let text = format!("FROM {host}/app:1\r\n");
    let run = super::finish(&mut command(&project, &["pin", "-"]), &text);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.stdout, format!("FROM {host}/app:1@{}\r\n", image.digest()));
}

#[test]
fn a_file_is_old_or_new_when_the_run_is_killed() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    // Long files, so that writing them takes a while.
    let filler = "# a line that only makes the file longer\n".repeat(2_000);
    let old = format!("FROM {host}/app:1\n{filler}");
    let new = old.replace("/app:1", &format!("/app:1@{}", image.digest()));
    let paths: Vec<String> = (0..30).map(|n| format!("s{n}/Dockerfile")).collect();
    let project = Project::new(&paths.iter().map(|path| (path.as_str(), old.as_str())).collect::<Vec<_>>());
    let mut mixed = 0;
    for round in 0..12_u64 {
        paths.iter().for_each(|path| project.write(path, &old));
        let mut child = command(&project, &["pin", "--quiet"]).spawn().expect("the program starts");
        let limit = Instant::now() + Duration::from_secs(60);
        let is_new = |path: &String| std::fs::metadata(project.path(path)).is_ok_and(|it| it.len() != old.len() as u64);
        while !paths.iter().any(is_new) && Instant::now() < limit {
            std::thread::yield_now();
        }
        // At another place of the writing each time.
        std::thread::sleep(Duration::from_micros(400 * round));
        child.kill().expect("it can be killed, or has ended");
        child.wait().expect("it ends");
        let texts: Vec<String> = paths.iter().map(|path| project.read(path)).collect();
        assert!(texts.iter().all(|text| *text == old || *text == new), "round {round}");
        mixed += u32::from(texts.contains(&old) && texts.contains(&new));
    }
    assert!(mixed > 0, "no run was killed between two files");
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_others() {
    let registry = Registry::open();
    let host = registry.host();
    Image::oci("a").push(&host, "app", "1");
    let text = format!("FROM {host}/app:1\n");
    let project = Project::new(&[("a/Dockerfile", &text), ("b/Dockerfile", &text)]);
    let path = project.path("a/Dockerfile");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let run = run(&project, &["pin"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("a/Dockerfile: could not be written: is read-only"), "{run:?}");
    assert_eq!(project.read("a/Dockerfile"), text);
    assert!(project.read("b/Dockerfile").contains("@sha256:"));
}
