//! Dockerfiles that stand inside other files: `dockerfile_inline` of Compose, `dockerfile-inline` of Bake.
//!
//! Invariant: every rule works in them as in a file of their own; what it says stands at the place in the file around,
//! and a fix is offered only where the text stands there to the letter.

use crate::cx::FileCx;
use crate::{Analysis, Diagnostic, FileKind, Fix, SourceFile, Suppressed};
use plimsoll_model::builds::{Inline, bake_errors, bake_inlines, compose_errors, compose_inlines};
use plimsoll_text::{Edit, Edits};

/// What there is to say of the Dockerfiles in the file.
pub(crate) fn analyze(cx: FileCx<'_>) -> Analysis {
    let mut all = Analysis::default();
    for inline in inlines(cx.file) {
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
pub(crate) fn syntax_errors(file: &SourceFile) -> usize {
    let own = match file.kind {
        FileKind::Bake => bake_errors(&file.text, is_json(file)),
        _ => compose_errors(&file.text),
    };
    own + inlines(file).iter().map(|inline| plimsoll_dockerfile::parse(&inline.text).errors.len()).sum::<usize>()
}

/// The Dockerfiles in the file.
fn inlines(file: &SourceFile) -> Vec<Inline> {
    match file.kind {
        // Cheap to ask, and most files have none.
        _ if !file.text.contains("dockerfile_inline") && !file.text.contains("dockerfile-inline") => Vec::new(),
        FileKind::Bake => bake_inlines(&file.text, is_json(file)),
        _ => compose_inlines(&file.text),
    }
}

fn is_json(file: &SourceFile) -> bool {
    file.path.ends_with(".json")
}

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
    if fix.elsewhere.is_some() {
        return Some(fix);
    }
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
    fn bake_files_too() {
        let text = "target \"a\" {\n  dockerfile-inline = <<EOT\nFROM debian:12.11\nADD app.py /srv/\nEOT\n}\n";
        let file = SourceFile::new("docker-bake.hcl", text, FileKind::Bake);
        let fixed = fix(&file, &Settings::default(), &Workspace::default(), Applicability::Safe);
        assert_eq!(&*fixed.text, text.replace("ADD app.py", "COPY app.py"));
        let text = r#"{"target": {"a": {"dockerfile-inline": "FROM debian:12.11\nADD app.py /srv/"}}}"#;
        let file = SourceFile::new("docker-bake.json", text, FileKind::Bake);
        let analysis = analyze(&file, &Settings::default(), &Workspace::default());
        let found = analysis.diagnostics.iter().find(|diagnostic| diagnostic.rule.id == "add-instead-of-copy");
        assert_eq!(found.map(|it| slice(text, it.range)), Some("ADD"));
    }

    #[test]
    fn fixes_change_the_file_around() {
        let file = SourceFile::new("compose.yaml", TEXT, FileKind::Compose);
        let fixed = fix(&file, &Settings::default(), &Workspace::default(), Applicability::Safe);
        assert_eq!(&*fixed.text, TEXT.replace("ADD app.py", "COPY app.py"));
    }
}
