//! `npm-cache-clean-without-force`: npm refuses to clean its cache.

use super::command_line::add_at;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// Since npm 5, `npm cache clean` does nothing without `--force` but say so, and fails.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN npm ci && npm cache clean
    /// #             ^^^^^^^^^^^^^^^ warning: npm refuses to clean its cache without `--force`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN npm ci && npm cache clean --force
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN npm ci && npm cache clean -f && npm cache verify
    /// ```
    "npm-cache-clean-without-force" {
        summary: "npm refuses to clean its cache",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let (Some("npm"), Some(program)) = (effective.name(), effective.word) else { return };
    let is_option = |text: &str| text.starts_with('-');
    let forced = effective.args.iter().any(|word| word.literal().is_none() || word.is("--force") || word.is("-f"));
    let mut words = effective.args.iter().filter(|word| !is_option(&word.prefix_literal()));
    let (Some(cache), Some(clean)) = (words.next(), words.next()) else { return };
    let cleans = ["clean", "clear", "rm"].iter().any(|name| clean.is(name));
    if !cache.is("cache") || !cleans || forced || words.next().is_some() {
        return;
    }
    sink.report(program.range.cover(clean.range), "npm refuses to clean its cache without `--force`")
        .fix(Fix::safe("add `--force`", add_at(cx, clean.range.end(), "--force")));
}
