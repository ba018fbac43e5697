//! A token server as Docker Hub has one: anybody may pull `library/…`, a known user everything.
//!
//! Invariant: tokens are signed by `openssl` with the key whose certificate the registry trusts.

use super::certificates::Certificates;
use super::server::{Message, Reply, Server};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// The user that the server knows, and the refresh token that stands for them.
pub const USER: &str = "alice";
/// The user's password.
pub const PASSWORD: &str = "s3cret-password";
/// What stands for both.
pub const REFRESH: &str = "refresh-token-of-alice";

/// Starts a token server.
pub fn token_server(certificates: &Certificates) -> Server {
    let (certificate, key) = certificates.token();
    let pem = std::fs::read_to_string(certificate).unwrap();
    let der: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    Server::start(move |request| answer(request, &der, &key))
}

fn answer(request: &Message, certificate: &str, key: &PathBuf) -> Reply {
    let mut user = None;
    if request.method == "POST" {
        if request.parameter("refresh_token").as_deref() != Some(REFRESH) {
            return Reply::new(401, &[], "");
        }
        user = Some(USER);
    } else if let Some(header) = request.header("authorization") {
        if header != format!("Basic {}", STANDARD.encode(format!("{USER}:{PASSWORD}"))) {
            return Reply::new(401, &[], "");
        }
        user = Some(USER);
    }
    let scope = request.parameter("scope").unwrap_or_default();
    let mut access = Vec::new();
    if let [kind, name, actions] = scope.splitn(3, ':').collect::<Vec<_>>()[..]
        && (user.is_some() || name.starts_with("library/"))
    {
        access.push(json!({ "type": kind, "name": name, "actions": actions.split(',').collect::<Vec<_>>() }));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let claims = json!({
        "iss": "test-issuer", "sub": user.unwrap_or_default(), "aud": request.parameter("service").unwrap_or_default(),
        "exp": now + 300, "nbf": now - 10, "iat": now, "jti": format!("{now}"), "access": access,
    });
    let head = json!({ "typ": "JWT", "alg": "RS256", "x5c": [certificate] });
    let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let body = format!("{}.{}", encode(&head), encode(&claims));
    let token = format!("{body}.{}", URL_SAFE_NO_PAD.encode(sign(&body, key)));
    let answer = json!({ "token": token, "expires_in": 300 });
    Reply::new(200, &[("content-type", "application/json")], answer.to_string())
}

fn sign(text: &str, key: &PathBuf) -> Vec<u8> {
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-sign"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    openssl.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    openssl.wait_with_output().unwrap().stdout
}
