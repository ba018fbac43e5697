//! The HTML form of an index page (PEP 503): a list of anchors.
//!
//! Invariant: only tags, their attributes and the text of anchors are looked at, each character once; comments and scripts
//! hold no anchors.

use super::project::{CoreMetadata, Raw};
use std::collections::BTreeMap;

/// The files of a page, and the address that relative references start from if the page names one.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) files: Vec<Raw>,
    pub(super) base: Option<String>,
}

/// Reads a page.
pub(super) fn read(body: &[u8]) -> Result<Page, String> {
    let text = String::from_utf8_lossy(body);
    let mut page = Page::default();
    let mut html = false;
    let mut anchor: Option<(Vec<(String, String)>, usize)> = None;
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        if let Some(comment) = text[open..].strip_prefix("<!--") {
            at = comment.find("-->").map_or(text.len(), |end| open + 4 + end + 3);
            continue;
        }
        let Some(tag) = Tag::read(&text[open + 1..]) else {
            at = open + 1;
            continue;
        };
        at = open + 1 + tag.length;
        match tag.name.as_str() {
            "!doctype" | "html" | "head" | "body" => html = true,
            "a" => {
                html = true;
                page.files.extend(anchor.take().and_then(|(attributes, from)| file(&attributes, &text[from..open])));
                anchor = Some((tag.attributes, at));
            }
            "/a" => {
                page.files.extend(anchor.take().and_then(|(attributes, from)| file(&attributes, &text[from..open])));
            }
            "base" if page.base.is_none() => page.base = attribute(&tag.attributes, "href").map(str::to_owned),
            "meta" if attribute(&tag.attributes, "name") == Some("pypi:repository-version") => {
                let version = attribute(&tag.attributes, "content").unwrap_or("1.0");
                if version.split('.').next() != Some("1") {
                    return Err(format!("version {} of the interface is not known", version.escape_debug()));
                }
            }
            name @ ("script" | "style") => {
                let end = text[at..].to_ascii_lowercase().find(&format!("</{name}"));
                at = end.map_or(text.len(), |end| at + end);
            }
            _ => {}
        }
    }
    if html { Ok(page) } else { Err("neither HTML nor JSON".to_owned()) }
}

/// A tag: `a href="x"` with its length up to and with `>`.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    length: usize,
}

impl Tag {
    /// Reads behind `<`; `None` when no tag stands there or it does not end.
    fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"/!-".contains(byte);
        let name_end = bytes.iter().position(|byte| !is_name(byte))?;
        if name_end == 0 {
            return None;
        }
        let mut tag = Self { name: text[..name_end].to_ascii_lowercase(), attributes: Vec::new(), length: 0 };
        let mut at = name_end;
        loop {
            at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b'/')?;
            if bytes[at] == b'>' {
                tag.length = at + 1;
                return Some(tag);
            }
            let is_key = |byte: &u8| !byte.is_ascii_whitespace() && !b"=>/".contains(byte);
            let key_end = at + bytes[at..].iter().position(|byte| !is_key(byte))?;
            if key_end == at {
                at += 1;
                continue;
            }
            let key = text[at..key_end].to_ascii_lowercase();
            at = key_end + bytes[key_end..].iter().position(|byte| !byte.is_ascii_whitespace())?;
            let mut value = "";
            if bytes[at] == b'=' {
                at += 1;
                at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
                let quote = bytes[at];
                if quote == b'"' || quote == b'\'' {
                    let end = at + 1 + bytes[at + 1..].iter().position(|byte| *byte == quote)?;
                    value = &text[at + 1..end];
                    at = end + 1;
                } else {
                    let end = at + bytes[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                    value = &text[at..end];
                    at = end;
                }
            }
            tag.attributes.push((key, unescaped(value)));
        }
    }
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn file(attributes: &[(String, String)], text: &str) -> Option<Raw> {
    let href = attribute(attributes, "href")?.to_owned();
    let text = unescaped(text);
    // The text of an anchor is the file's name; some servers write something else there.
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default().replace("%2B", "+").replace("%2b", "+");
    let known = |name: &str| name.contains('-') && !name.contains(['/', '<', ' ']);
    let filename = [text.trim(), &last].into_iter().find(|name| known(name))?.to_owned();
    // PEP 714 renamed the attribute.
    let metadata = attribute(attributes, "data-core-metadata")
        .or_else(|| attribute(attributes, "data-dist-info-metadata"))
        .filter(|value| *value != "false");
    let core_metadata = match metadata {
        None => CoreMetadata::None,
        Some(value) => {
            let digest = value.split_once('=').map(|(algorithm, digest)| (algorithm.to_owned(), digest.to_owned()));
            CoreMetadata::Offered(digest.into_iter().collect::<BTreeMap<_, _>>())
        }
    };
    Some(Raw {
        filename,
        href,
        hashes: BTreeMap::new(),
        requires_python: attribute(attributes, "data-requires-python").map(str::to_owned),
        yanked: attribute(attributes, "data-yanked").map(str::to_owned),
        core_metadata,
    })
}

/// The text with its character references replaced, those that index pages use.
fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, reference(&rest[1..end])?))) {
            Some((end, character)) => {
                result.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                result.push('&');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    result
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::packages::CoreMetadata;

    #[test]
    fn a_page() {
        let page = "<!DOCTYPE html><html><head><meta name=\"pypi:repository-version\" content=\"1.3\"><base href='../files/'></head>\n\
            <body><!-- <a href=\"foo-0.zip\">foo-0.zip</a> --><script>'<a href=\"foo-00.zip\">'</script>\n\
            <A HREF=\"foo-1.zip#sha256=ab\" data-requires-python=\"&gt;=3.8,&#60;4\">foo-1.zip</A><br />\n\
            <a href=foo-2.zip data-yanked data-dist-info-metadata=true>foo-2.zip</a>\n\
            <a data-core-metadata='sha256=cd' href='x/foo-3%2Bcpu-py3-none-any.whl?a=1&amp;b=2' data-yanked=\"bad &quot;x&quot;\">the wheel</a>\n\
            <a>no</a><a href=\"../\">up</a></body></html>";
        let page = read(page.as_bytes()).unwrap();
        assert_eq!(page.base.as_deref(), Some("../files/"));
        let names: Vec<_> = page.files.iter().map(|file| file.filename.as_str()).collect();
        assert_eq!(names, ["foo-1.zip", "foo-2.zip", "foo-3+cpu-py3-none-any.whl"]);
        assert_eq!(page.files[0].requires_python.as_deref(), Some(">=3.8,<4"));
        assert_eq!(page.files[1].yanked.as_deref(), Some(""));
        assert_eq!(page.files[1].core_metadata, CoreMetadata::Offered(Default::default()));
        assert_eq!(page.files[2].yanked.as_deref(), Some("bad \"x\""));
        assert_eq!(page.files[2].href, "x/foo-3%2Bcpu-py3-none-any.whl?a=1&b=2");
        assert_eq!(page.files[2].core_metadata, CoreMetadata::Offered([("sha256".into(), "cd".into())].into()));
    }

    #[test]
    fn what_is_no_page() {
        assert!(read(b"oops").is_err());
        assert!(read(b"\x00\xff\x3c\x00").is_err());
        let newer = b"<html><meta name='pypi:repository-version' content='2.0'></html>";
        assert_eq!(read(newer).unwrap_err(), "version 2.0 of the interface is not known");
    }

    #[test]
    fn half_a_page_ends() {
        let whole = "<html><a href='foo-1.zip' data-yanked>foo-1.zip</a><!-- x --><script>y</script></html>";
        for end in 0..whole.len() {
            let files = read(&whole.as_bytes()[..end]).map_or(0, |page| page.files.len());
            assert_eq!(files, usize::from(end >= "<html><a href='foo-1.zip' data-yanked>foo-1.zip</a>".len()), "{end}");
        }
        assert_eq!(read(b"<html><a href='foo-1.zip").unwrap().files.len(), 0);
    }
}
