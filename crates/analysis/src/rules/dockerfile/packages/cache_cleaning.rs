//! What a cache mount makes pointless: options that do without the cache, and commands that empty it.
//!
//! Invariant: a deletion of anything else stays.

use super::caches::meets;
use crate::InstructionCx;
use crate::rules::dockerfile::lines::{plain_run, without_commands};
use plimsoll_model::commands::{Action, Manager, PackageCommand, deletes, package_command};
use plimsoll_model::tables::managers::CacheMount;
use plimsoll_shell::{Command, Script};
use plimsoll_text::{Edit, TextRange};

/// The edits that take it out; `None` where it cannot be taken out.
pub(super) fn without_cleaning(cx: &InstructionCx<'_>, manager: Manager, cache: &CacheMount) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for script in cx.build.scripts(cx.step) {
        let cleans = |command: &&Command| cleans(command, manager, cache);
        let gone: Vec<&Command> = script.commands.iter().filter(cleans).collect();
        // A deletion of other things as well would have to be taken apart.
        if script.commands.iter().any(|command| !cleans(&command) && touches(command, cache)) {
            return None;
        }
        // `apt-get dist-clean` deletes the package lists as well, which need not be mounted.
        let holds_lists = cache.targets.contains(&"/var/lib/apt");
        if !holds_lists && gone.iter().filter_map(|it| package_command(it)).any(|it| it.is_dist_clean()) {
            return None;
        }
        if !gone.is_empty() {
            edits.extend(without_commands(cx, script, &gone)?);
        }
        for command in script.commands.iter().filter_map(package_command) {
            if command.manager == manager && matches!(command.action, Action::Install | Action::Upgrade | Action::Build)
            {
                edits.extend(without_options(cx, script, &command, cache)?);
            }
        }
    }
    Some(edits)
}

/// Whether all that a command does is to empty the cache.
pub(super) fn cleans(command: &Command, manager: Manager, cache: &CacheMount) -> bool {
    if package_command(command).is_some_and(|it| it.manager == manager && it.action == Action::Clean) {
        return true;
    }
    let words = deletes(command);
    !words.is_empty() && words.iter().all(|word| is_in(word.raw(), cache))
}

/// Whether a command deletes something of the cache.
fn touches(command: &Command, cache: &CacheMount) -> bool {
    deletes(command).iter().any(|word| is_in(word.raw(), cache))
}

fn is_in(path: &str, cache: &CacheMount) -> bool {
    let path = path.trim_matches(['"', '\'']).replacen('~', "/root", 1).replacen("$HOME", "/root", 1);
    let path = path.trim_end_matches(['*', '/']);
    path.len() > 1 && cache.targets.iter().any(|target| meets(path, target))
}

/// Takes the options out that do without the cache. Of apk, the cache is only used where it is named.
fn without_options(
    cx: &InstructionCx<'_>,
    script: &Script,
    command: &PackageCommand<'_>,
    cache: &CacheMount,
) -> Option<Vec<Edit>> {
    let options = command.global.options.iter().chain(&command.operands.options);
    let dropped: Vec<TextRange> = options
        .filter(|(name, word, _)| cache.drops.contains(name) && word.raw() == *name)
        .map(|(_, word, _)| word.range)
        .collect();
    let is_apk = command.manager == Manager::Apk;
    if dropped.is_empty() && !is_apk {
        return Some(Vec::new());
    }
    plain_run(cx)?;
    if is_apk {
        let place = match &dropped[..] {
            [] => return Some(vec![Edit::insert(command.option_place(), " --cache-dir=/var/cache/apk")]),
            [one] => *one,
            _ => return None,
        };
        // `--no-cache` gets the index anew as well.
        return Some(vec![Edit::replace(place, "--update-cache --cache-dir=/var/cache/apk")]);
    }
    let words = script.commands.iter().find(|it| it.range.contains_range(command.head)).map(|it| &it.words)?;
    let mut edits = Vec::new();
    for range in dropped {
        let at = words.iter().position(|word| word.range == range)?;
        let gap = TextRange::new(words.get(at.checked_sub(1)?)?.range.end(), range.start());
        let is_blank = cx.text(gap).chars().all(|it| it.is_ascii_whitespace() || it == cx.syntax.escape);
        edits.push(Edit::delete(is_blank.then(|| gap.cover(range))?));
    }
    Some(edits)
}
