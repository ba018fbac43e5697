//! Lines of `sources.list` in a text: what `echo "deb http://… bookworm main"` writes.
//!
//! Invariant: an address or suite that holds a variable is none.
//!
//! Example: of `deb [arch=amd64] http://deb.debian.org/debian bookworm-updates main` the address is
//! `http://deb.debian.org/debian` and the suite `bookworm-updates`, of the release `bookworm`.

/// A line that names a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'t> {
    /// `http://deb.debian.org/debian`
    pub url: &'t str,
    /// Byte offset of the address in the text.
    pub url_at: usize,
    /// `bookworm-updates`
    pub suite: &'t str,
    /// Byte offset of the suite in the text.
    pub suite_at: usize,
}

/// Whose a repository is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The distribution's own, for releases that are supported.
    Live,
    /// A mirror of the distribution.
    Mirror,
    /// An archive, or a repository of somebody else.
    Other,
}

/// The lines of `text`, which may stand between quotes and hold `\n` instead of line ends.
#[must_use]
pub fn sources(text: &str) -> Vec<Source<'_>> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for (index, (_, token)) in tokens.iter().enumerate() {
        if !matches!(*token, "deb" | "deb-src") {
            continue;
        }
        let mut rest = tokens[index + 1..].iter();
        let mut next = rest.next();
        if next.is_some_and(|(_, token)| token.starts_with('[')) {
            while next.is_some_and(|(_, token)| !token.ends_with(']')) {
                next = rest.next();
            }
            next = rest.next();
        }
        let (Some((url_at, url)), Some((suite_at, suite))) = (next, rest.next()) else { continue };
        if url.starts_with("http") && url.contains("://") && !url.contains('$') && !suite.contains(['$', '`', '(']) {
            found.push(Source { url, url_at: *url_at, suite, suite_at: *suite_at });
        }
    }
    found
}

impl<'t> Source<'t> {
    /// `bookworm` of `bookworm-updates` and `bookworm/updates`.
    #[must_use]
    pub fn codename(&self) -> &'t str {
        self.suite.split(['-', '/']).next().unwrap_or(self.suite)
    }

    /// Whose the repository is.
    #[must_use]
    pub fn host(&self) -> Host {
        let (host, path) = self.parts();
        let is_own = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
        if matches!(host, "archive.debian.org" | "snapshot.debian.org" | "old-releases.ubuntu.com") {
            return Host::Other;
        }
        let is_live = [
            "deb.debian.org",
            "security.debian.org",
            "http.debian.net",
            "httpredir.debian.org",
            "archive.ubuntu.com",
            "security.ubuntu.com",
            "ports.ubuntu.com",
        ]
        .into_iter()
        .any(is_own);
        if is_live || (host.starts_with("ftp") && is_own("debian.org")) {
            return Host::Live;
        }
        let first = path.trim_matches('/').split('/').next().unwrap_or("");
        let is_copy = matches!(first, "debian" | "ubuntu" | "debian-security" | "ubuntu-ports");
        if is_copy && host.contains("mirror") { Host::Mirror } else { Host::Other }
    }

    /// The address in the archive of the distribution, where it has what this one had.
    #[must_use]
    pub fn archived_url(&self) -> Option<String> {
        let (host, path) = self.parts();
        // The archive of Debian has no updates beside the release.
        if self.suite.ends_with("-updates") {
            return None;
        }
        let (new_host, path) = match host {
            _ if host.ends_with("ubuntu.com") => ("old-releases.ubuntu.com", path),
            "security.debian.org" => ("archive.debian.org", "/debian-security"),
            _ => ("archive.debian.org", path),
        };
        Some(format!("http://{new_host}{path}"))
    }

    fn parts(&self) -> (&'t str, &'t str) {
        let rest = self.url.split_once("://").map_or(self.url, |(_, rest)| rest);
        let at = rest.find('/').unwrap_or(rest.len());
        rest.split_at(at)
    }
}

/// Words of the text with their offsets; blanks, quotes and the two characters `\n` part them.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let width = match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b';' => 1,
            b'\\' => 2.min(bytes.len() - at),
            _ => 0,
        };
        if width == 0 {
            at += 1;
            continue;
        }
        if start < at {
            found.push((start, &text[start..at]));
        }
        at += width;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        start = at;
    }
    if start < text.len() {
        found.push((start, &text[start..]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Host, sources};

    #[test]
    fn lines_are_found_in_words_and_files() {
        let text = "\"deb [arch=amd64 trusted=yes] http://deb.debian.org/debian buster-updates main\\ndeb-src https://x.example.com/ ./\\n\"";
        let found: Vec<_> = sources(text).iter().map(|it| (it.url, it.suite, it.codename(), it.host())).collect();
        assert_eq!(
            found,
            [
                ("http://deb.debian.org/debian", "buster-updates", "buster", Host::Live),
                ("https://x.example.com/", "./", ".", Host::Other)
            ]
        );
        assert_eq!(&text[sources(text)[0].suite_at..][..6], "buster");
        assert_eq!(sources("deb http://deb.debian.org/debian $(lsb_release -cs) main"), []);
        assert_eq!(sources("apt-get install foo.deb"), []);
    }

    #[test]
    fn hosts() {
        let host = |url: &str| sources(&format!("deb {url} jammy main"))[0].host();
        assert_eq!(host("http://us.archive.ubuntu.com/ubuntu/"), Host::Live);
        assert_eq!(host("http://ftp.de.debian.org/debian"), Host::Live);
        assert_eq!(host("http://mirrors.aliyun.com/ubuntu/"), Host::Mirror);
        assert_eq!(host("http://archive.debian.org/debian"), Host::Other);
        assert_eq!(host("https://download.docker.com/linux/debian"), Host::Other);
        let archived = |text: &str| sources(text)[0].archived_url();
        assert_eq!(
            archived("deb http://security.debian.org/ stretch/updates main").as_deref(),
            Some("http://archive.debian.org/debian-security")
        );
        assert_eq!(archived("deb http://deb.debian.org/debian stretch-updates main"), None);
    }
}
