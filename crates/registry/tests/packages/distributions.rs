//! Archives of distributions: one made by dpkg's own tools, and lists in the formats of Alpine and Launchpad.

use super::served::Folder;
use super::server::{Reply, Server};
use super::{cache, newest, newest_options};
use plimsoll_registry::CacheMode;
use plimsoll_registry::packages::{Error, Newest, NewestOptions, PackageIndex};
use std::path::Path;
use std::process::Command;

fn debian() -> PackageIndex {
    PackageIndex::Debian { codename: "bookworm".into() }
}

fn run(command: &mut Command) -> Vec<u8> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| panic!("`{program}` is needed for this test ({error})"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Builds packages and lists them under `dists`, as `apt-get` would find them.
fn publish(root: &Path, list: &str, packages: &[(&str, &str)]) {
    let pool = root.join("pool").join(list.replace('/', "-"));
    for (name, version) in packages {
        let tree = root.join("build").join(format!("{name}-{version}"));
        std::fs::create_dir_all(tree.join("DEBIAN")).unwrap();
        let control = format!(
            "Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: A <a@example.com>\nDescription: x\n Version: 99 is no field\n"
        );
        std::fs::write(tree.join("DEBIAN/control"), control).unwrap();
        std::fs::create_dir_all(&pool).unwrap();
        run(Command::new("dpkg-deb").args(["--build", "--root-owner-group"]).arg(&tree).arg(&pool));
    }
    let folder = root.join(list).join("binary-amd64");
    std::fs::create_dir_all(&folder).unwrap();
    let text = run(Command::new("dpkg-scanpackages").args(["--multiversion", "pool"]).current_dir(root));
    // The whole pool is listed; what belongs to other lists goes.
    let own = format!("Filename: pool/{}/", list.replace('/', "-"));
    let text = String::from_utf8(text).unwrap();
    let own: Vec<&str> = text.split("\n\n").filter(|paragraph| paragraph.contains(&own)).collect();
    std::fs::write(folder.join("Packages"), own.join("\n\n")).unwrap();
    // As Debian does it: updates and security updates are packed with xz alone.
    let program = if list.contains('-') { "xz" } else { "gzip" };
    run(Command::new(program).arg(folder.join("Packages")));
}

#[test]
fn the_newest_of_release_updates_and_security() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    publish(
        root,
        "debian/dists/bookworm/main",
        &[("curl", "7.88.1-10"), ("git", "1:2.39.5-0+deb12u2"), ("tz", "2025b-1")],
    );
    publish(root, "debian/dists/bookworm-updates/main", &[("tz", "2025b-1~deb12u1")]);
    publish(
        root,
        "debian-security/dists/bookworm-security/main",
        &[("curl", "7.88.1-10+deb12u9"), ("curl", "7.88.1-10+deb12u14")],
    );
    let folder = Folder::serve(root);
    let client = newest(&[("deb.debian.org", &format!("http://127.0.0.1:{}", folder.port))], &[]);
    let version = |name: &str| client.version(&debian(), name);
    assert_eq!(version("curl").unwrap(), "7.88.1-10+deb12u14");
    assert_eq!(version("git").unwrap(), "1:2.39.5-0+deb12u2");
    assert_eq!(version("tz").unwrap(), "2025b-1");
    let host = format!("127.0.0.1:{}", folder.port);
    let missing = version("docker-ce").unwrap_err();
    // The message names the archive as people know it, not the mirror that was asked.
    assert_eq!(missing, Error::NotFound { name: "docker-ce".into(), hosts: vec!["deb.debian.org".into()] });
    let other = client.version(&PackageIndex::Debian { codename: "buster".into() }, "curl").unwrap_err().to_string();
    assert!(other.contains("there is no `debian/dists/buster/main/binary-amd64/Packages`"), "{host}: {other}");
}

#[test]
fn ubuntu_by_a_mirror_of_its_archive() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    publish(root, "mirror/ubuntu/dists/noble/main", &[("curl", "8.5.0-2ubuntu10")]);
    publish(root, "mirror/ubuntu/dists/noble-updates/main", &[("curl", "8.5.0-2ubuntu10.6")]);
    publish(root, "mirror/ubuntu/dists/noble/universe", &[("jq", "1.7.1-3build1")]);
    let folder = Folder::serve(root);
    let client = newest(&[("archive.ubuntu.com", &format!("http://127.0.0.1:{}/mirror/", folder.port))], &[]);
    let noble = PackageIndex::Ubuntu { codename: "noble".into() };
    assert_eq!(client.version(&noble, "curl").unwrap(), "8.5.0-2ubuntu10.6");
    assert_eq!(client.version(&noble, "jq").unwrap(), "1.7.1-3build1");
}

#[test]
fn ubuntu_by_launchpad() {
    let server = Server::start(|asked| {
        if !asked.path.contains("binary_name=g%2B%2B&") {
            return Reply::json(r#"{"total_size": 0, "start": 0, "entries": []}"#);
        }
        Reply::json(
            r#"{"total_size": 2, "start": 0, "entries": [
            {"binary_package_name": "g++", "binary_package_version": "4:13.2.0-7ubuntu1", "pocket": "Release", "status": "Published"},
            {"binary_package_name": "g++", "binary_package_version": "4:13.3.0-1", "pocket": "Proposed", "status": "Published"}]}"#,
        )
    });
    let client = newest(&[("api.launchpad.net", &server.url())], &[]);
    let noble = PackageIndex::Ubuntu { codename: "noble".into() };
    assert_eq!(client.version(&noble, "g++").unwrap(), "4:13.2.0-7ubuntu1");
    assert!(matches!(client.version(&noble, "none"), Err(Error::NotFound { .. })));
    let asked = &server.asked()[0].path;
    assert!(asked.starts_with("/1.0/ubuntu/+archive/primary?ws.op=getPublishedBinaries&exact_match=true"), "{asked}");
    assert!(
        asked.ends_with("distro_arch_series=https%3A%2F%2Fapi.launchpad.net%2F1.0%2Fubuntu%2Fnoble%2Famd64"),
        "{asked}"
    );
}

/// A signature and a list, each packed by itself, one behind the other, as `apk index` and `abuild-sign` leave them.
fn alpine_list(root: &Path, repository: &str, list: &str) {
    let build = root.join("build");
    std::fs::create_dir_all(&build).unwrap();
    std::fs::write(build.join(".SIGN.RSA.alpine.rsa.pub"), [7; 512]).unwrap();
    std::fs::write(build.join("DESCRIPTION"), "v3.22.0\n").unwrap();
    std::fs::write(build.join("APKINDEX"), list).unwrap();
    let tar =
        |names: &[&str]| run(Command::new("tar").args(["--format=ustar", "-cf", "-"]).args(names).current_dir(&build));
    let signature = tar(&[".SIGN.RSA.alpine.rsa.pub"]);
    let parts = [("signature", &signature[..1024]), ("list", &tar(&["DESCRIPTION", "APKINDEX"])[..])];
    let mut packed = Vec::new();
    for (name, part) in parts {
        std::fs::write(build.join(name), part).unwrap();
        packed.extend(run(Command::new("gzip").arg("-c").arg(build.join(name))));
    }
    let folder = root.join("alpine/v3.22").join(repository).join("x86_64");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("APKINDEX.tar.gz"), packed).unwrap();
}

#[test]
fn alpine_by_its_lists() {
    let dir = tempfile::tempdir().unwrap();
    let curl = "C:Q1abc=\nP:curl\nV:8.14.1-r2\nA:x86_64\nT:URL retrieval utility: V:9\np:cmd:curl=8.14.1-r2\n\n";
    alpine_list(dir.path(), "main", &format!("{curl}C:Q1def=\nP:busybox\nV:1.37.0-r18\nA:x86_64\n\n"));
    alpine_list(dir.path(), "community", "P:github-cli\nV:2.72.0-r6\n\nP:curl\nV:1-r0\n\n");
    let folder = Folder::serve(dir.path());
    let client = newest(&[("dl-cdn.alpinelinux.org", &format!("http://127.0.0.1:{}", folder.port))], &[]);
    let branch = PackageIndex::Alpine { branch: "v3.22".into() };
    let version = |name: &str| client.version(&branch, name).unwrap();
    assert_eq!([version("curl"), version("busybox"), version("github-cli")], ["8.14.1-r2", "1.37.0-r18", "2.72.0-r6"]);
    assert!(matches!(client.version(&branch, "none"), Err(Error::NotFound { .. })));
}

#[test]
fn a_list_is_read_once_and_answers_are_kept() {
    let list = "Package: a\nVersion: 1\n\nPackage: b\nVersion: 2\n";
    let server = Server::start(move |asked| match asked.path.contains("/bookworm/main/") {
        true => Reply::Whole(200, Vec::new(), list.into()),
        false => Reply::status(404),
    });
    let dir = tempfile::tempdir().unwrap();
    let with = |mode| {
        let options = newest_options(&[("deb.debian.org", &server.url())], &[]);
        Newest::new(NewestOptions { cache: cache(dir.path(), mode), ..options })
    };
    let client = with(CacheMode::Use);
    std::thread::scope(|scope| {
        for name in ["a", "b", "none", "a"] {
            let client = &client;
            scope.spawn(move || client.version(&debian(), name));
        }
    });
    assert_eq!(server.asked().len(), 7, "{:?}", server.asked());
    let offline = with(CacheMode::Offline);
    assert_eq!(offline.version(&debian(), "b").unwrap(), "2");
    assert!(matches!(offline.version(&debian(), "none"), Err(Error::NotFound { .. })));
    assert!(matches!(offline.version(&debian(), "c"), Err(Error::Offline { .. })));
    assert_eq!(with(CacheMode::Refresh).version(&debian(), "a").unwrap(), "1");
    assert_eq!(server.asked().len(), 14);
}
