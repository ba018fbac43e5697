//! Findings that ShellCheck is right about in a script, and that mean nothing in a build.
//!
//! Invariant: each silence has its reason here; what cannot be told apart from a mistake is reported.

use crate::lists::{is_declared, is_list_on_purpose, is_taken_apart, prints_what_is_wanted};
use crate::meant::{is_counted, is_meant};
use crate::text::Text;
use crate::words::{READS_DOLLARS, is_one_word_name};
use crate::{Finding, Request};
use plimsoll_shell::{Command, Connector, Dialect, PartKind, Redirect, RedirectKind, Script, Word};
use plimsoll_text::{TextRange, slice};

/// Whether a finding means nothing where it stands.
pub(crate) fn is_pointless(finding: &Finding, text: &Text<'_>, request: &Request<'_>) -> bool {
    let script = text.script;
    match finding.code {
        2046 => {
            let written = text.slice(finding.range);
            is_list_on_purpose(finding.range, script)
                || prints_what_is_wanted(written)
                || is_taken_apart(written, finding.range, script)
                || text.dialect == Dialect::Sh && is_declared(finding.range, script)
        }
        2086 => {
            let Some(name) = variable_name(text.slice(finding.range)) else { return false };
            is_list_on_purpose(finding.range, script)
                || is_one_word(name, finding.range, text, request)
                || is_counted(name, finding.range, text)
        }
        2016 => keeps_dollars(finding.range, script) || has_foreign_names(text.slice(finding.range)),
        // dash and BusyBox expand escapes, or nobody knows which shell it is.
        2028 => text.dialect != Dialect::Bash,
        2015 => is_idiom(text.after(finding.range.start())),
        2034 => is_for_a_program(finding, text),
        2154 => is_from_outside(finding, text, request) || is_meant(finding, text, request),
        2164 => {
            let is_followed = !text.options.errexit && !is_last(finding.range, script);
            !is_followed || cannot_fail(text.slice(finding.range)) || is_meant(finding, text, request)
        }
        // One key today, two tomorrow: the loop over signing keys is written so on purpose.
        2043 => is_key(text.slice(finding.range)),
        // The blanks are the indentation of a continued line.
        2291 => slice(request.source, finding.range).contains('\n'),
        // dash does not set them, but the environment of a build may.
        3028 => ["HOSTNAME", "RANDOM"].iter().any(|name| text.slice(finding.range).contains(name)),
        3000..=3999 => is_known_to_shell(finding, text) || is_meant(finding, text, request),
        _ => is_meant(finding, text, request),
    }
}

/// Whether ShellCheck does not see a finding in what hadolint gives it: a variable is not set, or not quoted, which is
/// known to be one word. hadolint tells ShellCheck a value for each that is set before the script begins, and ShellCheck
/// follows what the script itself assigns. Lines are joined without the blanks that stand for them here.
pub(crate) fn is_unknown_to_hadolint(finding: &Finding, text: &Text<'_>, request: &Request<'_>) -> bool {
    let name = || variable_name(text.slice(finding.range));
    match finding.code {
        2086 => name().is_some_and(|name| holds_one_word(name, finding.range, text, request, 0)),
        2154 => name().is_some_and(|name| is_set(name, request)),
        2291 => slice(request.source, finding.range).contains('\n'),
        _ => false,
    }
}

fn is_set(name: &str, request: &Request<'_>) -> bool {
    request.variables.iter().any(|variable| variable.name == name)
}

/// Whether what the script assigned last before `range`, on every way there, has no blank and no glob in it.
fn holds_one_word(name: &str, range: TextRange, text: &Text<'_>, request: &Request<'_>, depth: usize) -> bool {
    let before = text.script.commands.iter().filter(|command| command.range.end() <= range.start());
    for command in before.rev() {
        // `A=1 command` is for the command alone.
        let mut lasting = command.assignments.iter().filter(|_| command.words.is_empty()).chain(&command.declarations);
        let Some(assigned) = lasting.rfind(|it| it.name() == name) else { continue };
        let is_plain =
            |text: &str| !text.contains(|char: char| char.is_whitespace() || matches!(char, '*' | '?' | '['));
        let is_one_word = assigned.value.parts().iter().all(|part| match part.kind {
            PartKind::Literal => is_plain(text.slice(part.range)),
            PartKind::Variable(name) => {
                depth < 8 && holds_one_word(text.slice(name), assigned.range, text, request, depth + 1)
            }
            PartKind::Arithmetic => true,
            PartKind::Command | PartKind::Process | PartKind::Unknown => false,
        });
        if !is_one_word || assigned.append {
            return false;
        }
        // ShellCheck takes what stands behind `&&` for something that may not happen.
        let happens = matches!(command.connector(), Connector::Start | Connector::Semicolon | Connector::Newline);
        if happens && command.scope.is_none() {
            return true;
        }
    }
    is_set(name, request)
}

/// `sh` of an image that is not known may be bash; BusyBox has much of bash built in. Source: BusyBox 1.37, shell/ash.c
/// with the options that Alpine sets.
fn is_known_to_shell(finding: &Finding, text: &Text<'_>) -> bool {
    match text.dialect {
        Dialect::Sh | Dialect::Bash => true,
        Dialect::Ash => match finding.code {
            3045 => {
                // `read` knows them; other built-ins do not.
                text.before(finding.range.start()).rsplit(['\n', ';', '&', '|']).next().is_some_and(|command| {
                    command.split_ascii_whitespace().any(|word| word == "read" || word == "ulimit" || word == "export")
                })
            }
            code => [3003, 3010, 3013, 3014, 3018, 3019, 3020, 3036, 3037, 3040, 3043, 3046, 3051, 3057, 3060]
                .contains(&code),
        },
        _ => finding.code == 3043,
    }
}

/// `$basearch` of dnf, `${log4j.version}` of Maven: no variables of a shell.
fn has_foreign_names(text: &str) -> bool {
    const DNF: [&str; 5] = ["basearch", "releasever", "arch", "releasever_major", "contentdir"];
    let mut names = text.split('$').skip(1).map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        &rest[..rest.find(|char: char| !char.is_ascii_alphanumeric() && !"_.".contains(char)).unwrap_or(rest.len())]
    });
    let is_foreign = |name: &str| DNF.contains(&name) || name.trim_end_matches('.').contains('.');
    text.contains('$') && !text.contains("$(") && names.all(is_foreign)
}

/// Whether the value of a variable has no blank and no glob, or cannot have one by what it is.
fn is_one_word(name: &str, range: TextRange, text: &Text<'_>, request: &Request<'_>) -> bool {
    let is_plain = |value: &str| {
        !value.is_empty() && !value.contains(|char: char| char.is_whitespace() || matches!(char, '*' | '?' | '['))
    };
    // What the script itself assigns counts, if it does.
    let before = text.script.commands.iter().filter(|command| command.range.start() < range.start());
    let assigned = before.flat_map(|command| command.assignments.iter().chain(&command.declarations));
    let assigned: Vec<&Word> = assigned.filter(|it| it.name() == name).map(|it| &it.value).collect();
    if !assigned.is_empty() {
        return assigned.iter().all(|value| match value.literal() {
            Some(value) => is_plain(value),
            None => is_one_word_name(name) || is_one_word_value(value, text),
        });
    }
    match request.variables.iter().find(|variable| variable.name == name) {
        Some(variable) => variable.value.map_or_else(|| is_one_word_name(name), is_plain),
        None => is_one_word_name(name),
    }
}

/// `$(uname -m)`, `1.2.$PATCH`
fn is_one_word_value(value: &Word, text: &Text<'_>) -> bool {
    value.parts().iter().all(|part| match part.kind {
        PartKind::Literal => !text.slice(part.range).contains([' ', '*', '?', '[']),
        PartKind::Command => prints_what_is_wanted(text.slice(part.range)),
        PartKind::Arithmetic => true,
        PartKind::Variable(name) => is_one_word_name(text.slice(name)),
        PartKind::Process | PartKind::Unknown => false,
    })
}

/// `NAME` of `$NAME` or `${NAME…}`; `None` for anything else.
pub(crate) fn variable_name(expansion: &str) -> Option<&str> {
    let rest = expansion.trim_start_matches('"').strip_prefix('$')?;
    let rest = rest.strip_prefix('{').unwrap_or(rest);
    let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '_').unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// Whether the command of a single-quoted text wants the `$`, or the text goes into a file or another program.
fn keeps_dollars(range: TextRange, script: &Script) -> bool {
    let Some(command) = innermost(range, script) else {
        // The value of a lone assignment: `PS1='$PWD'`.
        return script.commands.iter().any(|it| it.assignments.iter().any(|it| it.range.contains_range(range)));
    };
    let effective = command.effective();
    let reads = |name: &str| READS_DOLLARS.contains(&name);
    if effective.name().is_some_and(reads) || effective.wrappers.iter().any(|wrapper| reads(wrapper.name)) {
        return true;
    }
    if command.assignments.iter().chain(&command.declarations).any(|it| it.range.contains_range(range)) {
        return true;
    }
    let into_file = |redirects: &[Redirect]| {
        let writes = |it: &Redirect| {
            matches!(
                it.kind,
                RedirectKind::Output | RedirectKind::Append | RedirectKind::Clobber | RedirectKind::OutputBoth
            )
        };
        redirects.iter().any(writes)
    };
    let goes_on = |place: &plimsoll_shell::Place| place.pipeline.is_some_and(|it| !it.is_last());
    into_file(&command.redirects)
        || goes_on(&command.place)
        || script.scopes_of(command).any(|scope| into_file(&scope.redirects) || goes_on(&scope.place))
}

/// `A && B || true`, `|| exit 1`, `|| echo "…"`: the last part does not mind when it runs.
fn is_idiom(rest: &str) -> bool {
    let Some((_, last)) = rest.split_once("||") else { return false };
    let last = last.trim_start().trim_start_matches(['{', '(']).trim_start();
    let word = last.split(|char: char| !char.is_ascii_alphanumeric() && char != ':').next().unwrap_or("");
    matches!(word, "true" | ":" | "exit" | "echo" | "printf" | "return" | "false" | "break" | "continue")
}

/// Tools read upper-case variables from their environment; `set -a` and the like hand over all of them.
fn is_for_a_program(finding: &Finding, text: &Text<'_>) -> bool {
    let written = text.slice(finding.range);
    let name = written.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').next().unwrap_or("");
    let is_upper = !name.is_empty() && !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let has_program = text
        .script
        .commands
        .iter()
        .any(|command| command.range.start() > finding.range.end() && !command.words.is_empty());
    (is_upper && has_program) || name == "_"
}

/// What a base image or a sourced file sets cannot be known.
fn is_from_outside(finding: &Finding, text: &Text<'_>, request: &Request<'_>) -> bool {
    let Some(name) = finding.message.split('`').nth(1).or_else(|| variable_name(text.slice(finding.range))) else {
        return false;
    };
    let name = name.trim_start_matches('$');
    let sources = |command: &Command| command.name().is_some_and(|name| matches!(name, "." | "source" | "eval"));
    !name.bytes().any(|byte| byte.is_ascii_lowercase())
        || request.variables.iter().any(|variable| variable.name == name)
        || text.script.commands.iter().any(sources)
}

/// Whether nothing runs behind a command.
fn is_last(range: TextRange, script: &Script) -> bool {
    !script.commands.iter().any(|command| {
        command.range.start() > range.end() && !matches!(command.connector(), Connector::Or | Connector::And)
    })
}

/// `cd`, `cd /tmp`: folders that are always there.
fn cannot_fail(command: &str) -> bool {
    let folder = command.trim().strip_prefix("cd").unwrap_or(command).trim();
    let folder = folder.trim_matches('"').trim_end_matches('/');
    const THERE: [&str; 14] = [
        "",
        "/tmp",
        "/root",
        "/opt",
        "/usr",
        "/usr/local",
        "/usr/local/bin",
        "/var",
        "/etc",
        "/home",
        "~",
        "$HOME",
        "..",
        "-",
    ];
    THERE.contains(&folder)
}

fn is_key(word: &str) -> bool {
    let word = word.trim_start_matches("0x");
    word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The innermost command with a range in its words or redirects.
pub(crate) fn innermost(range: TextRange, script: &Script) -> Option<&Command> {
    let around =
        script.commands.iter().filter(|command| command.range.contains_range(range) && !command.words.is_empty());
    around.min_by_key(|command| command.range.len())
}

pub(crate) fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}
