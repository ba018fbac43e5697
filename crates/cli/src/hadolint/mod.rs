//! `plimsoll hadolint`, and the program when it is started under the name `hadolint`: hadolint's command line, settings,
//! formats and exit status, so that a pipeline can swap the binary.
//!
//! Invariant: only the named files are looked at, as hadolint does; nothing around them counts. One file that cannot be
//! read never keeps the others from being linted.

mod arguments;
mod environment;
mod search;

use crate::console::Console;
use crate::{panics, write};
pub(crate) use arguments::{EXAMPLES, HadolintCommand};
use plimsoll_analysis::{Analysis, FileKind, HadolintSeverity, SourceFile, Workspace, WorkspaceFile, analyze};
use plimsoll_config::Hadolint;
use plimsoll_files::read;
use plimsoll_report::{FileReport, HADOLINT_VERSION, HadolintFile, HadolintFormat, HadolintStyle, hadolint};
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// From where on findings fail when nothing is said.
const THRESHOLD: HadolintSeverity = HadolintSeverity::Info;

pub(crate) fn run(command: &HadolintCommand, console: &Console) -> ExitCode {
    panics::keep_quiet();
    let _ = rayon::ThreadPoolBuilder::new().stack_size(crate::lint::STACK).build_global();
    if command.version {
        let line = format!("hadolint {HADOLINT_VERSION} (plimsoll {})\n", env!("CARGO_PKG_VERSION"));
        return status(console.stdout(|out| out.write_all(line.as_bytes())).is_ok());
    }
    if command.files.is_empty() {
        console.error("name a Dockerfile, or `-` for stdin");
        return ExitCode::FAILURE;
    }
    let Some(settings) = settings(command, console) else { return ExitCode::FAILURE };
    let (read, is_read) = read_all(&command.files, console);
    let (analyses, is_analyzed) = analyze_all(&read, &settings, console);
    let reports: Vec<FileReport<'_>> = read.iter().zip(&analyses).map(|(file, it)| report(file, it)).collect();
    let mut formats: Vec<HadolintFormat> =
        settings.formats.iter().filter_map(|word| HadolintFormat::parse(word)).collect();
    // An --output without a format, and nothing at all, is for people.
    formats.resize(formats.len().max(command.output.len()).max(1), HadolintFormat::Tty);
    let own = files(&reports, &settings);
    let mut is_written = true;
    for (at, format) in formats.iter().enumerate() {
        let other_path = command.file_path_in_report.as_deref().filter(|_| format.takes_another_path());
        let files: Vec<HadolintFile<'_>> = match other_path {
            Some(path) => own.iter().map(|file| file.clone().under(path)).collect(),
            None => own.clone(),
        };
        let target = command.output.get(at).map(PathBuf::as_path);
        is_written &= write_all(&files, *format, target, !settings.no_color.unwrap_or_default(), console);
    }
    let threshold = settings.threshold.unwrap_or(THRESHOLD);
    let is_reached = own.iter().any(|file| file.gravest().is_some_and(|gravest| gravest >= threshold));
    let can_fail = formats.iter().all(|format| format.can_fail());
    let fails = is_reached && can_fail && !settings.no_fail.unwrap_or_default();
    status(is_read && is_analyzed && is_written && !fails)
}

/// What was found, at the severities that count.
fn files<'a>(reports: &[FileReport<'a>], settings: &Hadolint) -> Vec<HadolintFile<'a>> {
    reports.iter().map(|report| HadolintFile::new(report, |rule| settings.severity(rule))).collect()
}

/// What the command line, the file and the environment ask for together. `None` if the named file cannot be read.
fn settings(command: &HadolintCommand, console: &Console) -> Option<Hadolint> {
    let get = |name: &str| std::env::var(name).ok();
    let path = match &command.config {
        Some(path) => Some(path.clone()),
        None => {
            let get = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
            std::env::current_dir().ok().and_then(|working| search::find(&working, get))
        }
    };
    let mut file = Hadolint::default();
    if let Some(path) = &path {
        match read::text(path) {
            Ok(text) => {
                let (found, errors) = Hadolint::read(path, &text);
                file = found;
                for error in &errors {
                    console.warning(&error.to_string());
                }
            }
            Err(reason) => {
                console.error(&format!("{}: {reason}", path.display()));
                return None;
            }
        }
    }
    let settings = Hadolint::merged(command.settings(), file, environment::settings(get));
    if command.verbose || environment::is_verbose(get) {
        show(&settings, path.as_deref(), console);
    }
    Some(settings)
}

/// The files that can be read, under the names that they were given, and whether all could be.
fn read_all(paths: &[PathBuf], console: &Console) -> (Vec<SourceFile>, bool) {
    let mut files = Vec::new();
    for path in paths {
        let text = if path.as_os_str() == "-" { read::stdin() } else { read::text(path) };
        match text {
            Ok(text) => files.push(SourceFile::new(path.to_string_lossy(), text, FileKind::Dockerfile)),
            Err(reason) => console.error(&format!("{}: {reason}", path.display())),
        }
    }
    let is_complete = files.len() == paths.len();
    (files, is_complete)
}

fn analyze_all(files: &[SourceFile], settings: &Hadolint, console: &Console) -> (Vec<Analysis>, bool) {
    let built = settings.settings().build();
    let one = |file: &SourceFile| {
        let own = WorkspaceFile { path: file.path.clone(), text: file.text.clone(), kind: Some(file.kind) };
        panics::caught(|| analyze(file, &built, &Workspace::new([own])))
    };
    let results: Vec<Result<Analysis, String>> = files.par_iter().map(one).collect();
    let is_complete = results.iter().all(Result::is_ok);
    let analyses = results.into_iter().zip(files).map(|(result, file)| {
        result.unwrap_or_else(|message| {
            console.error(&format!("{}: {message}", file.path));
            Analysis::default()
        })
    });
    (analyses.collect(), is_complete)
}

fn report<'a>(file: &'a SourceFile, analysis: &'a Analysis) -> FileReport<'a> {
    FileReport {
        path: &file.path,
        kind: file.kind,
        text: &file.text,
        diagnostics: &analysis.diagnostics,
        suppressed: &analysis.suppressed,
        masked: Vec::new(),
    }
}

/// Writes to where it was asked for; whether that could be done.
fn write_all(
    files: &[HadolintFile<'_>],
    format: HadolintFormat,
    target: Option<&Path>,
    has_colors: bool,
    console: &Console,
) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let style = |color| HadolintStyle { format, color, now };
    // hadolint's colours do not ask whether there is a terminal.
    let style = style(has_colors && console.has_colors_unless_never());
    let written = match target {
        Some(path) => {
            let mut bytes = Vec::new();
            hadolint(files, style, &mut bytes).and_then(|()| write::create(path, &bytes).map_err(io::Error::other))
        }
        None => console.stdout_as_it_is(|out| hadolint(files, style, out)),
    };
    if let Err(error) = &written {
        console.error(&format!("the output could not be written: {}", read::reason(error)));
    }
    written.is_ok()
}

/// Says which settings count.
fn show(settings: &Hadolint, path: Option<&Path>, console: &Console) {
    let list = |items: Vec<String>| if items.is_empty() { "none".to_owned() } else { items.join(", ") };
    let flag = |flag: Option<bool>| if flag.unwrap_or_default() { "yes" } else { "no" };
    let severities = HadolintSeverity::ALL.into_iter().rev().map(|severity| {
        let codes = settings.overrides.iter().filter(|(other, _)| *other == severity);
        format!("as {}: {}", severity.as_str(), list(codes.map(|(_, code)| code.clone()).collect()))
    });
    let labels = settings.labels.iter().map(|(key, kind)| format!("{key} ({kind:?})"));
    let lines = [
        format!("settings: {}", path.map_or("none found".to_owned(), |path| path.display().to_string())),
        format!("formats: {}", list(settings.formats.clone())),
        format!("fails from: {}", settings.threshold.unwrap_or(THRESHOLD).as_str()),
        format!("never fails: {}", flag(settings.no_fail)),
        format!("no colours: {}", flag(settings.no_color)),
        format!("ignored: {}", list(settings.ignored.clone())),
    ];
    let more = [
        format!("trusted registries: {}", list(settings.registries.clone())),
        format!("labels: {}", list(labels.collect())),
        format!("no other labels: {}", flag(settings.strict_labels)),
        format!("ignore comments count for nothing: {}", flag(settings.disable_ignore_pragma)),
    ];
    for line in lines.into_iter().chain(severities).chain(more) {
        console.plain(&line);
    }
}

fn status(is_good: bool) -> ExitCode {
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
