//! `lint --online`, the cache, and `--offline`.

use super::cli_support::Project;
use super::run;
use super::support::image::Image;
use super::support::registry::Registry;

#[test]
fn lint_fixes_with_what_the_registry_says() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let text = format!("ARG BASE={host}/app:1\nFROM ${{BASE}}\nUSER app\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let select = ["--select", "unpinned-base-digest"];
    let plain = run(&project, &[&["lint", "--fix"], &select[..]].concat());
    assert_eq!(plain.code, 0, "{plain:?}");
    assert_eq!(project.read("Dockerfile"), text);
    assert_eq!(registry.requests().iter().filter(|line| line.starts_with("HEAD")).count(), 0, "lint asks nobody");
    let shown = run(&project, &[&["lint", "--online"], &select[..]].concat());
    assert!(shown.stdout.contains("1 can be fixed with `--fix`"), "{shown:?}");
    let fixed = run(&project, &[&["lint", "--fix", "--online"], &select[..]].concat());
    assert!(fixed.stderr.contains("Applied 1 fix in 1 file."), "{fixed:?}");
    assert_eq!(project.read("Dockerfile"), text.replace("/app:1", &format!("/app:1@{}", image.digest())));
}

#[test]
fn lint_says_which_image_it_could_not_ask_for() {
    let registry = Registry::open();
    let host = registry.host();
    let project = Project::new(&[("Dockerfile", &format!("FROM {host}/gone:1\nUSER app\n"))]);
    let run = run(&project, &["lint", "--online"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains(&format!("has no `{host}/gone:1`")), "{run:?}");
    assert!(run.stdout.contains("unpinned-base-digest"), "{run:?}");
}

#[test]
fn lint_learns_for_which_platforms_an_image_is_there_and_whether_it_checks_its_health() {
    let registry = Registry::open();
    let host = registry.host();
    Image::oci("a").push(&host, "app", "1");
    let text = format!("FROM --platform=linux/s390x {host}/app:1\nHEALTHCHECK NONE\nUSER app\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let select = ["--select", "platform-mismatch,pointless-healthcheck-none"];
    let before = registry.requests().len();
    let plain = run(&project, &[&["lint"], &select[..]].concat());
    assert_eq!((plain.code, registry.requests().len()), (0, before), "lint asks nobody: {plain:?}");
    let shown = run(&project, &[&["lint", "--online"], &select[..]].concat());
    assert!(shown.stdout.contains(&format!("`{host}/app:1` is not there for `linux/s390x`")), "{shown:?}");
    assert!(shown.stdout.contains("it is there for `linux/amd64`, `linux/arm64`"), "{shown:?}");
    assert!(shown.stdout.contains("there is no HEALTHCHECK to turn off"), "{shown:?}");
    project.write("Dockerfile", text.replace("s390x", "arm64").replace("HEALTHCHECK NONE\n", ""));
    let mended = run(&project, &[&["lint", "--online"], &select[..]].concat());
    assert_eq!((mended.code, mended.stdout.contains("warning")), (0, false), "{mended:?}");
}

#[test]
fn ignored_images_are_not_asked_for() {
    let registry = Registry::open();
    let host = registry.host();
    let text = format!("# plimsoll: ignore[unpinned-base-digest] ours\nFROM {host}/app:1\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    assert_eq!(run(&project, &["pin"]).code, 0);
    project.write("plimsoll.toml", format!("[rules.unpinned-base-digest]\nallow = [\"{host}/app\"]\n"));
    project.write("Dockerfile", format!("FROM {host}/app:1\n"));
    assert_eq!(run(&project, &["pin"]).code, 0);
    assert_eq!(registry.requests(), Vec::<String>::new());
}

#[test]
fn the_cache_answers_without_a_connection() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let text = format!("FROM {host}/app:1\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let nothing = run(&project, &["pin", "--offline"]);
    assert_eq!(nothing.code, 2, "{nothing:?}");
    assert!(nothing.stderr.contains("run once without `--offline`"), "{nothing:?}");
    assert_eq!(run(&project, &["pin", "--diff"]).code, 1);
    drop(registry);
    let offline = run(&project, &["pin", "--offline"]);
    assert_eq!(offline.code, 0, "{offline:?}");
    assert_eq!(project.read("Dockerfile"), format!("FROM {host}/app:1@{}\n", image.digest()));
    project.write("Dockerfile", &text);
    let cached = run(&project, &["pin"]);
    assert_eq!(cached.code, 0, "{cached:?}");
    project.write("Dockerfile", &text);
    let fresh = run(&project, &["pin", "--refresh"]);
    assert_eq!(fresh.code, 2, "{fresh:?}");
}
