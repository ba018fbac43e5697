//! What the rules about packages without a version share.
//!
//! Invariant: a version is written only where nothing else in the file says that the package comes from somewhere else than
//! the index that was asked.

use super::command_line::{is_exec, says_before};
use crate::{CommandCx, Finding, Fix, PackageIndex, Question, Sink};
use plimsoll_shell::Word;
use plimsoll_text::{Edit, Edits, TextRange};

/// More of them in one command are one finding.
const MANY: usize = 5;

/// A package without a version.
pub(in crate::rules::dockerfile) struct Unpinned<'w> {
    /// The word that names it.
    pub(in crate::rules::dockerfile) word: &'w Word,
    /// The text of the word.
    pub(in crate::rules::dockerfile) text: &'w str,
    /// Where the version goes: behind the word, or in place of a tag such as `@latest`.
    pub(in crate::rules::dockerfile) place: TextRange,
    /// Who knows the newest version, and the name there; `None` when that is not sure.
    pub(in crate::rules::dockerfile) index: Option<(PackageIndex, &'w str)>,
}

/// How a version is written.
pub(in crate::rules::dockerfile) struct Manner {
    /// For somebody to fill in: `=<version>`.
    pub(in crate::rules::dockerfile) blank: &'static str,
    /// The same with the version that an index gave; `None` when it cannot be written.
    pub(in crate::rules::dockerfile) write: fn(&str) -> Option<String>,
    /// What goes with each version.
    pub(in crate::rules::dockerfile) more: Option<Edit>,
}

impl<'w> Unpinned<'w> {
    /// A package whose version goes behind its word.
    pub(in crate::rules::dockerfile) fn new(word: &'w Word, text: &'w str) -> Self {
        Self { word, text, place: TextRange::empty(word.range.end()), index: None }
    }

    /// A package whose version takes the place of what `text` has from its last `@` on, if it has one.
    pub(in crate::rules::dockerfile) fn with_tag(cx: &CommandCx<'_>, word: &'w Word, text: &'w str) -> Self {
        let open = Self::new(word, text);
        let tag = text.rfind('@').filter(|at| *at > 0 && cx.text(word.range) == text);
        let length = tag.and_then(|at| u32::try_from(text.len() - at).ok());
        let start = length.and_then(|length| word.range.end().checked_sub(length.into()));
        Self { place: start.map_or(open.place, |start| TextRange::new(start, word.range.end())), ..open }
    }

    /// The same, known to `index` by `name`.
    pub(in crate::rules::dockerfile) fn known(self, index: Option<PackageIndex>, name: &'w str) -> Self {
        Self { index: index.map(|index| (index, name)), ..self }
    }
}

/// Reports packages without a version; `version` is how one is written: `=<version>`. No index is asked.
pub(in crate::rules::dockerfile) fn report(
    cx: &CommandCx<'_>,
    sink: &mut Sink,
    unpinned: &[(&Word, &str)],
    version: &'static str,
) {
    let all: Vec<Unpinned<'_>> = unpinned.iter().map(|(word, text)| Unpinned::new(word, text)).collect();
    report_all(cx, sink, &all, &Manner { blank: version, write: |_| None, more: None });
}

/// Reports packages without a version, and pins those to which an index gave an answer.
pub(in crate::rules::dockerfile) fn report_all(
    cx: &CommandCx<'_>,
    sink: &mut Sink,
    unpinned: &[Unpinned<'_>],
    manner: &Manner,
) {
    let note = "a build tomorrow may install another one; name the version that was tested";
    match unpinned {
        [first, .., last] if unpinned.len() > MANY => {
            let names: Vec<&str> = unpinned.iter().map(|it| it.text).collect();
            let message = format!("{} packages are installed without a version", names.len());
            let finding = sink.report(first.word.range.cover(last.word.range), message);
            finding.note(format!("they are: {}", names.join(", "))).note(note);
            // Part of them pinned would leave a finding for each of the others.
            if unpinned.iter().all(|it| it.index.is_some() && takes_version(cx, it)) {
                let edits: Vec<Option<Edit>> = unpinned.iter().map(|it| newest(cx, finding, it, manner)).collect();
                let edits: Option<Vec<Edit>> = edits.into_iter().collect();
                finding.fix(edits.and_then(|edits| pin(edits, manner, "name the newest versions")));
            }
        }
        few => {
            for it in few {
                let message = format!("`{}` is installed without a version", it.text);
                let finding = sink.report(it.word.range, message);
                finding.note(note);
                if !takes_version(cx, it) {
                    continue;
                }
                let fix = match newest(cx, finding, it, manner) {
                    Some(edit) => pin(vec![edit], manner, "name the newest version"),
                    None => Some(Fix::manual("add a version", Edit::replace(it.place, manner.blank))),
                };
                finding.fix(fix);
            }
        }
    }
}

/// Writes the version that the index gave.
fn newest(cx: &CommandCx<'_>, finding: &mut Finding, unpinned: &Unpinned<'_>, manner: &Manner) -> Option<Edit> {
    let (index, name) = unpinned.index.clone()?;
    let version = finding.answer(cx, Question::NewestVersion { index, name: name.to_owned() })?;
    Some(Edit::replace(unpinned.place, (manner.write)(version)?))
}

/// The edits that name versions, with what goes with them.
fn pin(edits: Vec<Edit>, manner: &Manner, title: &str) -> Option<Fix> {
    let edits = Edits::new(edits.into_iter().chain(manner.more.clone()).collect()).ok()?;
    Some(Fix::r#unsafe(title, edits))
}

/// A quoted word ends with its quote, behind which no version can stand.
fn takes_version(cx: &CommandCx<'_>, unpinned: &Unpinned<'_>) -> bool {
    !unpinned.word.is_quoted() || is_exec(cx)
}

/// `index`, unless the file says one of `needles` (lower case) up to this instruction: then packages may come from
/// elsewhere.
pub(in crate::rules::dockerfile) fn unless_said(
    cx: &CommandCx<'_>,
    index: PackageIndex,
    needles: &[&str],
) -> Option<PackageIndex> {
    (!says_before(cx, cx.stage, cx.step, needles)).then_some(index)
}
