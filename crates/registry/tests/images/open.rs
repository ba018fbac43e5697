//! A registry that everybody may read over http.

use super::support::image::{Image, OCI_INDEX};
use super::support::registry::{Access, Registry};
use super::support::{
    free_port,
    server::{Reply, Server},
};
use super::{client, options, problem, reference, resolve};
use plimsoll_registry::{Client, Options};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

#[test]
fn several_platforms_give_the_digest_of_the_index() {
    let registry = Registry::open();
    let host = registry.host();
    for (name, image, is_index) in
        [("oci", Image::oci("a"), true), ("docker", Image::docker("a"), true), ("single", Image::single("a"), false)]
    {
        image.push(&host, name, "1");
        let resolved = resolve(&client(), &format!("{host}/{name}:1"));
        assert_eq!(resolved.digest, image.digest(), "{name}");
        assert!(!image.platforms().contains(&resolved.digest), "{name}");
        assert_eq!((resolved.media_type.as_str(), resolved.is_index), (image.media_type(), is_index), "{name}");
        assert_eq!((resolved.pushed, resolved.age), (None, None));
    }
}

#[test]
fn moved_and_deleted_tags() {
    let registry = Registry::open();
    let host = registry.host();
    let (old, new) = (Image::oci("old"), Image::oci("new"));
    old.push(&host, "app", "1");
    let (client, image) = (client(), format!("{host}/app:1"));
    assert_eq!(resolve(&client, &image).digest, old.digest());
    new.push(&host, "app", "1");
    assert_eq!(resolve(&client, &image).digest, new.digest());
    // The tag is asked for, not the digest beside it; a digest alone is.
    assert_eq!(resolve(&client, &format!("{image}@{}", old.digest())).digest, new.digest());
    assert_eq!(resolve(&client, &format!("{host}/app@{}", old.digest())).digest, old.digest());
    registry.delete("app", &new.digest());
    assert_eq!(problem(&client, &image), format!("`{host}` has no `{image}`"));
    assert_eq!(problem(&client, &format!("{host}/other")), format!("`{host}` has no `{host}/other:latest`"));
}

#[test]
fn one_request_for_each_distinct_image() {
    let registry = Registry::open();
    let host = registry.host();
    let images: Vec<(String, Image)> = (0..40).map(|n| (format!("team/app{n}"), Image::oci(&n.to_string()))).collect();
    for (name, image) in &images {
        image.push(&host, name, "1");
    }
    let before = registry.requests().len();
    // 200 places: each image five times.
    let places: Vec<_> = (0..200).map(|n| reference(&format!("{host}/{}:1", images[n % 40].0))).collect();
    let done = Mutex::new(Vec::new());
    let outcomes = client().resolve_all(&places, &|index, outcome| done.lock().unwrap().push((index, outcome.is_ok())));
    for (index, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.as_ref().unwrap().digest, images[index % 40].1.digest());
    }
    let mut done = done.into_inner().unwrap();
    done.sort_unstable();
    assert_eq!(done, (0..200).map(|index| (index, true)).collect::<Vec<_>>());
    let requests = registry.requests().split_off(before);
    assert_eq!(requests.len(), 40, "{requests:?}");
    assert!(requests.iter().all(|line| line.starts_with("HEAD /v2/team/app")), "{requests:?}");
}

#[test]
fn a_host_that_hangs_holds_up_nobody_else() {
    let registry = Registry::open();
    Image::oci("a").push(&registry.host(), "app", "1");
    let hangs = Server::start(|_| Reply::Hang);
    let dead = free_port();
    let mut references: Vec<_> = (0..30).map(|n| reference(&format!("{}/app:{n}", hangs.host()))).collect();
    references.extend((0..30).map(|n| reference(&format!("127.0.0.1:{dead}/app:{n}"))));
    references.push(reference(&format!("{}/app:1", registry.host())));
    let client = Client::new(Options { timeout: Duration::from_secs(2), ..options() }).unwrap();
    let done = Mutex::new(Vec::new());
    let start = Instant::now();
    let outcomes = client.resolve_all(&references, &|index, _| done.lock().unwrap().push(index));
    let (done, all) = (done.into_inner().unwrap(), start.elapsed());
    assert!(outcomes[60].is_ok());
    let first_that_hung = done.iter().position(|index| *index < 30);
    let good = done.iter().position(|index| *index == 60);
    assert!(good < first_that_hung, "the registry that answers had to wait: {done:?}");
    assert!(all < Duration::from_secs(30), "30 images of a host that hangs took {all:?}");
    let message = |index: usize| outcomes[index].as_ref().unwrap_err().to_string();
    assert_eq!(message(29), format!("`{}` did not answer within 2 seconds", hangs.host()));
    assert_eq!(message(59), format!("cannot connect to `127.0.0.1:{dead}`: connection refused"));
    assert!(hangs.seen().len() <= 4, "the host that hangs was asked {} times", hangs.seen().len());
}

#[test]
fn mirrors_are_asked_first_and_may_fail() {
    let registry = Registry::open();
    let image = Image::oci("a");
    image.push(&registry.host(), "library/app", "1");
    image.push(&registry.host(), "library/other", "1");
    let mirror = Registry::with(&Access::MirrorOf(&registry.host()));
    let with = |urls: Vec<String>| {
        let mirrors = BTreeMap::from([(registry.host(), urls)]);
        Client::new(Options { mirrors, ..options() }).unwrap()
    };
    let name = |app: &str| format!("{}/library/{app}:1", registry.host());
    let through = with(vec![format!("http://{}", mirror.host())]);
    assert_eq!(resolve(&through, &name("app")).digest, image.digest());
    assert_eq!(mirror.requests(), ["HEAD /v2/library/app/manifests/1"]);
    // One that is down, one that knows nothing, one that answers nonsense.
    let empty = Registry::open();
    let nonsense = Server::start(|_| Reply::new(200, &[], "hello"));
    let before = registry.requests().len();
    let fails = with(vec![
        format!("http://127.0.0.1:{}", free_port()),
        format!("http://{}/some/prefix", empty.host()),
        nonsense.url(),
    ]);
    assert_eq!(resolve(&fails, &name("app")).digest, image.digest());
    assert_eq!(resolve(&fails, &name("other")).digest, image.digest());
    assert_eq!(registry.requests().len(), before + 2);
    assert_eq!(empty.requests()[0], "HEAD /v2/some/prefix/library/app/manifests/1");
    let unknown = problem(&fails, &name("unknown"));
    assert_eq!(
        unknown,
        format!("`{}` has no `{}`", registry.host(), name("unknown")),
        "the registry has the last word"
    );
}

#[test]
fn build_dates() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let client = client();
    let name = reference(&format!("{host}/app:1"));
    assert_eq!(client.created(&name, &image.digest()).unwrap().as_deref(), Some("2025-03-04T05:06:07Z"));
    let lies = Server::start(|_| Reply::new(200, &[("content-type", OCI_INDEX)], r#"{"schemaVersion":2}"#));
    let error = client.created(&reference(&format!("{}/app", lies.host())), &image.digest()).unwrap_err().to_string();
    assert!(error.contains(&image.digest()) && error.contains("its bytes have the digest"), "{error}");
}

#[test]
fn descriptions() {
    let registry = Registry::open();
    let host = registry.host();
    let (several, one) = (Image::oci("a"), Image::single("b"));
    several.push(&host, "app", "1");
    one.push(&host, "app", "2");
    let client = client();
    let described = |tag: &str, image: &Image| {
        let name = reference(&format!("{host}/app:{tag}"));
        client.described(&name, &image.digest()).unwrap()
    };
    let found = described("1", &several);
    assert_eq!(found.platforms, ["linux/amd64", "linux/arm64"]);
    assert!(!found.has_healthcheck);
    assert_eq!(described("2", &one).platforms, ["linux/amd64"]);
}
