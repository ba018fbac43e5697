//! RPM repositories: metadata made by createrepo_c, and servers that give something else.

use super::served::Folder;
use super::server::{Reply, Server};
use super::{cache, newest, newest_options};
use plimsoll_registry::CacheMode;
use plimsoll_registry::packages::{Error, Newest, NewestOptions, PackageIndex};
use std::path::Path;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rpm");

fn rpm(distribution: &str, release: &str) -> PackageIndex {
    PackageIndex::Rpm { distribution: distribution.into(), release: release.into() }
}

/// Puts the metadata of a repository where a distribution has it.
fn publish(root: &Path, repository: &str, place: &str) {
    let (from, to) = (Path::new(FIXTURES).join(repository).join("repodata"), root.join(place).join("repodata"));
    std::fs::create_dir_all(&to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn the_newest_of_all_repositories() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), "releases", "pub/fedora/linux/releases/43/Everything/x86_64/os");
    publish(dir.path(), "updates", "pub/fedora/linux/updates/43/Everything/x86_64");
    publish(dir.path(), "releases", "pub/fedora/linux/releases/44/Everything/x86_64/os");
    let folder = Folder::serve(dir.path());
    let client = newest(&[("dl.fedoraproject.org", &format!("http://127.0.0.1:{}", folder.port))], &[]);
    let version = |name: &str| client.version(&rpm("fedora", "43"), name);
    assert_eq!(version("curl").unwrap(), "8.15.0-4.fc43");
    assert_eq!(version("git").unwrap(), "2.50.0-1.fc43");
    assert_eq!(version("vim-enhanced").unwrap(), "2:9.1.1-1.fc43");
    let missing = Error::NotFound { name: "docker-ce".into(), hosts: vec!["dl.fedoraproject.org".into()] };
    assert_eq!(version("docker-ce").unwrap_err(), missing);
    // There may be no updates yet, but there must be a release.
    assert_eq!(client.version(&rpm("fedora", "44"), "curl").unwrap(), "8.9.1-1.fc43");
    let gone = client.version(&rpm("fedora", "30"), "curl").unwrap_err().to_string();
    assert!(gone.contains("there is no `https://dl.fedoraproject.org/pub/fedora/linux/releases/30/"), "{gone}");
    assert_eq!(client.version(&rpm("acme", "1"), "curl").unwrap_err(), Error::Unsure { name: "curl".into() });
}

#[test]
fn all_forms_of_packing_and_streams_of_modules() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), "baseos", "pub/rocky/9/BaseOS/x86_64/os");
    publish(dir.path(), "appstream", "pub/rocky/9/AppStream/x86_64/os");
    publish(dir.path(), "leap", "distribution/leap/16.0/repo/oss");
    let folder = Folder::serve(dir.path());
    let url = format!("http://127.0.0.1:{}", folder.port);
    let mirrors = [("dl.rockylinux.org", url.as_str()), ("download.opensuse.org", url.as_str())];
    let kept = tempfile::tempdir().unwrap();
    let with = |mode| Newest::new(NewestOptions { cache: cache(kept.path(), mode), ..newest_options(&mirrors, &[]) });
    for mode in [CacheMode::Use, CacheMode::Offline] {
        let client = with(mode);
        let version = |name: &str| client.version(&rpm("rockylinux", "9"), name);
        assert_eq!((version("curl").unwrap(), version("jq").unwrap()), ("7.76.1-29.el9".into(), "1.6-17.el9".into()));
        assert_eq!(version("nginx").unwrap_err(), Error::Unsure { name: "nginx".into() });
        assert_eq!(client.version(&rpm("opensuse-leap", "16.0"), "curl").unwrap(), "8.14.1-160000.2.2");
    }
}

#[test]
fn a_file_says_where_the_repository_is() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), "baseos", "al2023/core/guids/0a1b/x86_64");
    for (state, text) in [
        ("2023.12.20260817", "https://cdn.amazonlinux.com/al2023/core/guids/0a1b/x86_64/\n"),
        ("2023.12.20260818", "https://elsewhere.example/al2023/core/guids/0a1b/x86_64/\n"),
        ("2023.12.20260819", "<html>sign in</html>"),
    ] {
        let folder = dir.path().join("al2023/core/mirrors").join(state).join("x86_64");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("mirror.list"), text).unwrap();
    }
    let folder = Folder::serve(dir.path());
    let client = newest(&[("cdn.amazonlinux.com", &format!("http://127.0.0.1:{}", folder.port))], &[]);
    let version = |state: &str| client.version(&rpm("amazonlinux", state), "curl");
    assert_eq!(version("2023.12.20260817").unwrap(), "7.76.1-29.el9");
    for state in ["2023.12.20260818", "2023.12.20260819", "latest"] {
        let error = version(state).unwrap_err().to_string();
        assert!(error.contains("mirror.list` names no repository of this host"), "{error}");
    }
}

#[test]
fn what_is_no_repository() {
    let repomd = std::fs::read(Path::new(FIXTURES).join("releases/repodata/repomd.xml")).unwrap();
    let climbing = String::from_utf8(repomd.clone()).unwrap().replace("href=\"repodata/", "href=\"../../../../");
    let (with_list, climbing) = (move |list: &'static [u8]| (repomd.clone(), list), climbing.into_bytes());
    let garbage = |body: &'static [u8]| (body.to_vec(), &b""[..]);
    for ((repomd, list), message) in [
        (garbage(b"<html>sign in</html>"), "it is no `repomd.xml`"),
        (garbage(b"\x1f\x8b\x08"), "it is no"),
        (garbage(b"<repomd/>"), "names no list of packages with a checksum"),
        (with_list(b"<metadata></metadata>"), "is not what its checksum says"),
        (with_list(b""), "there is no `repodata/7301681382048d19"),
        ((climbing, &b""[..]), "leads to no web address"),
    ] {
        let server = Server::start(move |asked| match asked.path.as_str() {
            path if !path.contains("/releases/") => Reply::status(404),
            path if path.ends_with("/repodata/repomd.xml") => Reply::Whole(200, Vec::new(), repomd.clone()),
            _ if list.is_empty() => Reply::status(404),
            _ => Reply::Whole(200, Vec::new(), list.to_vec()),
        });
        let client = newest(&[("dl.fedoraproject.org", &server.url())], &[]);
        let error = client.version(&rpm("fedora", "43"), "curl").unwrap_err().to_string();
        assert!(error.contains(message), "{message}: {error}");
        // It is said of every package, and asked once.
        let (again, before) = (client.version(&rpm("fedora", "43"), "git").unwrap_err(), server.asked().len());
        assert!(again.to_string().contains(message) && before <= 2, "{again} {before}");
    }
    let server = Server::start(|_| Reply::Endless);
    let client = newest(&[("dl.fedoraproject.org", &server.url())], &[]);
    let error = client.version(&rpm("fedora", "43"), "curl").unwrap_err().to_string();
    assert!(error.contains("longer than 67108864 bytes"), "{error}");
}
