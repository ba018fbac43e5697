//! The references that a Git repository advertises over HTTP.
//!
//! Both protocols begin with the same question for `info/refs`. A server with Git behind it answers in lines with their
//! length before them, the first of which says `# service=git-upload-pack`; a server of files gives the file, `SHA TAB NAME`
//! a line, and has `HEAD` beside it.
//!
//! Invariant: a name that means two commits has no answer.
//! Source: <https://git-scm.com/docs/http-protocol>, <https://git-scm.com/docs/gitprotocol-pack>, 2026-11-25.

use super::{Web, checked};
use crate::Error;
use crate::transport::{Request, Response, Url};
use std::collections::BTreeMap;

/// The longest list of references that is read.
const LIST: u64 = 64 * 1024 * 1024;

/// The longest `HEAD`.
const HEAD: u64 = 4096;

/// Commits and tag objects by the name of their reference; `refs/tags/v1^{}` is what the tag `v1` is of.
type References = BTreeMap<String, String>;

impl Web {
    pub(super) fn ask_commit(&self, repository: &Url, reference: Option<&str>) -> Result<String, Error> {
        let beside = |name: &str| {
            let base = repository.path().split('?').next().unwrap_or_default().trim_end_matches('/');
            let url = repository.join(&format!("{base}/{name}"));
            url.ok_or(Error::Address { problem: "is no repository's" })
        };
        let list = self.success(&Request::get(beside("info/refs?service=git-upload-pack")?, LIST))?;
        let host = list.url.authority();
        let unreadable = || Error::Answer { host: host.clone(), problem: "it is no list of references".into() };
        let is_smart = list.header("content-type") == Some("application/x-git-upload-pack-advertisement");
        let mut references = match is_smart {
            true => packets(&list.body).ok_or_else(unreadable)?,
            false => lines(&list).ok_or_else(unreadable)?,
        };
        let Some(name) = reference else {
            if !is_smart {
                let head = checked(self.transport.send(&Request::get(beside("HEAD")?, HEAD))?)?;
                let head = String::from_utf8_lossy(&head.body).trim().to_owned();
                let commit = match head.strip_prefix("ref:") {
                    Some(name) => references.remove(name.trim()),
                    None => Some(head).filter(|head| is_commit(head)),
                };
                return commit.ok_or_else(unreadable);
            }
            let problem = "the repository is empty".to_owned();
            return references.remove("HEAD").ok_or(Error::Answer { host, problem });
        };
        let branch = references.get(&format!("refs/heads/{name}"));
        let tag = format!("refs/tags/{name}");
        let tag = references.get(&format!("{tag}^{{}}")).or_else(|| references.get(&tag));
        let full = Some(name).filter(|name| name.starts_with("refs/"));
        let full = full.and_then(|name| references.get(&format!("{name}^{{}}")).or_else(|| references.get(name)));
        let mut named = [branch, tag, full].into_iter().flatten();
        let first = named.next().cloned();
        let problem = match (&first, named.all(|other| Some(other) == first.as_ref())) {
            (Some(commit), true) => return Ok(commit.clone()),
            (Some(_), false) => format!("a branch and a tag are called `{name}`"),
            (None, _) => format!("the repository has no branch and no tag `{name}`"),
        };
        Err(Error::Answer { host, problem })
    }
}

/// The references of lines with their length before them; `None` if it is something else.
fn packets(mut body: &[u8]) -> Option<References> {
    let mut references = References::new();
    let mut is_first = true;
    while !body.is_empty() {
        let length = std::str::from_utf8(body.get(..4)?).ok()?;
        let length = usize::from_str_radix(length, 16).ok()?;
        // `0000` parts the announcement of the service from the list, and ends it.
        let (packet, rest) =
            if length < 4 { (&body[..0], body.get(4..)?) } else { (body.get(4..length)?, body.get(length..)?) };
        body = rest;
        let line = String::from_utf8_lossy(packet);
        let line = line.split('\0').next().unwrap_or_default().trim_end();
        if std::mem::take(&mut is_first) {
            (line == "# service=git-upload-pack").then_some(())?;
        } else if let Some((commit, name)) = line.split_once(' ').filter(|(commit, _)| is_commit(commit)) {
            references.insert(name.to_owned(), commit.to_owned());
        }
    }
    (!is_first).then_some(references)
}

/// The references of a file with one a line; `None` if it is something else.
fn lines(list: &Response) -> Option<References> {
    let text = std::str::from_utf8(&list.body).ok()?;
    let read = text.lines().map(|line| {
        let (commit, name) = line.split_once('\t')?;
        is_commit(commit).then(|| (name.to_owned(), commit.to_owned()))
    });
    read.collect()
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::packets;

    #[test]
    fn what_is_no_list_of_references_is_none() {
        let sum = "0a".repeat(20);
        let line = |text: &str| format!("{:04x}{text}", text.len() + 4);
        let service = line("# service=git-upload-pack\n");
        let good = format!(
            "{service}0000{}{}0000",
            line(&format!("{sum} HEAD\0cap ability\n")),
            line(&format!("{sum} refs/heads/m\n"))
        );
        let names: Vec<String> = packets(good.as_bytes()).unwrap().into_keys().collect();
        assert_eq!(names, ["HEAD", "refs/heads/m"]);
        for at in 1..good.len() {
            // Whatever a broken connection leaves is a list or none, but never a panic.
            let _ = packets(&good.as_bytes()[..at]);
        }
        for text in ["", "<html>", "zzzz", "ffff# service", "0005", "0000", &line("# service=git-receive-pack\n")] {
            assert_eq!(packets(text.as_bytes()), None, "{text}");
        }
    }
}
