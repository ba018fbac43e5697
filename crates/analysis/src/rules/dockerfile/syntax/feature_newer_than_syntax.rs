//! `feature-newer-than-syntax`: feature that the named frontend does not know.

use crate::rule::rule;
use crate::rules::dockerfile::variables::{expanded_words, variables};
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction, Keyword, ModifierKind};
use plimsoll_model::dockerfile::Frontend;
use plimsoll_model::tables::frontend::minor_version;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// `# syntax=` names a version of the frontend that is older than something in the file.
    ///
    /// ```Dockerfile,bad
    /// # syntax=docker/dockerfile:1.7
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// #    ^^^^^^^^^ warning: `--parents` needs frontend 1.20, this file names 1.7
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # syntax=docker/dockerfile:1.20
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1.7-labs
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// ```
    "feature-newer-than-syntax" {
        summary: "feature that the named frontend does not know",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(Frontend { minor, labs, range: place }) = cx.build.frontend() else { return };
    let mut used = Vec::new();
    for directive in cx.syntax.directives().filter(|it| cx.text(it.name).eq_ignore_ascii_case("check")) {
        used.push(Used::new("*", "check-directive", directive.range, "`# check=`"));
    }
    for instruction in cx.syntax.instructions() {
        features(cx, instruction, false, &mut used);
    }
    let needs = |used: Used| {
        let needed = minor_version(used.instruction, &used.feature, labs).filter(|needed| *needed > minor)?;
        Some((used.range, used.shown, needed))
    };
    let newer: Vec<(TextRange, String, u32)> = used.into_iter().filter_map(needs).collect();
    let Some(most) = newer.iter().map(|(.., needed)| *needed).max() else { return };
    for (range, shown, needed) in newer {
        let fix = (!labs).then(|| Fix::safe(format!("name `1.{most}`"), Edit::replace(place, format!("1.{most}"))));
        sink.report(range, format!("{shown} needs frontend 1.{needed}, this file names 1.{minor}"))
            .label(place, "named here")
            .fix(fix);
    }
}

/// A feature that the file uses, as the table of them calls it.
struct Used {
    instruction: &'static str,
    feature: String,
    range: TextRange,
    shown: String,
}

impl Used {
    fn new(instruction: &'static str, feature: &str, range: TextRange, shown: impl Into<String>) -> Self {
        Self { instruction, feature: feature.to_owned(), range, shown: shown.into() }
    }
}

fn features(cx: &DockerfileCx<'_>, instruction: &Instruction, is_trigger: bool, used: &mut Vec<Used>) {
    let keyword = instruction.keyword.as_str();
    for flag in &instruction.flags {
        let name = cx.text(flag.name);
        used.push(Used::new(keyword, name, flag.range, format!("`--{name}`")));
        let value = flag.value.as_ref().map_or("", |value| cx.text(value.range));
        match name {
            "from" if is_trigger => used.push(Used::new(keyword, "from-in-onbuild", flag.range, "`--from` in ONBUILD")),
            "chmod" if value.contains('$') => {
                used.push(Used::new(keyword, "variable-in-chmod", flag.range, "a variable in `--chmod`"));
            }
            "chmod" if value.contains(['+', '-', '=']) => {
                used.push(Used::new(keyword, "symbolic-chmod", flag.range, format!("the mode `{value}`")));
            }
            _ => {}
        }
    }
    if let Some(heredoc) = instruction.heredocs.first() {
        used.push(Used::new(keyword, "heredoc", heredoc.operator, format!("`{}`", cx.text(heredoc.operator))));
    }
    for variable in expanded_words(cx.source(), instruction).into_iter().flat_map(|(_, word)| variables(word)) {
        let Some(modifier) = &variable.modifier else { continue };
        let feature = match modifier.kind {
            ModifierKind::Pattern => "pattern",
            ModifierKind::Default { colon: false }
            | ModifierKind::Alternative { colon: false }
            | ModifierKind::Required { colon: false } => "modifier-without-colon",
            _ => continue,
        };
        used.push(Used::new("*", feature, variable.range, format!("`{}`", cx.text(variable.range))));
    }
    match &instruction.body {
        Body::Run(run) => {
            for option in run.mounts.iter().flat_map(|mount| &mount.options) {
                let key = cx.text(option.key).to_ascii_lowercase();
                used.push(Used::new(keyword, &format!("mount:{key}"), option.range, format!("`{key}=` of a mount")));
                let value = option.value.map_or("", |value| cx.text(value));
                if key == "from" && is_trigger {
                    used.push(Used::new(keyword, "from-in-onbuild", option.range, "`from=` in ONBUILD"));
                } else if key != "from" && value.contains('$') {
                    used.push(Used::new(keyword, "variable-in-mount", option.range, "a variable in a mount"));
                }
            }
        }
        Body::Copy(copy) if instruction.keyword == Keyword::Add => {
            for source in &copy.sources {
                git_features(cx, instruction, source.range, used);
            }
        }
        Body::Onbuild(Some(inner)) => features(cx, inner, true, used),
        _ => {}
    }
}

/// What ADD uses when it takes from a Git repository.
fn git_features(cx: &DockerfileCx<'_>, instruction: &Instruction, source: TextRange, used: &mut Vec<Used>) {
    let url = cx.text(source);
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let is_git =
        path.starts_with("git@") || path.starts_with("git://") || path.contains("://") && path.ends_with(".git");
    if !is_git {
        return;
    }
    used.push(Used::new("ADD", "git", source, "ADD of a Git repository"));
    if url.contains('?') {
        used.push(Used::new("ADD", "git-query", source, "the query of a Git URL"));
    }
    if let Some(flag) = instruction.flag(cx.source(), "checksum") {
        used.push(Used::new("ADD", "git-checksum", flag.range, "`--checksum` of a Git repository"));
    }
}
