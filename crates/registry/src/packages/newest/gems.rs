//! RubyGems: the compact index that `gem` itself reads.
//!
//! Invariant: only versions for every platform count; a gem that is there for single platforms alone has no answer.
//! Source: RubyGems guides, "Compact index API", 2026-11. A line is `7.2.2 rack:>= 2.2|checksum:…,ruby:>= 3.1`, and the
//! version has its platform behind a dash.

use super::releases;
use super::{Error, Found, Newest, is_plain};

pub(super) fn newest(client: &Newest, name: &str) -> Result<Found, Error> {
    let base = &client.options.sources.rubygems;
    if !is_plain(name) {
        return Ok(Found::nothing(base));
    }
    let Some(text) = client.text(base, &format!("info/{name}"))? else { return Ok(Found::nothing(base)) };
    if !text.starts_with("---\n") {
        let problem = "it is no compact index".to_owned();
        return Err(Error::Answer { host: base.host(), problem });
    }
    Ok(Found::released(released(&text)))
}

fn released(text: &str) -> Option<&str> {
    let lines = text.lines().skip_while(|line| *line != "---").skip(1);
    releases::newest(lines.filter_map(|line| line.split(' ').next()))
}

#[cfg(test)]
mod tests {
    use super::released;

    #[test]
    fn versions_for_every_platform() {
        let text = "---\n1.9.0 |checksum:ab\n1.10.0 mini:~> 2.8.2|checksum:cd,ruby:>= 3.1\n1.11.0-java mini:>= 1|checksum:ef\n2.0.0.rc1 |checksum:01\n";
        assert_eq!(released(text), Some("1.10.0"));
        assert_eq!(released("---\n1.0-x86_64-linux |checksum:ab\n"), None);
        assert_eq!(released("---\n"), None);
    }
}
