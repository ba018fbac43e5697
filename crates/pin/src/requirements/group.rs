//! What is installed together.
//!
//! Invariant: each requirements file is in one plan, and so is each command; a plan's places are in the order of paths and
//! ranges.

use super::command::{Installer, installers};
use super::lines::{Constraints, File, places, surroundings};
use super::options::IndexHints;
use super::python::Python;
use super::skip::Skip;
use super::{Place, Plan, State};
use plimsoll_analysis::{
    FileKind, Preset, Settings, SettingsBuilder, SourceFile, Workspace, WorkspaceFile, analyze, registry,
};
use plimsoll_text::{TextRange, TextSize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the user says before the files do.
#[derive(Clone, Copy)]
pub struct PlanOptions<'a> {
    /// The Python of all images.
    pub python: Option<Python>,
    /// Paths of requirements files that count although no Dockerfile of the workspace installs them.
    pub files: &'a [String],
    /// The settings that hold for the file at a path: ignored packages, and whether ignore comments count.
    pub settings: &'a dyn Fn(&str) -> Settings,
}

/// The rules whose ignore comments hold here, too: for words, and for lines.
const WORD_RULE: &str = "unpinned-pip-package";
const LINE_RULE: &str = "unpinned-requirement";

/// Everything that the Dockerfiles and requirements files of a workspace install with pip or uv. Files that constrain or
/// include others count when they are in the workspace.
#[must_use]
pub fn plans(workspace: &Workspace, options: PlanOptions<'_>) -> Vec<Plan> {
    let mut files: BTreeMap<String, (Arc<str>, File)> = BTreeMap::new();
    let is_wanted = |file: &&WorkspaceFile| {
        options.files.contains(&file.path)
            || file.kind == Some(FileKind::Requirements) && !workspace.installations(&file.path).is_empty()
    };
    for file in workspace.files().filter(is_wanted) {
        add(file, workspace, &mut files);
    }
    let dockerfiles = workspace.files().filter(|file| file.kind == Some(FileKind::Dockerfile));
    let commands: Vec<Installer> = dockerfiles.flat_map(|file| installers(file, options.python)).collect();
    let ignored = Ignored { workspace, options };
    let mut plans: Vec<Plan> =
        groups(&files, &commands, workspace).iter().map(|group| plan(group, &files, &ignored)).collect();
    plans.extend(commands.iter().filter(|it| it.is_apart).flat_map(|command| apart(command, workspace, &ignored)));
    plans.retain(|plan| !plan.places.is_empty());
    plans.sort_by(|left, right| key(left).cmp(&key(right)));
    plans
}

/// Files and commands that belong together.
#[derive(Default)]
struct Group<'a> {
    files: Vec<&'a str>,
    commands: Vec<&'a Installer>,
}

/// Adds the file and those that it includes.
fn add(file: &WorkspaceFile, workspace: &Workspace, files: &mut BTreeMap<String, (Arc<str>, File)>) {
    if files.contains_key(&file.path) {
        return;
    }
    let read = surroundings(&file.path, &file.text);
    let includes = read.includes.clone();
    files.insert(file.path.clone(), (Arc::clone(&file.text), read));
    for path in includes {
        if let Some(file) = workspace.get(&path) {
            add(file, workspace, files);
        }
    }
}

fn groups<'a>(
    files: &'a BTreeMap<String, (Arc<str>, File)>,
    commands: &'a [Installer],
    workspace: &Workspace,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    // Each file, with those that it includes, joins the groups that already hold one of them.
    let mut join = |new: Group<'a>, tied: &[&str]| {
        let mut merged = new;
        let mut rest = Vec::new();
        for group in std::mem::take(&mut groups) {
            if group.files.iter().any(|file| tied.contains(file) || merged.files.contains(file)) {
                merged.files.extend(group.files);
                merged.commands.extend(group.commands);
            } else {
                rest.push(group);
            }
        }
        rest.push(merged);
        groups = rest;
    };
    for (path, (_, file)) in files {
        let tied: Vec<&str> = file.includes.iter().map(String::as_str).collect();
        join(Group { files: vec![path], commands: Vec::new() }, &tied);
    }
    for command in commands.iter().filter(|command| !command.is_apart) {
        let is_named = |path: &&str| {
            let mut installations = workspace.installations(path).iter();
            installations.any(|it| it.dockerfile == command.dockerfile && command.files.contains(&it.range))
        };
        let tied: Vec<&str> = files.keys().map(String::as_str).filter(is_named).collect();
        join(Group { files: Vec::new(), commands: vec![command] }, &tied);
    }
    groups
}

fn plan(group: &Group<'_>, files: &BTreeMap<String, (Arc<str>, File)>, ignored: &Ignored<'_>) -> Plan {
    let workspace = ignored.workspace;
    let mut environments = group.commands.iter().map(|command| &command.environment);
    let mut environment = environments.next().cloned().unwrap_or_default();
    environments.for_each(|other| environment.merge(other));
    if let Some(python) = ignored.options.python {
        environment.python = Some(python);
    }
    let mut hints = IndexHints::default();
    let mut obstacles = Vec::new();
    let mut constraints: Vec<String> = Vec::new();
    for path in &group.files {
        let Some((_, file)) = files.get(*path) else { continue };
        hints.merge(&file.hints);
        constraints.extend(file.constraints.iter().cloned());
        constraints.extend(workspace.installations(path).iter().flat_map(|it| it.constraints.iter().cloned()));
        let missing = file.includes.iter().filter(|path| workspace.get(path).is_none());
        obstacles.extend(missing.map(|missing| format!("`{path}` includes `{missing}`, which is not there")));
    }
    for command in &group.commands {
        hints.merge(&command.hints);
        if !group.files.is_empty() {
            obstacles.extend(command.obstacles.iter().cloned());
            let known = |range: &TextRange| {
                let mut all = group.files.iter().flat_map(|path| workspace.installations(path));
                all.any(|it| it.dockerfile == command.dockerfile && it.range == *range)
            };
            if !command.files.iter().all(known) {
                obstacles.push("a file that the same command installs is not in the workspace".to_owned());
            }
        }
    }
    constraints.sort();
    constraints.dedup();
    let unread = group.commands.iter().find_map(|command| command.unread_constraint(constraints.len()));
    let mut constraints = Constraints::read(&constraints, workspace, &environment);
    if let Some(unread) = unread {
        constraints.unknown(unread);
    }
    let mut found: Vec<Place> = Vec::new();
    let mut texts: BTreeMap<String, Arc<str>> = BTreeMap::new();
    for path in &group.files {
        let Some((text, _)) = files.get(*path) else { continue };
        let lines = ignored.lines(path);
        found.extend(places(path, text, &environment, &constraints, &|range| covers(&lines, range)));
        texts.insert((*path).to_owned(), Arc::clone(text));
    }
    for command in &group.commands {
        found.extend(ignored.words(command));
        texts.extend(workspace.get(&command.dockerfile).map(|file| (file.path.clone(), Arc::clone(&file.text))));
    }
    found.sort_by(|left, right| (&left.path, left.range.start()).cmp(&(&right.path, right.range.start())));
    Plan { places: found, environment, index: hints, texts: texts.into_iter().collect(), obstacles }
}

/// A plan for each word of a command that installs them apart.
fn apart(command: &Installer, workspace: &Workspace, ignored: &Ignored<'_>) -> Vec<Plan> {
    let text = workspace.get(&command.dockerfile).map(|file| Arc::clone(&file.text)).unwrap_or_default();
    let one = |place| Plan {
        places: vec![place],
        environment: command.environment.clone(),
        index: command.hints.clone(),
        texts: vec![(command.dockerfile.clone(), Arc::clone(&text))],
        obstacles: Vec::new(),
    };
    ignored.words(command).into_iter().map(one).collect()
}

fn key(plan: &Plan) -> Option<(&str, TextSize)> {
    plan.places.first().map(|place| (place.path.as_str(), place.range.start()))
}

fn covers(ranges: &[TextRange], range: TextRange) -> bool {
    ranges.iter().any(|outer| outer.contains_range(range))
}

/// What the user wants to be left alone.
struct Ignored<'a> {
    workspace: &'a Workspace,
    options: PlanOptions<'a>,
}

impl Ignored<'_> {
    /// The command's places, those skipped that the user wants to be.
    fn words(&self, command: &Installer) -> Vec<Place> {
        let settings = (self.options.settings)(&command.dockerfile);
        let packages = registry::by_id(WORD_RULE).map_or(&[][..], |rule| settings.list(rule, "ignore-packages"));
        let mut places = command.words.clone();
        let mut ranges = None;
        for place in places.iter_mut().filter(|place| place.state == State::Open) {
            let ranges = ranges.get_or_insert_with(|| {
                self.suppressed(&command.dockerfile, FileKind::Dockerfile, WORD_RULE, &settings)
            });
            if packages.contains(&place.normal_name()) || covers(ranges, place.range) {
                place.state = State::Skipped(Skip::Ignored);
            }
        }
        places
    }

    /// The ranges of a requirements file where an ignore comment stands.
    fn lines(&self, path: &str) -> Vec<TextRange> {
        self.suppressed(path, FileKind::Requirements, LINE_RULE, &(self.options.settings)(path))
    }

    fn suppressed(&self, path: &str, kind: FileKind, rule: &str, settings: &Settings) -> Vec<TextRange> {
        let Some(file) = self.workspace.get(path) else { return Vec::new() };
        let file = SourceFile::new(path, Arc::clone(&file.text), kind);
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        let only = builder.only().on(rule).map(|builder| builder.inline_ignores(settings.inline_ignores()).build());
        let suppressed = only.map(|only| analyze(&file, &only, self.workspace).suppressed).unwrap_or_default();
        suppressed.into_iter().map(|suppressed| suppressed.diagnostic.range).collect()
    }
}
