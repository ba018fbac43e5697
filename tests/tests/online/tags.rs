//! The version that a tag or a digest is, from a real registry.

use super::cli_support::{Project, finish};
use super::command;
use super::support::image::Image;
use super::support::registry::Registry;

#[test]
fn the_most_specific_version_of_the_same_digest_is_written() {
    let registry = Registry::open();
    let host = registry.host();
    let (new, old) = (Image::oci("new"), Image::oci("old"));
    for tag in ["latest", "stable", "2", "2.1", "2.1.4", "sha-0123"] {
        new.push(&host, "app", tag);
    }
    old.push(&host, "app", "2.0.0");
    Image::oci("nameless").push(&host, "app", "edge");
    let digest = new.digest();
    let text = format!(
        "ARG TAG=stable\nFROM {host}/app AS a\nFROM {host}/app:latest AS b\nFROM {host}/app:${{TAG}} AS c\n\
         FROM {host}/app@{digest} AS d\nFROM {host}/app:edge AS e\n"
    );
    let project = Project::new(&[("Dockerfile", &text)]);
    let rules = "untagged-base-image,latest-tag,floating-tag,digest-without-tag";
    let plain = finish(&mut command(&project, &["lint", "--fix", "--unsafe-fixes", "--select", rules]), "");
    assert_eq!(project.read("Dockerfile"), text, "{plain:?}");
    let safe = finish(&mut command(&project, &["lint", "--online", "--fix", "--select", rules]), "");
    let with_tag = text.replace(&format!("app@{digest}"), &format!("app:2.1.4@{digest}"));
    assert_eq!(project.read("Dockerfile"), with_tag, "{safe:?}");
    let fixed = finish(&mut command(&project, &["lint", "--online", "--fix", "--unsafe-fixes", "--select", rules]), "");
    let expected = with_tag
        .replace("TAG=stable", "TAG=2.1.4")
        .replace("app AS a", "app:2.1.4 AS a")
        .replace("app:latest", "app:2.1.4");
    assert_eq!(project.read("Dockerfile"), expected, "{fixed:?}");
    assert!(fixed.code == 0 && fixed.stdout.contains("app:edge"), "no version is an answer: {fixed:?}");
}

#[test]
fn a_tag_that_something_else_reads_stays() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    for tag in ["latest", "2.1.4"] {
        image.push(&host, "app", tag);
    }
    let text = format!("ARG TAG=latest\nFROM {host}/app:${{TAG}} AS a\nFROM {host}/other:${{TAG}}\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let arguments = ["lint", "--online", "--fix", "--unsafe-fixes", "--select", "latest-tag"];
    let fixed = finish(&mut command(&project, &arguments), "");
    assert!(project.read("Dockerfile") == text && fixed.code != 2, "{fixed:?}");
}

#[test]
fn an_unknown_base_image_says_as_whom_and_where_it_starts() {
    let registry = Registry::open();
    let host = registry.host();
    Image::oci("a").push(&host, "app", "1");
    let project =
        Project::new(&[("Dockerfile", &format!("FROM {host}/app:1\nCOPY a b/\nCMD [\"/run\"]\n")), ("a", "")]);
    let rules = ["--select", "missing-user,copy-to-relative-path"];
    let before = registry.requests().len();
    let plain = finish(&mut command(&project, &[&["lint"], &rules[..]].concat()), "");
    assert_eq!((plain.stdout.contains("warning"), registry.requests().len()), (false, before), "{plain:?}");
    let shown = finish(&mut command(&project, &[&["lint", "--online"], &rules[..]].concat()), "");
    assert!(shown.stdout.contains("no USER is set") && shown.stdout.contains("no WORKDIR says to what"), "{shown:?}");
}
