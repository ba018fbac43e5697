//! `dockerignored-source`: COPY wants what `.dockerignore` holds back.

use super::ignoring;
use super::sources::context_sources;
use crate::rule::rule;
use crate::{
    Applicability, BuildContext, BuildContexts, Category, Check, Elsewhere, Fix, FixAvailability, InstructionCx, Level,
    Levels, Matches, Presence, Sink,
};
use plimsoll_model::context::{DockerIgnore, IgnorePattern};

rule! {
    /// The file is there, but `.dockerignore` keeps it from the builder: the build says "not found".
    ///
    /// Take the line out of `.dockerignore`, or let the file through with `!`.
    ///
    /// ```text,context,file=.dockerignore
    /// *.md
    /// !docs/*.md
    /// ```
    ///
    /// ```text,context,file=README.md
    /// read me
    /// ```
    ///
    /// ```text,context,file=docs/guide.md
    /// a guide
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY README.md /srv/
    ///    # ^^^^^^^^^ warning: `README.md` is held back by `*.md` in `.dockerignore`
    /// ```
    ///
    /// ```text,fixed,file=.dockerignore
    /// *.md
    /// !docs/*.md
    /// !README.md
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY docs/guide.md /srv/
    /// ```
    "dockerignored-source" {
        summary: "COPY wants what `.dockerignore` holds back",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["CopyIgnoredFile"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let sources = context_sources(cx);
    if sources.is_empty() || cx.workspace.listing().is_empty() {
        return;
    }
    let contexts = cx.contexts();
    if contexts.all.iter().all(|context| context.ignore_path.is_none()) {
        return;
    }
    for (range, path) in sources {
        // The contexts in which there is something under this name; one of them has to be the right one.
        let mut held_back: Option<(&BuildContext<'_>, &IgnorePattern)> = None;
        let mut is_open = false;
        for context in &contexts.all {
            match state(context, &path) {
                State::Missing => {}
                State::Sent => is_open = true,
                State::HeldBack(pattern) => held_back = held_back.or(Some((context, pattern))),
            }
        }
        let Some((context, pattern)) = held_back.filter(|_| !is_open) else { continue };
        let Some(ignore_path) = context.ignore_path.as_deref() else { continue };
        let name = ignore_path.rsplit('/').next().unwrap_or(ignore_path);
        let shown = if path.is_empty() { "." } else { path.as_str() };
        sink.report(range, format!("`{shown}` is held back by `{}` in `{name}`", pattern.text))
            .label_in(ignore_path, pattern.range, "held back here")
            .note("the builder does not see the file and stops with `not found`")
            .fix(fix(cx, &contexts, ignore_path, &path));
    }
}

/// Lets the source through; that it was held back may have had a reason.
fn fix(cx: &InstructionCx<'_>, contexts: &BuildContexts<'_>, ignore_path: &str, path: &str) -> Option<Fix> {
    let context = ignoring::only(contexts)?;
    let file = cx.workspace.get(ignore_path)?;
    let line = format!("!{path}");
    // The way of patterns with folders that are held back is the builder's; here it is tried out.
    let tried = DockerIgnore::parse(&format!("{}\n{line}\n", file.text));
    let Some(Matches::Paths(paths)) = context.matches(path) else { return None };
    if paths.is_empty() || paths.iter().any(|path| tried.excludes(path).is_some()) || path.contains(['\\', '\n', '\r'])
    {
        return None;
    }
    let name = ignore_path.rsplit('/').next().unwrap_or(ignore_path);
    let elsewhere = Elsewhere::lines_behind(ignore_path, &file.text, [line.as_str()]);
    Some(Fix::elsewhere(format!("let `{path}` through in `{name}`"), Applicability::Unsafe, elsewhere))
}

enum State<'c> {
    Missing,
    Sent,
    HeldBack(&'c IgnorePattern),
}

fn state<'c>(context: &'c BuildContext<'_>, path: &str) -> State<'c> {
    if path.is_empty() {
        // The context itself is always there, though everything in it may be held back.
        return State::Sent;
    }
    let paths = match context.matches(path) {
        Some(Matches::Paths(paths)) => paths,
        // What a build makes may be put into another folder that is sent instead.
        Some(Matches::Generated) | None => return State::Sent,
    };
    if paths.is_empty() {
        return State::Missing;
    }
    let mut first = None;
    for path in &paths {
        let Some(pattern) = context.ignore.excludes(path) else { return State::Sent };
        let is_folder = matches!(context.presence(path), Presence::There(entry) if entry.is_folder);
        let is_file = matches!(context.presence(path), Presence::There(entry) if !entry.is_folder);
        if (is_folder || !is_file) && context.ignore.may_let_through_below(path) {
            return State::Sent;
        }
        first = first.or(Some(pattern));
    }
    first.map_or(State::Sent, State::HeldBack)
}
