//! Newest versions, from indexes on this machine that are named as users name theirs.

use super::cli_support::{Project, finish};
use super::command;
use super::support::server::{Reply, Server};

/// A page of the Simple API with these files: version, Python, yanked.
fn page(files: &[(&str, &str, bool)]) -> Reply {
    let files: Vec<String> = files
        .iter()
        .map(|(version, python, yanked)| {
            let name = format!("web-{version}-py3-none-any.whl");
            format!(r#"{{"filename": "{name}", "url": "{name}", "hashes": {{}}, "requires-python": "{python}", "yanked": {yanked}}}"#)
        })
        .collect();
    let text = format!(r#"{{"meta": {{"api-version": "1.0"}}, "name": "web", "files": [{}]}}"#, files.join(", "));
    Reply::new(200, &[("content-type", "application/vnd.pypi.simple.v1+json")], text)
}

#[test]
fn python_packages_get_the_newest_version_of_the_python_of_the_image() {
    let index = Server::start(|request| match request.path.as_str() {
        "/simple/web/" => page(&[
            ("1.0", ">=3.8", false),
            ("1.1", ">=3.9", false),
            ("1.2", ">=3.9", true),
            ("2.0a1", ">=3.9", false),
            ("2.0", ">=3.13", false),
        ]),
        _ => Reply::new(404, &[], "no such project"),
    });
    let text = "FROM python:3.12-slim AS a\nRUN pip install web[x] gone 'web'\nFROM python:3.13 AS b\nRUN pip install Web\n\
                FROM debian:12\nRUN pip install web\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let arguments = ["lint", "--online", "--fix", "--unsafe-fixes", "--select", "unpinned-pip-package"];
    let mut command = command(&project, &arguments);
    let fixed = finish(command.env("PIP_INDEX_URL", format!("{}/simple", index.url())), "");
    let expected = text.replace("web[x]", "web[x]==1.1").replace("Web\n", "Web==2.0\n");
    assert_eq!(project.read("Dockerfile"), expected, "{fixed:?}");
    assert!(fixed.code == 2 && fixed.stderr.contains("`gone`"), "{fixed:?}");
    let asked = index.lines();
    assert_eq!(asked.iter().filter(|line| line.contains("/web/")).count(), 1, "{asked:?}");
}

#[test]
fn all_packages_of_one_command_are_asked() {
    let index = Server::start(|request| match request.path.strip_prefix("/simple/").is_some() {
        true => {
            let name = request.path.trim_start_matches("/simple/").trim_end_matches('/').to_owned();
            let file = format!("{name}-1.5-py3-none-any.whl");
            let text = format!(
                r#"{{"meta": {{"api-version": "1.0"}}, "name": "{name}", "files": [{{"filename": "{file}", "url": "{file}", "hashes": {{}}}}]}}"#
            );
            Reply::new(200, &[("content-type", "application/vnd.pypi.simple.v1+json")], text)
        }
        false => Reply::new(200, &[], r#"{"dist-tags": {"latest": "1.5.0"}, "versions": {"1.5.0": {}}}"#),
    });
    let names = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii"];
    let dockerfile = |python: &str, node: &str| {
        let list = |version: &str| names.map(|name| format!("{name}{version}")).join(" ");
        format!(
            "FROM python:3.13-slim\nRUN pip install {}\nFROM node:24\nRUN npm install -g {}\n",
            list(python),
            list(node)
        )
    };
    let project = Project::new(&[("Dockerfile", &dockerfile("", ""))]);
    let rules = "unpinned-pip-package,unpinned-npm-package";
    let mut command = command(&project, &["lint", "--online", "--fix", "--unsafe-fixes", "--select", rules]);
    command.env("PIP_INDEX_URL", format!("{}/simple", index.url())).env("npm_config_registry", index.url());
    let run = finish(command.env("HOME", project.path(".home")), "");
    assert_eq!(project.read("Dockerfile"), dockerfile("==1.5", "@1.5.0"), "{run:?}");
    assert_eq!(index.lines().len(), 2 * names.len(), "{:?}", index.lines());
}
