//! Newest versions of all other packages: an archive made by dpkg's own tools, and indexes in their own formats, each named
//! as users name theirs.

use super::Network;
use super::cli_support::{Project, Run, finish};
use super::command;
use super::support::run;
use super::support::server::{Reply, Server};
use std::path::Path;
use std::process::Command;

const RULES: &str = "unpinned-apt-package,unpinned-apk-package,unpinned-npm-package,unpinned-gem,unpinned-go-package,unpinned-cargo-package,unpinned-dotnet-package,unpinned-conda-package";

/// `lint --online --fix --unsafe-fixes`, with a home of its own and these variables.
fn fix(project: &Project, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let all =
        [&["lint", "--online", "--fix", "--unsafe-fixes", "--timeout", "5", "--select", RULES], arguments].concat();
    let mut command = command(project, &all);
    for name in
        ["npm_config_registry", "NPM_CONFIG_REGISTRY", "NPM_CONFIG_USERCONFIG", "GOPRIVATE", "GONOPROXY", "CARGO_HOME"]
    {
        command.env_remove(name);
    }
    command.env("HOME", project.path(".home")).env("GOENV", "off").env("GOPROXY", "off");
    finish(command.envs(environment.iter().copied()), "")
}

/// A package in the archive, and the list that it stands in; by `dpkg-deb` and `dpkg-scanpackages`.
fn publish(root: &Path, suite: &str, name: &str, version: &str) {
    let tree = root.join("tree").join(format!("{name}-{version}"));
    let pool = root.join(suite.replace('/', "-"));
    std::fs::create_dir_all(tree.join("DEBIAN")).unwrap();
    std::fs::create_dir_all(&pool).unwrap();
    let control = format!(
        "Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: A <a@example.com>\nDescription: x\n"
    );
    std::fs::write(tree.join("DEBIAN/control"), control).unwrap();
    run(Command::new("dpkg-deb").args(["--build", "--root-owner-group"]).arg(&tree).arg(&pool));
    let list = run(Command::new("dpkg-scanpackages").arg("--multiversion").arg(&pool)).stdout;
    let folder = root.join(suite).join("main/binary-amd64");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("Packages"), list).unwrap();
    // As Debian does it: security updates are packed with xz alone.
    let program = if suite.contains("security") { "xz" } else { "gzip" };
    run(Command::new(program).arg("--force").arg(folder.join("Packages")));
}

/// The files of a folder.
fn served(root: &Path) -> Server {
    let root = root.to_owned();
    Server::start(move |request| match std::fs::read(root.join(request.path.trim_start_matches('/'))) {
        Ok(bytes) => Reply::new(200, &[], bytes),
        Err(_) => Reply::new(404, &[], "not here"),
    })
}

#[test]
fn debian_packages_get_the_version_of_the_release() {
    let archive = tempfile::tempdir().unwrap();
    publish(archive.path(), "debian/dists/bookworm", "curl", "7.88.1-10");
    publish(archive.path(), "debian/dists/bookworm", "git", "1:2.39.5-0+deb12u2");
    publish(archive.path(), "debian-security/dists/bookworm-security", "curl", "7.88.1-10+deb12u14");
    publish(archive.path(), "debian/dists/trixie", "curl", "8.14.1-2");
    let server = served(archive.path());
    let text = "FROM python:3.13-slim-bookworm AS a\nRUN apt-get update && apt-get install -y curl git=1:2.* \\\n    git gone\n\
                FROM debian:13\nRUN apt-get update && apt-get install -y curl\n\
                FROM debian:12\nRUN curl https://example.com/setup | sh && apt-get install -y curl\n\
                FROM debian\nRUN apt-get install -y curl\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let mirror = format!("deb.debian.org={}", server.url());
    let run = fix(&project, &[], &["--mirror", &mirror]);
    let expected = text
        .replace("-y curl git", "-y curl=7.88.1-10+deb12u14 git")
        .replace("    git gone", "    git=1:2.39.5-0+deb12u2 gone")
        .replace(
            "debian:13\nRUN apt-get update && apt-get install -y curl",
            "debian:13\nRUN apt-get update && apt-get install -y curl=8.14.1-2",
        );
    assert_eq!(project.read("Dockerfile"), expected, "{run:?}");
    assert!(run.code == 2 && run.stderr.contains("`gone`: `deb.debian.org` has no package `gone`"), "{run:?}");
    let lists = server.lines().iter().filter(|line| line.ends_with("/bookworm/main/binary-amd64/Packages.gz")).count();
    assert_eq!(lists, 1, "{:?}", server.lines());
    let again = fix(&project, &[], &["--mirror", &mirror, "--offline"]);
    assert_eq!(project.read("Dockerfile"), expected, "{again:?}");
}

#[test]
fn packages_of_languages_get_the_newest_release() {
    let server = Server::start(|request| {
        let text = match request.path.as_str() {
            "/npm/pnpm" | "/npm/@acme%2fcli" => r#"{"dist-tags": {"latest": "10.25.0"}, "versions": {"10.25.0": {}}}"#,
            "/go/golang.org/x/tools/gopls/@latest" => r#"{"Version": "v0.20.0"}"#,
            "/index/ri/pg/ripgrep" => {
                "{\"name\": \"ripgrep\", \"vers\": \"15.1.0\", \"yanked\": false}\n{\"name\": \"ripgrep\", \"vers\": \"16.0.0-rc.1\", \"yanked\": false}\n"
            }
            "/index/fd/-f/fd-find" => "{\"name\": \"fd-find\", \"vers\": \"10.5.0\", \"yanked\": false}\n",
            "/info/rails" => "---\n8.1.1 |checksum:ab\n",
            "/v3-flatcontainer/dotnet-ef/index.json" => r#"{"versions": ["9.0.10"]}"#,
            "/v3/registration5-gz-semver2/dotnet-ef/9.0.10.json" => r#"{"listed": true}"#,
            "/package/conda-forge/numpy" => {
                r#"{"latest_version": "2.3.5", "versions": ["2.3.5"], "files": [{"version": "2.3.5", "labels": ["main"], "attrs": {"subdir": "linux-64"}}]}"#
            }
            _ => return Reply::new(404, &[], "not here"),
        };
        Reply::new(200, &[], text)
    });
    let url = server.url();
    let text = "FROM node:24\nRUN npm install -g pnpm@latest @acme/cli next-tool@next gone\n\
                FROM golang:1.25\nRUN go install golang.org/x/tools/gopls@latest\n\
                FROM rust:1.91\nRUN cargo install ripgrep fd-find\n\
                FROM ruby:3.4\nRUN gem install rails\n\
                FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN [\"dotnet\", \"tool\", \"install\", \"-g\", \"dotnet-ef\"]\n\
                FROM condaforge/miniforge3:25.9.1-0\nRUN mamba install -y numpy python\n";
    let config =
        format!("[source.crates-io]\nreplace-with = \"near\"\n[source.near]\nregistry = \"sparse+{url}/index/\"\n");
    let project = Project::new(&[
        ("Dockerfile", text),
        (".home/.cargo/config.toml", &config),
        (".home/.npmrc", &format!("registry={url}/npm\n")),
    ]);
    let mirrors = ["rubygems.org", "api.nuget.org", "api.anaconda.org"].map(|host| format!("--mirror={host}={url}"));
    let mirrors: Vec<&str> = mirrors.iter().map(String::as_str).collect();
    let run = fix(&project, &[("GOPROXY", &format!("{url}/go,direct"))], &mirrors);
    let expected = text
        .replace("pnpm@latest @acme/cli", "pnpm@10.25.0 @acme/cli@10.25.0")
        .replace("gopls@latest", "gopls@v0.20.0")
        .replace("install ripgrep fd-find", "install --locked ripgrep@15.1.0 fd-find@10.5.0")
        .replace("rails", "rails:8.1.1")
        .replace("\"dotnet-ef\"", "\"dotnet-ef\", \"--version\", \"9.0.10\"")
        .replace("-y numpy", "-y numpy=2.3.5");
    assert_eq!(project.read("Dockerfile"), expected, "{run:?}");
    assert!(run.stderr.contains("`gone`: `127.0.0.1:") && run.stderr.contains("has no package `gone`"), "{run:?}");
    assert!(!server.lines().iter().any(|line| line.contains("next-tool")), "{:?}", server.lines());
}

#[test]
fn alpine_by_its_own_host() {
    let build = tempfile::tempdir().unwrap();
    let list = "P:curl\nV:8.14.1-r2\nA:x86_64\n\nP:busybox\nV:1.37.0-r18\n\n";
    std::fs::write(build.path().join("APKINDEX"), list).unwrap();
    let archive = run(Command::new("tar").args(["-czf", "-", "APKINDEX"]).current_dir(build.path())).stdout;
    let network = Network::of(move |request| match request.path.as_str() {
        "/alpine/v3.22/main/x86_64/APKINDEX.tar.gz" => Reply::new(200, &[], archive.clone()),
        _ => Reply::new(404, &[], "not here"),
    });
    let text = "FROM node:24-alpine3.22\nRUN apk add --no-cache curl\nFROM alpine:3.22\nRUN apk add -X https://example.com curl\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let run = network.fix(&project, "unpinned-apk-package");
    assert_eq!(project.read("Dockerfile"), text.replacen("curl", "curl=~8.14", 1), "{run:?}");
}

#[test]
fn an_index_that_fails_costs_no_finding() {
    const TEXT: &str = "FROM node:24 as a\nRUN npm install -g pnpm\n";
    for (reply, message) in [
        ((|| Reply::Hang) as fn() -> Reply, "did not answer within 1 second"),
        (|| Reply::new(500, &[], "broken"), "status 500"),
        (|| Reply::new(200, &[], "<html>sign in</html>"), "no page of a package index"),
        (
            || Reply::new(200, &[], r#"{"dist-tags": {"latest": "1; id"}, "versions": {"1; id": {}}}"#),
            "neither a pre-release",
        ),
        (|| Reply::Endless, "longer than 67108864 bytes"),
    ] {
        let server = Server::start(move |_| reply());
        let project = Project::new(&[("Dockerfile", TEXT)]);
        let arguments = [
            "lint",
            "--online",
            "--fix",
            "--unsafe-fixes",
            "--timeout",
            "1",
            "--select",
            "unpinned-npm-package,from-as-casing",
        ];
        // A page without end takes longer than a second to be too long.
        let arguments: Vec<&str> = match message.starts_with("longer") {
            true => arguments.iter().map(|it| if *it == "1" { "60" } else { it }).collect(),
            false => arguments.to_vec(),
        };
        let mut command = command(&project, &arguments);
        let run = finish(command.env("npm_config_registry", server.url()), "");
        assert_eq!(project.read("Dockerfile"), TEXT.replace(" as ", " AS "), "{run:?}");
        assert!(run.code == 2 && run.stderr.contains("`pnpm`") && run.stderr.contains(message), "{message}: {run:?}");
        assert!(run.stdout.contains("`pnpm` is installed without a version"), "{run:?}");
    }
}
