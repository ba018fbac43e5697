//! From a file to its diagnostics.
//!
//! Invariant: the order of diagnostics is that of their places, then that of the rules; exact duplicates are
//! dropped. Nothing here depends on time, environment or the order of a hash map.

use crate::carrier::fixes::Proposals;
use crate::carrier::moved;
use crate::cx::{
    CommandCx, CompanionCx, ContainerCx, DockerfileCx, FileCx, InstructionCx, RequirementsCx, ServiceCx, StageCx,
    SuppressionCx, TaskCx,
};
use crate::registry::{RuleIndex, rule_at};
use crate::rules::AS_HADOLINT;
use crate::settings::{Checks, enabled_checks};
use crate::suppression::{Ledger, Suppression};
use crate::{Check, Diagnostic, FileKind, Question, Settings, Sink, SourceFile, Workspace};
use plimsoll_carriers::Lowered;
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_model::dockerfile::{Build, StageId, StepId};
use plimsoll_model::ecs::{Object, Shape, TaskDefinition};
use plimsoll_text::Edits;

/// The functions of one kind of check.
macro_rules! pick {
    ($kind:ident) => {
        |check: &Check| if let Check::$kind(function) = check { Some(*function) } else { None }
    };
}
/// Findings with their rules.
type Findings = Vec<(RuleIndex, crate::Finding)>;

/// What analysis says of a file.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What is reported, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What an ignore comment or a configured value path keeps quiet, sorted by place.
    pub suppressed: Vec<Suppressed>,
    /// What the network would have to answer for a rule to say anything, and has not.
    pub questions: Vec<Question>,
}

/// A diagnostic that is kept quiet.
#[derive(Debug)]
pub struct Suppressed {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// The ignore comment that keeps it quiet; `None` when the settings do.
    pub comment: Option<plimsoll_text::TextRange>,
}

/// Analyses one file. A pure function of its arguments that cannot fail.
#[must_use]
pub fn analyze(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> Analysis {
    let cx = FileCx { file, settings, workspace };
    match file.kind {
        FileKind::Dockerfile => dockerfile(cx),
        FileKind::TaskDefinition => task_definition(cx),
        FileKind::YamlTaskDefinition | FileKind::CloudFormation | FileKind::Terraform => carrier(cx),
        FileKind::Requirements => requirements(cx),
        FileKind::Compose | FileKind::Bake => crate::inlined::analyze(cx),
        FileKind::Companion => companion(cx),
    }
}

/// The path by which settings name the value at `offset` of a task definition: `containerDefinitions[web].user`.
/// `None` where no value has one, and for other files.
#[must_use]
pub fn value_path(file: &SourceFile, offset: plimsoll_text::TextSize) -> Option<String> {
    value_paths(file, [offset]).pop().flatten()
}

/// [`value_path`] of several offsets, one answer for each, by one reading of the file.
#[must_use]
pub fn value_paths(
    file: &SourceFile,
    offsets: impl IntoIterator<Item = plimsoll_text::TextSize>,
) -> Vec<Option<String>> {
    let offsets = offsets.into_iter();
    let known = |path: String| (!path.is_empty()).then_some(path);
    match file.kind {
        FileKind::TaskDefinition => {
            let document = plimsoll_json::parse(&file.text);
            let task = TaskDefinition::read_file(&document, &file.path);
            offsets.map(|offset| known(task.value_path(offset))).collect()
        }
        kind if kind.is_carrier() => {
            let all = crate::carrier::carried(file, &Workspace::default());
            let documents: Vec<_> = all.iter().map(|lowered| plimsoll_json::parse(lowered.text())).collect();
            let tasks: Vec<_> = documents.iter().map(TaskDefinition::read).collect();
            let path = |offset| {
                let mut lowered = all.iter().zip(&tasks);
                let (task, offset) = lowered.find_map(|(it, task)| Some((task, it.offset(offset)?)))?;
                known(task.value_path(offset))
            };
            offsets.map(path).collect()
        }
        _ => offsets.map(|_| None).collect(),
    }
}

/// Number of syntax errors in a file, by which a fix is held to leave it no worse.
pub(crate) fn syntax_errors(file: &SourceFile) -> usize {
    match file.kind {
        FileKind::Dockerfile => plimsoll_dockerfile::parse(&file.text).errors.len(),
        FileKind::TaskDefinition => plimsoll_json::parse(&file.text).errors().len(),
        // One that cannot be read any more holds no task definition.
        FileKind::YamlTaskDefinition | FileKind::CloudFormation | FileKind::Terraform => {
            let all = crate::carrier::carried(file, &Workspace::default());
            usize::from(all.is_empty()) + all.iter().filter(|lowered| lowered.error().is_some()).count()
        }
        FileKind::Compose | FileKind::Bake => crate::inlined::syntax_errors(file),
        FileKind::Companion if file.path.ends_with(".json") => plimsoll_json::parse(&file.text).errors().len(),
        FileKind::Requirements | FileKind::Companion => 0,
    }
}

fn dockerfile(file_cx: FileCx<'_>) -> Analysis {
    let syntax = plimsoll_dockerfile::parse(file_cx.source());
    let targets = file_cx.workspace.targets_of(&file_cx.file.path);
    let mut build = Build::for_targets(file_cx.source(), &syntax, &targets);
    let (path, workspace) = (&file_cx.file.path, file_cx.workspace);
    build.images.retain(|used| !workspace.is_own_image(path, used.image.text()));
    let formatting = std::cell::OnceCell::new();
    let cx = DockerfileCx { file_cx, syntax: &syntax, build: &build, formatting: &formatting };
    let (mut found, questions) = findings(cx);
    if let Some(settings) = cx.settings.without(AS_HADOLINT) {
        let file_cx = FileCx { settings: &settings, ..file_cx };
        lend(&mut found, findings(DockerfileCx { file_cx, ..cx }).0);
    }
    let suppressions = crate::suppression::in_dockerfile(&cx);
    let mut analysis = Analysis { questions, ..finish(file_cx, found, Vec::new(), suppressions) };
    // hadolint does not know the directive.
    if !file_cx.settings.starts_from(crate::Preset::Hadolint) && crate::suppression::raises_errors(&cx) {
        for diagnostic in analysis.diagnostics.iter_mut().filter(|it| it.rule.buildkit_check().is_some()) {
            diagnostic.severity = crate::Severity::Error;
        }
    }
    analysis
}

fn findings(cx: DockerfileCx<'_>) -> (Findings, Vec<Question>) {
    let mut walk = Walk::default();
    for (index, _, check) in enabled_checks(cx.settings, pick!(Dockerfile)) {
        walk.run(index, |sink| check(&cx, sink));
    }
    let stage_checks = enabled_checks(cx.settings, pick!(Stage));
    for stage in &cx.build.stages {
        let cx = StageCx { dockerfile: cx, stage };
        for (index, _, check) in &stage_checks {
            walk.run(*index, |sink| check(&cx, sink));
        }
    }
    let checks = InstructionChecks {
        instruction: enabled_checks(cx.settings, pick!(Instruction)),
        command: enabled_checks(cx.settings, pick!(Command)),
    };
    for (step, it) in cx.build.steps.iter().enumerate() {
        instruction(cx, it.stage, step, it.instruction, &checks, &mut walk);
    }
    crate::shellcheck::check(&cx, &mut walk.found);
    (walk.found, walk.sink.take_questions())
}

/// hadolint's findings take the fixes of plimsoll's own at the same place: what is wrong is the same.
fn lend(found: &mut Findings, mut own: Findings) {
    for (index, finding) in found.iter_mut().filter(|(_, finding)| finding.fixes.is_empty()) {
        let touches =
            |other: &crate::Finding| other.range.intersect(finding.range).is_some_and(|both| !both.is_empty());
        let same = own.iter_mut().find(|(rule, other)| {
            rule == index && touches(other) && (!other.fixes.is_empty() || !other.questions.is_empty())
        });
        if let Some((_, other)) = same {
            finding.fixes = std::mem::take(&mut other.fixes);
            finding.questions = std::mem::take(&mut other.questions);
        }
    }
}

struct InstructionChecks {
    instruction: Checks<fn(&InstructionCx<'_>, &mut Sink)>,
    command: Checks<fn(&CommandCx<'_>, &mut Sink)>,
}

fn instruction<'a>(
    dockerfile: DockerfileCx<'a>,
    stage: Option<StageId>,
    step: StepId,
    it: &'a Instruction,
    checks: &InstructionChecks,
    walk: &mut Walk,
) {
    let cx = InstructionCx { dockerfile, stage, step, instruction: it };
    for (index, _, check) in &checks.instruction {
        walk.run(*index, |sink| check(&cx, sink));
    }
    match &it.body {
        Body::Onbuild(Some(inner)) => instruction(dockerfile, stage, step, inner, checks, walk),
        Body::Run(_) if !checks.command.is_empty() => {
            let scripts = dockerfile.build.scripts(step);
            for (script, command) in scripts.iter().flat_map(|it| it.commands.iter().map(move |command| (it, command)))
            {
                let cx = CommandCx { instruction: cx, script, command };
                for (index, _, check) in &checks.command {
                    walk.run(*index, |sink| check(&cx, sink));
                }
            }
        }
        _ => {}
    }
}

fn task_definition(file_cx: FileCx<'_>) -> Analysis {
    let document = plimsoll_json::parse(file_cx.source());
    let task = TaskDefinition::read_file(&document, &file_cx.file.path);
    if task.shape == Shape::ContainerArray
        && let Some(lowered) = crate::carrier::joined(file_cx.file, file_cx.workspace)
    {
        return carried(file_cx, &[lowered], &[], Vec::new());
    }
    let cx = TaskCx { file_cx, document: &document, carrier: None, task: &task };
    let (found, quiet) = task_findings(&cx);
    finish(file_cx, found, quiet, Vec::new())
}

fn carrier(file_cx: FileCx<'_>) -> Analysis {
    let lowered = crate::carrier::carried(file_cx.file, file_cx.workspace);
    let suppressions = crate::suppression::in_carrier(file_cx.file);
    let services = crate::carrier::services(file_cx.file);
    carried(file_cx, &lowered, &services, suppressions)
}

/// What is found in task definitions and services that were made into JSON, as findings of the analysed file.
fn carried(file_cx: FileCx<'_>, all: &[Lowered], services: &[Lowered], suppressions: Vec<Suppression>) -> Analysis {
    let path = &file_cx.file.path;
    let mut proposals = Proposals::new(file_cx.file, file_cx.workspace, all.len());
    let (mut found, mut quiet) = (Vec::new(), Vec::new());
    for (index, lowered) in all.iter().enumerate() {
        let json = SourceFile::new(path.as_str(), lowered.text(), FileKind::TaskDefinition);
        let document = plimsoll_json::parse(&json.text);
        let task = TaskDefinition::read_as(&document, lowered.is_template());
        let cx = FileCx { file: &json, ..file_cx };
        let (here, ignored) =
            task_findings(&TaskCx { file_cx: cx, document: &document, carrier: Some(lowered), task: &task });
        for (rule, finding) in here {
            let number = found.len();
            let propose = |fix, edits: &Edits| proposals.propose((number, fix), index, lowered, edits);
            found.extend(moved(finding, lowered, path, propose).map(|finding| (rule, finding)));
        }
        // Nobody is offered their fixes.
        quiet.extend(ignored.into_iter().filter_map(|(rule, it)| Some((rule, moved(it, lowered, path, |_, _| None)?))));
    }
    for lowered in services {
        let json = SourceFile::new(path.as_str(), lowered.text(), FileKind::Companion);
        let document = plimsoll_json::parse(&json.text);
        let Some(service) = document.root().and_then(Object::new) else { continue };
        let cx = ServiceCx { file_cx: FileCx { file: &json, ..file_cx }, carrier: Some(lowered), service };
        // Services are not read again, so that no fix of them can be tried.
        let moved = |(rule, it)| Some((rule, moved(it, lowered, path, |_, _| None)?));
        found.extend(service_findings(&cx).into_iter().filter_map(moved));
    }
    proposals.settle(&mut found);
    finish(file_cx, found, quiet, suppressions)
}

/// What the rules find in a task definition, and what the settings keep quiet of it.
fn task_findings(cx: &TaskCx<'_>) -> (Findings, Findings) {
    let mut walk = Walk::default();
    for (index, _, check) in enabled_checks(cx.settings, pick!(TaskDefinition)) {
        walk.run(index, |sink| check(cx, sink));
    }
    let container_checks = enabled_checks(cx.settings, pick!(Container));
    for container in &cx.task.containers {
        let cx = ContainerCx { task_cx: *cx, container };
        for (index, _, check) in &container_checks {
            walk.run(*index, |sink| check(&cx, sink));
        }
    }
    if cx.settings.path_ignores().is_empty() {
        return (walk.found, Vec::new());
    }
    walk.found.into_iter().partition(|(index, finding)| !ignored_at(cx.settings, *index, cx.task, finding.range))
}

fn companion(file_cx: FileCx<'_>) -> Analysis {
    let cx = CompanionCx { file_cx };
    let mut walk = Walk::default();
    for (index, _, check) in enabled_checks(cx.settings, pick!(Companion)) {
        walk.run(index, |sink| check(&cx, sink));
    }
    let path = &file_cx.file.path;
    if path.ends_with(".json") {
        let document = plimsoll_json::parse(file_cx.source());
        let mut found = walk.found;
        if let Some(service) = document.root().and_then(Object::new) {
            found.extend(service_findings(&ServiceCx { file_cx, carrier: None, service }));
        }
        return finish(file_cx, found, Vec::new(), Vec::new());
    }
    let suppressions = match path.ends_with(".env") {
        true => crate::suppression::in_requirements(file_cx.source()),
        false => crate::suppression::in_carrier(file_cx.file),
    };
    finish(file_cx, walk.found, Vec::new(), suppressions)
}

fn service_findings(cx: &ServiceCx<'_>) -> Findings {
    let mut walk = Walk::default();
    for (index, _, check) in enabled_checks(cx.settings, pick!(Service)) {
        walk.run(index, |sink| check(cx, sink));
    }
    walk.found
}

fn requirements(file_cx: FileCx<'_>) -> Analysis {
    let cx = RequirementsCx { file_cx };
    let mut walk = Walk::default();
    for (index, _, check) in enabled_checks(cx.settings, pick!(Requirements)) {
        walk.run(index, |sink| check(&cx, sink));
    }
    let suppressions = crate::suppression::in_requirements(file_cx.source());
    finish(file_cx, walk.found, Vec::new(), suppressions)
}

/// What the rules have found so far.
#[derive(Default)]
struct Walk {
    found: Vec<(RuleIndex, crate::Finding)>,
    sink: Sink,
}

impl Walk {
    fn run(&mut self, index: RuleIndex, check: impl FnOnce(&mut Sink)) {
        check(&mut self.sink);
        self.found.extend(self.sink.drain().map(|finding| (index, finding)));
    }
}

/// Applies suppressions, lets the rules about them speak, and sorts.
fn finish(
    cx: FileCx<'_>,
    mut found: Vec<(RuleIndex, crate::Finding)>,
    mut quiet: Vec<(RuleIndex, crate::Finding)>,
    suppressions: Vec<Suppression>,
) -> Analysis {
    let mut ledger = Ledger::new(suppressions, cx.settings);
    let mut analysis = Analysis::default();
    sort(&mut found);
    for (index, finding) in found {
        let comment = ledger.cover(index, finding.range);
        let diagnostic = diagnostic(cx.settings, index, finding);
        match comment {
            None => analysis.diagnostics.push(diagnostic),
            Some(_) => analysis.suppressed.push(Suppressed { diagnostic, comment }),
        }
    }
    sort(&mut quiet);
    for (index, finding) in quiet {
        let comment = ledger.cover(index, finding.range);
        analysis.suppressed.push(Suppressed { diagnostic: diagnostic(cx.settings, index, finding), comment });
    }
    analysis.suppressed.sort_by_key(|suppressed| suppressed.diagnostic.range.start());
    if ledger.is_empty() {
        return analysis;
    }
    let suppressions = ledger.finish();
    let suppression_cx = SuppressionCx { file_cx: cx, suppressions: &suppressions };
    let mut walk = Walk::default();
    for (index, _, check) in enabled_checks(cx.settings, pick!(Suppressions)) {
        walk.run(index, |sink| check(&suppression_cx, sink));
    }
    if !walk.found.is_empty() {
        let own = walk.found.into_iter().map(|(index, finding)| diagnostic(cx.settings, index, finding));
        analysis.diagnostics.extend(own);
        analysis.diagnostics.sort_by_key(|diagnostic| diagnostic.range.start());
    }
    analysis
}

fn sort(found: &mut Vec<(RuleIndex, crate::Finding)>) {
    found.sort_by(|(left_rule, left), (right_rule, right)| {
        let key = |rule: &RuleIndex, finding: &crate::Finding| (finding.range.start(), *rule, finding.range.end());
        key(left_rule, left).cmp(&key(right_rule, right)).then_with(|| left.message.cmp(&right.message))
    });
    found.dedup_by(|(right_rule, right), (left_rule, left)| {
        right_rule == left_rule && right.range == left.range && right.message == left.message
    });
}

fn diagnostic(settings: &Settings, index: RuleIndex, finding: crate::Finding) -> Diagnostic {
    let rule = rule_at(index);
    let severity = settings.level(rule).severity().unwrap_or(crate::Severity::Note);
    let crate::Finding { range, message, labels, notes, fixes, secrets, questions } = finding;
    Diagnostic { rule, severity, range, message, labels, notes, fixes, secrets, questions }
}

/// Whether the settings keep `index` quiet at the value that `range` stands in, or at one around it.
fn ignored_at(
    settings: &Settings,
    index: RuleIndex,
    task: &TaskDefinition<'_>,
    range: plimsoll_text::TextRange,
) -> bool {
    let mut ignores = settings.path_ignores().iter().filter(|(rule, _)| *rule == index).peekable();
    if ignores.peek().is_none() {
        return false;
    }
    let path = task.value_path(range.start());
    ignores.any(|(_, ignored)| {
        path.strip_prefix(ignored.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

#[cfg(test)]
mod tests {
    use crate::{FileKind, Preset, Settings, SourceFile, Workspace, analyze};

    #[test]
    fn what_hadolint_finds_takes_the_fix_of_our_own_finding() {
        let text = "FROM debian:12.11\nRUN apt-get update && apt-get install -y curl=7.88.1\n";
        let file = SourceFile::new("Dockerfile", text, FileKind::Dockerfile);
        let analysis = analyze(&file, &Settings::preset(Preset::Hadolint), &Workspace::default());
        let fixed = |id: &str| analysis.diagnostics.iter().any(|it| it.rule.id == id && !it.fixes.is_empty());
        assert!(fixed("apt-lists-left") && fixed("apt-get-installs-recommends"));
    }
}
