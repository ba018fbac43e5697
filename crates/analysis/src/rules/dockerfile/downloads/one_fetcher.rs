//! How downloads of one program are written for the other.
//!
//! Invariant: a command with an option that has no counterpart is not translated, and a package goes only if nothing but
//! the translated commands speaks of its program.

use crate::rules::dockerfile::list_edits::delete_words;
use crate::{CommandCx, InstructionCx, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Fetch, Fetcher, fetch, file_name_of_url, package_command};
use plimsoll_shell::{Command, Connector, ScopeKind};
use plimsoll_text::{Edit, Edits, TextRange};

/// Writes all downloads of `from` in the stage for the other program, and leaves its package out.
pub(super) fn translate(cx: &StageCx<'_>, from: Fetcher) -> Option<Edits> {
    let (name, kept) = if from == Fetcher::Curl { ("curl", "wget") } else { ("wget", "curl") };
    if !is_there(cx, from, kept) {
        return None;
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut spoken = 0;
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let run = InstructionCx { dockerfile: cx.dockerfile, stage: Some(cx.stage.id), step, instruction };
        for script in cx.build.scripts(step) {
            for command in &script.commands {
                if fetch(command).filter(Fetch::fetches).is_some_and(|it| it.fetcher == from) {
                    edits.push(translated(&run, command, from)?);
                    spoken += cx.text(words_of(command)?).matches(name).count();
                    continue;
                }
                let Some(install) = package_command(command).filter(|it| it.action == Action::Install) else {
                    continue;
                };
                let packages: Vec<TextRange> = install.packages().map(|(word, _)| word.range).collect();
                let Some(own) = packages.iter().find(|range| cx.text(**range) == name) else { continue };
                let command_cx = CommandCx { instruction: run, script, command };
                // An install of nothing else would have to go as a whole.
                let alone = install.operands.operands.len() < 2;
                edits.extend(delete_words(&command_cx, &[*own]).filter(|_| !alone)?.iter().cloned());
                spoken += 1;
            }
        }
    }
    // A check of health, a script in a heredoc, a copied file: whatever else speaks of it may need it.
    let all = cx.build.steps.iter().map(|step| cx.text(step.instruction.range).matches(name).count()).sum::<usize>();
    let has_other_stage = cx.build.stages.len() > 1;
    if all != spoken || has_other_stage {
        return None;
    }
    Edits::new(edits).ok()
}

/// Whether the other program than `from`, called `kept`, is there for every download of `from`: it was installed before
/// the first of them, or used without that, and nothing takes it out again.
fn is_there(cx: &StageCx<'_>, from: Fetcher, kept: &str) -> bool {
    let (mut is_there, mut is_needed) = (false, false);
    for script in cx.build.stage_steps(cx.stage).flat_map(|(step, _)| cx.build.scripts(step)) {
        for command in &script.commands {
            let is_fallback = command.connector() == Connector::Or;
            let is_certain = !is_fallback
                && script.scopes_of(command).all(|scope| {
                    matches!(scope.kind, ScopeKind::Group | ScopeKind::Subshell | ScopeKind::CommandSubstitution)
                });
            if let Some(fetch) = fetch(command).filter(Fetch::fetches) {
                if fetch.fetcher != from {
                    is_there |= is_certain;
                } else if is_there && !is_fallback {
                    is_needed = true;
                } else {
                    return false;
                }
                continue;
            }
            let Some(asked) = package_command(command) else { continue };
            let names = || asked.operands.operands.iter().filter_map(|operand| operand.text);
            let is_own = names().any(|text| text.split(['=', '~', '<', '>']).next() == Some(kept));
            // What belongs to a group goes with it.
            if is_own && (asked.action == Action::Remove || is_needed || asked.has(&["-t", "--virtual"])) {
                return false;
            }
            is_there |= is_own && asked.action == Action::Install && is_certain;
        }
    }
    is_there
}

/// All words of a command, from its program on.
fn words_of(command: &Command) -> Option<TextRange> {
    let effective = command.effective();
    Some(effective.word?.range.cover(effective.args.last()?.range))
}

fn translated(cx: &InstructionCx<'_>, command: &Command, from: Fetcher) -> Option<Edit> {
    let range = words_of(command)?;
    let is_shell = matches!(&cx.instruction.body, Body::Run(run) if matches!(run.command, plimsoll_dockerfile::CommandLine::Shell { .. }));
    let redirects = command.redirects.iter().any(|it| it.range.start() < range.end());
    let mut args = command.effective().args.iter().map(|word| cx.text(word.range));
    let (mut file, mut is_named, mut urls) = (None, false, Vec::new());
    while let Some(arg) = args.next() {
        match from {
            Fetcher::Wget => match arg {
                "-q" | "-nv" | "--quiet" | "--no-verbose" => {}
                "-O" | "-qO" | "--output-document" => file = Some(args.next()?),
                "-O-" | "-qO-" => file = Some("-"),
                _ if arg.starts_with('-') => return None,
                url => urls.push(url),
            },
            Fetcher::Curl => match arg.strip_prefix('-') {
                Some("-fail" | "-silent" | "-show-error" | "-location") => {}
                Some(letters) if !letters.is_empty() && letters.bytes().all(|it| b"fsSLOo".contains(&it)) => {
                    is_named |= letters.contains('O');
                    if let Some(at) = letters.find('o') {
                        file = (at + 1 == letters.len()).then(|| args.next()).flatten();
                        file?;
                    }
                }
                Some(_) => return None,
                None => urls.push(arg),
            },
        }
    }
    let [url] = &urls[..] else { return None };
    // The programs name such a file each in its own way.
    if file.is_none() && (from == Fetcher::Wget || is_named) && !has_plain_name(url) {
        return None;
    }
    let text = match (from, file, is_named) {
        (Fetcher::Wget, Some("-"), _) => format!("curl -fsSL {url}"),
        (Fetcher::Wget, Some(file), _) => format!("curl -fsSL -o {file} {url}"),
        (Fetcher::Wget, None, _) => format!("curl -fsSLO {url}"),
        (Fetcher::Curl, None, true) => format!("wget -q {url}"),
        (Fetcher::Curl, None, false) => format!("wget -qO- {url}"),
        (Fetcher::Curl, Some(file), false) => format!("wget -q -O {file} {url}"),
        (Fetcher::Curl, Some(_), true) => return None,
    };
    let is_one_line = !cx.text(range).contains(['\n', '\\']);
    (is_shell && !redirects && is_one_line).then(|| Edit::replace(range, text))
}

/// Whether a URL, as written, ends in a name that a file can get as it stands.
fn has_plain_name(url: &str) -> bool {
    let url = url.trim_matches(['"', '\'']);
    let has_host = url.contains("://") || !url.starts_with('$');
    has_host && !url.contains(['?', '#', '%', '*']) && file_name_of_url(url).is_some()
}
