//! The core metadata of a file, as far as pinning needs it.
//!
//! Invariant: only the headers are read; the description behind the empty line is text.

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Each `Requires-Dist`: `urllib3 <3,>=1.21.1 ; extra == 'x'`.
    pub requires_dist: Vec<String>,
    /// Each `Provides-Extra`.
    pub provides_extra: Vec<String>,
    /// `Requires-Python`
    pub requires_python: Option<String>,
    /// Whether the list of requirements may differ from one build of the file to the next (PEP 643).
    pub dynamic_requires: bool,
}

impl Metadata {
    /// Reads the headers; `None` when the text is no metadata.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                continue;
            }
            let (key, value) = line.split_once(':')?;
            fields.push((key.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let all =
            |name: &'static str| fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.clone());
        all("metadata-version").next()?;
        Some(Self {
            requires_dist: all("requires-dist").collect(),
            provides_extra: all("provides-extra").collect(),
            requires_python: all("requires-python").next(),
            dynamic_requires: all("dynamic").any(|field| field.eq_ignore_ascii_case("requires-dist")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Metadata;

    #[test]
    fn headers() {
        let text = "Metadata-Version: 2.1\nName: x\nRequires-Dist: a (>=1)\nLicense: one\n        two\nRequires-Dist: b ; extra == 'c'\nProvides-Extra: c\nRequires-Python: >=3.9\n\nRequires-Dist: text\n";
        let metadata = Metadata::parse(text).unwrap();
        assert_eq!(metadata.requires_dist, ["a (>=1)", "b ; extra == 'c'"]);
        assert_eq!(metadata.provides_extra, ["c"]);
        assert_eq!(metadata.requires_python.as_deref(), Some(">=3.9"));
        assert!(!metadata.dynamic_requires);
        assert_eq!(Metadata::parse("<html>\n"), None);
        assert_eq!(Metadata::parse("Name: x\n"), None);
    }
}
