//! `ignored-command-arguments`: words of a command that the shell does not run.

use crate::rule::rule;
use crate::rules::ecs::shell::{Words, script_at};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::quote;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// `sh -c` takes one text. The shell runs the first word behind it and nothing of the others.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "entryPoint": ["sh", "-c"], "command": ["npm", "start"] }
    ///     //                                                                                ^^^^^^^ warning: the shell runs only `npm`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "entryPoint": ["sh", "-c"], "command": ["npm start"] }
    ///   ]
    /// }
    /// ```
    ///
    /// The script may ask for them:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "command": ["sh", "-c", "exec \"$@\"", "--", "npm", "start"] },
    ///     { "name": "api", "image": "api:1", "entryPoint": ["sh", "-c"], "command": ["npm start"] }
    ///   ]
    /// }
    /// ```
    "ignored-command-arguments" {
        summary: "words of a command that the shell does not run",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let entry = cx.container.words("entryPoint");
    let command = cx.container.words("command");
    if let Some(at) = script_at(&entry) {
        match entry.get(at) {
            Some(_) => report(&entry[at..], sink),
            None => report(&command, sink),
        }
    }
    if cx.container.object.array("entryPoint").is_absent()
        && let Some(at) = script_at(&command).filter(|at| *at < command.len())
    {
        report(&command[at..], sink);
    }
}

/// The script and what follows it in the same list.
fn report(words: &Words<'_>, sink: &mut Sink) {
    let [(first, Some(script)), (second, _), ..] = words else { return };
    // A placeholder may turn out to be anything, or nothing.
    if asks_for_arguments(script) || words.iter().any(|(_, word)| word.is_none()) {
        return;
    }
    let last = words.last().map_or(*second, |(last, _)| *last);
    let ignored = TextRange::new(second.range().start(), last.range().end());
    let is_plain = |text: &&str| !text.contains([' ', '"', '\'', '\\', '\n']) && !text.is_empty();
    let texts: Option<Vec<&str>> = words
        .iter()
        .map(|(_, word)| word.as_deref())
        .collect::<Option<Vec<&str>>>()
        .filter(|texts| texts.iter().all(is_plain));
    let fix = texts.map(|texts| {
        let whole = TextRange::new(first.range().start(), last.range().end());
        Fix::r#unsafe("join the words", Edit::replace(whole, quote(&texts.join(" "))))
    });
    sink.report(ignored, format!("the shell runs only `{}`", script.lines().next().unwrap_or(script)))
        .note("what stands behind it becomes `$0`, `$1` and so on of the script")
        .fix(fix);
}

/// Whether the script uses what stands behind it.
fn asks_for_arguments(script: &str) -> bool {
    let uses = |at: usize| {
        script[at + 1..]
            .trim_start_matches('{')
            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '@' | '*' | '#'))
    };
    script.match_indices('$').any(|(at, _)| uses(at)) || script.contains("getopts") || script.contains("shift")
}
