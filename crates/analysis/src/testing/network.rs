//! What the network answered, as the examples write it: a line for each question.
//!
//! ```text
//! tag debian:latest 12.11
//! sha256 https://example.com/app.tgz 0123…
//! commit https://example.com/app.git main 0123…
//! redirect https://example.com/latest/app.tgz https://example.com/v1.2/app.tgz
//! tls https://example.com/app.tgz yes
//! newest apt:debian:bookworm curl 7.88.1-10+deb12u12
//! ```
//!
//! A `-` stands for no reference of a commit. Invariant: a line that is not understood, or an answer that would not be
//! taken, fails the test.

use crate::{PackageIndex, Question};

/// The question and answer of a line.
pub(super) fn answer(name: &str, line: &str) -> (Question, String) {
    let words: Vec<&str> = line.split(' ').collect();
    let text = |text: &str| text.to_owned();
    let question = match words[..] {
        ["tag", image, _] => Question::VersionTag { image: text(image) },
        ["sha256", url, _] => Question::Sha256 { url: text(url) },
        ["commit", repository, reference, _] => Question::Commit {
            repository: text(repository),
            reference: Some(reference).filter(|it| *it != "-").map(text),
        },
        ["redirect", url, _] => Question::Redirect { url: text(url) },
        ["tls", url, _] => Question::SpeaksTls { url: text(url) },
        ["newest", index, package, _] => {
            Question::NewestVersion { index: self::index(name, index), name: text(package) }
        }
        _ => panic!("{name}: `{line}` is no answer of the network"),
    };
    let answer = text(words.last().unwrap_or(&""));
    assert!(question.accepts(&answer), "{name}: `{answer}` is an answer that would not be taken");
    (question, answer)
}

fn index(name: &str, text: &str) -> PackageIndex {
    let parts: Vec<&str> = text.split(':').collect();
    match parts[..] {
        ["pypi", python] => PackageIndex::Pypi { python: python.to_owned() },
        ["npm"] => PackageIndex::Npm,
        ["rubygems"] => PackageIndex::RubyGems,
        ["go"] => PackageIndex::GoProxy,
        ["crates"] => PackageIndex::CratesIo,
        ["nuget"] => PackageIndex::NuGet,
        ["conda", channel] => PackageIndex::Conda { channel: channel.to_owned() },
        ["apt", distribution, release] => {
            PackageIndex::Apt { distribution: distribution.to_owned(), release: release.to_owned() }
        }
        ["apk", branch] => PackageIndex::Apk { branch: branch.to_owned() },
        ["rpm", distribution, release] => {
            PackageIndex::Rpm { distribution: distribution.to_owned(), release: release.to_owned() }
        }
        _ => panic!("{name}: unknown index `{text}`"),
    }
}
