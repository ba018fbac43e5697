//! `tilde-in-path`: a `~` that nothing replaces.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::runs_as_root;
use plimsoll_text::{Edit, Edits, TextRange, size};

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
        Body::Env(pairs) => {
            let paths = pairs.pairs.iter().filter(|pair| holds_paths(cx.text(pair.key.range)));
            paths.filter_map(|pair| pair.value.as_ref()).map(|value| value.range).collect()
        }
        Body::Run(run) => {
            let options = run.mounts.iter().flat_map(|mount| &mount.options);
            let targets = options.filter(|option| {
                ["target", "dst", "destination"].iter().any(|name| cx.text(option.key).eq_ignore_ascii_case(name))
            });
            targets.filter_map(|option| option.value).collect()
        }
        _ => return,
    };
    for range in words {
        let tildes = tildes(cx.text(range), matches!(cx.instruction.body, Body::Env(_)));
        if tildes.is_empty() {
            continue;
        }
        let written = |home: &str| {
            let places = tildes.iter().map(|at| TextRange::at(range.start() + size(*at), size(1)));
            Edits::new(places.map(|place| Edit::replace(place, home)).collect()).unwrap_or_default()
        };
        let fix = match home(cx) {
            Home::Root => Fix::r#unsafe("write `/root`", written("/root")),
            Home::Of(user) => Fix::manual(format!("write `/home/{user}`"), written(&format!("/home/{user}"))),
            Home::Unknown => Fix::manual("write the home directory", written("/home/<user>")),
        };
        sink.report(range, "`~` is not the home directory here")
            .note("only a shell replaces it; the builder makes a folder of that name")
            .fix(fix);
    }
}

/// Whether a variable of this name holds a path or a list of them.
fn holds_paths(name: &str) -> bool {
    ["PATH", "HOME", "DIR"].iter().any(|end| name.to_ascii_uppercase().ends_with(end))
}

/// Where in the text a `~` stands for a home directory: in front, in a list also behind a colon.
fn tildes(text: &str, is_list: bool) -> Vec<usize> {
    let places = text.match_indices('~').map(|(at, _)| at);
    let starts = |at: usize| {
        let before = text[..at].trim_start_matches(['"', '\'']);
        let behind = text[at + 1..].trim_end_matches(['"', '\'']);
        let ends = behind.is_empty() || behind.starts_with('/') || is_list && behind.starts_with(':');
        ends && (before.is_empty() || is_list && before.ends_with(':'))
    };
    places.filter(|at| starts(*at)).collect()
}

/// Whose home directory is meant.
enum Home {
    Root,
    Of(String),
    Unknown,
}

/// Root's where nobody else was switched to, in no place of the stage, and the base image starts as root.
fn home(cx: &InstructionCx<'_>) -> Home {
    let Some(stage) = cx.stage else { return Home::Unknown };
    let base_is_root = match cx.build.external_base(stage) {
        Base::Image(image) => runs_as_root(&ImageName::from_parts(image.registry(), image.repository()), image.tag()),
        _ => false,
    };
    let user = cx.build.user(stage, cx.step);
    if base_is_root && user.is_none() && cx.build.user(stage, usize::MAX).is_none() {
        return Home::Root;
    }
    let name = user.and_then(|user| user.value).map(|value| value.split(':').next().unwrap_or_default().to_owned());
    match name {
        Some(name) if name.starts_with(|first: char| first.is_ascii_lowercase()) && name != "root" => Home::Of(name),
        _ => Home::Unknown,
    }
}
