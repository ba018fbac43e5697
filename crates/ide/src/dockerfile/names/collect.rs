//! The walk over a file that finds its names.

use super::shell::{Expansion, Quoting, assigns, expansions};
use super::variables::{self, Bound, Reader, expanded_words, run_time_command, word_variables};
use super::{Cx, Doubt, Names, Occurrence, Thing};
use plimsoll_dockerfile::{Body, CommandLine, Heredoc, Instruction, JsonArray, PathList, heredoc_text, shell_text};
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::shell_named;
use plimsoll_text::{TextRange, TextSize, range, slice};

pub(super) fn collect<'a>(cx: &Cx<'a>) -> Names<'a> {
    let mut walk = Walk {
        cx,
        names: Names {
            things: Vec::new(),
            bound: variables::all(cx.build),
            occurrences: Vec::new(),
            doubts: Vec::new(),
        },
        variables: Vec::new(),
        masked: Vec::new(),
    };
    walk.stages();
    walk.declared_variables();
    for (step, at) in cx.build.steps.iter().enumerate() {
        walk.instruction(step, at.instruction, false);
    }
    let mut names = walk.names;
    names.occurrences.sort_by_key(|it| (it.range.start(), it.range.end()));
    names.occurrences.dedup_by_key(|it| it.range);
    names
}

struct Walk<'c, 'a> {
    cx: &'c Cx<'a>,
    names: Names<'a>,
    /// Index of the thing that each pair of `names.bound` belongs to.
    variables: Vec<usize>,
    /// Names that a secret mount of the instruction sets, or an ONBUILD when the instruction is one.
    masked: Vec<&'a str>,
}

impl<'a> Walk<'_, 'a> {
    fn stages(&mut self) {
        let build = self.cx.build;
        for stage in &build.stages {
            let thing = self.names.things.len();
            self.names.things.push(Thing::Stage(stage.id));
            if let Some(name) = &stage.from.name {
                self.push(unquoted(self.cx.source, name.range), thing, true, None);
            }
        }
        for edge in build.stages.iter().flat_map(|stage| &stage.edges) {
            self.push(unquoted(self.cx.source, edge.range), edge.to.0, false, None);
        }
    }

    fn declared_variables(&mut self) {
        let roots: Vec<usize> = self.names.bound.iter().map(|bound| bound.root).collect();
        for (index, root) in roots.into_iter().enumerate() {
            let Bound { binding, .. } = self.names.bound[index];
            let thing = if root == index {
                self.names.things.push(Thing::Variable(binding.name.clone()));
                self.names.things.len() - 1
            } else {
                self.variables[root]
            };
            self.variables.push(thing);
            if binding.pair.key.parts.is_empty() {
                self.push(binding.pair.key.range, thing, true, Some(index));
            }
        }
    }

    fn instruction(&mut self, step: StepId, instruction: &Instruction, is_trigger: bool) {
        let cx = self.cx;
        self.masked = if is_trigger { set_by_triggers(cx) } else { set_by_mounts(cx, instruction) };
        let reader = |at: TextSize| Reader { step, at, at_run_time: is_trigger };
        let mut found = Vec::new();
        expanded_words(cx, instruction).into_iter().for_each(|word| word_variables(word, &mut found));
        for variable in found {
            self.read(variable.name, reader(variable.name.start()));
        }
        match &instruction.body {
            Body::Run(run) => self.command(instruction, &run.command, step, is_trigger),
            Body::Copy(_) => {
                for heredoc in instruction.heredocs.iter().filter(|heredoc| !heredoc.quoted) {
                    self.lines(heredoc, step, is_trigger);
                }
            }
            Body::Volume(PathList::Json(paths)) => {
                for path in &paths.elements {
                    for it in expansions(slice(cx.source, path.inner), path.inner.start(), false) {
                        self.read(it.name, reader(it.name.start()));
                    }
                }
            }
            Body::Onbuild(Some(inner)) => self.instruction(step, inner, true),
            _ => {
                if let Some(command) = run_time_command(instruction) {
                    self.command(instruction, command, step, true);
                }
            }
        }
        if !is_trigger {
            for heredoc in &instruction.heredocs {
                self.heredoc(heredoc);
            }
        }
    }

    fn heredoc(&mut self, heredoc: &Heredoc) {
        let thing = self.names.things.len();
        self.names.things.push(Thing::Heredoc);
        self.push(heredoc.delimiter, thing, true, None);
        if let Some(end) = heredoc.end {
            self.push(end, thing, false, None);
        }
    }

    fn command(&mut self, instruction: &Instruction, command: &CommandLine, step: StepId, at_run_time: bool) {
        let cx = self.cx;
        let is_foreign = cx.build.shell_kind(step).dialect().is_none();
        match command {
            CommandLine::Shell { range, .. } => {
                let text = shell_text(cx.source, instruction, *range);
                let found = expansions(&text, range.start(), true);
                self.script(&text, &found, is_foreign, step, at_run_time);
                for heredoc in &instruction.heredocs {
                    let is_script =
                        cx.build.scripts(step).iter().any(|script| script.range.start() == heredoc.body.start());
                    if is_script {
                        let text = heredoc_text(cx.source, heredoc);
                        let found = expansions(&text, heredoc.body.start(), true);
                        self.script(&text, &found, is_foreign, step, at_run_time);
                    } else if !heredoc.quoted {
                        self.lines(heredoc, step, at_run_time);
                    }
                }
            }
            CommandLine::Exec(words) => self.exec(words, step, at_run_time),
            CommandLine::Empty => {}
        }
    }

    /// `["sh", "-c", "…"]`: no one expands the words of an exec form but a shell that they start.
    fn exec(&mut self, words: &JsonArray, step: StepId, at_run_time: bool) {
        let source = self.cx.source;
        if words.elements.first().is_none_or(|program| shell_named(program.text(source)).is_none()) {
            return;
        }
        for word in &words.elements {
            let text = slice(source, word.inner);
            let found = expansions(text, word.inner.start(), true);
            self.script(text, &found, text.contains("\\\\"), step, at_run_time);
        }
    }

    fn lines(&mut self, heredoc: &Heredoc, step: StepId, at_run_time: bool) {
        for it in expansions(slice(self.cx.source, heredoc.body), heredoc.body.start(), false) {
            self.read(it.name, Reader { step, at: it.name.start(), at_run_time });
        }
    }

    fn script(&mut self, text: &str, found: &[Expansion], is_foreign: bool, step: StepId, at_run_time: bool) {
        for it in found {
            let name = slice(self.cx.source, it.name);
            let reader = Reader { step, at: it.name.start(), at_run_time };
            let why = match it.quoting {
                _ if is_foreign => "another shell reads it",
                _ if self.masked.contains(&name) => "a mount or ONBUILD may set it",
                _ if assigns(text, name) => "the script sets it itself",
                Quoting::Single => "it stands in single quotes",
                Quoting::Expands => {
                    self.read(it.name, reader);
                    continue;
                }
            };
            if let Some(index) = variables::lookup(self.cx.build, &self.names.bound, name, reader) {
                self.names.doubts.push(Doubt { range: it.name, thing: self.variables[index], why });
            }
        }
    }

    fn read(&mut self, name: TextRange, reader: Reader) {
        let text = slice(self.cx.source, name);
        if let Some(index) = variables::lookup(self.cx.build, &self.names.bound, text, reader) {
            let thing = self.variables[index];
            if self.masked.contains(&text) {
                self.names.doubts.push(Doubt { range: name, thing, why: "a mount or ONBUILD may set it" });
            } else {
                self.push(name, thing, false, Some(index));
            }
        }
    }

    fn push(&mut self, range: TextRange, thing: usize, declares: bool, bound: Option<usize>) {
        if !range.is_empty() {
            self.names.occurrences.push(Occurrence { range, thing, declares, bound });
        }
    }
}

/// The names that secret mounts give to the command of a RUN.
fn set_by_mounts<'a>(cx: &Cx<'a>, instruction: &Instruction) -> Vec<&'a str> {
    let Body::Run(run) = &instruction.body else { return Vec::new() };
    let options = run.mounts.iter().flat_map(|mount| &mount.options);
    let names = options.filter(|option| slice(cx.source, option.key).eq_ignore_ascii_case("env"));
    names.filter_map(|option| option.value).map(|value| slice(cx.source, value)).collect()
}

/// The names that ONBUILD ARG and ONBUILD ENV set in the builds that start from this one.
fn set_by_triggers<'a>(cx: &Cx<'a>) -> Vec<&'a str> {
    let triggers = cx.build.steps.iter().filter_map(|step| match &step.instruction.body {
        Body::Onbuild(Some(inner)) => Some(&inner.body),
        _ => None,
    });
    let pairs = triggers.flat_map(|body| match body {
        Body::Arg(pairs) => &pairs[..],
        Body::Env(pairs) => &pairs.pairs[..],
        _ => &[],
    });
    pairs.map(|pair| slice(cx.source, pair.key.range)).collect()
}

/// `name` of `"name"`.
fn unquoted(source: &str, place: TextRange) -> TextRange {
    let text = slice(source, place);
    let is_quoted =
        ['"', '\''].iter().any(|quote| text.len() >= 2 && text.starts_with(*quote) && text.ends_with(*quote));
    let (start, end) = (usize::from(place.start()), usize::from(place.end()));
    if is_quoted { range(start + 1, end - 1) } else { place }
}
