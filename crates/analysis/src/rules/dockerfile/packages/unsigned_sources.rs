//! Sources and repositories that a command writes and that turn the check of signatures off.
//!
//! Invariant: what is on the machine itself, such as `deb [trusted=yes] file:/packages ./`, needs no signature and is none.

use crate::CommandCx;
use plimsoll_shell::RedirectKind;
use plimsoll_text::{Edit, TextRange, TextSize, size};

/// A part of a text that turns the check off.
pub(super) struct Unsigned {
    /// `trusted=yes`
    pub(super) range: TextRange,
    /// What turns it on again, where that is known.
    pub(super) edit: Option<Edit>,
}

/// All of them in the words of a command, and in the heredocs that it reads.
pub(super) fn unsigned(cx: &CommandCx<'_>) -> Vec<Unsigned> {
    let effective = cx.command.effective();
    if !matches!(effective.name(), Some("echo" | "printf" | "cat" | "tee" | "sed" | "crudini")) {
        return Vec::new();
    }
    let mut heredocs: Vec<TextRange> = cx.command.redirects.iter().filter_map(|redirect| redirect.heredoc).collect();
    // Those of the instruction are not told apart here; a finding that two commands give is one.
    if cx.command.redirects.iter().any(|it| matches!(it.kind, RedirectKind::Heredoc | RedirectKind::HeredocTabs)) {
        heredocs.extend(cx.instruction.instruction.heredocs.iter().map(|heredoc| heredoc.body));
        heredocs.sort_by_key(|range| range.start());
        heredocs.dedup();
    }
    let texts = effective.args.iter().map(|word| word.range).chain(heredocs);
    texts.flat_map(|range| in_text(cx.text(range), range.start())).collect()
}

fn in_text(text: &str, base: TextSize) -> Vec<Unsigned> {
    let at = |start: usize, length: usize| TextRange::at(base + size(start), size(length));
    let mut found = Vec::new();
    for (start, _) in text.match_indices("trusted=yes") {
        let line = line_at(text, start);
        let is_local = ["file:", "copy:", "cdrom:"].iter().any(|scheme| line.contains(scheme));
        // The keys of releases in an archive have expired.
        let is_old = ["archive.", "old-releases.", "snapshot."].iter().any(|host| line.contains(host));
        if !is_local && line.contains("deb") && line.contains('[') {
            let gone = without_option(text, start).filter(|_| !is_old);
            let edit = gone.map(|(from, length)| Edit::delete(at(from, length)));
            found.push(Unsigned { range: at(start, "trusted=yes".len()), edit });
        }
    }
    for (start, _) in text.match_indices("Trusted: yes") {
        let starts_line = text[..start].is_empty() || text[..start].ends_with(['\n', 'n', '"', '\'']);
        if starts_line && text.contains("URIs:") && !text.contains("file:") {
            found.push(Unsigned { range: at(start, 12), edit: Some(Edit::replace(at(start + 9, 3), "no")) });
        }
    }
    for (start, _) in text.match_indices("gpgcheck=0") {
        // `repo_gpgcheck` is about the list of packages, and sed may turn it on.
        let is_other = text[..start].ends_with(['_', '.']) || text[start..].contains("gpgcheck=1");
        let is_local = text.contains("file:///") && !text.contains("http");
        if !is_other && !is_local {
            let edit = text.contains("gpgkey=").then(|| Edit::replace(at(start + 9, 1), "1"));
            found.push(Unsigned { range: at(start, 10), edit });
        }
    }
    for setting in ["SigLevel = Never", "SigLevel=Never"] {
        found.extend(
            text.match_indices(setting).map(|(start, _)| Unsigned { range: at(start, setting.len()), edit: None }),
        );
    }
    found
}

/// The line around a place; `\n` of `printf` ends one, too.
fn line_at(text: &str, place: usize) -> &str {
    let start = text[..place].rfind('\n').map_or(0, |at| at + 1).max(text[..place].rfind("\\n").map_or(0, |at| at + 2));
    let end = |mark| text[place..].find(mark).map_or(text.len(), |at| place + at);
    &text[start..end("\n").min(end("\\n"))]
}

/// Start and length of what goes with the option `trusted=yes` at `start`: the blank beside it, or the brackets around it.
fn without_option(text: &str, start: usize) -> Option<(usize, usize)> {
    const LENGTH: usize = "trusted=yes".len();
    let (before, behind) = (&text[..start], &text[start + LENGTH..]);
    if before.ends_with('[') && behind.starts_with("] ") {
        return Some((start - 1, LENGTH + 3));
    }
    if before.ends_with(' ') {
        return Some((start - 1, LENGTH + 1));
    }
    (before.ends_with('[') && behind.starts_with(' ')).then_some((start, LENGTH + 1))
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn only_what_turns_the_check_off() {
        let count = |text: &str| in_text(text, 0.into()).len();
        assert_eq!(count("deb [trusted=yes] https://a.example/ ./"), 1);
        assert_eq!(count("deb [ trusted=yes ] file:/packages ./"), 0);
        assert_eq!(count("s/gpgcheck=0/gpgcheck=1/"), 0);
        assert_eq!(count("s/gpgcheck=1/gpgcheck=0/"), 1);
        assert_eq!(count("gpgcheck=1\nrepo_gpgcheck=0"), 0);
        assert_eq!(count("Types: deb\nURIs: https://a.example/\nTrusted: yes\n"), 1);
    }
}
