//! Debian's `docker-registry` as a process.
//!
//! Invariant: it listens on 127.0.0.1 alone and is killed with its value. Its access log is the count of requests.

use super::certificates::Certificates;
use super::server::http;
use super::{WAY_OUT, free_port, run};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A running registry.
pub struct Registry {
    port: u16,
    process: Child,
    folder: tempfile::TempDir,
    storage: Arc<tempfile::TempDir>,
}

/// Who may read a registry.
pub enum Access<'a> {
    /// Everybody, over http.
    Open,
    /// Everybody, over http; what it does not have comes from another registry.
    MirrorOf(&'a str),
    /// Everybody, over https.
    Tls(&'a Certificates),
    /// Those with a password, over https.
    Password(&'a Certificates, &'a str, &'a str),
    /// Those with a token from a realm, over http.
    Token(&'a Certificates, &'a str),
    /// The same over https, as on Docker Hub.
    TlsToken(&'a Certificates, &'a str),
}

impl Registry {
    /// An empty registry that everybody may read and write over http.
    pub fn open() -> Self {
        Self::start(&Access::Open, Arc::new(tempfile::tempdir().unwrap()))
    }

    /// Another registry that keeps its own images.
    pub fn with(access: &Access<'_>) -> Self {
        Self::start(access, Arc::new(tempfile::tempdir().unwrap()))
    }

    /// Another registry with the same images: images are pushed to an open one and read from one that asks who is there.
    pub fn same_images(&self, access: &Access<'_>) -> Self {
        Self::start(access, Arc::clone(&self.storage))
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Method and path of the requests for images so far; questions for `/v2/` itself are left out.
    pub fn requests(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.log()).unwrap();
        let lines = log.lines().filter_map(|line| line.split('"').nth(1));
        let words = lines.filter_map(|line| line.strip_suffix(" HTTP/1.1").or_else(|| line.strip_suffix(" HTTP/2.0")));
        words.filter(|line| line.contains(" /v2/") && !line.ends_with(" /v2/")).map(str::to_owned).collect()
    }

    /// Takes an image away.
    pub fn delete(&self, repository: &str, digest: &str) {
        let done = http(&self.host(), "DELETE", &format!("/v2/{repository}/manifests/{digest}"), &[], b"");
        assert_eq!(done.status, 202, "{}", done.text());
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn start(access: &Access<'_>, storage: Arc<tempfile::TempDir>) -> Self {
        // Another process may take the port between the search for it and its use.
        for _ in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            let port = free_port();
            let config = folder.path().join("config.yml");
            std::fs::write(&config, configuration(port, storage.path(), access, folder.path())).unwrap();
            let log = std::fs::File::create(folder.path().join("log")).unwrap();
            let process = Command::new("docker-registry")
                .arg("serve")
                .arg(&config)
                .stdin(Stdio::null())
                .stdout(log)
                .stderr(Stdio::null())
                .spawn()
                .unwrap_or_else(|error| panic!("`docker-registry` did not start ({error}); {WAY_OUT}"));
            let mut registry = Self { port, process, folder, storage: Arc::clone(&storage) };
            if registry.is_up() {
                return registry;
            }
        }
        panic!("docker-registry did not listen on any of five ports")
    }

    fn is_up(&mut self) -> bool {
        let end = Instant::now() + Duration::from_secs(20);
        while Instant::now() < end {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn configuration(port: u16, storage: &Path, access: &Access<'_>, folder: &Path) -> String {
    let mut text = format!(
        "version: 0.1\nlog: {{level: error}}\nstorage:\n  delete: {{enabled: true}}\n  filesystem: {{rootdirectory: {}}}\n",
        storage.display()
    );
    let mut tls = String::new();
    if let Access::Tls(certificates) | Access::Password(certificates, ..) | Access::TlsToken(certificates, _) = access {
        let (certificate, key) = certificates.server();
        tls = format!("  tls: {{certificate: {}, key: {}}}\n", certificate.display(), key.display());
    }
    match access {
        Access::Open | Access::Tls(_) => {}
        Access::MirrorOf(host) => text.push_str(&format!("proxy: {{remoteurl: \"http://{host}\"}}\n")),
        Access::Password(_, user, password) => {
            let file = folder.join("htpasswd");
            let made = run(Command::new("htpasswd").args(["-Bbn", user, password]));
            std::fs::write(&file, made.stdout).unwrap();
            text.push_str(&format!("auth: {{htpasswd: {{realm: test, path: {}}}}}\n", file.display()));
        }
        Access::Token(certificates, realm) | Access::TlsToken(certificates, realm) => text.push_str(&format!(
            "auth: {{token: {{realm: \"{realm}\", service: test, issuer: test-issuer, rootcertbundle: {}}}}}\n",
            certificates.token().0.display()
        )),
    }
    text.push_str(&format!("http:\n  addr: 127.0.0.1:{port}\n{tls}"));
    text
}
