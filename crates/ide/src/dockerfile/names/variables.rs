//! Variables: the pairs of ARG and ENV, which of them are one variable, and which holds at a place.

use super::Cx;
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck, Instruction, Keyword, Variable, Word};
use plimsoll_model::dockerfile::{Binding, BindingKind, Build, StageId, StepId};
use plimsoll_text::{TextSize, slice};

/// A pair of ARG or ENV that binds a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound<'a> {
    /// The pair.
    pub(crate) binding: &'a Binding<'a>,
    /// Its stage; `None` before the first FROM.
    pub(crate) stage: Option<StageId>,
    /// Index of the first pair of the same variable.
    pub(crate) root: usize,
}

/// A place that reads a variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    /// The instruction.
    pub(crate) step: StepId,
    /// Where the name stands.
    pub(crate) at: TextSize,
    /// Whether it is read when a container runs: then ARGs are gone, and every ENV of the stage is there.
    pub(crate) at_run_time: bool,
}

/// All pairs that bind a name, those before the first FROM first, in order of place.
pub(crate) fn all<'a>(build: &'a Build<'a>) -> Vec<Bound<'a>> {
    let globals = build.global_args.iter().map(|binding| (binding, None));
    let inner = build.stages.iter().flat_map(|stage| stage.bindings.iter().map(|binding| (binding, Some(stage.id))));
    let mut bound: Vec<Bound<'a>> = Vec::new();
    for (binding, stage) in globals.chain(inner) {
        let at = bound.len();
        bound.push(Bound { binding, stage, root: at });
        let mut earlier = Vec::new();
        let is_same = |other: &Bound<'_>| {
            let same_kind = (other.binding.kind == BindingKind::Env) == (binding.kind == BindingKind::Env);
            other.binding.name == binding.name && same_kind
        };
        for (index, other) in bound[..at].iter().enumerate().filter(|(_, other)| is_same(other)) {
            let is_visible = match (stage, other.stage) {
                (None, None) => true,
                (Some(_), None) => binding.kind == BindingKind::Arg && binding.pair.value.is_none(),
                (Some(own), Some(other)) => build.ancestry(own).any(|stage| stage.id == other),
                (None, Some(_)) => false,
            };
            if is_visible {
                earlier.push(index);
            }
        }
        for index in earlier {
            let (from, to) = (bound[at].root, bound[index].root);
            let (low, high) = (from.min(to), from.max(to));
            bound.iter_mut().filter(|it| it.root == high).for_each(|it| it.root = low);
        }
    }
    bound
}

/// The pair that holds for `reader`; `None` when the file gives the name no value there.
pub(crate) fn lookup(build: &Build<'_>, bound: &[Bound<'_>], name: &str, reader: Reader) -> Option<usize> {
    let stage = build.steps.get(reader.step).and_then(|step| step.stage);
    let Some(stage) = stage.filter(|stage| build.stage(*stage).from_step != reader.step) else {
        let is_before = |it: &Bound<'_>| it.stage.is_none() && it.binding.pair.range.end() <= reader.at;
        return bound.iter().rposition(|it| is_before(it) && it.binding.name == name);
    };
    let is_visible = |it: &Bound<'_>| {
        let binding = it.binding;
        let is_before = binding.step < reader.step
            || (binding.step == reader.step
                && binding.kind == BindingKind::Arg
                && binding.pair.range.end() <= reader.at);
        if reader.at_run_time { binding.kind == BindingKind::Env } else { is_before }
    };
    let candidates = || {
        build.ancestry(stage).flat_map(|stage| {
            let of_stage = bound.iter().enumerate().rev().filter(move |(_, it)| it.stage == Some(stage.id));
            of_stage.filter(|(_, it)| it.binding.name == name && is_visible(it))
        })
    };
    let env = candidates().find(|(_, it)| it.binding.kind == BindingKind::Env);
    env.or_else(|| candidates().next()).map(|(index, _)| index)
}

/// The words of `instruction` in which BuildKit expands variables. Source: Dockerfile reference, "Environment
/// replacement", and BuildKit `frontend/dockerfile/dockerfile2llb`, 2026-11.
pub(crate) fn expanded_words<'a>(cx: &Cx<'_>, instruction: &'a Instruction) -> Vec<&'a Word> {
    let mut words: Vec<&Word> = Vec::new();
    if instruction.keyword != Keyword::Healthcheck {
        let flags = instruction.flags.iter().filter(|flag| slice(cx.source, flag.name) != "from");
        words.extend(flags.filter_map(|flag| flag.value.as_ref()));
    }
    match &instruction.body {
        Body::Copy(copy) => words.extend(copy.sources.iter().chain(&copy.destination)),
        Body::Arg(pairs) => words.extend(pairs.iter().flat_map(|pair| std::iter::once(&pair.key).chain(&pair.value))),
        Body::Env(pairs) | Body::Label(pairs) => {
            words.extend(pairs.pairs.iter().flat_map(|pair| std::iter::once(&pair.key).chain(&pair.value)));
        }
        Body::Expose(ports) => words.extend(ports),
        Body::From(from) => words.extend(&from.image),
        Body::Stopsignal(word) | Body::User(word) | Body::Workdir(word) => words.extend(word),
        Body::Volume(plimsoll_dockerfile::PathList::Words(paths)) => words.extend(paths),
        _ => {}
    }
    words
}

/// The variables of `word`, those inside modifiers too, in order of place.
pub(crate) fn word_variables<'w>(word: &'w Word, found: &mut Vec<&'w Variable>) {
    for variable in word.variables() {
        found.push(variable);
        if let Some(modifier) = &variable.modifier {
            word_variables(&modifier.word, found);
        }
    }
}

/// What `instruction` hands to a shell or a program when a container runs.
pub(crate) fn run_time_command(instruction: &Instruction) -> Option<&CommandLine> {
    match &instruction.body {
        Body::Cmd(command) | Body::Entrypoint(command) => Some(command),
        Body::Healthcheck(Healthcheck::Command { command, .. }) => Some(command),
        _ => None,
    }
}
