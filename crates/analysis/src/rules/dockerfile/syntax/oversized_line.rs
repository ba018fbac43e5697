//! `oversized-line`: a line longer than BuildKit reads.
//!
//! The one rule without `rule!`: an example of it does not fit into a page, so its test makes one.

use super::report::report;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Rule, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

pub(crate) static RULE: Rule = Rule {
    id: "oversized-line",
    summary: "line longer than BuildKit reads",
    category: Category::Correctness,
    levels: Levels::always(Level::Error),
    since: "2026.1",
    fix: FixAvailability::None,
    aliases: &[],
    options: &[],
    docs: " BuildKit reads lines of at most 65,535 bytes, those of heredocs included.\n\n \
           Put the content into a file and copy it, or break the line.\n",
    check: Check::Dockerfile(check),
};

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::OversizedLine, |_, _| None);
}

#[cfg(test)]
mod tests {
    use crate::{FileKind, Settings, SourceFile, Workspace, analyze};

    fn finds(bytes: usize) -> bool {
        let text = format!("FROM scratch\nLABEL a={}\n", "x".repeat(bytes - "LABEL a=".len()));
        let file = SourceFile::new("Dockerfile", text, FileKind::Dockerfile);
        let analysis = analyze(&file, &Settings::default(), &Workspace::default());
        analysis.diagnostics.iter().any(|diagnostic| diagnostic.rule.id == "oversized-line")
    }

    #[test]
    fn one_byte_too_many() {
        assert!(finds(65_536));
        assert!(!finds(65_534));
    }
}
