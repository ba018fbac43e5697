//! `npm-cache-clean-without-force`: npm refuses to clean its cache.

use super::command_line::add_at;
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

/// Whether the file shows a Node.js before 8, which brought npm 5: in what it downloads, in the name of the base image,
/// or by a distribution of that time, of which only old ones have `nodejs-legacy`.
fn is_old(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let texts: Vec<String> = steps
        .filter(|(step, _)| *step <= cx.step)
        .map(|(_, instruction)| cx.text(instruction.range).to_ascii_lowercase())
        .collect();
    let fetched = |text: &String| ["setup_", "node-v", "nodejs.org/dist/v"].iter().find_map(|mark| major(text, mark));
    if let Some(major) = texts.iter().find_map(fetched) {
        return major < 8;
    }
    if texts.iter().any(|text| text.contains("nodejs-legacy")) {
        return true;
    }
    let Base::Image(image) = cx.build.external_base(stage) else { return false };
    let tag = image.tag().unwrap_or("latest");
    if image.repository().contains("node") {
        return matches!(tag.split('-').next(), Some("argon" | "boron")) || major(tag, "").is_some_and(|it| it < 8);
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

/// The number behind the first `mark` in `text`.
fn major(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    rest[..digits].parse().ok()
}
