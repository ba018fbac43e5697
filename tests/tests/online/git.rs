//! Repositories: the commit of a branch, from Git's own server and from a server of files.

use super::Network;
use super::cli_support::Project;
use super::support::server::{Message, Reply};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A bare repository below a folder: two commits, the branches `main` and `old`, an annotated tag, a tag and a branch with
/// one name.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn make() -> Self {
        let it = Self { folder: tempfile::tempdir().unwrap() };
        it.git(&["init", "-q", "--bare", "-b", "main", "app.git"]);
        it.git(&["clone", "-q", "app.git", "work"]);
        for (number, extra) in [("1", vec!["branch", "old"]), ("2", vec!["tag", "-a", "v1", "-m", "one"])] {
            std::fs::write(it.folder.path().join("work/file"), number).unwrap();
            it.git(&["-C", "work", "add", "file"]);
            it.git(&["-C", "work", "commit", "-q", "-m", number]);
            it.git(&[&["-C", "work"], &extra[..]].concat());
        }
        it.git(&["-C", "work", "tag", "both", "old"]);
        it.git(&["-C", "work", "branch", "both"]);
        it.git(&["-C", "work", "push", "-q", "--all"]);
        it.git(&["-C", "work", "push", "-q", "--tags"]);
        it.git(&["-C", "app.git", "symbolic-ref", "HEAD", "refs/heads/main"]);
        it.git(&["-C", "app.git", "update-server-info"]);
        it
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(self.folder.path()).env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
        let output = super::support::run(command.args(who).args(arguments));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self, name: &str) -> String {
        self.git(&["-C", "app.git", "rev-parse", &format!("{name}^{{commit}}")])
    }

    /// What `git http-backend` answers, the CGI program behind the protocol of today.
    fn smart(root: PathBuf) -> impl Fn(&Message) -> Reply + Send + Sync + 'static {
        move |request| {
            let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
            let mut program = Command::new("git")
                .arg("http-backend")
                .env("GIT_PROJECT_ROOT", &root)
                .env("GIT_HTTP_EXPORT_ALL", "1")
                .env("PATH_INFO", path.replacen("/acme", "", 1))
                .env("QUERY_STRING", query)
                .env("REQUEST_METHOD", &request.method)
                .env("CONTENT_TYPE", request.header("content-type").unwrap_or_default())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            program.stdin.take().unwrap().write_all(&request.body).unwrap();
            let output = program.wait_with_output().unwrap().stdout;
            let end = output.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
            let head = String::from_utf8_lossy(&output[..end]).into_owned();
            let headers: Vec<(&str, &str)> = head.split("\r\n").filter_map(|line| line.split_once(": ")).collect();
            let status =
                headers.iter().find(|(name, _)| *name == "Status").map_or(200, |(_, text)| text[..3].parse().unwrap());
            Reply::new(status, &headers, &output[end + 4..])
        }
    }

    /// The files of the repository, as any web server gives them.
    fn dumb(root: PathBuf) -> impl Fn(&Message) -> Reply + Send + Sync + 'static {
        move |request| {
            let path = request.path.split('?').next().unwrap_or_default().replacen("/acme/", "", 1);
            match std::fs::read(root.join(Path::new(&path))) {
                Ok(bytes) => Reply::new(200, &[("content-type", "text/plain")], bytes),
                Err(_) => Reply::new(404, &[], "no such file"),
            }
        }
    }
}

const DOCKERFILE: &str = "FROM debian:12\n\
    RUN git clone https://github.com/acme/app.git\n\
    RUN git clone --depth 1 -b master https://github.com/acme/app.git /gone && make -C /gone\n\
    ADD https://github.com/acme/app.git /a\n\
    ADD https://github.com/acme/app.git#old:sub /b\n\
    ADD https://github.com/acme/app.git#v1 /c\n\
    ADD https://github.com/acme/app.git#both /d\n";

fn check(network: &Network, repository: &Repository) {
    let project = Project::new(&[("Dockerfile", DOCKERFILE)]);
    let fixed = network.fix(&project, "unpinned-git-clone,remote-add-without-checksum");
    let (new, old) = (repository.commit("main"), repository.commit("old"));
    assert_ne!(new, old);
    let expected = DOCKERFILE
        .replace("app.git\nRUN", &format!("app.git && git -C app checkout {new}\nRUN"))
        .replace("app.git /a", &format!("app.git#{new} /a"))
        .replace("#old:sub", &format!("#{old}:sub"))
        .replace("#v1", &format!("#{new}"));
    assert_eq!(project.read("Dockerfile"), expected, "{fixed:?}");
    assert_eq!(fixed.code, 2, "{fixed:?}");
    assert!(fixed.stderr.contains("no branch and no tag `master`"), "{fixed:?}");
    assert!(fixed.stderr.contains("a branch and a tag are called `both`"), "{fixed:?}");
}

#[test]
fn gits_own_server_is_understood() {
    let repository = Repository::make();
    let network = Network::of(Repository::smart(repository.folder.path().to_owned()));
    check(&network, &repository);
}

#[test]
fn a_server_of_files_is_understood() {
    let repository = Repository::make();
    let network = Network::of(Repository::dumb(repository.folder.path().to_owned()));
    check(&network, &repository);
}

#[test]
fn what_the_fix_writes_is_what_git_can_do() {
    let repository = Repository::make();
    let old = repository.commit("old");
    let from = format!("file://{}", repository.folder.path().join("app.git").display());
    repository.git(&["-C", "app.git", "config", "uploadpack.allowReachableSHA1InWant", "true"]);
    repository.git(&["clone", "-q", "--depth", "1", &from, "shallow"]);
    repository.git(&["-C", "shallow", "fetch", "-q", "--depth", "1", "origin", &old]);
    repository.git(&["-C", "shallow", "checkout", "-q", &old]);
    assert_eq!(repository.git(&["-C", "shallow", "rev-parse", "HEAD"]), old);
}

#[test]
fn a_branch_in_an_address_of_github_becomes_its_commit() {
    let repository = Repository::make();
    let root = repository.folder.path().to_owned();
    std::fs::rename(root.join("app.git"), root.join("app")).unwrap();
    let network = Network::of(Repository::smart(root));
    let text = "FROM scratch\nADD https://raw.githubusercontent.com/acme/app/main/file /\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let fixed = network.fix(&project, "latest-download-url");
    let commit = repository.git(&["-C", "app", "rev-parse", "main"]);
    assert_eq!(project.read("Dockerfile"), text.replace("/main/", &format!("/{commit}/")), "{fixed:?}");
}
