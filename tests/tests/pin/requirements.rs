//! `plimsoll pin --requirements` against a package index on this machine.

use super::cli_support::{Project, Run};
use super::support::server::{Reply, Server};
use super::{command, finish, rows, told};

/// An index with two projects; their files have metadata of their own.
fn index() -> Server {
    Server::start(|request| match request.path.as_str() {
        "/simple/web/" => page(&[("web", "2.0.0", ">=3.9"), ("web", "2.1.0", ">=3.9"), ("web", "3.0.0", ">=3.13")]),
        "/simple/core/" => page(&[("core", "1.0", ">=3.8"), ("core", "1.1", ">=3.8"), ("core", "2.0a1", ">=3.8")]),
        path if path.ends_with(".metadata") => {
            let needs = if path.contains("/web-") { "Requires-Dist: core >=1\n" } else { "" };
            let parts: Vec<&str> = path.rsplit('/').next().unwrap_or_default().split('-').collect();
            Reply::new(200, &[], format!("Metadata-Version: 2.1\nName: {}\nVersion: {}\n{needs}\n", parts[0], parts[1]))
        }
        _ => Reply::new(404, &[], "no such project"),
    })
}

fn page(files: &[(&str, &str, &str)]) -> Reply {
    let files_of = files[0].0;
    let names: Vec<String> = files
        .iter()
        .map(|(name, version, python)| {
            let file = format!("{name}-{version}-py3-none-any.whl");
            let hash = format!("{:0>64}", version.replace('.', "").replace('a', "0"));
            format!(
                "{{\"filename\": \"{file}\", \"url\": \"../../files/{file}\", \"hashes\": {{\"sha256\": \"{hash}\"}}, \"requires-python\": \"{python}\", \"core-metadata\": true, \"yanked\": false}}"
            )
        })
        .collect();
    let text = format!(
        "{{\"meta\": {{\"api-version\": \"1.0\"}}, \"name\": \"{}\", \"files\": [{}]}}",
        files_of,
        names.join(", ")
    );
    Reply::new(200, &[("content-type", "application/vnd.pypi.simple.v1+json")], text)
}

const DOCKERFILE: &str = "FROM python:3.12-slim\r\nCOPY requirements.txt .\r\nRUN pip install -r requirements.txt\r\n";

fn pin(project: &Project, index: &Server, arguments: &[&str]) -> Run {
    let url = format!("{}/simple", index.url());
    let mut command = command(project, &[&["pin", "--requirements", "--index-url", &url], arguments].concat());
    finish(
        command.env("PIP_CONFIG_FILE", "/dev/null").env_remove("PIP_INDEX_URL").env_remove("PIP_EXTRA_INDEX_URL"),
        "",
    )
}

#[test]
fn files_and_words_get_the_newest_that_fits() {
    let index = index();
    let requirements = "# ours\r\nWeb[extra]<3   # é\r\ncore\r\n";
    let dockerfile = format!("{DOCKERFILE}RUN pip install --no-cache-dir 'core>=1' web==2.0.0\r\n");
    let project = Project::new(&[("Dockerfile", &dockerfile), ("requirements.txt", requirements)]);
    let run = pin(&project, &index, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(project.read("requirements.txt"), "# ours\r\nWeb[extra]==2.1.0   # é\r\ncore==1.1\r\n");
    assert!(
        project.read("Dockerfile").contains("RUN pip install --no-cache-dir 'core==1.1' web==2.0.0\r\n"),
        "{run:?}"
    );
    assert!(run.stdout.contains("==2.1.0"), "{run:?}");
    let again = pin(&project, &index, &["--check"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{again:?}");
}

#[test]
fn a_check_and_a_diff_write_nothing() {
    let index = index();
    let project = Project::new(&[("Dockerfile", DOCKERFILE), ("requirements.txt", "web\n")]);
    let check = pin(&project, &index, &["--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    let diff = pin(&project, &index, &["--diff"]);
    assert_eq!(diff.code, 1, "{diff:?}");
    assert!(diff.stdout.contains("-web\n+web==2.1.0\n"), "{diff:?}");
    assert_eq!(project.read("requirements.txt"), "web\n");
}

#[test]
fn hashes_for_a_whole_file_or_not_at_all() {
    let index = index();
    let project = Project::new(&[("Dockerfile", DOCKERFILE), ("requirements.txt", "web<3\n")]);
    let run = pin(&project, &index, &["--hashes"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(project.read("requirements.txt"), "web==2.1.0\n");
    assert!(run.stderr.contains("no hashes for this file") && run.stderr.contains("core"), "{run:?}");
    project.write("requirements.txt", "web<3\ncore\n");
    let run = pin(&project, &index, &["--hashes"]);
    assert_eq!(run.code, 0, "{run:?}");
    let hash = |digits: &str| format!("    --hash=sha256:{digits:0>64}\n");
    let expected = format!("web==2.1.0 \\\n{}core==1.1 \\\n{}", hash("210"), hash("11"));
    assert_eq!(project.read("requirements.txt"), expected);
}

#[test]
fn an_unknown_python_is_asked_for() {
    let index = index();
    let dockerfile = DOCKERFILE.replace("python:3.12-slim", "acme/base:1");
    let project = Project::new(&[("Dockerfile", &dockerfile), ("requirements.txt", "web\n")]);
    let run = pin(&project, &index, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("--python 3.12"), "{run:?}");
    assert_eq!(project.read("requirements.txt"), "web\n");
    assert_eq!(pin(&project, &index, &["--python", "3.13"]).code, 0);
    assert_eq!(project.read("requirements.txt"), "web==3.0.0\n");
    let wrong = pin(&project, &index, &["--python", "three"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
}

#[test]
fn a_lock_file_needs_no_network() {
    let index = index();
    let lock = "version = 1\n\n[[package]]\nname = \"web\"\nversion = \"2.0.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n";
    let project = Project::new(&[("Dockerfile", DOCKERFILE), ("requirements.txt", "web\n"), ("uv.lock", lock)]);
    let run = pin(&project, &index, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(project.read("requirements.txt"), "web==2.0.0\n");
    assert_eq!(index.lines(), Vec::<String>::new());
}

#[test]
fn what_the_index_does_not_know_leaves_the_others() {
    let index = index();
    let project = Project::new(&[("Dockerfile", DOCKERFILE), ("requirements.txt", "nothing\nweb\n")]);
    let run = pin(&project, &index, &[]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("requirements.txt:1:1"), "{run:?}");
    assert_eq!(project.read("requirements.txt"), "nothing\nweb==2.1.0\n");
    let mut json = command(&project, &["pin", "--requirements", "--offline", "--format", "json"]);
    let run = finish(json.env("PIP_CONFIG_FILE", "/dev/null"), "");
    assert!(run.stdout.contains("\"status\": \"current\""), "{run:?}");
}

#[test]
fn images_are_another_matter() {
    let project = Project::new(&[("Dockerfile", "FROM python:3.12-slim\nRUN pip install web==1\n")]);
    let told = told(&rows(&project, &["--requirements"]));
    assert_eq!(told, ["Dockerfile:2:17 current web"]);
}
