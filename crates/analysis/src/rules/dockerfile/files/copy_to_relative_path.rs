//! `copy-to-relative-path`: a copy to wherever the base image works.

use super::base::starts_in_root;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::rules::dockerfile::lines::before;
use crate::{
    Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Preset, Sink,
};
use plimsoll_dockerfile::{Body, Keyword, Word};
use plimsoll_model::dockerfile::Base;
use plimsoll_shell::ShellKind;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// Without WORKDIR a relative destination means the working directory of the base image: `/` today, something else
    /// after the next update.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.py src/
    ///           # ^^^^ warning: `src/` is relative, and no WORKDIR says to what
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY app.py /src/
    /// ```
    ///
    /// Of images that are not known to start in `/`, nothing is said:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR /srv
    /// COPY app.py src/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25
    /// COPY app.go src/
    /// ```
    ///
    /// With `--online` the registry is asked for the working directory of a base image that is not known. With this answer:
    ///
    /// ```text,registry
    /// acme/base:1 - directory=/
    /// acme/app:1 - directory=/srv
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM acme/base:1
    /// COPY app.py ./
    ///           # ^^ warning: `./` is relative, and no WORKDIR says to what
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM acme/app:1
    /// COPY app.py ./
    /// ```
    "copy-to-relative-path" {
        summary: "a copy to wherever the base image works",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3045"],
        options: &[OptionSpec {
            name: "any-base",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Look at images whose working directory is not known, too.",
        }, as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
        let Some(word) = copy.destination.as_ref().filter(|_| cx.instruction.keyword == Keyword::Copy) else { return };
        let text = word.raw(cx.source()).trim_matches(['"', '\'']);
        let drive =
            text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && text.as_bytes().get(1) == Some(&b':');
        let is_onbuild = as_hadolint::is_onbuild(cx);
        if !text.starts_with(['/', '$']) && !drive && !is_onbuild && cx.build.workdir(stage, cx.step).is_none() {
            sink.report(word.range, format!("`{text}` is relative, and no WORKDIR says to what"))
                .note("it lands in whatever directory the base image names");
        }
        return;
    }
    let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(word) = &copy.destination else { return };
    let Some(text) = cx.build.expand(cx.step, word).map(|value| value.text) else { return };
    let drive = text.as_bytes().get(1) == Some(&b':');
    // A heredoc there is another mistake.
    if text.starts_with(['/', '\\', '$', '~', '%']) || text.starts_with("<<") || text.is_empty() || drive {
        return;
    }
    let any_base = cx.settings.flag(&RULE, "any-base");
    let foreign = cx.build.shell_kind(cx.step) == ShellKind::Foreign;
    if foreign || cx.build.workdir(stage, cx.step).is_some() {
        return;
    }
    let facts = match cx.build.external_base(stage) {
        Base::Image(image) if !starts_in_root(cx, stage) => sink.image(cx, image.text()),
        _ => None,
    };
    let is_root = starts_in_root(cx, stage) || facts.is_some_and(|facts| matches!(&*facts.working_directory, "" | "/"));
    if !any_base && !is_root {
        return;
    }
    sink.report(word.range, format!("`{text}` is relative, and no WORKDIR says to what"))
        .note("it lands in whatever directory the base image names")
        .fix(absolute(cx, word).filter(|_| starts_in_root(cx, stage)))
        .fix(before(cx, cx.step, "WORKDIR /<directory>").map(|line| Fix::manual("add a WORKDIR", line)));
}

/// The same place as an image that starts in `/` has it.
fn absolute(cx: &InstructionCx<'_>, word: &Word) -> Option<Fix> {
    let raw = word.raw(cx.source());
    let quote = usize::from(raw.starts_with(['"', '\'']));
    let inside = &raw[quote..];
    let is_dot = inside.trim_end_matches(['"', '\'']) == ".";
    // `./` and `.` go, everything else stays as it is written.
    let length = if inside.starts_with("./") { 2 } else { usize::from(is_dot) };
    if word.literal(cx.source()).is_none_or(|text| text.contains("..")) {
        return None;
    }
    let range = TextRange::at(word.range.start() + size(quote), size(length));
    let shown = format!("/{}", inside[length..].trim_end_matches(['"', '\'']));
    Some(Fix::r#unsafe(format!("write `{shown}`"), Edit::replace(range, "/")))
}
