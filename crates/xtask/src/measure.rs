//! `cargo xtask measure FOLDER`: what the rules say of a folder of real files, for judging them.
//!
//! Invariant: the files are only read. The sample is the same at every run: every n-th hit in the order of paths.

use crate::{figures, write_or_check};
use plimsoll_analysis::{
    Applicability, Diagnostic, FileKind, Settings, SettingsBuilder, SourceFile, Workspace, WorkspaceFile, analyze, fix,
    registry,
};
use plimsoll_config::Loader;
use plimsoll_files::{Selection, collect};
use plimsoll_text::{Encoding, LineIndex, slice};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What to look at and how much of it to show.
pub(crate) struct Options {
    pub(crate) folder: PathBuf,
    /// `None` for all that has to do with task definitions, each as what it is.
    pub(crate) kind: Option<FileKind>,
    pub(crate) preset: String,
    pub(crate) rules: Vec<String>,
    pub(crate) sample: usize,
    /// How many source lines of a hit are shown.
    pub(crate) lines: usize,
    /// The day of the collection, for the table of figures.
    pub(crate) date: Option<String>,
    /// All rules on, and the table of docs/figures written.
    pub(crate) figures: bool,
    /// Hold the fix laws over every file.
    pub(crate) fix: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), String> {
    let files = read(options)?;
    let settings = settings(options)?;
    let mut hits: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut fires: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut panics, mut bytes, mut time) = (0, 0, Duration::ZERO);
    let mut times = Vec::with_capacity(files.len());
    for Measured { file, workspace, shown } in &files {
        bytes += file.text.len();
        let start = Instant::now();
        let analysis = catch_unwind(AssertUnwindSafe(|| analyze(file, &settings, workspace)));
        let took = start.elapsed();
        time += took;
        times.push(took);
        let Ok(analysis) = analysis else {
            panics += 1;
            println!("PANIC {shown}");
            continue;
        };
        let lines = LineIndex::new(&file.text);
        let mut seen: Vec<&str> = Vec::new();
        for diagnostic in &analysis.diagnostics {
            let rule = diagnostic.rule.id;
            if !seen.contains(&rule) {
                seen.push(rule);
                *fires.entry(rule).or_default() += 1;
            }
            let place = lines.position(&file.text, diagnostic.range.start(), Encoding::Utf32);
            // A secret is never shown, not even to the person who judges the rule.
            let text: String = match diagnostic.secrets.iter().any(|it| it.intersect(diagnostic.range).is_some()) {
                true => "(secret)".to_owned(),
                false => slice(&file.text, diagnostic.range).chars().take(80).collect(),
            };
            let mut hit =
                format!("{shown}:{}:{}: {} | {:?}", place.line + 1, place.column + 1, diagnostic.message, text);
            for line in shown_lines(&file.text, diagnostic, options.lines) {
                let _ = write!(hit, "\n      > {line}");
            }
            hits.entry(rule).or_default().push(hit);
        }
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!(
        "{} files, {bytes} bytes, {panics} panics; analysis {:.0} ms in all, median {:.0} µs a file",
        files.len(),
        time.as_secs_f64() * 1e3,
        median.as_secs_f64() * 1e6
    );
    print!("{}", report(files.len(), &fires, &hits, options.sample));
    if options.figures {
        write_figures(options, files.len(), &fires)?;
    }
    if options.fix {
        laws(&files, &settings);
    }
    if panics == 0 { Ok(()) } else { Err(format!("{panics} files made the analysis panic")) }
}

/// Whose file it is. Collected files stand below a folder `owner+name`; where that is a collection itself, those of
/// one account stand in its `data/a/account`.
fn owner(path: &str) -> Option<&str> {
    let mut parts = path.split('/');
    let (owner, _) = parts.next()?.split_once('+')?;
    match (parts.next(), parts.next(), parts.next()) {
        (Some("data"), Some(letter), Some(account)) if letter.len() == 1 => Some(account),
        _ => Some(owner),
    }
}

fn write_figures(options: &Options, files: usize, fires: &BTreeMap<&str, usize>) -> Result<(), String> {
    let (name, what) = match options.kind {
        None => ("ecs", "public task definitions, services and workflows"),
        Some(FileKind::Dockerfile) => ("dockerfile", "public Dockerfiles"),
        Some(_) => return Err("figures are kept for `--kind dockerfile` and `--kind ecs`".to_owned()),
    };
    let date = options.date.as_deref().ok_or("say the day of the collection with `--date YYYY-MM-DD`")?;
    write_or_check(&format!("docs/figures/{name}.tsv"), &figures::table(what, files, date, fires), false)
}

/// The first `count` lines from the one where a finding starts, with secrets masked.
fn shown_lines(text: &str, diagnostic: &Diagnostic, count: usize) -> Vec<String> {
    let mut masked = text.as_bytes().to_vec();
    for secret in &diagnostic.secrets {
        masked[usize::from(secret.start())..usize::from(secret.end())].fill(b'*');
    }
    let masked = String::from_utf8_lossy(&masked);
    let start = text[..usize::from(diagnostic.range.start())].rfind('\n').map_or(0, |at| at + 1);
    masked[start..].lines().take(count).map(|line| line.chars().take(200).collect()).collect()
}

/// What fixing does to every file: whether it settles, and which rules find more afterwards than before.
fn laws(files: &[Measured], settings: &Settings) {
    for least in [Applicability::Safe, Applicability::Unsafe] {
        let (mut changed, mut applied, mut broken) = (0, 0, 0);
        for Measured { file, workspace, shown } in files {
            let fixed = fix(file, settings, workspace, least);
            applied += fixed.applied.len();
            if fixed.text == file.text && fixed.refused.is_empty() {
                continue;
            }
            changed += 1;
            let after_file = SourceFile { text: fixed.text.clone(), ..file.clone() };
            let before = counts(&analyze(file, settings, workspace).diagnostics);
            let after = counts(&analyze(&after_file, settings, workspace).diagnostics);
            let more: Vec<&str> = after
                .iter()
                .filter(|(rule, count)| before.get(*rule).unwrap_or(&0) < *count)
                .map(|(rule, _)| *rule)
                .collect();
            if fixed.unsettled || !fixed.refused.is_empty() || !more.is_empty() {
                broken += 1;
                println!("    {shown}: unsettled {}, refused {:?}, new {more:?}", fixed.unsettled, fixed.refused);
            }
        }
        println!("{}: {applied} fixes in {changed} files, {broken} files break a law", least.as_str());
    }
}

fn counts(diagnostics: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.rule.id).or_default() += 1;
    }
    counts
}

fn settings(options: &Options) -> Result<Settings, String> {
    let preset =
        plimsoll_analysis::Preset::parse(&options.preset).ok_or(format!("unknown preset `{}`", options.preset))?;
    let mut builder = SettingsBuilder::new(preset);
    if options.figures {
        for (_, rule) in registry::rules() {
            builder.on(rule.id).map_err(|error| error.to_string())?;
        }
    }
    if !options.rules.is_empty() {
        builder.only();
    }
    for rule in &options.rules {
        builder.on(rule).map_err(|error| error.to_string())?;
    }
    Ok(builder.build())
}

fn report(files: usize, fires: &BTreeMap<&str, usize>, hits: &BTreeMap<&str, Vec<String>>, sample: usize) -> String {
    let mut text = String::new();
    for (_, rule) in registry::rules() {
        let Some(count) = fires.get(rule.id) else { continue };
        let hits = &hits[rule.id];
        let share = *count as f64 * 100.0 / files as f64;
        let _ = writeln!(text, "{:<32} {count:>5} files ({share:.1} %), {} hits", rule.id, hits.len());
        for hit in hits.iter().step_by((hits.len() / sample.max(1)).max(1)).take(sample) {
            let _ = writeln!(text, "    {hit}");
        }
    }
    text
}

/// A file with those around it.
struct Measured {
    file: SourceFile,
    workspace: Arc<Workspace>,
    /// Its path from the folder that is measured.
    shown: String,
}

/// What has to do with task definitions in the repositories below the folder.
fn read_repositories(folder: &Path) -> Result<Vec<Measured>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut repositories: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|it| it.is_dir()).collect();
    repositories.sort();
    let mut files = Vec::new();
    for repository in repositories {
        let name = repository.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let selection = Selection { paths: vec![repository], no_ignore: true, ..Selection::default() };
        let collected = collect(&selection, &Loader::new().none());
        let workspace = Arc::new(collected.workspace());
        let is_wanted =
            |kind: FileKind| kind == FileKind::TaskDefinition || kind == FileKind::Companion || kind.is_carrier();
        for target in collected.targets.iter().filter(|target| is_wanted(target.kind)) {
            let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
            let shown = format!("{name}/{}", target.path);
            files.push(Measured { file, workspace: Arc::clone(&workspace), shown });
        }
    }
    Ok(files)
}

/// Every readable file below the folder; what is no UTF-8 is left out and counted.
fn read(options: &Options) -> Result<Vec<Measured>, String> {
    let Some(kind) = options.kind else { return read_repositories(&options.folder) };
    let mut paths = Vec::new();
    walk(&options.folder, &mut paths).map_err(|error| format!("{}: {error}", options.folder.display()))?;
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    let mut unreadable = 0;
    for path in paths {
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let shown = path.strip_prefix(&options.folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                let text: Arc<str> = text.into();
                let own = WorkspaceFile { path: shown.clone(), text: Arc::clone(&text), kind: Some(kind) };
                let owner = owner(&shown).map(str::to_owned);
                let workspace = Arc::new(Workspace::new([own]).with_owner(owner));
                files.push(Measured { file: SourceFile::new(shown.clone(), text, kind), workspace, shown });
            }
            Err(_) => unreadable += 1,
        }
    }
    if unreadable > 0 {
        println!("{unreadable} files are no UTF-8");
    }
    Ok(files)
}

pub(crate) fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, found)? } else { found.push(path) }
    }
    Ok(())
}
