//! `unused-arg`: build argument that nothing uses.

use super::pairs::delete_pair;
use super::references::is_name;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Sink};
use plimsoll_dockerfile::{Body, Template};
use plimsoll_model::dockerfile::{Base, Step};
use plimsoll_model::tables::arguments::predefined;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::{TextRange, size};

rule! {
    /// An ARG whose name appears nowhere behind it does nothing.
    ///
    /// A RUN may read its environment, so in a stage the rule speaks only when no RUN follows. With the option `before-run`,
    /// which is on in the preset `strict`, it speaks there, too, unless a Compose or Bake file gives the argument.
    ///
    /// ```Dockerfile,bad
    /// ARG VERSION=1.4
    /// #   ^^^^^^^^^^^ note: nothing uses the build argument `VERSION`
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG VERSION=12.11
    /// FROM debian:${VERSION}
    /// ARG DEBIAN_FRONTEND=noninteractive
    /// ARG COLOR
    /// RUN make
    /// ```
    ///
    /// An argument in front of FROM may be read by ONBUILD triggers of the base image. Official images have none:
    ///
    /// ```Dockerfile,good
    /// ARG NODE_VERSION=24.11.1
    /// FROM cypress/factory:7.0.1
    /// ```
    ///
    /// ```Dockerfile,bad,before-run=true
    /// FROM debian:12.11
    /// ARG COLOR
    /// #   ^^^^^ note: nothing uses the build argument `COLOR`
    /// RUN make
    /// ```
    "unused-arg" {
        summary: "build argument that nothing uses",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[OptionSpec { name: "before-run", kind: OptionKind::BoolIn(Preset::Strict), docs: "Also speak of arguments that a RUN follows, which may read its environment." }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    // What a template engine puts in may use it.
    if cx.syntax.template != Template::None {
        return;
    }
    let has_triggers = may_have_triggers(cx);
    for (step, it) in cx.build.steps.iter().enumerate() {
        let Body::Arg(pairs) = &it.instruction.body else { continue };
        // `ARG NAME value` declares two arguments, where one with a value is meant.
        if pairs.len() == 2 && pairs.iter().all(|pair| pair.value.is_none()) {
            continue;
        }
        for (at, pair) in pairs.iter().enumerate() {
            let name = cx.text(pair.key.range);
            // The builder reads on, but nobody means what stands behind as arguments.
            if name.starts_with('#') {
                break;
            }
            if predefined(name).is_some() || is_read_from_environment(name) || !is_name(name) {
                continue;
            }
            let behind = TextRange::new(pair.range.end(), size(cx.source().len()));
            if mentions(cx.text(behind), name) || it.stage.is_none() && (has_triggers || has_placeholder(cx)) {
                continue;
            }
            let runs = |step: &Step<'_>| matches!(step.instruction.body, Body::Run(_) | Body::Onbuild(_));
            let run_follows = it.stage.is_some() && cx.build.steps[step..].iter().any(runs);
            if run_follows && (!cx.settings.flag(&RULE, "before-run") || is_given(cx, name)) {
                continue;
            }
            let edits = delete_pair(cx, it.instruction, pairs, at);
            let fix = edits.map(|edits| match run_follows {
                true => Fix::r#unsafe("delete it", edits),
                false => Fix::safe("delete it", edits),
            });
            sink.report(pair.range, format!("nothing uses the build argument `{name}`")).fix(fix);
        }
    }
}

/// Whether a Compose or Bake file that builds this Dockerfile gives the argument.
fn is_given(cx: &DockerfileCx<'_>, name: &str) -> bool {
    let mut files = cx.workspace.builds_of(&cx.file.path).filter_map(|build| cx.workspace.get(&build.file));
    files.any(|file| mentions(&file.text, name))
}

/// Whether a base image may have ONBUILD triggers, which see the arguments in front of FROM once they declare them. Official
/// images have none.
///
/// Source: the official images list ONBUILD as deprecated, docker-library/official-images issue 2076.
fn may_have_triggers(cx: &DockerfileCx<'_>) -> bool {
    cx.build.stages.iter().any(|stage| match &stage.base {
        Base::Image(image) => {
            let name = ImageName::from_parts(image.registry(), image.repository());
            name.official().is_none()
        }
        Base::Unknown => true,
        Base::Stage(_) | Base::Scratch => false,
    })
}

/// Whether a FROM names no image yet: `FROM REPLACE-ME`.
fn has_placeholder(cx: &DockerfileCx<'_>) -> bool {
    let images = cx.build.stages.iter().filter_map(|stage| stage.from.image.as_ref());
    let mut literal = images.filter_map(|word| word.literal(cx.source()));
    literal
        .any(|image| image.split([':', '@']).next().is_some_and(|it| it.bytes().any(|byte| byte.is_ascii_uppercase())))
}

/// Whether `name` stands in `text` as a whole word; any mention counts as a use.
fn mentions(text: &str, name: &str) -> bool {
    let part = |ch: char| ch == '_' || ch.is_ascii_alphanumeric();
    text.match_indices(name).any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

/// Names that tools read from their environment, and those that only change the cache.
fn is_read_from_environment(name: &str) -> bool {
    let starts = ["PIP_", "NPM_CONFIG_", "npm_config_", "GO", "CARGO_", "UV_", "POETRY_", "BUILDKIT_", "YARN_"];
    starts.iter().any(|start| name.starts_with(start))
        || name.to_ascii_uppercase().contains("CACHE")
        || name.to_ascii_uppercase().ends_with("_PROXY")
        || matches!(
            name,
            "DEBIAN_FRONTEND" | "MAKEFLAGS" | "SOURCE_DATE_EPOCH" | "CFLAGS" | "CXXFLAGS" | "LDFLAGS" | "TZ" | "LANG"
        )
}
