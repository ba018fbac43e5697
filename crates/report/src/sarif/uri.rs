//! Paths as URI references.
//!
//! Invariant: a relative path stays relative, so that the reader resolves it against the root of the sources.

use std::fmt::Write;

/// A path with `/` between folders as a URI reference (RFC 3986), and whether it is relative.
pub(super) fn uri(path: &str) -> (String, bool) {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let path = if drive { path.replace('\\', "/") } else { path.to_owned() };
    if drive {
        return (format!("file:///{}", encoded(&path)), false);
    }
    if path.starts_with('/') {
        return (format!("file://{}", encoded(&path)), false);
    }
    (encoded(path.strip_prefix("./").unwrap_or(&path)), true)
}

fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("a b/Dockerfile"), ("a%20b/Dockerfile".to_owned(), true));
        assert_eq!(uri("./büro:1#?%"), ("b%C3%BCro%3A1%23%3F%25".to_owned(), true));
        assert_eq!(uri("/srv/x"), ("file:///srv/x".to_owned(), false));
        assert_eq!(uri("C:\\x\\y"), ("file:///C%3A/x/y".to_owned(), false));
    }
}
