//! The variables that an instruction reads where the builder expands it.
//!
//! Invariant: the shell text of RUN, CMD, ENTRYPOINT and HEALTHCHECK and the bodies of heredocs are never looked at;
//! the shell expands those.

use crate::InstructionCx;
use plimsoll_dockerfile::{Body, Instruction, ModifierKind, PathList, Variable, Word, WordPart};
use plimsoll_model::dockerfile::{Base, Binding, BindingKind};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::variables::sets_variable;
use plimsoll_text::slice;

/// The words of an instruction that the builder expands, its flags' values included; each with the name of the
/// variable that it sets, if it sets one.
///
/// Source: Dockerfile reference, "Environment replacement", 2026-11.
pub(in crate::rules::dockerfile) fn expanded_words<'a>(
    source: &'a str,
    instruction: &'a Instruction,
) -> Vec<(Option<&'a str>, &'a Word)> {
    let mut words: Vec<(Option<&str>, &Word)> = Vec::new();
    match &instruction.body {
        Body::Copy(copy) => {
            // `--from` is never expanded.
            let flags = instruction.flags.iter().filter(|flag| slice(source, flag.name) != "from");
            words.extend(flags.filter_map(|flag| flag.value.as_ref()).map(|word| (None, word)));
            words.extend(copy.sources.iter().chain(&copy.destination).map(|word| (None, word)));
        }
        Body::Env(pairs) | Body::Label(pairs) => {
            let sets = matches!(instruction.body, Body::Env(_));
            for pair in &pairs.pairs {
                words.push((None, &pair.key));
                words.extend(pair.value.iter().map(|word| (sets.then(|| slice(source, pair.key.range)), word)));
            }
        }
        Body::Arg(pairs) => {
            words.extend(
                pairs.iter().filter_map(|pair| Some((Some(slice(source, pair.key.range)), pair.value.as_ref()?))),
            );
        }
        Body::Expose(list) => words.extend(list.iter().map(|word| (None, word))),
        Body::Volume(PathList::Words(list)) => words.extend(list.iter().map(|word| (None, word))),
        Body::Stopsignal(word) | Body::User(word) | Body::Workdir(word) => {
            words.extend(word.iter().map(|word| (None, word)));
        }
        _ => {}
    }
    words
}

/// The variables of a word, those inside modifiers included.
pub(in crate::rules::dockerfile) fn variables(word: &Word) -> Vec<&Variable> {
    let mut found = Vec::new();
    for part in &word.parts {
        if let WordPart::Variable(variable) = part {
            found.push(variable);
            if let Some(modifier) = &variable.modifier {
                found.extend(variables(&modifier.word));
            }
        }
    }
    found
}

/// Whether a variable that is not set is fine here: something else stands in for it, or the build is to stop.
pub(super) fn has_fallback(variable: &Variable) -> bool {
    let Some(modifier) = &variable.modifier else { return false };
    matches!(
        modifier.kind,
        ModifierKind::Default { .. }
            | ModifierKind::Alternative { .. }
            | ModifierKind::Required { .. }
            | ModifierKind::Unsupported
    )
}

/// Whether the instruction is the inner one of an ONBUILD, which runs in another build.
pub(super) fn is_in_onbuild(cx: &InstructionCx<'_>) -> bool {
    cx.build.steps.get(cx.step).is_some_and(|step| step.instruction.range != cx.instruction.range)
}

/// Whether `name` can be the name of a variable that a file sets.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
}

/// Whether the stage of `cx` starts from nothing, or from an image of a bare system, which sets no variable but PATH.
///
/// Source: the Dockerfiles of these official images, 2026-11.
pub(super) fn starts_without_variables(cx: &InstructionCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    match cx.build.external_base(stage) {
        Base::Scratch => true,
        Base::Image(image) => {
            let name = ImageName::from_parts(image.registry(), image.repository());
            let bare =
                ["debian", "ubuntu", "alpine", "busybox", "almalinux", "rockylinux", "amazonlinux", "buildpack-deps"];
            name.official().is_some_and(|name| bare.contains(&name))
        }
        _ => false,
    }
}

/// The ARG of an earlier stage that declares the name.
pub(super) fn in_sibling<'a>(cx: &InstructionCx<'a>, name: &str) -> Option<&'a Binding<'a>> {
    let stages = cx.build.stages.iter().take_while(|stage| Some(stage.id) != cx.stage);
    let mut bindings = stages.flat_map(|stage| &stage.bindings);
    bindings.find(|binding| binding.kind == BindingKind::Arg && binding.name == name)
}

/// Whether it is known that the base image of the stage of `cx` sets the variable.
pub(super) fn is_set_by_base(cx: &InstructionCx<'_>, variable: &str) -> bool {
    let Some(first) = cx.stage.and_then(|stage| cx.build.ancestry(stage).last()) else { return false };
    match (&first.base, &first.from.image) {
        (Base::Image(image), _) => {
            sets_variable(&ImageName::from_parts(image.registry(), image.repository()), image.tag(), variable)
        }
        // `ros:${ROS_DISTRO}`: the tag alone is not known.
        (Base::Unknown, Some(word)) => {
            let name = slice(cx.build.source, word.range).split(':').next().unwrap_or_default();
            !name.contains('$') && sets_variable(&ImageName::parse(name), None, variable)
        }
        _ => false,
    }
}
