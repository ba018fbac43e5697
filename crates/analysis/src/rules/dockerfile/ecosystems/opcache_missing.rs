//! `opcache-missing`: PHP compiles every script anew for each request.

use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::rules::dockerfile::surroundings::{is_for_development, says};
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_model::tables::eol::{is_newer, releases};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::Edit;

rule! {
    /// The images of PHP bring OPcache, but before 8.5 it is not turned on. Without it PHP reads and compiles every
    /// script anew for each request.
    ///
    /// ```Dockerfile,bad
    /// FROM php:8.4-fpm
    /// #    ^^^^^^^^^^^ note: OPcache is not turned on
    /// RUN docker-php-ext-install pdo_mysql
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM php:8.4-fpm
    /// RUN docker-php-ext-install pdo_mysql opcache
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM php:8.4-cli
    /// FROM php:8.5-fpm
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM php:8.4-apache
    /// RUN docker-php-ext-enable opcache
    /// ```
    "opcache-missing" {
        summary: "PHP compiles every script anew for each request",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// Settings that may turn it on.
const SETTINGS: [&str; 5] = ["opcache", "conf.d", ".ini", "/etc/php", "/usr/local/etc/php"];

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage().filter(|stage| serves(cx, stage)) else { return };
    let Some(word) = &stage.from.image else { return };
    if is_for_development(cx, stage) || says(cx, stage.id, &SETTINGS) {
        return;
    }
    let edit = edit(cx, stage).map(|edit| Fix::r#unsafe("turn it on", edit));
    sink.report(word.range, "OPcache is not turned on")
        .note("`docker-php-ext-install opcache` turns on what the image brings")
        .fix(edit);
}

/// Whether the stage starts from an image of PHP that answers requests, of a release that needs it to be turned on.
fn serves(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let Base::Image(image) = cx.build.external_base(stage.id) else { return false };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let is_server = image.tag().is_some_and(|tag| tag.split('-').any(|part| matches!(part, "fpm" | "apache")));
    let release = releases(&name, image.tag()).product.filter(|release| release.id == "php");
    let is_old = release.is_some_and(|release| is_newer(release.name, "8.4") == Some(false));
    name.official() == Some("php") && is_server && is_old
}

/// Adds it to the extensions that are installed, or installs it at the top of the stage.
fn edit(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Option<Edit> {
    let steps = || cx.build.stage_steps(stage);
    for (step, instruction) in steps() {
        let Body::Run(run) = &instruction.body else { continue };
        let CommandLine::Shell { range, .. } = run.command else { continue };
        let commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        let installs = commands.filter(|it| it.words.first().is_some_and(|word| word.is("docker-php-ext-install")));
        // In a subshell of its own or a branch it may not run.
        if let Some(command) = installs.into_iter().find(|it| it.depth == 0 && range.contains_range(it.range)) {
            return Some(Edit::insert(command.words.last()?.range.end(), " opcache"));
        }
    }
    let (_, next) = steps().nth(1).filter(|(_, it)| !matches!(it.body, Body::Run(_)))?;
    let item = cx
        .syntax
        .items
        .iter()
        .find(|item| item.range.contains_range(cx.build.steps[stage.from_step].instruction.range))?;
    let line = format!("RUN docker-php-ext-install opcache{}", line_end(cx.source()));
    (next.range.start() >= item.range.end()).then(|| Edit::insert(item.range.end(), line))
}
