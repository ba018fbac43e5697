//! `unpinned-pip-package`: a Python package without a version, in a RUN.

use super::uv_runs::to_run;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{
    Category, Check, CommandCx, Finding, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, PackageIndex,
    Preset, Question, Sink,
};
use plimsoll_model::commands::{Manager, PackageCommand, package_command};
use plimsoll_model::requirements::{LineKind, Requirement, normalized, read};
use plimsoll_shell::Word;
use plimsoll_text::{Edit, Edits};

/// More of them in one command are one finding.
const MANY: usize = 5;

/// Build tools that are updated before the real installation; pinning them is another matter.
const TOOLS: [&str; 4] = ["pip", "setuptools", "wheel", "uv"];

rule! {
    /// A Python package is installed in whatever version is the newest today.
    ///
    /// Two builds of the same Dockerfile give different images, and the one that broke in between shows nothing in
    /// the history. Name the version, or install from a requirements file that does.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN pip install --no-cache-dir flask gunicorn==23.0.0
    ///                              # ^^^^^ warning: `flask` is installed without a version
    /// ```
    ///
    /// A range is no version:
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN python3 -m pip install "django>=5"
    ///                          # ^^^^^^^^^^^ warning: `django` is installed without an exact version
    /// ```
    ///
    /// So does what uv fetches only to run it:
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN uvx ruff check && uv run --with rich==14.2.0 --with httpx app.py
    /// #       ^^^^ warning: `ruff` is installed without a version
    ///                                                       # ^^^^^ warning: `httpx` is installed without a version
    /// ```
    ///
    /// With `--online` pip's index is asked for the newest version that runs on the Python of the image, where the tag of the
    /// base image says which that is. With this answer:
    ///
    /// ```text,network
    /// newest pypi:3.13 starlette 0.50.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN pip install --no-cache-dir starlette[full]
    ///                              # ^^^^^^^^^^^^^^^ warning: `starlette` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// RUN pip install --no-cache-dir starlette[full]==0.50.0
    /// ```
    ///
    /// For ranges, requirements files and lock files there is `plimsoll pin --requirements`.
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// RUN pip install flask==3.1.2 -r requirements.txt -e . ./wheels/x.whl "$PACKAGES" && pip install --upgrade pip
    /// ```
    "unpinned-pip-package" {
        summary: "Python package installed without an exact version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3013"],
        options: &[OptionSpec {
            name: "ignore-packages",
            kind: OptionKind::List,
            docs: "Packages that need no version, besides pip, setuptools, wheel and uv.",
        },
        OptionSpec {
            name: "tools-too",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Ask for a version of pip, setuptools, wheel and uv as well.",
        }, as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::PIP);
    }
    let asked = package_command(cx.command);
    let packages = match &asked {
        // A constraints file may pin any of them, and `uv sync` installs what its lock file says.
        Some(install) if !install.constraint_files().is_empty() || cx.text(install.head).ends_with("sync") => return,
        Some(install) => match install.manager {
            Manager::Pip | Manager::Uv | Manager::Pipx | Manager::Pipenv => install.packages().collect(),
            Manager::Poetry if install.subcommand == "add" => install.packages().collect(),
            _ => return,
        },
        None => to_run(cx.command),
    };
    let ignored = cx.settings.list(&RULE, "ignore-packages");
    let mut unpinned: Vec<(&Word, String, bool)> = Vec::new();
    for (word, text) in packages {
        // `ruff@0.14.5` of uv and Poetry names a version, `ruff@latest` and `ruff@^0.14` do not.
        let version = text.split_once('@').map(|(_, version)| version.trim_start());
        if version.is_some_and(|it| it.starts_with(|first: char| first.is_ascii_digit()) || it.contains([':', '/'])) {
            continue;
        }
        let lines = read(text);
        let [line] = &lines[..] else { continue };
        let LineKind::Requirement(Requirement { name, specifier, pinned: false, .. }) = &line.kind else { continue };
        let name = normalized(name);
        let is_tool = TOOLS.contains(&name.as_str()) && !cx.settings.flag(&RULE, "tools-too");
        if is_tool || ignored.contains(&name) || is_archive(text) {
            continue;
        }
        unpinned.push((word, name, specifier.is_empty()));
    }
    let note = "a build tomorrow may install another one; name the version that was tested";
    match &unpinned[..] {
        [(first, ..), .., (last, ..)] if unpinned.len() > MANY => {
            let range = first.range.cover(last.range);
            let names: Vec<&str> = unpinned.iter().map(|(_, name, _)| name.as_str()).collect();
            let finding = sink
                .report(range, format!("{} packages are installed without an exact version", names.len()))
                .note(format!("they are: {}", names.join(", ")))
                .note(note);
            let questions: Option<Vec<_>> = unpinned.iter().map(|it| question(cx, asked.as_ref(), it)).collect();
            // All are asked before the first one that has no answer ends it.
            let edits =
                unpinned.iter().zip(questions.unwrap_or_default()).map(|(it, asked)| newest(cx, finding, it, asked));
            let edits: Vec<Option<Edit>> = edits.collect();
            let edits: Option<Vec<Edit>> = edits.into_iter().collect();
            let edits = edits.filter(|edits| !edits.is_empty()).and_then(|edits| Edits::new(edits).ok());
            finding.fix(edits.map(|edits| Fix::r#unsafe("name the newest versions", edits)));
        }
        few => {
            for it in few {
                let (word, name, bare) = it;
                let without = if *bare { "a version" } else { "an exact version" };
                let finding = sink.report(word.range, format!("`{name}` is installed without {without}")).note(note);
                let edit = question(cx, asked.as_ref(), it).and_then(|asked| newest(cx, finding, it, asked));
                let fix = match edit {
                    Some(edit) => Some(Fix::r#unsafe("name the newest version", edit)),
                    // A quoted word ends with its quote, behind which no version can stand.
                    None if word.is_quoted() || !bare => None,
                    None => Some(Fix::manual("add a version", Edit::insert(word.range.end(), "==<version>"))),
                };
                finding.fix(fix);
            }
        }
    }
}

/// Adds the newest version, if the index was asked for it.
fn newest(
    cx: &CommandCx<'_>,
    finding: &mut Finding,
    (word, ..): &(&Word, String, bool),
    question: Question,
) -> Option<Edit> {
    let version = finding.answer(cx, question)?;
    Some(Edit::insert(word.range.end(), format!("=={version}")))
}

/// What the newest version is that the Python of the image runs. It is asked only where the command asks the same index,
/// and nothing but the name is written.
fn question(
    cx: &CommandCx<'_>,
    install: Option<&PackageCommand<'_>>,
    (word, name, bare): &(&Word, String, bool),
) -> Option<Question> {
    const ELSEWHERE: [&str; 12] = [
        "-i",
        "--index-url",
        "--extra-index-url",
        "--index",
        "--default-index",
        "--no-index",
        "-f",
        "--find-links",
        "--pre",
        "--prerelease",
        "--python",
        "-p",
    ];
    let is_configured = ["INDEX_URL", "UV_INDEX", "UV_DEFAULT_INDEX", "pip config", "pip.conf", "uv.toml"];
    let (stage, install) = (cx.stage?, install?);
    let is_elsewhere = install.has(&ELSEWHERE) || is_configured.iter().any(|it| cx.source().contains(it));
    let is_known = matches!(install.manager, Manager::Pip | Manager::Uv) && *bare && !word.is_quoted();
    if is_elsewhere || !is_known || !cx.instruction.instruction.heredocs.is_empty() {
        return None;
    }
    let python: String = cx.build.python_at(stage, cx.step)?.split('-').next()?.to_owned();
    let is_version = python.split('.').count() > 1 && python.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    is_version.then(|| Question::NewestVersion { index: PackageIndex::Pypi { python }, name: name.clone() })
}

fn is_archive(text: &str) -> bool {
    [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2"].iter().any(|ending| text.ends_with(ending))
}
