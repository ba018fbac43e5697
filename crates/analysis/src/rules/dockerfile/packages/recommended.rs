//! What an apt install brings only because something recommends it, and the build or the container needs.
//!
//! Invariant: only what a plain install brings is named, by the first install of the stage that brings it.

use super::apt_get_installs_recommends::DECIDES;
use super::command_line::{add_at, is_exec};
use crate::CommandCx;
use crate::rules::dockerfile::lines::line_end;
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::recommends::{Recommended, recommended_by};
use plimsoll_text::Edit;

/// What is needed of the recommended packages.
pub(super) struct Needed {
    /// The packages.
    pub(super) names: Vec<&'static str>,
    /// The edit that names them; `None` if there are none.
    pub(super) addition: Option<Edit>,
}

/// What `command` brings by recommendation, and nothing else of the stage names.
pub(super) fn needed(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Needed {
    let mut names: Vec<&'static str> = Vec::new();
    let installs = installs(cx);
    let named: Vec<&str> = installs.iter().flat_map(packages).collect();
    // An install whose packages nobody knows may name all of them.
    let is_open = installs.iter().any(|it| it.operands.operands.iter().any(|operand| operand.text.is_none()));
    let written = |name: &str| is_open && cx.source().contains(name);
    let is_named = |name: &str| named.contains(&name) || written(name);
    let here = command.head.start();
    let earlier: Vec<&str> = installs
        .iter()
        .filter(|it| it.head.start() < here && !it.has(&DECIDES))
        .flat_map(packages)
        .flat_map(recommended_by)
        .map(|it| it.name)
        .collect();
    let wanted = packages(command).flat_map(recommended_by).filter(|it| !is_there(cx, it, &is_named));
    for name in wanted.map(|it| it.name) {
        if !names.contains(&name) && !earlier.contains(&name) {
            names.push(name);
        }
    }
    let addition = (!names.is_empty()).then(|| addition(cx, command, &names)).flatten();
    Needed { names, addition }
}

/// The installs of apt in the stage and those that it starts from, in the order of the file, that run before it or in it.
fn installs<'a>(cx: &CommandCx<'a>) -> Vec<PackageCommand<'a>> {
    let build = cx.build;
    let Some(stage) = cx.stage else { return Vec::new() };
    let mut stages: Vec<_> = build.ancestry(stage).collect();
    stages.reverse();
    let commands = stages
        .into_iter()
        .flat_map(|stage| build.stage_steps(stage))
        .filter(|(step, _)| *step <= cx.step)
        .flat_map(|(step, _)| build.scripts(step))
        .flat_map(|script| &script.commands);
    commands
        .filter_map(package_command)
        .filter(|it| it.manager == Manager::Apt && it.action == Action::Install)
        .collect()
}

/// The packages that an install names, without version, release and architecture.
fn packages<'a>(command: &PackageCommand<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let named: Vec<&'a str> = command.packages().map(|(_, text)| text).collect();
    named.into_iter().filter_map(|text| text.split(['=', '/', ':']).next())
}

fn is_there(cx: &CommandCx<'_>, wanted: &Recommended, is_named: &dyn Fn(&str) -> bool) -> bool {
    let in_base = base(cx).is_some_and(|(image, tag)| wanted.is_in(&image, tag));
    in_base || is_named(wanted.name) || wanted.instead().any(is_named)
}

fn base<'a>(cx: &CommandCx<'a>) -> Option<(ImageName<'a>, Option<&'a str>)> {
    let Base::Image(image) = cx.build.external_base(cx.stage?) else { return None };
    Some((ImageName::from_parts(image.registry(), image.repository()), image.tag()))
}

/// Behind the last package, on lines of their own where that one has one.
fn addition(cx: &CommandCx<'_>, command: &PackageCommand<'_>, names: &[&str]) -> Option<Edit> {
    let last = command.operands.operands.last()?.word.range;
    if is_exec(cx) {
        return Some(add_at(cx, last.end(), &names.join("\", \"")));
    }
    let before = &cx.source()[..usize::from(last.start())];
    let indent = before.rsplit('\n').next().filter(|start| start.chars().all(char::is_whitespace));
    let glue = match indent {
        Some(indent) => format!(" {}{}{indent}", cx.syntax.escape, line_end(cx.source())),
        None => " ".to_owned(),
    };
    Some(Edit::insert(last.end(), names.iter().map(|name| format!("{glue}{name}")).collect::<String>()))
}
