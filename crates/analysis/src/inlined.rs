//! Dockerfiles that stand inside other files: `dockerfile_inline` of Compose.
//!
//! Invariant: every rule works in them as in a file of their own; what it says stands at the place in the file around,
//! and a fix is offered only where the text stands there to the letter.

use crate::cx::FileCx;
use crate::{Analysis, Diagnostic, FileKind, Fix, SourceFile, Suppressed};
use plimsoll_model::builds::{Inline, compose_errors, compose_inlines};
use plimsoll_text::{Edit, Edits};

/// What there is to say of the Dockerfiles in the file.
pub(crate) fn analyze(cx: FileCx<'_>) -> Analysis {
    let mut all = Analysis::default();
    // Cheap to ask, and most files have none.
    if !cx.source().contains(KEY) {
        return all;
    }
    for inline in compose_inlines(cx.source()) {
        let file = SourceFile::new(cx.file.path.clone(), inline.text.as_str(), FileKind::Dockerfile);
        let found = crate::analyze(&file, cx.settings, cx.workspace);
        all.diagnostics.extend(found.diagnostics.into_iter().map(|diagnostic| moved(cx.source(), &inline, diagnostic)));
        all.suppressed.extend(found.suppressed.into_iter().map(|suppressed| Suppressed {
            diagnostic: moved(cx.source(), &inline, suppressed.diagnostic),
            comment: suppressed.comment.map(|range| inline.place(range)),
        }));
    }
    all.diagnostics.sort_by_key(|diagnostic| diagnostic.range.start());
    all
}

/// Number of syntax errors in the file and in its Dockerfiles.
pub(crate) fn syntax_errors(text: &str) -> usize {
    let own = compose_errors(text);
    let inlines = if text.contains(KEY) { compose_inlines(text) } else { Vec::new() };
    own + inlines.iter().map(|inline| plimsoll_dockerfile::parse(&inline.text).errors.len()).sum::<usize>()
}

const KEY: &str = "dockerfile_inline";

/// The diagnostic at its place in the file around.
fn moved(source: &str, inline: &Inline, mut diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.range = inline.place(diagnostic.range);
    for label in diagnostic.labels.iter_mut().filter(|label| label.path.is_none()) {
        label.range = inline.place(label.range);
    }
    for secret in &mut diagnostic.secrets {
        *secret = inline.place(*secret);
    }
    let fixes = std::mem::take(&mut diagnostic.fixes);
    diagnostic.fixes = fixes.into_iter().filter_map(|fix| moved_fix(source, inline, fix)).collect();
    diagnostic
}

/// The fix, if all of its edits can be made in the file around.
fn moved_fix(source: &str, inline: &Inline, fix: Fix) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = fix.edits.iter().map(|edit| inline.edit(source, edit)).collect();
    Some(Fix { edits: Edits::new(edits?).ok()?, ..fix })
}

#[cfg(test)]
mod tests {
    use crate::{Applicability, FileKind, Settings, SourceFile, Workspace, analyze, fix};
    use plimsoll_text::slice;

    const TEXT: &str = "services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM debian:latest\n        ADD app.py /srv/\n        # plimsoll: ignore[relative-workdir]\n        WORKDIR app\n        USER ${USER}\n";

    #[test]
    fn findings_stand_in_the_file_around() {
        let file = SourceFile::new("compose.yaml", TEXT, FileKind::Compose);
        let analysis = analyze(&file, &Settings::default(), &Workspace::default());
        let of = |rule: &str| {
            let found = analysis.diagnostics.iter().find(|diagnostic| diagnostic.rule.id == rule);
            found.map(|diagnostic| slice(TEXT, diagnostic.range))
        };
        assert_eq!(of("latest-tag"), Some("latest"));
        assert_eq!(of("add-instead-of-copy"), Some("ADD"));
        assert_eq!(of("relative-workdir"), None);
        assert_eq!(analysis.suppressed.len(), 1);
    }

    #[test]
    fn fixes_change_the_file_around() {
        let file = SourceFile::new("compose.yaml", TEXT, FileKind::Compose);
        let fixed = fix(&file, &Settings::default(), &Workspace::default(), Applicability::Safe);
        assert_eq!(&*fixed.text, TEXT.replace("ADD app.py", "COPY app.py"));
    }
}
