//! What well-behaved indexes say: pages in HTML and JSON, metadata, the cache, and how often they are asked.

use super::server::{Reply, Server};
use super::{cache, index, options};
use plimsoll_registry::CacheMode;
use plimsoll_registry::packages::{CoreMetadata, Error, Index, IndexOptions, Project};
use std::io::BufRead;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const METADATA: &str = "Metadata-Version: 2.1\nName: foo-bar\nVersion: 2.0\nRequires-Dist: baz>=1 ; extra == 'x'\nProvides-Extra: x\n\ntext\n";

/// Of `METADATA`.
const DIGEST: &str = "d9475c51a66a0f7618a75d872f758981bc62ab2343bbd334c4f363f39c8da8a0";

/// Python's own web server over a folder.
pub(crate) struct Folder {
    child: Child,
    pub(crate) port: u16,
}

impl Folder {
    pub(crate) fn serve(dir: &Path) -> Self {
        let mut child = Command::new("python3")
            .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 is needed for this test; install it");
        let mut line = String::new();
        std::io::BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        // `Serving HTTP on 127.0.0.1 port 37331 (…) ...`
        let port = line.split(" port ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
        Self { child, port: port.unwrap_or_else(|| panic!("no port in `{line}`")) }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn versions(project: &Project) -> Vec<(&str, bool)> {
    project.files.iter().map(|file| (file.version.as_str(), file.yanked.is_some())).collect()
}

#[test]
fn a_folder_of_html() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("simple/foo-bar");
    std::fs::create_dir_all(&page).unwrap();
    std::fs::create_dir_all(dir.path().join("files")).unwrap();
    let digest = "b".repeat(64);
    let html = format!(
        "<!DOCTYPE html><html><body>\n<a href=\"../../files/foo_bar-1.0.tar.gz#sha256={digest}\" data-requires-python=\"&gt;=3.8\">foo_bar-1.0.tar.gz</a><br>\n<a href=\"../../files/foo_bar-1.1.tar.gz\" data-yanked=\"broken\">foo_bar-1.1.tar.gz</a>\n<a href=\"../../files/foo_bar-2.0-py3-none-any.whl\" data-core-metadata=\"true\">foo_bar-2.0-py3-none-any.whl</a>\n<a href=\"other-1.0.tar.gz\">other-1.0.tar.gz</a></body></html>"
    );
    std::fs::write(page.join("index.html"), html).unwrap();
    std::fs::write(dir.path().join("files/foo_bar-2.0-py3-none-any.whl.metadata"), METADATA).unwrap();
    let folder = Folder::serve(dir.path());
    let index = index(&format!("http://127.0.0.1:{}/simple/", folder.port));
    let project = index.project("Foo.Bar").unwrap();
    assert_eq!(versions(&project), [("1.0", false), ("1.1", true), ("2.0", false)]);
    let first = &project.files[0];
    assert_eq!(first.url, format!("http://127.0.0.1:{}/files/foo_bar-1.0.tar.gz", folder.port));
    assert_eq!((first.hashes["sha256"].as_str(), first.requires_python.as_deref()), (digest.as_str(), Some(">=3.8")));
    assert_eq!(index.metadata(first).unwrap(), None);
    let metadata = index.metadata(&project.files[2]).unwrap().unwrap();
    assert_eq!(metadata.requires_dist, ["baz>=1 ; extra == 'x'"]);
    assert!(matches!(index.project("missing"), Err(Error::NotFound { .. })));
}

fn json_server(digest: &'static str) -> Server {
    Server::start(move |asked| match asked.path.as_str() {
        "/simple/foo-bar/" => Reply::json(format!(
            r#"{{"meta": {{"api-version": "1.1"}}, "name": "foo-bar", "files": [
                {{"filename": "foo_bar-2.0-py3-none-any.whl", "url": "/f/foo_bar-2.0-py3-none-any.whl", "hashes": {{"sha256": "{}"}},
                  "requires-python": ">=3.9", "yanked": false, "core-metadata": {{"sha256": "{digest}"}}}}]}}"#,
            "c".repeat(64)
        )),
        "/f/foo_bar-2.0-py3-none-any.whl.metadata" => Reply::Whole(200, Vec::new(), METADATA.into()),
        _ => Reply::status(404),
    })
}

#[test]
fn json_is_asked_for_and_each_question_is_put_once() {
    let server = json_server(DIGEST);
    let index = index(&server.index());
    std::thread::scope(|scope| {
        for name in ["foo-bar", "Foo_Bar", "foo.bar", "none"] {
            let index = &index;
            scope.spawn(move || {
                let file = index.project(name).ok().map(|project| project.files[0].clone());
                if let Some(file) = file {
                    index.metadata(&file).unwrap().unwrap();
                }
            });
        }
    });
    let asked = server.asked();
    let mut paths: Vec<&str> = asked.iter().map(|it| it.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/f/foo_bar-2.0-py3-none-any.whl.metadata", "/simple/foo-bar/", "/simple/none/"]);
    let page = asked.iter().find(|it| it.path.starts_with("/simple/foo")).unwrap();
    assert!(page.header("accept").unwrap().starts_with("application/vnd.pypi.simple.v1+json, "));
    assert!(page.header("user-agent").unwrap().starts_with("plimsoll/"));
    let file = &index.project("foo-bar").unwrap().files[0];
    assert!(matches!(&file.core_metadata, CoreMetadata::Offered(hashes) if hashes["sha256"] == DIGEST));
}

#[test]
fn metadata_that_is_not_what_its_digest_says() {
    let server = json_server("dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd");
    let index = index(&server.index());
    let error = index.metadata(&index.project("foo-bar").unwrap().files[0]).unwrap_err();
    assert!(error.to_string().contains("not what its digest says"), "{error}");
}

#[test]
fn answers_are_kept_and_suffice_without_a_connection() {
    let dir = tempfile::tempdir().unwrap();
    let server = json_server(DIGEST);
    let with = |mode| Index::new(IndexOptions { cache: cache(dir.path(), mode), ..options(&server.index()) });
    let everything = |index: &Index| {
        let project = index.project("foo-bar")?;
        Ok::<_, Error>((project.files.clone(), index.metadata(&project.files[0])?, index.project("none").is_err()))
    };
    let error = everything(&with(CacheMode::Offline)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing is known about `foo-bar` without a connection; run once without `--offline`"
    );
    assert!(server.asked().is_empty());
    let fresh = everything(&with(CacheMode::Use)).unwrap();
    assert_eq!(server.asked().len(), 3);
    assert_eq!(everything(&with(CacheMode::Use)).unwrap(), fresh);
    assert_eq!(everything(&with(CacheMode::Offline)).unwrap(), fresh);
    assert_eq!(server.asked().len(), 3);
    assert!(with(CacheMode::Offline).project("foo-bar").unwrap().from_cache);
    everything(&with(CacheMode::Refresh)).unwrap();
    assert_eq!(server.asked().len(), 6);
}
