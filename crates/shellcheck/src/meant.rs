//! Findings about what is written so on purpose, or about a danger that cannot arise where it stands.
//!
//! Invariant: what is called meant here shows it in the script itself, or in what the build sets before it; a shape that
//! may as well be a slip is reported.

use crate::lists::is_one_number;
use crate::quiet::{base, innermost, variable_name};
use crate::text::Text;
use crate::{Finding, Request};
use plimsoll_shell::{Command, Connector, Dialect, PartKind, Word};
use plimsoll_text::{TextRange, slice};

/// Whether the author plainly means what is found.
pub(crate) fn is_meant(finding: &Finding, text: &Text<'_>, request: &Request<'_>) -> bool {
    let range = finding.range;
    let command = || innermost(range, text.script);
    match finding.code {
        1007 => command().is_none_or(is_emptied),
        // `mix do a, b` of Elixir.
        1010 => command().is_some_and(|command| command.effective().name() == Some("mix")),
        1083 => is_literal_brace(range, text),
        // A glob has no order in time.
        2012 => text.slice(range).split_ascii_whitespace().any(sorts),
        2035 => command().is_some_and(|command| cannot_be_option(command, range)),
        // The outer shell has put them in before this one reads the script.
        2048 | 2068 | 2145 => is_in_double_quotes(text, request),
        2089 => assigned_name(range, text).is_some_and(|name| is_only_printed(name, text)),
        2090 => command().is_some_and(prints),
        2115 => is_never_empty(range, text, request),
        2154 => request.at_run_time || is_kept_by_builtin(finding, text),
        2155 => cannot_fail(range, text),
        2164 => is_tested(range, text),
        2174 => command().is_some_and(has_usual_parents),
        // `NAME=test program`: a setting for the program.
        2209 => command().is_some(),
        // `./installer-*/install`: quotes would break it.
        2211 => text.slice(range).contains('/'),
        2227 => is_silenced(range, text),
        // `/bin/echo` is no built-in.
        3036 | 3037 => text.before(range.start()).trim_end().ends_with("/echo"),
        _ => false,
    }
}

/// `CFLAGS= make all`, `A= B=`: set to nothing for the program, or until the script sets it. A lone word that looks like a
/// value is what the blank has torn off.
fn is_emptied(command: &Command) -> bool {
    match &command.words[..] {
        [one] => {
            !(one.is_quoted() || one.raw().starts_with(|first: char| first.is_ascii_digit() || "$/".contains(first)))
        }
        _ => true,
    }
}

/// `\${NAME}`, `%{url}`, `\{}`: what stands before the brace takes its meaning away.
fn is_literal_brace(range: TextRange, text: &Text<'_>) -> bool {
    let before = text.before(range.start());
    let open = if text.after(range.start()).starts_with('}') { before.rfind('{') } else { Some(before.len()) };
    open.and_then(|at| before.get(..at)).is_some_and(|head| head.ends_with(['\\', '%']) || head.ends_with("\\$"))
}

/// `-t`, `-rt`, `--sort=time`
fn sorts(word: &str) -> bool {
    word.starts_with("--sort")
        || word.starts_with('-') && !word.starts_with("--") && word.contains(['t', 'S', 'v', 'X'])
}

/// The pattern of `find -name`, which has a finding of its own; the archive behind `tar xf`; names of packages and of
/// Apache's sites.
fn cannot_be_option(command: &Command, range: TextRange) -> bool {
    let effective = command.effective();
    let at = effective.args.iter().position(|word| word.range.contains_range(range));
    let before = at.and_then(|at| effective.args.get(at.checked_sub(1)?)).and_then(Word::literal);
    match effective.name() {
        Some("find") => true,
        Some("tar" | "bsdtar") => before.is_some_and(|word| {
            let letters = word.trim_start_matches('-');
            word == "--file" || letters.ends_with('f') && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        }),
        Some("apk" | "apt" | "apt-get" | "yum" | "dnf") => true,
        Some(name) => name.starts_with("a2en") || name.starts_with("a2dis"),
        None => false,
    }
}

fn is_in_double_quotes(text: &Text<'_>, request: &Request<'_>) -> bool {
    text.is_inner && slice(request.source, TextRange::up_to(text.start)).ends_with('"')
}

/// `NAME` of the `NAME=` in front of a value.
fn assigned_name<'t>(value: TextRange, text: &'t Text<'_>) -> Option<&'t str> {
    let before = text.before(value.start()).trim_end_matches(['"', '\'']).strip_suffix('=')?;
    let start = before.rfind(|char: char| !char.is_ascii_alphanumeric() && char != '_').map_or(0, |at| at + 1);
    before.get(start..).filter(|name| !name.is_empty())
}

/// Whether a variable stands without quotes only where it is shown to people.
fn is_only_printed(name: &str, text: &Text<'_>) -> bool {
    let is_bare = |word: &Word| {
        word.parts().iter().any(|part| match part.kind {
            PartKind::Variable(range) => !part.quoted && text.slice(range) == name,
            _ => false,
        })
    };
    text.script.commands.iter().filter(|command| command.words.iter().any(is_bare)).all(prints)
}

fn prints(command: &Command) -> bool {
    matches!(command.effective().name(), Some("echo" | "printf"))
}

/// Whether the first variable of a path has a value that is known: `rm -r "$A/"*` cannot become `rm -r /*`.
fn is_never_empty(range: TextRange, text: &Text<'_>, request: &Request<'_>) -> bool {
    let Some(name) = variable_name(text.slice(range)) else { return false };
    let is_folder = |value: &str| !value.trim_matches('/').is_empty();
    let before = text.script.commands.iter().filter(|command| command.range.start() < range.start());
    let assigned = before.flat_map(|command| command.assignments.iter().chain(&command.declarations));
    let mut assigned = assigned.filter(|it| it.name() == name).peekable();
    if assigned.peek().is_some() {
        return assigned.all(|it| it.value.literal().is_some_and(is_folder));
    }
    let known = request.variables.iter().find(|variable| variable.name == name).and_then(|variable| variable.value);
    known.is_some_and(is_folder)
}

/// `deps="a b" set -x`: in front of a special built-in an assignment stays, but for bash.
/// Source: POSIX.1-2024, "Shell Command Language", 2.15, 2026-11.
fn is_kept_by_builtin(finding: &Finding, text: &Text<'_>) -> bool {
    const SPECIAL: [&str; 9] = ["set", ":", "export", "readonly", "eval", "shift", "trap", "unset", "exec"];
    let Some(name) = variable_name(text.slice(finding.range)).filter(|_| text.dialect != Dialect::Bash) else {
        return false;
    };
    text.script.commands.iter().any(|command| {
        command.name().is_some_and(|program| SPECIAL.contains(&program))
            && command.assignments.iter().any(|it| it.name() == name)
    })
}

/// `export JOBS=$(nproc)`: there is no failure to lose.
fn cannot_fail(name: TextRange, text: &Text<'_>) -> bool {
    const NEVER: [&str; 8] = ["nproc", "uname", "arch", "pwd", "date", "echo", "printf", "wc"];
    let mut declared = text.script.commands.iter().flat_map(|command| &command.declarations);
    let Some(declaration) = declared.find(|it| it.name_range == name) else { return false };
    let is_harmless = |substitution: &str| {
        let inner = substitution.trim_start_matches(['$', '(', '`']).trim_end_matches([')', '`']);
        let last = inner.rsplit(['|', ';', '&']).next().unwrap_or(inner).trim();
        let is_whole = !text.options.pipefail || !inner.contains('|');
        is_whole && last.split_ascii_whitespace().next().is_some_and(|program| NEVER.contains(&base(program)))
    };
    declaration.value.parts().iter().all(|part| part.kind != PartKind::Command || is_harmless(text.slice(part.range)))
}

/// `[ -d x ] && cd x`
fn is_tested(cd: TextRange, text: &Text<'_>) -> bool {
    let commands = &text.script.commands;
    let Some(at) = commands.iter().position(|command| command.range == cd) else { return false };
    let Some(before) = at.checked_sub(1).and_then(|before| commands.get(before)) else { return false };
    let Some(folder) = commands[at].args().first() else { return false };
    let tests = matches!(before.name(), Some("[" | "test" | "[["));
    commands[at].connector() == Connector::And
        && before.scope == commands[at].scope
        && tests
        && before.words.iter().any(|word| word.raw() == folder.raw())
}

/// Whether all folders above those that `mkdir -p -m` makes are in every image.
fn has_usual_parents(command: &Command) -> bool {
    const THERE: [&str; 30] = [
        "",
        "/bin",
        "/etc",
        "/home",
        "/lib",
        "/media",
        "/mnt",
        "/opt",
        "/root",
        "/run",
        "/sbin",
        "/srv",
        "/tmp",
        "/usr",
        "/usr/bin",
        "/usr/lib",
        "/usr/local",
        "/usr/local/bin",
        "/usr/local/etc",
        "/usr/local/lib",
        "/usr/local/share",
        "/usr/share",
        "/usr/src",
        "/var",
        "/var/cache",
        "/var/lib",
        "/var/log",
        "/var/run",
        "/var/spool",
        "/var/tmp",
    ];
    let effective = command.effective();
    let mode = effective.args.iter().position(|word| word.is("-m") || word.is("--mode")).map(|at| at + 1);
    let folders = effective.args.iter().enumerate().filter(|(at, word)| {
        let is_option = word.literal().is_some_and(|text| text.starts_with('-'));
        !is_option && Some(*at) != mode
    });
    let mut folders = folders.map(|(_, word)| word.literal()).peekable();
    folders.peek().is_some()
        && folders.all(|folder| {
            let parent = folder.map(|folder| folder.trim_end_matches('/')).and_then(|folder| folder.rsplit_once('/'));
            parent.is_some_and(|(parent, _)| THERE.contains(&parent))
        })
}

/// `find … -exec ldd {} 2>/dev/null ';'`: what `find` starts inherits it.
fn is_silenced(target: TextRange, text: &Text<'_>) -> bool {
    let mut redirects = text.script.commands.iter().flat_map(|command| &command.redirects);
    redirects.any(|it| it.target.range == target && it.descriptor == Some(2) && it.target.is("/dev/null"))
}

/// Whether the value of a loop's variable is one word: `for i in $(seq 1 9)`, `for i in a b`.
pub(crate) fn is_counted(name: &str, range: TextRange, text: &Text<'_>) -> bool {
    let before = text.before(range.start());
    let head = format!("for {name} in ");
    let Some(at) = before.rfind(&head) else { return false };
    let rest = &before[at + head.len()..];
    let list = rest.split([';', '\n']).next().unwrap_or(rest).trim();
    let list = list.strip_suffix(" do").unwrap_or(list);
    let is_plain = |list: &str| !list.contains(['$', '`', '*', '?', '[', '"', '\'', '\\']);
    is_plain(list) || list.strip_prefix("$(").and_then(|list| list.strip_suffix(')')).is_some_and(is_one_number)
}
