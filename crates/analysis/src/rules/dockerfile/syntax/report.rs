//! From the parser's errors to findings.

use crate::{DockerfileCx, Fix, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};

/// Reports every error of one kind, each with what `fix` makes of it.
pub(super) fn report(
    cx: &DockerfileCx<'_>,
    sink: &mut Sink,
    kind: SyntaxErrorKind,
    fix: impl Fn(&DockerfileCx<'_>, &SyntaxError) -> Option<Fix>,
) {
    for error in cx.syntax.errors.iter().filter(|error| error.kind == kind) {
        let finding = sink.report(error.range, error.message.clone());
        // A blank in USER is taken as part of the name, which fails when something is run.
        if kind != SyntaxErrorKind::ExtraArgument {
            finding.note("BuildKit stops here");
        }
        if let Some((range, text)) = &error.related {
            finding.label(*range, text.clone());
        }
        finding.fix(fix(cx, error));
    }
}
