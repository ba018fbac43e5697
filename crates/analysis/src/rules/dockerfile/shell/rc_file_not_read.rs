//! `rc-file-not-read`: setting in a file that the shell of a build does not read.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, plain_run};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::written;
use plimsoll_model::dockerfile::Base;
use plimsoll_shell::Word;
use plimsoll_text::Edit;

rule! {
    /// `.bashrc` is for shells in which somebody types, `.profile` for a login. The shell of RUN and CMD reads neither.
    ///
    /// Use ENV for variables. What needs more belongs into the RUN that uses it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN echo 'export APP_HOME=/srv/app' >> ~/.bashrc
    /// #                                      ^^^^^^^^^ note: no later instruction reads `~/.bashrc`, so `APP_HOME` is not set
    /// RUN cp app.conf $APP_HOME/
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN echo 'export APP_HOME=/srv/app' >> ~/.bashrc
    /// ENV APP_HOME=/srv/app
    /// RUN cp app.conf $APP_HOME/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo 'export APP_HOME=/srv/app' >> ~/.bashrc
    /// RUN . ~/.bashrc && cp app.conf $APP_HOME/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-lc"]
    /// RUN echo 'export APP_HOME=/srv/app' >> ~/.profile
    /// RUN cp app.conf $APP_HOME/
    /// ```
    "rc-file-not-read" {
        summary: "setting in a file that the shell of a build does not read",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

const FILES: [&str; 8] = [
    "/.bashrc",
    "/.profile",
    "/.bash_profile",
    "/.zshrc",
    "/.zprofile",
    "/etc/profile",
    "/etc/bash.bashrc",
    "/etc/bashrc",
];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    if !matches!(cx.command.name(), Some("echo" | "printf")) {
        return;
    }
    let is_rc = |word: &&Word| {
        let raw = word.raw().trim_matches(['"', '\'']);
        FILES.iter().any(|file| raw.ends_with(file)) || raw.starts_with("/etc/profile.d/")
    };
    let Some(target) = written(cx.command).into_iter().find(is_rc) else { return };
    let Some(name) = cx.command.args().iter().find_map(|word| exported(word.raw())) else { return };
    let reads_files = |step: usize| {
        let shell = cx.build.shell(stage.id, step);
        shell.is_some_and(|shell| {
            let mut words = shell.elements.iter().skip(1).map(|word| word.text(cx.source()));
            words.any(|word| {
                word == "--login" || word.starts_with('-') && !word.starts_with("--") && word.contains(['l', 'i'])
            })
        })
    };
    let is_set = |step: usize| cx.build.binding(stage.id, step, &name).is_some();
    let has_bash_env = |step: usize| cx.build.binding(stage.id, step, "BASH_ENV").is_some();
    let later = cx.build.stage_steps(stage).filter(|(step, _)| *step > cx.step);
    let uses = later.into_iter().any(|(step, instruction)| {
        let runs = matches!(instruction.body, Body::Run(_) | Body::Cmd(_) | Body::Entrypoint(_));
        if !runs || reads_files(step) || is_set(step) || has_bash_env(step) {
            return false;
        }
        let launch = cx.build.launch_script(step);
        cx.build.scripts(step).iter().chain(&launch).any(|script| {
            let sets = script.commands.iter().any(|it| {
                let reads = matches!(it.name(), Some("." | "source" | "read" | "eval" | "bash" | "su"));
                reads || it.assignments.iter().chain(&it.declarations).any(|it| it.name() == name)
            });
            let reads = script.commands.iter().any(|it| {
                let words = it.words.iter().chain(it.assignments.iter().map(|it| &it.value));
                words.flat_map(Word::variables).any(|it| it.name == name && it.modifier.is_empty())
            });
            reads && !sets
        })
    });
    if uses && !is_for_terminals(cx) {
        let shown = target.raw();
        sink.report(target.range, format!("no later instruction reads `{shown}`, so `{name}` is not set"))
            .note("the shell of RUN and CMD is neither a login shell nor one in which somebody types")
            .fix(as_env(cx, &name));
    }
}

/// Images in whose terminals somebody works: what reads the file is there.
fn is_for_terminals(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    matches!(cx.build.external_base(stage), Base::Image(image) if image.repository().contains("devcontainers/"))
}

/// ENV behind the RUN, for a value that is the same in every shell.
fn as_env(cx: &CommandCx<'_>, name: &str) -> Option<Fix> {
    plain_run(cx)?;
    let [line] = cx.command.args() else { return None };
    let line = line.literal().filter(|line| !line.contains(['\n', '`', '$', '\\']))?;
    let line = line.trim().strip_prefix("export ")?.trim();
    let (own, value) = line.split_once('=').filter(|(own, _)| *own == name)?;
    let inner = value.trim_matches(['"', '\'']);
    let is_word = !inner.contains([' ', '\t', '"', '\'', ';', '&', '~', '*', '(', '#']);
    let line = format!("{}ENV {own}={inner}", line_end(cx.source()));
    let edit = Edit::insert(cx.instruction.instruction.range.end(), line);
    (is_word && !inner.is_empty()).then(|| Fix::r#unsafe(format!("set `{own}` with `ENV`"), edit))
}

/// The variable of a line `export NAME=value`; PATH is one that is always set.
fn exported(line: &str) -> Option<String> {
    let rest = line.trim_start_matches(['"', '\'', '\\', 'n', ' ']).strip_prefix("export ")?;
    let name = rest.split('=').next().filter(|name| name.len() < rest.len())?;
    let is_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_') && !name.is_empty();
    (is_name && name != "PATH").then(|| name.to_owned())
}
