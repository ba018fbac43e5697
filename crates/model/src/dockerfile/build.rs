//! From syntax to meaning, in one walk over the instructions.
//!
//! Invariant: stages and steps are numbered in the order of the file; whatever is asked about a step looks
//! only at steps before it and at the stages that its stage starts from.

use super::image::{Image, ImageUse, UseKind};
use super::mapped::{Mapped, expand};
use super::scope::{Binding, BindingKind, BindingValue, Scope};
use super::shell_comments::ShellComment;
use super::stage::{Base, Edge, EdgeKind, Setting, Stage, StageReference};
use plimsoll_dockerfile::{Body, Dockerfile, Instruction, JsonArray, Mount, Pair, Template, Word};
use plimsoll_shell::Script;
use plimsoll_text::{TextRange, slice};
use std::cell::OnceCell;

/// Number of a stage, from 0 in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub usize);

/// Number of an instruction, from 0 in the order of the file.
pub type StepId = usize;

/// An instruction in its place.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The instruction.
    pub instruction: &'a Instruction,
    /// The stage it belongs to; `None` before the first FROM.
    pub stage: Option<StageId>,
}

/// What a Dockerfile means.
#[derive(Debug)]
pub struct Build<'a> {
    /// The text of the file.
    pub source: &'a str,
    /// Its tree.
    pub syntax: &'a Dockerfile,
    /// All instructions.
    pub steps: Vec<Step<'a>>,
    /// All stages.
    pub stages: Vec<Stage<'a>>,
    /// The stage that the image comes from, when it is not the last one.
    target: Option<StageId>,
    /// ARG before the first FROM, in order.
    pub global_args: Vec<Binding<'a>>,
    /// Every place that names an image from outside, in order of place.
    pub images: Vec<ImageUse>,
    /// Comments that name the shell of a base image.
    pub(super) shell_comments: Vec<ShellComment>,
    /// The scripts of each step, once somebody asked.
    pub(super) scripts: Vec<OnceCell<Vec<Script>>>,
}

impl<'a> Build<'a> {
    /// Reads the meaning of a parsed file. The last stage is the final one.
    #[must_use]
    pub fn new(source: &'a str, syntax: &'a Dockerfile) -> Self {
        let mut build = Self {
            source,
            syntax,
            steps: Vec::new(),
            stages: Vec::new(),
            target: None,
            global_args: Vec::new(),
            images: Vec::new(),
            shell_comments: super::shell_comments::read(source, syntax),
            scripts: Vec::new(),
        };
        for instruction in syntax.instructions() {
            build.add(instruction);
        }
        build.scripts.resize_with(build.steps.len(), OnceCell::new);
        build.mark_reachable(&[]);
        build
    }

    /// As [`Self::new`] for a file of which the stages `targets` are built; `None` stands for the last one, and a name
    /// that no stage has counts for nothing. The last of them in the file is the final one.
    #[must_use]
    pub fn for_targets(source: &'a str, syntax: &'a Dockerfile, targets: &[Option<&str>]) -> Self {
        let mut build = Self::new(source, syntax);
        let last = build.stages.last().map(|stage| stage.id);
        let named = |target: &Option<&str>| match target {
            Some(name) => build.stage_called(name),
            None => last,
        };
        let targets: Vec<StageId> = targets.iter().filter_map(named).collect();
        if let Some(target) = targets.iter().max().copied() {
            build.target = Some(target);
            for stage in &mut build.stages {
                (stage.shipped, stage.reachable) = (false, false);
            }
            build.mark_reachable(&targets);
        }
        build
    }

    /// The stage that `--target` finds under this name or number.
    /// Source: moby/buildkit `dockerfile2llb`, 2026-08.
    #[must_use]
    pub fn stage_called(&self, name: &str) -> Option<StageId> {
        let lower = name.to_lowercase();
        let named = self.stages.iter().rev().find(|stage| stage.name.as_deref() == Some(lower.as_str()));
        let numbered = || self.stages.get(name.parse::<usize>().ok()?);
        named.or_else(numbered).map(|stage| stage.id)
    }

    /// The stage with this number.
    #[must_use]
    pub fn stage(&self, id: StageId) -> &Stage<'a> {
        &self.stages[id.0]
    }

    /// The stage that the image comes from: the last one unless another is asked for. `None` without a FROM.
    #[must_use]
    pub fn final_stage(&self) -> Option<&Stage<'a>> {
        match self.target {
            Some(target) => self.stages.get(target.0),
            None => self.stages.last(),
        }
    }

    /// The steps of a stage with their numbers, FROM first.
    pub fn stage_steps(&self, stage: &Stage<'a>) -> impl DoubleEndedIterator<Item = (StepId, &'a Instruction)> {
        let range = stage.steps.clone();
        let start = range.start;
        self.steps[range].iter().enumerate().map(move |(at, step)| (start + at, step.instruction))
    }

    /// The stage itself, then the stage that it starts from, and so on; the external base comes last.
    pub fn ancestry(&self, id: StageId) -> impl Iterator<Item = &Stage<'a>> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let stage = self.stage(next?);
            next = match stage.base {
                Base::Stage(parent) => Some(parent),
                _ => None,
            };
            Some(stage)
        })
    }

    /// What a stage starts from in the end, through the stages between.
    #[must_use]
    pub fn external_base(&self, id: StageId) -> &Base {
        match self.ancestry(id).last() {
            Some(stage) => &stage.base,
            None => &Base::Unknown,
        }
    }

    /// The last instruction of the ancestry of `stage` before `before` for which `pick` finds something; the
    /// newest first. Later stages are never looked at.
    pub fn latest<T>(
        &self,
        stage: StageId,
        before: StepId,
        mut pick: impl FnMut(StepId, &'a Instruction) -> Option<T>,
    ) -> Option<T> {
        self.ancestry(stage).find_map(|stage| {
            self.stage_steps(stage).rev().filter(|(step, _)| *step < before).find_map(|(step, it)| pick(step, it))
        })
    }

    /// The USER that holds just before `before` (at the end of the stage: `stage.steps.end`); `None` when only
    /// the base image decides.
    #[must_use]
    pub fn user(&self, stage: StageId, before: StepId) -> Option<Setting<'a>> {
        self.setting(stage, before, |body| if let Body::User(word) = body { word.as_ref() } else { None })
    }

    /// The WORKDIR instruction that holds just before `before`, as written: a relative one adds to those before.
    #[must_use]
    pub fn workdir(&self, stage: StageId, before: StepId) -> Option<Setting<'a>> {
        self.setting(stage, before, |body| if let Body::Workdir(word) = body { word.as_ref() } else { None })
    }

    /// The absolute working directory just before `before`: WORKDIRs joined. `None` when one of them or the base
    /// image's is unknown; a `scratch` base starts at `/`.
    #[must_use]
    pub fn working_directory(&self, stage: StageId, before: StepId) -> Option<String> {
        let setting = self.workdir(stage, before);
        let Some(setting) = setting else {
            return matches!(self.external_base(stage), Base::Scratch).then(|| "/".to_owned());
        };
        let value = setting.value?;
        if value.starts_with('/') {
            return Some(value);
        }
        let holder = self.steps.get(setting.step)?.stage?;
        let parent = self.working_directory(holder, setting.step)?;
        Some(format!("{}/{value}", parent.trim_end_matches('/')))
    }

    /// The SHELL that holds just before `before`; `None` when it is the default one.
    #[must_use]
    pub fn shell(&self, stage: StageId, before: StepId) -> Option<&'a JsonArray> {
        let shell = |body: &'a Body| if let Body::Shell(shell) = body { shell.as_ref() } else { None };
        self.latest_setting(stage, before, shell).map(|(_, shell)| shell)
    }

    /// The binding of `name` that holds just before `before`: of the stage and those it starts from, ENV before
    /// ARG. ARGs before the first FROM count only where a stage declares them again.
    #[must_use]
    pub fn binding(&self, stage: StageId, before: StepId, name: &str) -> Option<&Binding<'a>> {
        let candidates = || {
            let layers = self.ancestry(stage).flat_map(|stage| stage.bindings.iter().rev());
            layers.filter(|binding| binding.step < before && binding.name == name)
        };
        candidates().find(|binding| binding.kind == BindingKind::Env).or_else(|| candidates().next())
    }

    /// The ARG before the first FROM that declares `name`; the last one counts.
    #[must_use]
    pub fn global_arg(&self, name: &str) -> Option<&Binding<'a>> {
        self.global_args.iter().rev().find(|binding| binding.name == name)
    }

    /// The value of `word` as it stands in the instruction `step`; `None` when it cannot be known.
    #[must_use]
    pub fn expand(&self, step: StepId, word: &Word) -> Option<Mapped> {
        match self.steps.get(step).and_then(|step| step.stage) {
            None => self.expand_global(word),
            Some(stage) if self.stage(stage).from_step == step => self.expand_global(word),
            Some(stage) => self.expand_in(stage, step, word),
        }
    }

    fn expand_global(&self, word: &Word) -> Option<Mapped> {
        expand(self.source, word, &Scope { layers: &[&self.global_args], open: false })
    }

    fn expand_in(&self, stage: StageId, before: StepId, word: &Word) -> Option<Mapped> {
        if word.parts.is_empty() {
            return Some(Mapped::written(word.raw(self.source), word.range.start()));
        }
        let layers: Vec<&[Binding<'_>]> = self
            .ancestry(stage)
            .map(|stage| {
                let count = stage.bindings.partition_point(|binding| binding.step < before);
                &stage.bindings[..count]
            })
            .collect();
        let open = !matches!(self.external_base(stage), Base::Scratch);
        expand(self.source, word, &Scope { layers: &layers, open })
    }

    /// As [`Self::latest`], of the instructions that set something alone.
    fn latest_setting<T>(
        &self,
        stage: StageId,
        before: StepId,
        pick: impl Fn(&'a Body) -> Option<T>,
    ) -> Option<(StepId, T)> {
        self.ancestry(stage).find_map(|stage| {
            let until = stage.settings.partition_point(|step| *step < before);
            let earlier = stage.settings[..until].iter().rev();
            earlier.copied().find_map(|step| Some((step, pick(&self.steps[step].instruction.body)?)))
        })
    }

    fn setting(
        &self,
        stage: StageId,
        before: StepId,
        word_of: impl Fn(&'a Body) -> Option<&'a Word>,
    ) -> Option<Setting<'a>> {
        let (step, word) = self.latest_setting(stage, before, word_of)?;
        Some(Setting { step, word, value: self.expand(step, word).map(|value| value.text) })
    }

    fn add(&mut self, instruction: &'a Instruction) {
        let step = self.steps.len();
        if let Body::From(from) = &instruction.body {
            let id = StageId(self.stages.len());
            self.steps.push(Step { instruction, stage: Some(id) });
            let base = self.base(step, id, from);
            let name = from.name.as_ref().and_then(|word| word.literal(self.source)).map(|name| name.to_lowercase());
            let edges = match (&base, &from.image) {
                (Base::Stage(to), Some(word)) => vec![Edge { to: *to, kind: EdgeKind::From, range: word.range, step }],
                _ => Vec::new(),
            };
            self.stages.push(Stage {
                id,
                from_step: step,
                from,
                steps: step..step + 1,
                name,
                base,
                shipped: false,
                reachable: false,
                bindings: Vec::new(),
                edges,
                settings: Vec::new(),
            });
            return;
        }
        let stage = self.stages.last_mut().map(|stage| {
            stage.steps.end = step + 1;
            if matches!(instruction.body, Body::User(_) | Body::Workdir(_) | Body::Shell(_)) {
                stage.settings.push(step);
            }
            stage.id
        });
        self.steps.push(Step { instruction, stage });
        match &instruction.body {
            Body::Arg(pairs) => pairs.iter().for_each(|pair| self.bind_arg(stage, step, pair)),
            Body::Env(pairs) => {
                let bound: Vec<_> =
                    pairs.pairs.iter().filter_map(|pair| self.env_binding(stage?, step, pair)).collect();
                if let Some(stage) = self.stages.last_mut() {
                    stage.bindings.extend(bound);
                }
            }
            Body::Copy(_) => {
                if let (Some(stage), Some(word)) =
                    (stage, instruction.flag(self.source, "from").and_then(|flag| flag.value.as_ref()))
                {
                    // BuildKit expands no variables in `--from`. Source: Dockerfile reference, "COPY --from", 2026-11.
                    let value = word.literal(self.source).map(|value| Mapped::written(&value, word.range.start()));
                    self.take_from(stage, step, value, word.range, UseKind::CopyFrom, EdgeKind::CopyFrom);
                }
            }
            Body::Run(run) => {
                for mount in &run.mounts {
                    if let (Some(stage), Some(range)) = (stage, mount_from(self.source, mount)) {
                        let text = slice(self.source, range);
                        let value = (!text.contains('$')).then(|| Mapped::written(text, range.start()));
                        self.take_from(stage, step, value, range, UseKind::MountFrom, EdgeKind::MountFrom);
                    }
                }
            }
            _ => {}
        }
    }

    fn base(&mut self, step: StepId, id: StageId, from: &'a plimsoll_dockerfile::From) -> Base {
        let Some(word) = &from.image else { return Base::Unknown };
        match self.reference(id, self.expand_global(word), false) {
            StageReference::Stage(stage) => Base::Stage(stage),
            StageReference::Scratch => Base::Scratch,
            StageReference::Unknown | StageReference::NotYet => Base::Unknown,
            StageReference::Image(image) => {
                let kind = UseKind::From;
                self.images.push(ImageUse { image: image.clone(), range: word.range, kind, stage: id, step });
                Base::Image(image)
            }
        }
    }

    fn take_from(
        &mut self,
        stage: StageId,
        step: StepId,
        value: Option<Mapped>,
        range: TextRange,
        use_kind: UseKind,
        edge_kind: EdgeKind,
    ) {
        match self.reference(stage, value, true) {
            // A stage may stand in what the template engine puts in.
            StageReference::Image(image)
                if self.syntax.template != Template::None && !image.text().contains(['/', ':', '@']) => {}
            StageReference::Stage(to) => {
                if let Some(stage) = self.stages.last_mut() {
                    stage.edges.push(Edge { to, kind: edge_kind, range, step });
                }
            }
            StageReference::Image(image) => self.images.push(ImageUse { image, range, kind: use_kind, stage, step }),
            _ => {}
        }
    }

    /// What a name means that is used in `stage`; only `--from` may use numbers.
    fn reference(&self, stage: StageId, value: Option<Mapped>, numbers: bool) -> StageReference {
        let Some(value) = value else { return StageReference::Unknown };
        let text = value.text.as_str();
        if text.is_empty() {
            return StageReference::Unknown;
        }
        if numbers && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return match text.parse::<usize>() {
                Ok(number) if number < stage.0 => StageReference::Stage(StageId(number)),
                _ => StageReference::NotYet,
            };
        }
        let lower = text.to_lowercase();
        let named = self.stages.iter().rev().filter(|other| other.id != stage);
        for other in named {
            if other.name.as_deref() == Some(lower.as_str()) {
                return StageReference::Stage(other.id);
            }
        }
        if numbers && self.stages.get(stage.0).is_some_and(|own| own.name.as_deref() == Some(lower.as_str())) {
            return StageReference::NotYet;
        }
        if numbers && self.later_stage_is_called(stage, &lower) {
            return StageReference::NotYet;
        }
        match text {
            "scratch" => StageReference::Scratch,
            _ => match Image::new(value) {
                image if image.is_plausible() => StageReference::Image(image),
                _ => StageReference::Unknown,
            },
        }
    }

    fn later_stage_is_called(&self, stage: StageId, lower: &str) -> bool {
        let froms = self.syntax.instructions().filter_map(|it| match &it.body {
            Body::From(from) => Some(from),
            _ => None,
        });
        let mut names = froms.skip(stage.0 + 1).filter_map(|from| from.name.as_ref()?.literal(self.source));
        names.any(|name| name.to_lowercase() == lower)
    }

    fn bind_arg(&mut self, stage: Option<StageId>, step: StepId, pair: &'a Pair) {
        let Some(name) = pair.key.literal(self.source).map(std::borrow::Cow::into_owned) else { return };
        let value = match (&pair.value, stage) {
            (Some(word), _) => match self.expand_arg_default(stage, step, word) {
                Some(value) => BindingValue::Known(value),
                None => BindingValue::Unknown,
            },
            (None, Some(_)) => match self.global_arg(&name) {
                Some(global) => global.value.clone(),
                None => BindingValue::NoDefault,
            },
            (None, None) => BindingValue::NoDefault,
        };
        match self.stages.last_mut() {
            Some(stage) => stage.bindings.push(Binding { name, value, kind: BindingKind::Arg, step, pair }),
            None => {
                self.global_args.push(Binding { name, value, kind: BindingKind::GlobalArg, step, pair });
            }
        }
    }

    fn expand_arg_default(&self, stage: Option<StageId>, step: StepId, word: &Word) -> Option<Mapped> {
        match stage {
            Some(stage) => self.expand_in(stage, step + 1, word),
            None => self.expand_global(word),
        }
    }

    fn env_binding(&self, stage: StageId, step: StepId, pair: &'a Pair) -> Option<Binding<'a>> {
        let name = pair.key.literal(self.source)?.into_owned();
        let value = match pair.value.as_ref().map(|word| self.expand_in(stage, step, word)) {
            Some(Some(value)) => BindingValue::Known(value),
            Some(None) | None => BindingValue::Unknown,
        };
        Some(Binding { name, value, kind: BindingKind::Env, step, pair })
    }

    /// Marks what the final stages need; without any, the last one is meant. References go backwards, so one walk from
    /// the end is enough.
    fn mark_reachable(&mut self, targets: &[StageId]) {
        let last = self.stages.len().checked_sub(1).map(StageId);
        let all = if targets.is_empty() { last.as_slice() } else { targets };
        for target in all {
            let stage = &mut self.stages[target.0];
            (stage.shipped, stage.reachable) = (true, true);
        }
        for at in (0..self.stages.len()).rev() {
            let (shipped, reachable) = (self.stages[at].shipped, self.stages[at].reachable);
            for edge in self.stages[at].edges.clone() {
                let to = &mut self.stages[edge.to.0];
                to.shipped |= shipped && edge.kind == EdgeKind::From;
                to.reachable |= reachable;
            }
        }
    }
}

/// Where the `from` of a mount stands.
fn mount_from(source: &str, mount: &Mount) -> Option<TextRange> {
    let option = mount.options.iter().find(|option| slice(source, option.key).eq_ignore_ascii_case("from"))?;
    option.value
}

#[cfg(test)]
mod tests {
    use super::{Build, StageId};
    use crate::dockerfile::{Base, BindingValue, EdgeKind, UseKind};
    use plimsoll_dockerfile::parse;
    use plimsoll_shell::ShellKind;

    const STAGES: &str = "ARG V=3.13\nFROM python:${V} AS Base\nENV A=1\nARG A=2\nARG B=$A\nUSER app\nWORKDIR /srv\nFROM base AS build\nWORKDIR src\nCOPY --from=alpine:3.22 /x /x\nFROM scratch AS unused\nFROM base\nCOPY --from=BUILD /out /out\nRUN --mount=from=build,target=/b cat <<EOF && bash <<X\na\nEOF\necho hi\nX\n";

    #[test]
    fn stages_and_what_they_need() {
        let syntax = parse(STAGES);
        let build = Build::new(STAGES, &syntax);
        let names: Vec<_> = build.stages.iter().map(|stage| stage.name.as_deref()).collect();
        assert_eq!(names, [Some("base"), Some("build"), Some("unused"), None]);
        let shipped: Vec<_> = build.stages.iter().map(|stage| (stage.shipped, stage.reachable)).collect();
        assert_eq!(shipped, [(true, true), (false, true), (false, false), (true, true)]);
        assert_eq!(build.stages[1].base, Base::Stage(StageId(0)));
        assert_eq!(build.stages[2].base, Base::Scratch);
        let edges: Vec<_> = build.stages[3].edges.iter().map(|edge| (edge.to.0, edge.kind)).collect();
        assert_eq!(edges, [(0, EdgeKind::From), (1, EdgeKind::CopyFrom), (1, EdgeKind::MountFrom)]);
        let images: Vec<_> = build.images.iter().map(|used| (used.image.text(), used.kind)).collect();
        assert_eq!(images, [("python:3.13", UseKind::From), ("alpine:3.22", UseKind::CopyFrom)]);
    }

    #[test]
    fn another_stage_may_be_asked_for() {
        let syntax = parse(STAGES);
        let build = Build::for_targets(STAGES, &syntax, &[Some("Build"), Some("nothing")]);
        let shipped: Vec<_> = build.stages.iter().map(|stage| (stage.shipped, stage.reachable)).collect();
        assert_eq!(shipped, [(true, true), (true, true), (false, false), (false, false)]);
        assert_eq!(build.final_stage().expect("a stage").id, StageId(1));
        let both = Build::for_targets(STAGES, &syntax, &[Some("0"), None]);
        assert_eq!(both.final_stage().expect("a stage").id, StageId(3));
        let neither = Build::for_targets(STAGES, &syntax, &[Some("nothing")]);
        assert_eq!(neither.final_stage().expect("a stage").id, StageId(3));
    }

    #[test]
    fn what_holds_at_an_instruction() {
        let syntax = parse(STAGES);
        let build = Build::new(STAGES, &syntax);
        let last = build.final_stage().expect("a stage");
        let user = build.user(last.id, last.steps.end).expect("USER of the base");
        assert_eq!(user.value.as_deref(), Some("app"));
        let middle = build.stage(StageId(1));
        assert_eq!(build.working_directory(middle.id, middle.steps.end).as_deref(), Some("/srv/src"));
        assert_eq!(build.user(StageId(0), build.stage(StageId(0)).from_step + 1), None);
        // ENV wins over the ARG behind it, and a default is expanded where it stands.
        let value = |name| match &build.binding(last.id, last.steps.end, name).expect("bound").value {
            BindingValue::Known(value) => value.text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!((value("A").as_str(), value("B").as_str()), ("1", "1"));
    }

    #[test]
    fn a_tag_is_found_in_the_default_that_gives_it() {
        let syntax = parse(STAGES);
        let build = Build::new(STAGES, &syntax);
        let tag = build.images[0].image.tag_origin().expect("written in one place");
        assert_eq!(plimsoll_text::slice(STAGES, tag), "3.13");
        assert_eq!(usize::from(tag.start()), "ARG V=".len());
    }

    #[test]
    fn scripts_of_a_run() {
        let syntax = parse(STAGES);
        let build = Build::new(STAGES, &syntax);
        let last = build.steps.len() - 1;
        let names: Vec<_> = build.scripts(last).iter().flat_map(|it| &it.commands).filter_map(|it| it.name()).collect();
        // The heredoc of `cat` is text, the one of `bash` a script.
        assert_eq!(names, ["cat", "bash", "echo"]);
        let windows = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\nSHELL [\"bash\", \"-c\"]\nRUN ls\n";
        let syntax = parse(windows);
        let build = Build::new(windows, &syntax);
        assert_eq!(build.shell_kind(1), ShellKind::Foreign);
        assert!(build.scripts(1).is_empty() && build.scripts(3).len() == 1);
    }
}
