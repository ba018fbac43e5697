//! `retired-command`: a command that is gone or given up.

use super::keyring::to_keyring;
use crate::rule::rule;
use crate::rules::dockerfile::list_edits::is_shell_form;
use crate::rules::dockerfile::surroundings::{Variable, variable};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::commands::{Manager, downloads, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::eol;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::retired::{Retired, retired};
use plimsoll_shell::Command;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// The base image no longer has the command, or those who made it have given it up.
    ///
    /// `apt-key` is not in Debian 13: write the key to a file below `/etc/apt/keyrings` and name it in the source with
    /// `signed-by=`. Then it vouches for that repository alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:13.2
    /// RUN curl -fsSL https://packages.example.com/key.asc | apt-key add - \
    /// #                                                     ^^^^^^^ warning: `apt-key` is not there any more
    ///  && echo "deb https://packages.example.com/debian stable main" > /etc/apt/sources.list.d/example.list
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:13.2
    /// RUN curl -fsSL https://packages.example.com/key.asc | gpg --dearmor -o /etc/apt/keyrings/example.gpg \
    ///  && echo "deb [signed-by=/etc/apt/keyrings/example.gpg] https://packages.example.com/debian stable main" > /etc/apt/sources.list.d/example.list
    /// ```
    ///
    /// A base image that still has the command is left alone, unless the option `always` is set; so is one of which the
    /// release is not known.
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSL https://packages.example.com/key.asc | apt-key add -
    /// ```
    ///
    /// ```Dockerfile,bad,always=true
    /// FROM debian:12.11
    /// RUN curl -fsSL https://packages.example.com/key.asc | apt-key add -
    /// #                                                     ^^^^^^^ warning: `apt-key` is retired
    /// ```
    "retired-command" {
        summary: "a command that is gone or given up",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[OptionSpec {
            name: "always",
            kind: OptionKind::Bool,
            docs: "Also report commands that the base image still has, or may have.",
        }],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    compose(cx, sink);
    ppa(cx, sink);
    let Some((found, range)) = retired().iter().find_map(|it| Some((it, place(cx.command, it)?))) else { return };
    let is_gone = is_gone(cx, found);
    if is_gone != Some(true) && !cx.settings.flag(&RULE, "always") {
        return;
    }
    let name = found.words.join(" ");
    let what = match is_gone {
        Some(true) if !found.is_gone_everywhere() => "not there any more",
        _ => "retired",
    };
    let fix = (name == "apt-key").then(|| to_keyring(cx)).flatten();
    let program = cx.text(range).split_ascii_whitespace().next().unwrap_or("");
    let instead = match found.words[..] {
        ["easy_install", ..] => Some("pip install".to_owned()),
        ["python", "setup.py", "install"] => Some(format!("{program} -m pip install .")),
        _ => None,
    };
    let instead =
        instead.filter(|_| is_shell_form(cx)).map(|new| Fix::manual(format!("use `{new}`"), Edit::replace(range, new)));
    sink.report(range, format!("`{name}` is {what}"))
        .note(found.why)
        .note(format!("use {}", found.instead))
        .fix(fix.map(|edits| Fix::r#unsafe("use a keyring of its own", edits)))
        .fix(instead);
}

/// Where a command says it, if it does.
fn place(command: &Command, retired: &Retired) -> Option<TextRange> {
    let (program, rest) = retired.words.split_first()?;
    if *program == "pip" {
        let command = package_command(command).filter(|it| it.manager == Manager::Pip && it.has(rest))?;
        return Some(command.head);
    }
    let effective = command.effective();
    let (word, name) = (effective.word?, effective.name()?);
    let is_program = name.strip_prefix(program).is_some_and(|rest| {
        rest.is_empty() || (*program == "python" && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    });
    let mut operands = effective.args.iter().filter(|word| !word.prefix_literal().starts_with('-'));
    let mut range = word.range;
    if let Some((first, others)) = rest.split_first().filter(|_| is_program) {
        range = range.cover(operands.next().filter(|word| word.is(first))?.range);
        for other in others {
            range = range.cover(operands.find(|word| word.is(other))?.range);
        }
    }
    is_program.then_some(range)
}

/// Whether the base image lacks it; `None` where that is not known.
fn is_gone(cx: &CommandCx<'_>, retired: &Retired) -> Option<bool> {
    if retired.is_gone_everywhere() {
        return Some(true);
    }
    let Base::Image(image) = cx.build.external_base(cx.stage?) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let product = eol::releases(&name, image.tag()).product;
    product.into_iter().chain(eol::system(&name, image.tag())).find_map(|it| retired.is_gone(it.id, it.name))
}

/// The first docker-compose, which got its last release in 2021.
fn compose(cx: &CommandCx<'_>, sink: &mut Sink) {
    for download in downloads(cx.command) {
        let start = download.word.prefix_literal();
        let Some((_, version)) = start.split_once("docker/compose/releases/download/") else { continue };
        let given = download.word.variables().first().map(|it| variable(cx, it.name));
        let is_first = match given {
            Some(Variable::Known(value)) if version.is_empty() => value.starts_with("1."),
            _ => version.starts_with("1."),
        };
        if is_first {
            sink.report(download.word.range, "docker-compose 1 is retired")
                .note("its last release is of 2021; `docker compose` is a plugin of the command line")
                .note("use https://github.com/docker/compose/releases of version 2 or later");
        }
    }
}

/// Packages of a PPA are built for Ubuntu.
fn ppa(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(word) = effective.args.iter().find(|word| word.prefix_literal().starts_with("ppa:")) else { return };
    let Some(Base::Image(image)) = cx.stage.map(|stage| cx.build.external_base(stage)) else { return };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let is_debian = eol::system(&name, image.tag()).is_some_and(|system| system.id == "debian");
    if matches!(effective.name(), Some("add-apt-repository" | "apt-add-repository")) && is_debian {
        sink.report(word.range, "a PPA is no repository for Debian")
            .note("its packages are built for Ubuntu, and no list of them has Debian's code name");
    }
}
