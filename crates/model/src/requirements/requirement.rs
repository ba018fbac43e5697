//! One requirement as PEP 508 and pip's files write it.
//!
//! Invariant: what is not plainly a requirement is none; templates and variables never are.

use super::Requirement;
use plimsoll_text::range;

/// Reads `body`, which starts at `start` of the file.
pub(super) fn requirement(body: &str, start: usize) -> Option<Requirement<'_>> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let name_end = body.bytes().position(|byte| !is_name(byte)).unwrap_or(body.len());
    let name = &body[..name_end];
    let edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !edge(name.bytes().next()) || !edge(name.bytes().last()) {
        return None;
    }
    if body.contains("{{") || body.contains("{%") || body.contains('$') {
        return None;
    }
    let mut head_end = name_end;
    let mut extras = "";
    let mut rest = body[name_end..].trim_start();
    if let Some(inner) = rest.strip_prefix('[') {
        let (inside, behind) = inner.split_once(']')?;
        extras = inside;
        head_end = body.len() - behind.len();
        rest = behind.trim_start();
    }
    let options_at = rest.find(" --").unwrap_or(rest.len());
    let hashes = hashes(&rest[options_at..]);
    if let Some(url) = rest.strip_prefix('@') {
        let fixed =
            url.contains('#') || url.contains(".whl") || url.rsplit('/').next().is_some_and(|last| last.contains('@'));
        let end = start + body.len();
        let (url, marker) = match url[..options_at - 1].split_once(" ;") {
            Some((url, marker)) => (url, Some(marker)),
            None => (&url[..options_at - 1], None),
        };
        return Some(Requirement {
            name,
            extras,
            range: range(start, end),
            specifier: "",
            specifier_range: range(end, end),
            url: Some(url.trim()),
            marker: marker.and_then(written),
            hashes,
            pinned: fixed,
        });
    }
    let specifier_end = rest.find(';').unwrap_or(rest.len()).min(options_at);
    let specifier = rest[..specifier_end].trim_end_matches(BLANK);
    let plain = specifier.is_empty()
        || specifier.starts_with(['=', '<', '>', '!', '~', '(']) && specifier.chars().all(|it| !"/:{}".contains(it));
    if !plain {
        return None;
    }
    let specifier_range = match specifier {
        "" => range(start + head_end, start + head_end),
        specifier => {
            let at = start + body.len() - rest.len();
            range(at, at + specifier.len())
        }
    };
    let exact = specifier.trim_start_matches('(').split(',').any(|part| part.trim().starts_with("=="));
    Some(Requirement {
        name,
        extras,
        range: range(start, usize::from(specifier_range.end())),
        specifier,
        specifier_range,
        url: None,
        marker: rest[specifier_end..options_at.max(specifier_end)].strip_prefix(';').and_then(written),
        pinned: exact || !hashes.is_empty(),
        hashes,
    })
}

/// What may stand between the parts of a requirement, a continuation included.
const BLANK: [char; 5] = [' ', '\t', '\\', '\r', '\n'];

fn written(text: &str) -> Option<&str> {
    Some(text.trim_matches(BLANK)).filter(|text| !text.is_empty())
}

fn hashes(options: &str) -> Vec<&str> {
    let mut words = options.split(BLANK).filter(|word| !word.is_empty());
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        match word.strip_prefix("--hash") {
            Some("") => found.extend(words.next()),
            Some(value) => found.extend(value.strip_prefix('=')),
            None => {}
        }
    }
    found
}
