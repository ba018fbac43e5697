//! Versions of RPM packages, from repositories whose metadata createrepo_c made.

use super::cli_support::{Project, Run, finish};
use super::command;
use super::support::server::{Reply, Server};
use std::path::Path;

const RULES: &str = "unpinned-yum-package,unpinned-dnf-package,unpinned-zypper-package";

/// Where distributions have what `fixtures/rpm` holds.
const PLACES: [(&str, &str); 6] = [
    ("/pub/fedora/linux/releases/43/Everything/x86_64/os/", "releases"),
    ("/pub/fedora/linux/updates/43/Everything/x86_64/", "updates"),
    ("/almalinux/9/BaseOS/x86_64/os/", "baseos"),
    ("/almalinux/9/AppStream/x86_64/os/", "appstream"),
    ("/distribution/leap/16.0/repo/oss/", "leap"),
    ("/al2023/core/guids/0a1b/x86_64/", "baseos"),
];

fn served() -> Server {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/rpm");
    Server::start(move |request| {
        if request.path == "/al2023/core/mirrors/latest/x86_64/mirror.list" {
            return Reply::new(200, &[], "https://cdn.amazonlinux.com/al2023/core/guids/0a1b/x86_64/\n");
        }
        let found = PLACES.iter().find_map(|(place, folder)| Some((folder, request.path.strip_prefix(place)?)));
        match found.map(|(folder, path)| std::fs::read(root.join(folder).join(path))) {
            Some(Ok(bytes)) => Reply::new(200, &[], bytes),
            _ => Reply::new(404, &[], "not here"),
        }
    })
}

fn fix(project: &Project, url: &str, arguments: &[&str]) -> Run {
    let hosts = ["dl.fedoraproject.org", "repo.almalinux.org", "download.opensuse.org", "cdn.amazonlinux.com"];
    let mirrors = hosts.map(|host| format!("--mirror={host}={url}"));
    let mirrors: Vec<&str> = mirrors.iter().map(String::as_str).collect();
    let fixed = ["lint", "--online", "--fix", "--unsafe-fixes", "--select", RULES];
    finish(&mut command(project, &[&fixed, &mirrors[..], arguments].concat()), "")
}

#[test]
fn packages_get_the_version_of_the_release() {
    let server = served();
    let text = "FROM fedora:43 AS a\nRUN dnf -y install curl git-2.* vim-enhanced \\\n    git gone\n\
                FROM a\nRUN dnf5 install -y curl glibc.i686 @core\n\
                FROM almalinux:9.6-minimal\nRUN microdnf -y install curl jq nginx\n\
                FROM opensuse/leap:16.0\nRUN zypper -n install curl\n\
                FROM amazonlinux:2023\nRUN yum -y install curl\n\
                FROM fedora:43\nRUN dnf -y copr enable a/b && dnf -y install curl\n\
                FROM almalinux:9\nRUN dnf --enablerepo=crb -y install jq\n\
                FROM fedora\nRUN dnf -y install curl\n\
                FROM opensuse/tumbleweed\nRUN zypper -n install curl\n\
                FROM centos:7\nRUN yum -y install curl\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let run = fix(&project, &server.url(), &["--timeout", "5"]);
    let expected = text
        .replace("curl git-2.* vim-enhanced", "curl-8.15.0-4.fc43 git-2.* vim-enhanced-9.1.1-1.fc43")
        .replace("    git gone", "    git-2.50.0-1.fc43 gone")
        .replace("dnf5 install -y curl", "dnf5 install -y curl-8.15.0-4.fc43")
        .replace("install curl jq nginx", "install curl-7.76.1-29.el9 jq-1.6-17.el9 nginx")
        .replace("16.0\nRUN zypper -n install curl", "16.0\nRUN zypper -n install curl=8.14.1")
        .replace("2023\nRUN yum -y install curl", "2023\nRUN yum -y install curl-7.76.1-29.el9");
    assert_eq!(project.read("Dockerfile"), expected, "{run:?}");
    assert!(run.code == 2 && run.stderr.contains("`dl.fedoraproject.org` has no package `gone`"), "{run:?}");
    assert!(!run.stderr.contains("nginx"), "{run:?}");
    let lines = server.lines();
    assert_eq!(
        lines.iter().filter(|line| line.contains("/updates/43/") && line.contains("primary")).count(),
        1,
        "{lines:?}"
    );
    let again = fix(&project, &server.url(), &["--offline"]);
    assert_eq!(project.read("Dockerfile"), expected, "{again:?}");
}

#[test]
fn a_repository_that_fails_costs_no_finding() {
    const TEXT: &str = "FROM fedora:43\nRUN dnf -y install curl\n";
    for (reply, message) in [
        ((|| Reply::new(200, &[], "<html>sign in</html>")) as fn() -> Reply, "it is no `repomd.xml`"),
        (|| Reply::new(404, &[], "not here"), "there is no `https://dl.fedoraproject.org/"),
        (|| Reply::new(500, &[], "broken"), "status 500"),
        (|| Reply::Hang, "did not answer within 1 second"),
    ] {
        let server = Server::start(move |_| reply());
        let project = Project::new(&[("Dockerfile", TEXT)]);
        let run = fix(&project, &server.url(), &["--timeout", "1"]);
        assert_eq!(project.read("Dockerfile"), TEXT, "{run:?}");
        assert!(run.code == 2 && run.stderr.contains("`curl`") && run.stderr.contains(message), "{message}: {run:?}");
        assert!(run.stdout.contains("`curl` is installed without a version"), "{run:?}");
    }
}
