//! A server that says what a test wants, and a client that says what a test sends.
//!
//! Invariant: every request is kept, so a test can say what the server has and has not seen; it lives as long as its value.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request that arrived, or the answer to one that was sent.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// `HEAD`; empty in an answer.
    pub method: String,
    /// Path and query; empty in an answer.
    pub path: String,
    /// The status of an answer.
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Message {
    /// The first header of this name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a parameter of the query or of a form, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let body = self.text();
        let query = if self.method == "POST" { &body } else { self.path.split_once('?')?.1 };
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| decoded(value))
    }
}

/// What the server does with a request.
pub enum Reply {
    /// A status, headers, and a body, which is left out for HEAD.
    Answer(u16, Vec<(String, String)>, Vec<u8>),
    /// Bytes that need not be HTTP.
    Raw(Vec<u8>),
    /// Nothing, for as long as the server lives.
    Hang,
    /// A body without end.
    Endless,
    /// The connection is closed.
    Close,
}

impl Reply {
    /// An answer of text.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self::Answer(status, headers, body.into())
    }

    /// A redirect.
    pub fn redirect(location: &str) -> Self {
        Self::new(307, &[("location", location)], "")
    }
}

/// A server on a port of its own.
pub struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Message>>>,
    over: Arc<AtomicBool>,
}

impl Server {
    pub fn start(answer: impl Fn(&Message) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (answer, shared) = (Arc::new(answer), (Arc::clone(&seen), Arc::clone(&over)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, over) = shared.clone();
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let answer = Arc::clone(&answer);
                std::thread::spawn(move || serve(stream, &*answer, &seen, &over));
            }
        });
        Self { port, seen, over }
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.host())
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Message> {
        self.seen.lock().unwrap().clone()
    }

    /// Method and path of the requests so far.
    pub fn lines(&self) -> Vec<String> {
        self.seen().iter().map(|seen| format!("{} {}", seen.method, seen.path)).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// Sends one request over http and reads the answer.
pub fn http(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Message {
    let mut stream = TcpStream::connect(host).unwrap_or_else(|error| panic!("{host}: {error}"));
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let (mut answer, rest) = read_head(&mut stream).unwrap();
    answer.body = rest;
    if answer.header("transfer-encoding").is_none() && method != "HEAD" {
        read_body(&mut stream, &mut answer);
    }
    answer
}

fn serve(mut stream: TcpStream, answer: &dyn Fn(&Message) -> Reply, seen: &Mutex<Vec<Message>>, over: &AtomicBool) {
    let mut first = [0u8];
    if stream.peek(&mut first).is_ok_and(|read| read == 1) && first[0] == 0x16 {
        // A TLS handshake; Go's server, which docker-registry uses, answers it in plain text.
        let _ = stream.write_all(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.\n");
        return;
    }
    while let Some((mut request, rest)) = read_head(&mut stream) {
        request.body = rest;
        read_body(&mut stream, &mut request);
        seen.lock().unwrap().push(request.clone());
        let alive = match answer(&request) {
            Reply::Answer(status, headers, body) => {
                let mut head = format!("HTTP/1.1 {status} Status\r\n");
                for (name, value) in headers {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
                let body = if request.method == "HEAD" { Vec::new() } else { body };
                // In one piece: a second small piece would wait for the first one's acknowledgement.
                stream.write_all(&[head.as_bytes(), &body].concat()).is_ok()
            }
            Reply::Raw(bytes) => {
                let _ = stream.write_all(&bytes);
                false
            }
            Reply::Hang => {
                while !over.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                false
            }
            Reply::Endless => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
                let block = [b' '; 4096];
                while !over.load(Ordering::SeqCst) && stream.write_all(&block).is_ok() {}
                false
            }
            Reply::Close => false,
        };
        if !alive {
            break;
        }
    }
}

/// The head of a message, and what was read of its body.
fn read_head(stream: &mut TcpStream) -> Option<(Message, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut block = [0u8; 4096];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        let read = stream.read(&mut block).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&block[..read]);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let mut message = Message::default();
    let (one, two) = (first.next()?, first.next()?);
    if one.starts_with("HTTP/") {
        message.status = two.parse().ok()?;
    } else {
        (message.method, message.path) = (one.to_owned(), two.to_owned());
    }
    let pairs = lines.filter_map(|line| line.split_once(':'));
    message.headers = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    Some((message, bytes[end + 4..].to_vec()))
}

fn read_body(stream: &mut TcpStream, message: &mut Message) {
    let length: usize = message.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut block = [0u8; 4096];
    while message.body.len() < length {
        match stream.read(&mut block) {
            Ok(read) if read > 0 => message.body.extend_from_slice(&block[..read]),
            _ => break,
        }
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| std::str::from_utf8(after.get(..2)?).ok()).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
