//! `npm-cache-clean-without-force`: npm refuses to clean its cache.

use super::command_line::add_at;
use super::node::node_major;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::eol;
use plimsoll_model::tables::image_name::ImageName;

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
    ///
    /// Before Node.js 8 npm was older:
    ///
    /// ```Dockerfile,good
    /// FROM node:6
    /// RUN npm install && npm cache clean
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
    if !cache.is("cache") || !cleans || forced || words.next().is_some() || is_old(cx) {
        return;
    }
    sink.report(program.range.cover(clean.range), "npm refuses to clean its cache without `--force`")
        .fix(Fix::safe("add `--force`", add_at(cx, clean.range.end(), "--force")));
}

/// Whether the file shows a Node.js before 8, which brought npm 5, or a distribution of that time, of which only old ones
/// have `nodejs-legacy`.
fn is_old(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    if let Some(major) = node_major(cx) {
        return major < 8;
    }
    let mut steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    if steps.any(|(step, it)| step <= cx.step && cx.text(it.range).to_ascii_lowercase().contains("nodejs-legacy")) {
        return true;
    }
    let Base::Image(image) = cx.build.external_base(stage) else { return false };
    if image.repository().contains("node") {
        return false;
    }
    let name = ImageName::from_parts(image.registry(), image.repository());
    let releases = eol::releases(&name, image.tag());
    releases.product.into_iter().chain(releases.system).any(|system| {
        let last = match system.id {
            "debian" => "9",
            "ubuntu" => "18.04",
            "alpine" => "3.6",
            "centos" => "7",
            _ => return false,
        };
        eol::is_newer(system.name, last) == Some(false)
    })
}
