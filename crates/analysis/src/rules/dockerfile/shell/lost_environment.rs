//! `lost-environment`: setting of the shell that ends with its RUN.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, plain_run, without_commands};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{is_last, main_list};
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::{Edit, Edits};

rule! {
    /// Every RUN has a shell of its own. What `export`, `alias` or `source` sets at its end is gone with it.
    ///
    /// Use ENV for variables, and set the rest in the RUN that needs it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN export LANG=C.UTF-8 TERM="dumb"
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: what `export` sets is gone when the RUN ends
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV LANG=C.UTF-8 TERM="dumb"
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13.1
    /// RUN python -m venv /venv && . /venv/bin/activate
    /// #                           ^^^^^^^^^^^^^^^^^^^^ warning: what `.` sets is gone when the RUN ends
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13.1
    /// ENV LANG=C.UTF-8
    /// RUN export CFLAGS=-O2 && make
    /// RUN . /venv/bin/activate && pip install flask==3.1.2
    /// RUN echo "export A=1" >> /etc/profile
    /// RUN . ./install.sh
    /// RUN set -x && make && set +x
    /// ```
    "lost-environment" {
        summary: "setting of the shell that ends with its RUN",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(script) = cx.build.scripts(cx.step).last() else { return };
    let Some(command) = main_list(script).next_back().filter(|it| is_last(script, it) && script.complete) else {
        return;
    };
    let is_plain =
        command.place.pipeline.is_none() && !command.place.background && command.connector() != Connector::Or;
    let Some(name) = setter(script, command)
        .filter(|_| is_plain && command.redirects.is_empty() && !command.words.iter().any(|it| it.has_placeholder()))
    else {
        return;
    };
    if is_on_path(cx, command, name) {
        return;
    }
    sink.report(command.range, format!("what `{name}` sets is gone when the RUN ends"))
        .note("every RUN has a shell of its own; ENV sets a variable for all that follow")
        .fix(as_env(cx, script, command).or_else(|| on_path(cx, script, command, name)));
}

/// What a command that only changes its shell is called.
fn setter<'a>(script: &Script, command: &'a Command) -> Option<&'a str> {
    let name = command.name()?;
    let args = command.args();
    let is_alone = script.commands.len() == 1;
    let first = args.first().map(|word| word.raw().trim_matches(['"', '\''])).unwrap_or("");
    let changes = match name {
        "export" => !args.is_empty() && !first.starts_with('-'),
        "alias" | "umask" => !args.is_empty(),
        "ulimit" => args.len() > 1,
        "set" => {
            is_alone
                && !args.is_empty()
                && args.iter().all(|it| it.literal().is_some_and(|it| it.starts_with(['-', '+'])))
        }
        "conda" | "mamba" | "micromamba" => first == "activate",
        "pyenv" => first == "shell",
        "nvm" => first == "use",
        // A script may do something that lasts; these only set variables.
        "source" | "." => {
            let ends = [
                "/activate",
                "/.bashrc",
                "/.profile",
                "/.bash_profile",
                "/.zshrc",
                "/etc/profile",
                "/etc/bash.bashrc",
                "/nvm.sh",
                "/.cargo/env",
                "/setup.bash",
                "/setup.sh",
            ];
            args.len() == 1 && ends.iter().any(|end| first.ends_with(end))
        }
        _ => false,
    };
    changes.then_some(name)
}

/// Whether an ENV of the stage says what the command would have said, before it or after it.
fn is_on_path(cx: &InstructionCx<'_>, command: &Command, name: &str) -> bool {
    let last = command.args().last().and_then(|word| word.literal()).unwrap_or_default();
    let folder = match name {
        "nvm" => "versions/node".to_owned(),
        "." | "source" => match last.strip_suffix("/activate") {
            Some(folder) => folder.to_owned(),
            None => return false,
        },
        "conda" | "mamba" | "micromamba" => format!("envs/{last}/bin"),
        _ => return false,
    };
    let Some(stage) = cx.stage else { return false };
    let mut above = cx.build.ancestry(stage).flat_map(|it| cx.build.stage_steps(it));
    above.any(|(_, it)| matches!(it.body, Body::Env(_)) && cx.text(it.range).contains(&folder))
}

fn as_env(cx: &InstructionCx<'_>, script: &Script, command: &Command) -> Option<Fix> {
    plain_run(cx).filter(|_| script.commands.len() == 1 && cx.instruction.flags.is_empty())?;
    let declared = &command.declarations;
    if command.name() != Some("export") || declared.len() != command.args().len() || declared.is_empty() {
        return None;
    }
    let is_plain = |text: &str| !text.contains(['\\', '\n', '`']) && !text.contains("$(");
    if declared.iter().any(|it| it.append || !is_plain(cx.text(it.range))) {
        return None;
    }
    let pairs: Vec<&str> = declared.iter().map(|it| cx.text(it.range)).collect();
    let edit = Edit::replace(cx.instruction.range, format!("ENV {}", pairs.join(" ")));
    let is_literal = declared
        .iter()
        .all(|it| it.value.literal().is_some_and(|text| !text.contains('$')) && !it.value.raw().starts_with('~'));
    Some(if is_literal { Fix::safe("write `ENV`", edit) } else { Fix::manual("write `ENV`", edit) })
}

/// A folder of programs that the command would have put on the path; which one, a person may have to say.
fn on_path(cx: &InstructionCx<'_>, script: &Script, command: &Command, name: &str) -> Option<Fix> {
    plain_run(cx)?;
    let last = command.args().last()?.literal().filter(|text| !text.contains([' ', '$', '~', '"', '\'']))?;
    let line = match name {
        "." | "source" => {
            let folder = last.strip_suffix("/bin/activate").filter(|folder| folder.starts_with('/'))?;
            format!("ENV VIRTUAL_ENV={folder} PATH={folder}/bin:$PATH")
        }
        "conda" | "mamba" | "micromamba" if last != "activate" => format!("ENV PATH=/opt/conda/envs/{last}/bin:$PATH"),
        "nvm" => "ENV PATH=/root/.nvm/versions/node/<version>/bin:$PATH".to_owned(),
        "pyenv" => "ENV PYENV_VERSION=<version>".to_owned(),
        _ => return None,
    };
    let title = format!("write `{}`", line.split('=').next().unwrap_or(&line));
    if script.commands.len() == 1 && cx.instruction.flags.is_empty() && cx.instruction.comments.is_empty() {
        return Some(Fix::manual(title, Edit::replace(cx.instruction.range, line)));
    }
    let mut edits = without_commands(cx, script, &[command])?;
    edits.push(Edit::insert(cx.instruction.range.end(), format!("{}{line}", line_end(cx.source()))));
    Edits::new(edits).ok().map(|edits| Fix::manual(title, edits))
}
