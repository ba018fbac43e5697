//! `label-overlaps-build-metadata`: label that the build sets anyway.

use super::pairs::delete_pair;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// Where the build sets the labels of a release (`docker buildx build --label`, `docker/metadata-action`), a value in the
    /// Dockerfile is overwritten, and misleads whoever reads it. The option `set-by-build` says which labels these are.
    ///
    /// ```Dockerfile,bad,set-by-build=org.opencontainers.image.revision
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.revision=1250d28 com.example.team=platform
    /// #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the build sets the label `org.opencontainers.image.revision` anyway
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL com.example.team=platform
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.revision=1250d28
    /// ```
    "label-overlaps-build-metadata" {
        summary: "label that the build sets anyway",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[OptionSpec { name: "set-by-build", kind: OptionKind::List, docs: "Keys of labels that the build sets." }],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    let set = cx.settings.list(&RULE, "set-by-build");
    for (at, pair) in pairs.pairs.iter().enumerate() {
        let Some(key) = pair.key.literal(cx.source()).filter(|key| set.iter().any(|name| name == key)) else {
            continue;
        };
        // A variable is how the build hands the value in.
        if pair.value.as_ref().is_none_or(|value| value.literal(cx.source()).is_none()) {
            continue;
        }
        let edits = delete_pair(cx, cx.instruction, &pairs.pairs, at).filter(|_| !pairs.legacy);
        sink.report(pair.range, format!("the build sets the label `{key}` anyway"))
            .fix(edits.map(|edits| Fix::r#unsafe("delete the label", edits)));
    }
}
