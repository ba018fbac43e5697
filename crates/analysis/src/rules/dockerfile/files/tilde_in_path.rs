//! `tilde-in-path`: a `~` that nothing replaces.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::runs_as_root;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Only a shell knows `~`. Here it is the name of a folder.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.conf ~/.config/
    ///             # ^^^^^^^^^^ warning: `~` is not the home directory here
    /// WORKDIR ~/app
    ///       # ^^^^^ warning: `~` is not the home directory here
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY app.conf /root/.config/
    /// WORKDIR /root/app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY app.conf /root/.config/
    /// RUN ls ~/.config
    /// WORKDIR /srv/backup~
    /// ```
    "tilde-in-path" {
        summary: "a `~` that nothing replaces",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let words: Vec<TextRange> = match &cx.instruction.body {
        Body::Copy(copy) => copy.destination.iter().map(|word| word.range).collect(),
        Body::Workdir(Some(word)) => vec![word.range],
        Body::Volume(PathList::Words(words)) => words.iter().map(|word| word.range).collect(),
        Body::Volume(PathList::Json(array)) => array.elements.iter().map(|word| word.inner).collect(),
        _ => return,
    };
    for range in words {
        let text = cx.text(range).trim_matches(['"', '\'']);
        if text == "~" || text.starts_with("~/") {
            let fix = (is_root(cx) && cx.text(range).starts_with('~')).then(|| {
                let tilde = TextRange::at(range.start(), plimsoll_text::size(1));
                Fix::r#unsafe("write `/root`", Edit::replace(tilde, "/root"))
            });
            sink.report(range, "`~` is not the home directory here")
                .note("only a shell replaces it; the builder makes a folder of that name")
                .fix(fix);
        }
    }
}

/// Whether it is certain that root is meant: nobody else was switched to, and the base image starts as root.
fn is_root(cx: &InstructionCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    let base_is_root = match cx.build.external_base(stage) {
        Base::Image(image) => runs_as_root(&ImageName::from_parts(image.registry(), image.repository()), image.tag()),
        _ => false,
    };
    base_is_root && cx.build.user(stage, cx.step).is_none() && cx.build.user(stage, usize::MAX).is_none()
}
