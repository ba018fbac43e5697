//! The metadata of an RPM repository: `repomd.xml` says where the list of packages is, the list says which there are.
//!
//! Invariant: a list is read as a stream, and never more of it is held than one element and the newest version of each
//! name; what is no such document is an error.
//! Source: the documents that createrepo_c 0.17 writes, 2026-11.

use super::super::{Versions, is_plain, packed};
use super::version;
use crate::cache::hex;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sha2::{Digest, Sha256, Sha512};
use std::io::{self, BufRead, BufReader, Read};

/// The longest text between two tags, and the longest tag. Descriptions and changelogs have some hundred KB at most.
const ELEMENT: usize = 4 * 1024 * 1024;

/// The architectures whose packages a 64-bit image takes when none is named.
const ARCHITECTURES: [&str; 2] = ["x86_64", "noarch"];

/// Where a list is, and what its bytes come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Primary {
    pub(super) path: String,
    algorithm: String,
    checksum: String,
}

impl Primary {
    /// Reads `repomd.xml`.
    pub(super) fn of(repomd: &[u8]) -> Result<Self, String> {
        let (mut path, mut checksum) = (None, None);
        let mut is_primary = false;
        let mut root = false;
        walk(repomd, &mut |parents, event| match (parents, event) {
            ([], Part::Start(tag)) => root = tag.local_name().as_ref() == "repomd",
            ([_], Part::Start(tag)) => {
                is_primary =
                    tag.local_name().as_ref() == "data" && attribute(tag, "type").as_deref() == Some("primary");
            }
            ([_, _], Part::Start(tag)) if is_primary => match tag.local_name().as_ref() {
                "location" => path = attribute(tag, "href"),
                "checksum" => checksum = attribute(tag, "type").map(|algorithm| (algorithm, String::new())),
                _ => {}
            },
            ([.., name], Part::Text(text)) if is_primary && name == "checksum" => {
                if let Some((_, digits)) = &mut checksum {
                    digits.push_str(text.trim());
                }
            }
            _ => {}
        })?;
        if !root {
            return Err("it is no `repomd.xml`".to_owned());
        }
        let (Some(path), Some((algorithm, checksum))) = (path, checksum) else {
            return Err("its `repomd.xml` names no list of packages with a checksum".to_owned());
        };
        Ok(Self { path, algorithm, checksum })
    }

    /// Whether these bytes are the list that was meant.
    pub(super) fn check(&self, bytes: &[u8]) -> Result<(), String> {
        let digest = match self.algorithm.as_str() {
            "sha256" => hex(&Sha256::digest(bytes)),
            "sha512" => hex(&Sha512::digest(bytes)),
            _ => return Err("the checksum of its list is of an unknown kind".to_owned()),
        };
        if digest == self.checksum { Ok(()) } else { Err(format!("`{}` is not what its checksum says", self.path)) }
    }
}

/// The newest version of each name in a list, packed or not.
pub(super) fn newest(list: &[u8]) -> Result<Versions, String> {
    let mut found = Versions::new();
    let mut root = false;
    let mut package = Package::default();
    walk(packed::reader(list)?, &mut |parents, event| match (parents, event) {
        ([], Part::Start(tag)) => root = tag.local_name().as_ref() == "metadata",
        ([_], Part::Start(_)) => package = Package::default(),
        ([_, _], Part::Start(tag)) if tag.local_name().as_ref() == "version" => package.version = evr(tag),
        ([_, _, name], Part::Text(text)) => match name.as_str() {
            "name" => package.name.push_str(text.trim()),
            "arch" => package.architecture.push_str(text.trim()),
            _ => {}
        },
        ([_], Part::End) => std::mem::take(&mut package).add_to(&mut found),
        _ => {}
    })?;
    if root { Ok(found) } else { Err("it is no list of packages".to_owned()) }
}

/// Whether a version belongs to a stream of a module: those are installed only where the stream is switched on.
/// Source: Fedora documentation, "Modularity", macro `%{dist}` of modules, 2026-11.
pub(super) fn is_of_stream(version: &str) -> bool {
    version.rsplit_once('-').is_some_and(|(_, release)| release.contains(".module"))
}

#[derive(Default)]
struct Package {
    name: String,
    architecture: String,
    version: Option<String>,
}

impl Package {
    /// A version of a stream counts before all others, so that nobody takes the package for one without streams.
    fn add_to(self, versions: &mut Versions) {
        let Some(version) = self.version else { return };
        if !is_plain(&self.name) || !ARCHITECTURES.contains(&self.architecture.as_str()) {
            return;
        }
        let newer = |other: &str| {
            let streams = is_of_stream(&version).cmp(&is_of_stream(other));
            streams.then_with(|| version::compare(&version, other)).is_gt()
        };
        if versions.get(self.name.as_str()).is_none_or(|other| newer(other)) {
            versions.insert(self.name.into(), version.into());
        }
    }
}

/// `1:2.39-1.el9`, the epoch only if it is none of 0.
fn evr(tag: &BytesStart<'_>) -> Option<String> {
    let (version, release) = (attribute(tag, "ver")?, attribute(tag, "rel")?);
    let epoch = attribute(tag, "epoch").filter(|epoch| !epoch.is_empty() && epoch != "0");
    let epoch = epoch.map(|epoch| format!("{epoch}:")).unwrap_or_default();
    Some(format!("{epoch}{version}-{release}"))
}

/// Names, versions and paths of repositories need no entities; where there is one, it stays as it is and is no name.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.value.into_owned())
}

/// What comes next in a document.
enum Part<'a, 'b> {
    Start(&'a BytesStart<'b>),
    Text(&'a str),
    End,
}

/// Calls `visit` for each part of a document with the local names of the elements around it.
fn walk(document: impl Read, visit: &mut dyn FnMut(&[String], Part<'_, '_>)) -> Result<(), String> {
    let mut reader =
        Reader::from_reader(Bounded { inner: BufReader::with_capacity(64 * 1024, document), left: ELEMENT });
    let mut parents: Vec<String> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().left = ELEMENT;
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                visit(&parents, Part::Start(&tag));
                parents.push(tag.local_name().as_ref().to_owned());
            }
            Ok(Event::Empty(tag)) => {
                visit(&parents, Part::Start(&tag));
                visit(&parents, Part::End);
            }
            Ok(Event::End(_)) => {
                parents.pop();
                visit(&parents, Part::End);
            }
            Ok(Event::Text(text)) => visit(&parents, Part::Text(&text)),
            Ok(Event::Eof) if parents.is_empty() => return Ok(()),
            Ok(Event::Eof) => return Err("it ends too early".to_owned()),
            Ok(_) => {}
            Err(quick_xml::Error::Io(error)) => return Err(packed::problem(&error)),
            Err(_) => return Err("it is no XML".to_owned()),
        }
    }
}

/// A reader that fails when one element takes more than is `left`.
struct Bounded<R> {
    inner: BufReader<R>,
    left: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 { Err(packed::too_long(ELEMENT as u64)) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::{ELEMENT, Primary, newest};

    const LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="6">
<package type="rpm"><name>a</name><arch>x86_64</arch><version epoch="0" ver="1.9" rel="1.el9"/><description>&lt;name&gt;</description>
  <format><rpm:provides><rpm:entry name="b" flags="EQ" epoch="0" ver="9" rel="9"/></rpm:provides></format></package>
<package type="rpm"><name>a</name><arch>noarch</arch><version epoch="0" ver="1.10" rel="1.el9"/></package>
<package type="rpm"><name>a</name><arch>i686</arch><version epoch="0" ver="3" rel="1.el9"/></package>
<package type="rpm"><name>a</name><arch>src</arch><version epoch="0" ver="4" rel="1.el9"/></package>
<package type="rpm"><name>m</name><arch>x86_64</arch><version epoch="1" ver="18" rel="1.module+el9+1"/></package>
<package type="rpm"><name>m</name><arch>x86_64</arch><version epoch="1" ver="20" rel="1.el9"/></package>
</metadata>"#;

    #[test]
    fn the_newest_of_the_architecture() {
        let found = newest(LIST.as_bytes()).unwrap();
        let pairs: Vec<(&str, &str)> = found.iter().map(|(name, version)| (&**name, &**version)).collect();
        assert_eq!(pairs, [("a", "1.10-1.el9"), ("m", "1:18-1.module+el9+1")]);
        assert!(newest(b"<metadata packages='0'></metadata>").unwrap().is_empty());
    }

    #[test]
    fn what_is_no_list() {
        let long = format!("<metadata><a>{}", "x".repeat(ELEMENT + 1024 * 1024));
        for (text, message) in [
            ("", "no list of packages"),
            ("sign in", "no list of packages"),
            ("<html><p>sign in</p></html>", "no list of packages"),
            ("<metadata><package>", "ends too early"),
            ("<metadata></package>", "no XML"),
            (&long, "longer than 4194304 bytes"),
        ] {
            let error = newest(text.as_bytes()).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn the_list_and_its_checksum() {
        let repomd = |data: &str| {
            format!("<repomd xmlns='http://linux.duke.edu/metadata/repo'><revision>1</revision>{data}</repomd>")
        };
        let primary = |algorithm: &str, digits: &str| {
            repomd(&format!(
                "<data type='other'><checksum type='sha256'>00</checksum><location href='repodata/o.gz'/></data>\
                 <data type='primary'><checksum type='{algorithm}'>{digits}</checksum><open-checksum type='sha256'>11</open-checksum>\
                 <location href='repodata/p.gz'/></data><data type='group'><location href='repodata/g.gz'/></data>"
            ))
        };
        let digits = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let read = Primary::of(primary("sha256", digits).as_bytes()).unwrap();
        assert_eq!((read.path.as_str(), read.checksum.as_str()), ("repodata/p.gz", digits));
        assert!(read.check(b"abc").is_ok());
        assert_eq!(read.check(b"abd").unwrap_err(), "`repodata/p.gz` is not what its checksum says");
        assert!(
            Primary::of(primary("md5", "00").as_bytes()).unwrap().check(b"abc").unwrap_err().contains("unknown kind")
        );
        assert!(Primary::of(repomd("<data type='other'/>").as_bytes()).unwrap_err().contains("names no list"));
        assert_eq!(Primary::of(b"<html></html>").unwrap_err(), "it is no `repomd.xml`");
    }
}
