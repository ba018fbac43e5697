//! What makes a finding the same finding in the next run.
//!
//! Invariant: a fingerprint depends on the rule, on the text of the lines that the finding stands on apart from
//! white space, and on how many such findings stand before it in the file; so it outlives moved lines and new
//! indentation. It never changes between versions of plimsoll without a new name. Secrets are blotted out first.

use crate::places::Source;
use plimsoll_text::TextRange;
use std::collections::HashMap;

/// Its name among the partial fingerprints.
pub(crate) const NAME: &str = "ruleAndLines/v1";

/// Lines of a finding that count; a range over a whole file would change with every edit.
const LINES: usize = 5;

/// Counts the findings of one file.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    seen: HashMap<u64, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding of the file.
    pub(crate) fn next(&mut self, rule: &str, source: &Source<'_>, range: TextRange) -> String {
        let line = |offset| source.index().line(offset) as usize;
        let first = line(range.start());
        let last = line(range.end()).min(first + LINES - 1).max(first);
        let text = source.shown(source.line_start(first), source.line_start(last + 1));
        let mut hash = Fnv::new();
        hash.write(rule.as_bytes());
        for word in text.split_whitespace() {
            hash.write(b" ");
            hash.write(word.as_bytes());
        }
        let count = self.seen.entry(hash.0).or_default();
        *count += 1;
        format!("{:016x}:{count}", hash.0)
    }

    /// The same as forty hexadecimal digits that no finding of another file has, for those who want one word for it.
    pub(crate) fn in_file(&mut self, path: &str, rule: &str, source: &Source<'_>, range: TextRange) -> String {
        let own = self.next(rule, source, range);
        let (hash, count) = own.split_once(':').unwrap_or((&own, "1"));
        let mut of_path = Fnv::new();
        of_path.write(path.as_bytes());
        format!("{:016x}{hash}{count:0>8}", of_path.0)
    }
}

/// FNV-1a with 64 bits: the standard library promises no hash that stays the same between its versions.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::places::Source;
    use plimsoll_text::range;

    fn of(text: &str, starts: &[usize]) -> Vec<String> {
        let source = Source::new(text, Vec::new());
        let mut fingerprints = Fingerprints::default();
        starts.iter().map(|start| fingerprints.next("rule", &source, range(*start, start + 3))).collect()
    }

    #[test]
    fn a_finding_outlives_moved_lines() {
        let before = of("RUN a\nRUN a\n", &[0, 6]);
        let after = of("# x\r\n  RUN  a\r\nRUN b\nRUN a\n", &[7, 21]);
        assert_eq!(before, after);
        assert_ne!(before[0], before[1]);
        assert_eq!(before[0].split_once(':').unwrap().1, "1");
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = super::Fnv::new();
        hash.write(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }
}
