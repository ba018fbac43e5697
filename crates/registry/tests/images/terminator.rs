//! TLS before a server that speaks http.
//!
//! Invariant: it ends with the test's process.

use super::support::certificates::Certificates;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// The port of a new TLS server that hands each request to `port`, one connection a request.
pub(super) fn start(certificates: &Certificates, port: u16) -> u16 {
    let (certificate, key) = certificates.server();
    let chain = CertificateDer::pem_file_iter(certificate).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || {
                let mut tls = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                let mut request = Vec::new();
                let mut block = [0u8; 4096];
                while !request.windows(4).any(|four| four == b"\r\n\r\n") {
                    match tls.read(&mut block) {
                        Ok(read) if read > 0 => request.extend_from_slice(&block[..read]),
                        _ => return,
                    }
                }
                let mut plain = TcpStream::connect(("127.0.0.1", port)).unwrap();
                plain.write_all(&request).unwrap();
                plain.shutdown(std::net::Shutdown::Write).unwrap();
                let mut answer = Vec::new();
                let _ = plain.read_to_end(&mut answer);
                let _ = tls.write_all(&answer);
                tls.conn.send_close_notify();
                let _ = tls.flush();
            });
        }
    });
    own
}
