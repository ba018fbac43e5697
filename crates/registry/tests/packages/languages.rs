//! Indexes of languages in their own formats, and what becomes of answers that are none.

use super::server::{Reply, Server};
use super::{newest, newest_options};
use plimsoll_registry::packages::{Error, Newest, NewestOptions, PackageIndex};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const NPM: &str = r#"{"name": "pnpm", "dist-tags": {"latest": "10.25.0", "next-11": "11.0.0-beta.1"},
    "versions": {"10.25.0": {}, "10.9.0": {}, "11.0.0-beta.1": {}}, "modified": "2026-11-20T00:00:00.000Z"}"#;

fn document(path: &str) -> Option<&'static str> {
    Some(match path {
        "/npm/pnpm" | "/npm/@acme%2fcli" | "/npm/own/@acme%2fcli" => NPM,
        "/info/rails" => {
            "---\n8.0.4 activesupport:= 8.0.4|checksum:ab,ruby:>= 3.2.0\n8.1.0.rc1 |checksum:cd\n8.1.1 |checksum:ef,ruby:>= 3.2.0\n"
        }
        "/go/golang.org/x/tools/gopls/@latest" => r#"{"Version": "v0.20.0", "Time": "2026-07-29T00:00:00Z"}"#,
        "/go/github.com/!burnt!sushi/toml/@latest" => r#"{"Version": "v1.5.0"}"#,
        "/go/example.com/young/@latest" => r#"{"Version": "v0.0.0-20260101120000-0123456789ab"}"#,
        "/go/example.com/beta/@latest" => r#"{"Version": "v1.0.0-beta.1"}"#,
        "/index/ri/pg/ripgrep" => {
            "{\"name\":\"ripgrep\",\"vers\":\"15.1.0\",\"yanked\":false}\n{\"name\":\"ripgrep\",\"vers\":\"15.2.0\",\"yanked\":true}\n{\"name\":\"ripgrep\",\"vers\":\"16.0.0-rc.1\",\"yanked\":false}\n{\"name\":\"ripgrep\",\"vers\":\"14.1.1\",\"yanked\":false}\n"
        }
        "/v3-flatcontainer/dotnet-ef/index.json" => r#"{"versions": ["9.0.9", "9.0.10", "9.0.11", "10.0.0-rc.2"]}"#,
        "/package/conda-forge/numpy" => {
            r#"{"latest_version": "2.3.5", "versions": ["2.3.4", "2.3.5"], "files": [{"version": "2.3.5", "labels": ["main"], "attrs": {"subdir": "linux-64"}}]}"#
        }
        _ => return None,
    })
}

fn gzip(text: &str) -> Vec<u8> {
    let mut child = Command::new("gzip").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("gzip is needed");
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap().stdout
}

fn server() -> Server {
    Server::start(|asked| match (asked.path.as_str(), document(&asked.path)) {
        (_, Some(text)) => Reply::json(text),
        // nuget.org packs these whatever is asked for.
        (path, None) if path.starts_with("/v3/registration5-gz-semver2/dotnet-ef/") => {
            let listed = !path.ends_with("/9.0.11.json");
            let headers =
                vec![("content-type", "application/json".to_owned()), ("content-encoding", "gzip".to_owned())];
            Reply::Whole(200, headers, gzip(&format!(r#"{{"listed": {listed}}}"#)))
        }
        _ => Reply::status(404),
    })
}

fn client(url: &str) -> Newest {
    let home = tempfile::tempdir().unwrap();
    let config =
        format!("[source.crates-io]\nreplace-with = \"near\"\n[source.near]\nregistry = \"sparse+{url}/index/\"\n");
    std::fs::write(home.path().join("config.toml"), config).unwrap();
    let mirrors = [("rubygems.org", url), ("api.nuget.org", url), ("api.anaconda.org", url)];
    let environment = [
        ("npm_config_registry", format!("{url}/npm/")),
        ("GOPROXY", format!("{url}/go,direct")),
        ("GOENV", "off".to_owned()),
        ("GOPRIVATE", "corp.example".to_owned()),
        ("CARGO_HOME", home.path().display().to_string()),
    ];
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    newest(&mirrors, &environment)
}

#[test]
fn each_index_in_its_own_format() {
    let server = server();
    let client = client(&server.url());
    let conda = PackageIndex::Conda { channel: "conda-forge".into() };
    for (index, name, version) in [
        (&PackageIndex::Npm, "pnpm", "10.25.0"),
        (&PackageIndex::Npm, "@acme/cli", "10.25.0"),
        (&PackageIndex::RubyGems, "rails", "8.1.1"),
        (&PackageIndex::Go, "golang.org/x/tools/gopls", "v0.20.0"),
        (&PackageIndex::Go, "github.com/BurntSushi/toml/cmd/tomlv", "v1.5.0"),
        (&PackageIndex::Go, "example.com/young", "v0.0.0-20260101120000-0123456789ab"),
        (&PackageIndex::CratesIo, "ripgrep", "15.1.0"),
        (&PackageIndex::NuGet, "dotnet-EF", "9.0.10"),
        (&conda, "numpy", "2.3.5"),
    ] {
        assert_eq!(client.version(index, name), Ok(version.to_owned()), "{index} {name}");
    }
    let asked = server.asked();
    let npm = asked.iter().find(|it| it.path == "/npm/pnpm").unwrap();
    assert!(npm.header("accept").unwrap().starts_with("application/vnd.npm.install-v1+json"));
    let paths: Vec<&str> = asked.iter().map(|it| it.path.as_str()).filter(|path| path.contains("!burnt")).collect();
    let below = |rest: &str| format!("/go/github.com/!burnt!sushi/toml{rest}/@latest");
    assert_eq!(paths, [below("/cmd/tomlv"), below("/cmd"), below("")]);
}

#[test]
fn what_has_no_answer() {
    let server = server();
    let client = client(&server.url());
    let conda = PackageIndex::Conda { channel: "conda-forge".into() };
    let all = [
        &PackageIndex::Npm,
        &PackageIndex::RubyGems,
        &PackageIndex::CratesIo,
        &PackageIndex::NuGet,
        &conda,
        &PackageIndex::Go,
    ];
    for index in all {
        let error = client.version(index, "example.com").unwrap_err();
        assert!(error.to_string().contains("has no package `example.com`"), "{index}: {error}");
        // A name is never a way out of the index.
        let asked = server.asked().len();
        for name in ["../x", "a/../../x", "", "a b", "@a/../b", "x?y", "%2e%2e"] {
            assert!(client.version(index, name).is_err(), "{index} {name}");
        }
        assert_eq!(server.asked().len(), asked, "{index}: {:?}", server.asked().last());
    }
    let beta = client.version(&PackageIndex::Go, "example.com/beta").unwrap_err().to_string();
    assert!(beta.contains("neither a pre-release"), "{beta}");
    let asked = server.asked().len();
    let private = client.version(&PackageIndex::Go, "corp.example/tool").unwrap_err().to_string();
    assert!(private.contains("is private by GOPRIVATE"), "{private}");
    assert_eq!(server.asked().len(), asked);
}

#[test]
fn credentials_of_npm_go_to_their_registry_alone() {
    let other = Server::start(|_| Reply::json(NPM));
    let elsewhere = format!("{}/npm/pnpm", other.url());
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/npm/own/@acme%2fcli" => Reply::json(NPM),
        _ => Reply::redirect(elsewhere.clone()),
    });
    let home = tempfile::tempdir().unwrap();
    let host = format!("127.0.0.1:{}", server.port);
    let text = format!(
        "registry=http://{host}/npm/\n@acme:registry=http://{host}/npm/own/\n//{host}/npm/:_authToken=hunter2\n"
    );
    std::fs::write(home.path().join(".npmrc"), text).unwrap();
    let client = newest(&[], &[("HOME", &home.path().display().to_string())]);
    assert_eq!(client.version(&PackageIndex::Npm, "@acme/cli").unwrap(), "10.25.0");
    assert_eq!(client.version(&PackageIndex::Npm, "pnpm").unwrap(), "10.25.0");
    assert!(server.asked().iter().all(|it| it.header("authorization") == Some("Bearer hunter2")));
    assert_eq!((other.asked().len(), other.asked()[0].header("authorization")), (1, None));
    assert!(!format!("{client:?}").contains("hunter2"));
}

#[test]
fn answers_that_are_none() {
    for (reply, message) in [
        ((|| Reply::status(500)) as fn() -> Reply, "status 500"),
        (|| Reply::status(401), "asks who wants to know"),
        (|| Reply::json("{\"Version\": 7}"), "gives an answer that is no page of a package index"),
        (|| Reply::json("<html>"), "gives an answer that is no page of a package index"),
        (|| Reply::Endless, "longer than 67108864 bytes"),
        (|| Reply::Whole(200, Vec::new(), [&[0x1f, 0x8b][..], b"cut"].concat()), "is no page of a package index"),
    ] {
        let server = Server::start(move |_| reply());
        let url = server.url();
        let client = newest(
            &[("rubygems.org", &url), ("deb.debian.org", &url)],
            &[("npm_config_registry", &url), ("GOPROXY", &url), ("GOENV", "off")],
        );
        let debian = PackageIndex::Debian { codename: "bookworm".into() };
        for index in [PackageIndex::Npm, PackageIndex::RubyGems, PackageIndex::Go, debian] {
            let error = client.version(&index, "x").unwrap_err().to_string();
            let pre = index == PackageIndex::Npm && error.contains("neither a pre-release");
            assert!(error.contains(message) || pre, "{index}: {error}");
        }
    }
}

#[test]
fn a_version_that_would_be_more_than_a_version() {
    let server = Server::start(|_| Reply::json(r#"{"Version": "v1.0.0-20260101120000-0123456789ab;id"}"#));
    let client = newest(&[], &[("GOPROXY", &server.url()), ("GOENV", "off")]);
    assert!(client.version(&PackageIndex::Go, "example.com/x").is_err());
    let list = "Package: x\nVersion: 1;$(id)\n";
    let server = Server::start(move |_| Reply::Whole(200, Vec::new(), list.into()));
    let client = newest(&[("deb.debian.org", &server.url())], &[]);
    let error = client.version(&PackageIndex::Debian { codename: "bookworm".into() }, "x").unwrap_err().to_string();
    assert!(error.contains("the version of `x` is none"), "{error}");
}

#[test]
fn silence_costs_its_time_once_and_the_next_mirror_is_asked() {
    let silent = Server::start(|_| Reply::Silence);
    let good = server();
    let options = newest_options(&[("rubygems.org", &silent.url())], &[]);
    let client = Newest::new(NewestOptions { timeout: Duration::from_millis(300), retries: 0, ..options });
    let start = Instant::now();
    for name in ["a", "b", "c"] {
        let error = client.version(&PackageIndex::RubyGems, name).unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
    }
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    let proxies = format!("{}|{}/go", silent.url(), good.url());
    let options = newest_options(&[], &[("GOPROXY", &proxies), ("GOENV", "off")]);
    let client = Newest::new(NewestOptions { timeout: Duration::from_millis(300), retries: 0, ..options });
    assert_eq!(client.version(&PackageIndex::Go, "golang.org/x/tools/gopls").unwrap(), "v0.20.0");
}
