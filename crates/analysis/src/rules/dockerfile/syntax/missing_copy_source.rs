//! `missing-copy-source`: COPY wants a file that is not there.

use crate::rule::rule;
use crate::rules::dockerfile::files::context_sources;
use crate::suggest::nearest;
use crate::{
    BuildContext, Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Matches, Presence, Sink,
};
use plimsoll_model::context::Glob;
use plimsoll_text::Edit;

rule! {
    /// COPY, ADD or a bind mount names a file that the build context does not have: the build stops.
    ///
    /// The context is the one that Compose, Bake or `[build] context` in the configuration names. Without them the
    /// folder of the Dockerfile and those above it are tried, and only what looks like a slip of the pen is reported.
    ///
    /// ```Dockerfile,context,file=package.json
    /// {}
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY pakage.json /app/
    ///    # ^^^^^^^^^^^ error: the build context has no `pakage.json`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// COPY package.json /app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY package.json /app/
    /// COPY --from=build /app/dist /app/dist
    /// ```
    "missing-copy-source" {
        summary: "COPY wants a file that is not there",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Folders that builds make. Source: the documentation of the build tools, 2026-11.
const OUTPUTS: [&str; 22] = [
    "target",
    "build",
    "dist",
    "out",
    "output",
    "bin",
    "obj",
    "publish",
    "release",
    "artifacts",
    "node_modules",
    "vendor",
    "_build",
    "deps",
    "tmp",
    "generated",
    "coverage",
    "public",
    "site",
    "lib",
    "libs",
    "app",
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let sources = context_sources(cx);
    if sources.is_empty() || cx.workspace.listing().is_empty() {
        return;
    }
    let contexts = cx.contexts();
    if contexts.all.is_empty() {
        return;
    }
    for (range, path) in sources {
        let is_missing = |context: &BuildContext<'_>| {
            context.matches(&path).is_some_and(|found| found == Matches::Paths(Vec::new()))
                && context.ignore.excludes(&path).is_none()
        };
        let first = path.split('/').next().unwrap_or_default();
        // BuildKit takes a pattern that matches nothing in silence.
        // Source: moby/buildkit `dockerfile2llb`, `AllowEmptyWildcard`, 2026-08.
        if Glob::source(&path).is_wild() || !contexts.all.iter().all(is_missing) {
            continue;
        }
        let near: Vec<Option<String>> = contexts.all.iter().map(|context| near(context, &path)).collect();
        let is_slip = near.iter().all(Option::is_some);
        if !is_slip && (!contexts.is_known || OUTPUTS.contains(&first.to_ascii_lowercase().as_str())) {
            continue;
        }
        let written = cx.text(range);
        let finding = sink.report(range, format!("the build context has no `{path}`"));
        finding.note("the build stops here");
        let same = near.first().cloned().flatten().filter(|first| near.iter().all(|it| it.as_ref() == Some(first)));
        // The word has to be the path as it stands, but for `./` and `/`.
        if let Some(near) = same
            && written.matches(&path).count() == 1
        {
            let replaced = written.replacen(&path, &near, 1);
            finding.fix(Fix::r#unsafe(format!("copy `{near}`"), Edit::replace(range, replaced)));
        }
    }
}

/// The path in the context that `path` was probably meant to be: one part of it is misspelled.
fn near(context: &BuildContext<'_>, path: &str) -> Option<String> {
    let mut found = String::new();
    let mut slips = 0;
    let count = path.split('/').count();
    for (at, part) in path.split('/').enumerate() {
        if Glob::source(part).is_wild() {
            return None;
        }
        let whole = below(&found, part);
        if let Presence::There(_) = context.presence(&whole) {
            found = whole;
            continue;
        }
        let names = context.folder_at(&found)?.iter().filter(|entry| entry.is_folder || at + 1 == count);
        let name = nearest(part, names.map(|entry| entry.name.as_str()).filter(|name| is_slip(part, name)), 2)?;
        found = below(&found, name);
        slips += 1;
    }
    (slips == 1 && matches!(context.presence(&found), Presence::There(_))).then_some(found)
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether one name may be a misspelling of the other: names that differ in their digits, or in one letter that makes
/// another word of a short one (`app`, `api`), are two names.
fn is_slip(written: &str, name: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(written) == digits(name) && (written.len() > 4 || written.eq_ignore_ascii_case(name))
}
