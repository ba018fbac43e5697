//! What is said: the table, JSON, moved tags, tags behind digests, what `--only` takes.

use super::cli_support::Project;
use super::support::image::Image;
use super::support::registry::Registry;
use super::{rows, run, told};

#[test]
fn a_tag_that_moved_is_found_and_followed_when_asked() {
    let registry = Registry::open();
    let host = registry.host();
    let (old, new) = (Image::oci("old"), Image::oci("new"));
    old.push(&host, "app", "1");
    let project = Project::new(&[("Dockerfile", &format!("FROM {host}/app:1\n"))]);
    assert_eq!(run(&project, &["pin"]).code, 0);
    assert_eq!(run(&project, &["pin", "--check"]).code, 0);
    new.push(&host, "app", "1");
    // The cache knows the old answer, which is not good enough for this question.
    let check = run(&project, &["pin", "--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.stdout.contains("moved") && check.stderr.contains("1 moved since."), "{check:?}");
    assert_eq!(run(&project, &["pin"]).code, 0);
    assert!(project.read("Dockerfile").contains(&old.digest()), "only --update moves a pin");
    let updated = rows(&project, &["--update"]);
    assert_eq!(updated[0]["old"], old.digest());
    assert_eq!(updated[0]["new"], new.digest());
    assert_eq!(updated[0]["status"], "updated");
    assert_eq!(project.read("Dockerfile"), format!("FROM {host}/app:1@{}\n", new.digest()));
}

#[test]
fn a_deleted_tag_leaves_its_file_and_pins_the_others() {
    let registry = Registry::open();
    let host = registry.host();
    let (gone, here) = (Image::oci("gone"), Image::oci("here"));
    gone.push(&host, "gone", "1");
    here.push(&host, "here", "1");
    registry.delete("gone", &gone.digest());
    let (a, b) = (format!("FROM {host}/gone:1\n"), format!("FROM {host}/here:1\n"));
    let project = Project::new(&[("a/Dockerfile", &a), ("b/Dockerfile", &b)]);
    let run = run(&project, &["pin"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains(&format!("a/Dockerfile:1:6: `{host}` has no `{host}/gone:1`"))
            || run.stderr.contains(&format!("`{host}` has no `{host}/gone:1`")),
        "{run:?}"
    );
    assert!(run.stderr.contains("1 pinned, 1 failed."), "{run:?}");
    assert_eq!(project.read("a/Dockerfile"), a);
    assert_eq!(project.read("b/Dockerfile"), format!("FROM {host}/here:1@{}\n", here.digest()));
}

#[test]
fn the_table_and_the_document() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let text = format!("FROM {host}/app:1 AS a\nFROM a\nFROM $X\n");
    let project = Project::new(&[("é/Dockerfile", &text), ("b/Dockerfile", &format!("FROM {host}/app:1\n"))]);
    let check = run(&project, &["pin", "--check", "--dates"]);
    let lines: Vec<&str> = check.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{check:?}");
    let words: Vec<&str> = lines[0].split_whitespace().collect();
    assert_eq!(words, ["status", "name", "old", "new", "pushed", "where"]);
    let short = format!("{}…", &image.digest()[..19]);
    let words: Vec<&str> = lines[1].split_whitespace().collect();
    let name = format!("{host}/app:1");
    assert_eq!(words, ["unpinned", &name, "–", &short, "2025-03-04T05:06:07Z", "b/Dockerfile:1", "(+1", "more)"]);
    assert!(!check.stdout.contains('\u{1b}'), "{check:?}");
    let rows = rows(&project, &["--check"]);
    let expected = [
        format!("b/Dockerfile:1:6 unpinned {name}"),
        format!("é/Dockerfile:1:6 unpinned {name}"),
        "é/Dockerfile:2:6 skipped a".to_owned(),
        "é/Dockerfile:3:6 skipped $X".to_owned(),
    ];
    assert_eq!(told(&rows), expected);
    assert_eq!(rows[0]["new"], image.digest());
    assert_eq!(rows[0]["kind"], "image");
    assert!(rows[3]["message"].as_str().unwrap().contains("cannot be known"));
}

#[test]
fn only_what_is_asked_for() {
    let registry = Registry::open();
    let host = registry.host();
    for name in ["team/app", "team/web", "python"] {
        Image::oci(name).push(&host, name, "1");
    }
    let text = format!("FROM {host}/team/app:1\nFROM {host}/team/web:1\nFROM {host}/python:1\n");
    let pinned = |globs: &[&str]| {
        let project = Project::new(&[("Dockerfile", &text)]);
        let only: Vec<&str> = globs.iter().flat_map(|glob| ["--only", glob]).collect();
        let run = run(&project, &[&["pin"], &only[..]].concat());
        assert_eq!(run.code, 0, "{run:?}");
        project.read("Dockerfile").matches("@sha256:").count()
    };
    assert_eq!(pinned(&["*/team/*"]), 2);
    assert_eq!(pinned(&["*/python"]), 1);
    assert_eq!(pinned(&["*/python:1", "*/app:*"]), 2);
    assert_eq!(pinned(&["nothing"]), 0);
    let project = Project::new(&[("Dockerfile", &text)]);
    let broken = run(&project, &["pin", "--only", "a[b"]);
    assert_eq!(broken.code, 2, "{broken:?}");
    assert!(broken.stderr.contains("--only a[b"), "{broken:?}");
}

#[test]
fn the_tag_behind_a_digest() {
    let registry = Registry::open();
    let host = registry.host();
    let (image, other) = (Image::oci("a"), Image::oci("b"));
    image.push(&host, "app", "1");
    image.push(&host, "app", "1.2.3");
    other.push(&host, "app", "2.0.0");
    let text = format!("FROM {host}/app@{}\n", image.digest());
    let project = Project::new(&[("Dockerfile", &text)]);
    assert_eq!(run(&project, &["pin"]).code, 0);
    assert_eq!(project.read("Dockerfile"), text, "only --tags names a tag");
    let tagged = run(&project, &["pin", "--tags"]);
    assert_eq!(tagged.code, 0, "{tagged:?}");
    assert_eq!(project.read("Dockerfile"), format!("FROM {host}/app:1.2.3@{}\n", image.digest()));
}

#[test]
fn mistakes_in_the_arguments_say_the_way_out() {
    let project = Project::new(&[("Dockerfile", "FROM scratch\n")]);
    let conflict = run(&project, &["pin", "--check", "--update"]);
    assert_eq!(conflict.code, 2, "{conflict:?}");
    let mirror = run(&project, &["pin", "--mirror", "docker.io"]);
    assert!(mirror.stderr.contains("expected HOST=URL"), "{mirror:?}");
    let nothing = run(&project, &["pin"]);
    assert_eq!(nothing.code, 0, "{nothing:?}");
    let missing = run(&project, &["pin", "nowhere"]);
    assert_eq!(missing.code, 2, "{missing:?}");
    assert!(missing.stderr.contains("nowhere"), "{missing:?}");
}
