//! A certificate authority and a server's certificate for this machine and some names, made by `openssl`.
//!
//! Invariant: they are made anew for each value and are good for a day.

use super::run;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The names that the server's certificate is for; a proxy of a test leads them to this machine.
const NAMES: [&str; 8] = [
    "localhost",
    "registry.test",
    "registry-1.docker.io",
    "auth.docker.io",
    "downloads.example.com",
    "github.com",
    "raw.githubusercontent.com",
    "dl-cdn.alpinelinux.org",
];

/// Certificates in a folder that lives as long as the value.
pub struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    pub fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let openssl = |arguments: &[&str]| run(Command::new("openssl").args(arguments).current_dir(folder.path()));
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        let authority = ["-subj", "/CN=plimsoll test authority", "-keyout", "ca.key", "-out", "ca.pem", "-days", "1"];
        let use_of = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"];
        openssl(&[&["req", "-x509"], key.as_slice(), &authority, &use_of].concat());
        openssl(
            &[&["req"], key.as_slice(), &["-subj", "/CN=registry", "-keyout", "server.key", "-out", "server.csr"]]
                .concat(),
        );
        let names: String = NAMES.iter().map(|name| format!("DNS:{name},")).collect();
        let names = format!("subjectAltName={names}IP:127.0.0.1\nbasicConstraints=CA:FALSE\n");
        std::fs::write(folder.path().join("extensions"), names).unwrap();
        let signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1", "-extfile", "extensions"];
        openssl(&[&["x509", "-req", "-in", "server.csr", "-out", "server.pem"], signed.as_slice()].concat());
        // Token signatures are checked with RSA keys.
        let token =
            ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=token", "-keyout", "token.key", "-out", "token.pem"];
        openssl(&[&["req", "-x509", "-days", "1"], token.as_slice()].concat());
        Self { folder }
    }

    pub fn authority(&self) -> PathBuf {
        self.path("ca.pem")
    }

    pub fn server(&self) -> (PathBuf, PathBuf) {
        (self.path("server.pem"), self.path("server.key"))
    }

    /// Certificate and key that sign tokens.
    pub fn token(&self) -> (PathBuf, PathBuf) {
        (self.path("token.pem"), self.path("token.key"))
    }

    /// Writes a folder like `/etc/docker/certs.d` that trusts the authority for a host.
    pub fn trusted_by(&self, folder: &Path, host: &str) {
        std::fs::create_dir_all(folder.join(host)).unwrap();
        std::fs::copy(self.authority(), folder.join(host).join("ca.crt")).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
