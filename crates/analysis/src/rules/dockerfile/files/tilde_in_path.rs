//! `tilde-in-path`: a `~` that nothing replaces.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_text::TextRange;

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
        fix: FixAvailability::None,
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
            sink.report(range, "`~` is not the home directory here")
                .note("only a shell replaces it; the builder makes a folder of that name");
        }
    }
}
