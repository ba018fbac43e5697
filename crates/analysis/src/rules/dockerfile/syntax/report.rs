//! From the parser's errors to findings.

use crate::{DockerfileCx, Fix, Sink};
use plimsoll_dockerfile::{Body, Instruction, SyntaxError, SyntaxErrorKind};

/// Reports every error of one kind, each with the fixes that `fix` has for it.
pub(super) fn report<F: IntoIterator<Item = Fix>>(
    cx: &DockerfileCx<'_>,
    sink: &mut Sink,
    kind: SyntaxErrorKind,
    fix: impl Fn(&DockerfileCx<'_>, &SyntaxError) -> F,
) {
    let is_about_lines = matches!(
        kind,
        SyntaxErrorKind::UnknownInstruction | SyntaxErrorKind::MissingFrom | SyntaxErrorKind::InstructionBeforeFrom
    );
    if is_about_lines && is_named_template(&cx.file.path) {
        return;
    }
    for error in cx.syntax.errors.iter().filter(|error| error.kind == kind) {
        let finding = sink.report(error.range, error.message.clone());
        // A blank in USER is taken as part of the name, which fails when something is run.
        if kind != SyntaxErrorKind::ExtraArgument {
            finding.note("BuildKit stops here");
        }
        if let Some((range, text)) = &error.related {
            finding.label(*range, text.clone());
        }
        for fix in fix(cx, error) {
            finding.fix(fix);
        }
    }
}

/// The instruction, perhaps one inside ONBUILD, that an error stands in.
pub(super) fn instruction_of<'a>(cx: &DockerfileCx<'a>, error: &SyntaxError) -> Option<&'a Instruction> {
    let outer = cx.syntax.instructions().find(|it| it.range.contains_range(error.range))?;
    match &outer.body {
        Body::Onbuild(Some(inner)) if inner.range.contains_range(error.range) => Some(inner),
        _ => Some(outer),
    }
}

/// Whether the name of the file says that a tool makes the Dockerfile of it: `Dockerfile.template`, `Dockerfile.j2`.
/// Its lines are not those that are built.
fn is_named_template(path: &str) -> bool {
    const NAMES: [&str; 12] =
        ["template", "templ", "tmpl", "tpl", "in", "j2", "jinja", "jinja2", "erb", "m4", "mustache", "hbs"];
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').any(|part| NAMES.iter().any(|it| it.eq_ignore_ascii_case(part)))
}
