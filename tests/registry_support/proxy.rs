//! An HTTP proxy for CONNECT that leads hosts to ports of this machine.
//!
//! Invariant: which hosts were asked for is kept; nothing else is reached through it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A running proxy; it ends with the test's process.
pub struct Proxy {
    port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// A proxy whose every connection ends at `port`.
    pub fn to(port: u16) -> Self {
        Self::by_host(move |_| port)
    }

    /// A proxy that leads `host:port` to what `port_of` says.
    pub fn by_host(port_of: impl Fn(&str) -> u16 + Send + Sync + 'static) -> Self {
        let port_of = Arc::new(port_of);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, port_of) = (Arc::clone(&shared), Arc::clone(&port_of));
                std::thread::spawn(move || serve(stream, &*port_of, &shared));
            }
        });
        Self { port: own, seen }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The hosts that were asked for.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(mut client: TcpStream, port_of: &dyn Fn(&str) -> u16, seen: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    let mut byte = [0u8];
    while !head.ends_with(b"\r\n\r\n") {
        match client.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let Some(target) = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()) else { return };
    seen.lock().unwrap().push(target.to_owned());
    let Ok(mut server) = TcpStream::connect(("127.0.0.1", port_of(target))) else { return };
    let _ = client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n");
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Write);
}
