//! `instruction-casing`: keyword in another case than the others.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Sink};
use plimsoll_dockerfile::{Body, Instruction, Keyword};
use plimsoll_text::Edit;

rule! {
    /// The keywords of a file are all in capitals or all in small letters. What most of them are counts; with the option
    /// `upper`, capitals.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make
    /// run make install
    /// ^^^ note: `run` is written otherwise than the other keywords
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make
    /// RUN make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// from debian:12.11
    /// run make
    /// ```
    ///
    /// ```Dockerfile,bad,upper=true
    /// from debian:12.11
    /// ^^^^ note: `from` is not in capitals
    /// ```
    "instruction-casing" {
        summary: "keyword in another case than the others",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["ConsistentInstructionCasing"],
        options: &[OptionSpec { name: "upper", kind: OptionKind::BoolIn(Preset::Style), docs: "Keywords are in capitals, whatever most of them are." }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let upper_only = cx.settings.flag(&RULE, "upper");
    let keywords = || cx.syntax.instructions().flat_map(with_trigger).filter(|it| it.keyword != Keyword::Unknown);
    let is_lower = |it: &&Instruction| cx.text(it.keyword_range).bytes().all(|byte| byte.is_ascii_lowercase());
    let (lower, all) = (keywords().filter(is_lower).count(), keywords().count());
    let wants_lower = !upper_only && lower * 2 > all;
    for it in keywords() {
        let written = cx.text(it.keyword_range);
        let wanted =
            if wants_lower { it.keyword.as_str().to_ascii_lowercase() } else { it.keyword.as_str().to_owned() };
        if written == wanted {
            continue;
        }
        let what = if upper_only { "is not in capitals" } else { "is written otherwise than the other keywords" };
        sink.report(it.keyword_range, format!("`{written}` {what}"))
            .fix(Fix::safe(format!("write `{wanted}`"), Edit::replace(it.keyword_range, wanted)));
    }
}

/// The instruction, and the one inside it when it is an ONBUILD.
fn with_trigger(instruction: &Instruction) -> impl Iterator<Item = &Instruction> {
    let inner = match &instruction.body {
        Body::Onbuild(Some(inner)) => Some(&**inner),
        _ => None,
    };
    std::iter::once(instruction).chain(inner)
}
