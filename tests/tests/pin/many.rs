//! Many images: one request for each distinct one.

use super::cli_support::Project;
use super::run;
use super::support::image::Image;
use super::support::registry::Registry;
use std::collections::BTreeSet;

#[test]
fn two_hundred_images_in_five_folders() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("the same bytes under many names");
    let names: Vec<String> = (0..200).map(|n| format!("team{}/app{n}", n % 7)).collect();
    names.iter().for_each(|name| image.push(&host, name, "1.0"));
    let mut files: Vec<(String, String)> = Vec::new();
    for folder in 0..5 {
        for file in 0..8 {
            // Five images of its own, one that every folder has, and one stage.
            let own = (0..5).map(|n| format!("FROM {host}/{}:1.0 AS s{n}\n", names[folder * 40 + file * 5 + n]));
            let text: String = own.chain([format!("COPY --from={host}/{}:1.0 / /\nFROM s0\n", names[0])]).collect();
            files.push((format!("folder{folder}/service{file}/Dockerfile"), text));
        }
    }
    let project = Project::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    let before = registry.requests().len();
    let run = run(&project, &["pin"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("240 pinned, 40 skipped."), "{}", run.stderr);
    let requests = registry.requests().split_off(before);
    let distinct: BTreeSet<&String> = requests.iter().collect();
    assert_eq!((requests.len(), distinct.len()), (200, 200), "{requests:?}");
    assert!(requests.iter().all(|request| request.starts_with("HEAD ")), "{requests:?}");
    for (path, text) in &files {
        assert_eq!(project.read(path), text.replace(":1.0", &format!(":1.0@{}", image.digest())), "{path}");
    }
}
