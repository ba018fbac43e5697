//! The tag behind a digest.

use super::support::image::{Image, OCI_INDEX, digest};
use super::support::registry::Registry;
use super::support::server::{Message, Reply, Server};
use super::{client, reference};

#[test]
fn the_most_specific_tag_is_found() {
    let registry = Registry::open();
    let host = registry.host();
    let (old, new) = (Image::oci("old"), Image::oci("new"));
    for tag in ["3.12.3", "3.11"] {
        old.push(&host, "python", tag);
    }
    for tag in ["latest", "3", "3.12", "3.12.4", "slim"] {
        new.push(&host, "python", tag);
    }
    let tag_of = |digest: &str| client().tag_of(&reference(&format!("{host}/python@{digest}"))).unwrap();
    assert_eq!(tag_of(&new.digest()).as_deref(), Some("3.12.4"));
    assert_eq!(tag_of(&old.digest()).as_deref(), Some("3.12.3"));
    assert_eq!(tag_of(&digest(b"nothing")), None);
    // A tag that is written and still fits stays.
    let written = reference(&format!("{host}/python:3.12@{}", new.digest()));
    assert_eq!(client().tag_of(&written).unwrap().as_deref(), Some("3.12"));
    assert!(client().tag_of(&reference("python:3.12")).unwrap_err().to_string().contains("has no digest"));
}

/// A registry whose list of tags has pages of three.
fn paged(count: usize) -> impl Fn(&Message) -> Reply {
    move |request| {
        if let Some(tag) = request.path.split("/manifests/").nth(1) {
            let digest = digest(tag.as_bytes());
            return Reply::new(200, &[("docker-content-digest", &digest), ("content-type", OCI_INDEX)], "");
        }
        let last: usize = request.parameter("last").map_or(0, |last| last.parse().unwrap());
        let tags: Vec<String> = (last..count.min(last + 3)).map(|n| format!("\"1.0.{n}\"")).collect();
        let body = format!(r#"{{"name":"app","tags":[{}]}}"#, tags.join(","));
        let link = format!("</v2/app/tags/list?last={}&n=3>; rel=\"next\"", last + 3);
        let more: &[(&str, &str)] = if last + 3 < count { &[("link", &link)] } else { &[] };
        Reply::new(200, more, body)
    }
}

#[test]
fn lists_have_pages() {
    let server = Server::start(paged(8));
    let name = reference(&format!("{}/app@{}", server.host(), digest(b"1.0.7")));
    assert_eq!(client().tag_of(&name).unwrap().as_deref(), Some("1.0.7"));
    let lists = server.lines().iter().filter(|line| line.contains("/tags/list")).count();
    assert_eq!(lists, 3);
}

#[test]
fn the_search_has_an_end() {
    let server = Server::start(paged(130));
    let name = format!("{}/app@{}", server.host(), digest(b"1.0.3"));
    let error = client().tag_of(&reference(&name)).unwrap_err().to_string();
    assert_eq!(error, format!("100 of 130 tags of `{name}` were looked at and none has this digest"));
    let asked = server.lines().iter().filter(|line| line.starts_with("HEAD")).count();
    assert_eq!(asked, 100);
}

#[test]
fn the_next_page_is_not_elsewhere() {
    let other = Server::start(paged(3));
    let link = format!("<{}/v2/app/tags/list?last=0>; rel=next", other.url());
    let server = Server::start(move |_| Reply::new(200, &[("link", &link)], r#"{"tags":["1"]}"#));
    let name = reference(&format!("{}/app@{}", server.host(), digest(b"1")));
    assert!(client().tag_of(&name).unwrap_err().to_string().contains("its next page is elsewhere"));
    assert_eq!(other.lines(), [""; 0]);
}

#[test]
fn pages_without_end() {
    let link = r#"</v2/app/tags/list?n=1000>; rel="next""#;
    let server = Server::start(move |_| Reply::new(200, &[("link", link)], r#"{"tags":[]}"#));
    let name = reference(&format!("{}/app@{}", server.host(), digest(b"1")));
    assert_eq!(client().tag_of(&name).unwrap(), None);
    assert_eq!(server.lines().len(), 50);
}
