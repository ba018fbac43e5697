//! Pipelines and what stands in them.
//!
//! Invariant: a member that is not understood makes the pipeline [`Outlook::Unsure`].

use plimsoll_shell::{Command, Connector, Place, Scope, ScopeKind, Script};
use plimsoll_text::TextRange;

/// A pipeline `a | b | c` of a script.
pub(super) struct Members<'a> {
    /// A command of its first member, the first one.
    pub(super) first: &'a Command,
    /// The first `|`.
    pub(super) operator: TextRange,
    /// Whether a failure on the left goes unnoticed without `pipefail`.
    pub(super) outlook: Outlook,
    /// The program on the left that can fail, by name.
    pub(super) program: Option<&'a str>,
    /// The last program, if it fails when it gets nothing to read: `tar`.
    pub(super) reader: Option<&'a str>,
}

/// What `pipefail` would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outlook {
    /// Nothing: what stands on the left does not fail.
    Harmless,
    /// A failure on the left is noticed.
    CanFail,
    /// A build that works may stop: the right side ends early, or the left one fails on purpose.
    Unsure,
}

/// The pipelines of a script in order of place.
pub(super) fn pipelines(script: &Script) -> Vec<Members<'_>> {
    let mut ids: Vec<usize> = script.commands.iter().filter_map(|it| it.place.pipeline).map(|it| it.id).collect();
    ids.extend(script.scopes.iter().filter_map(|it| it.place.pipeline).map(|it| it.id));
    ids.sort_unstable();
    ids.dedup();
    let mut all: Vec<Members<'_>> = ids.into_iter().filter_map(|id| members(script, id)).collect();
    all.sort_by_key(|it| it.operator.start());
    all
}

/// A member is a command, or a construct with the commands in it.
struct Member<'a> {
    place: Place,
    commands: Vec<&'a Command>,
}

fn members(script: &Script, id: usize) -> Option<Members<'_>> {
    let is_own = |place: Place| place.pipeline.is_some_and(|seat| seat.id == id);
    let lone = script.commands.iter().filter(|command| is_own(command.place));
    let mut all: Vec<Member<'_>> =
        lone.map(|command| Member { place: command.place, commands: vec![command] }).collect();
    for scope in script.scopes.iter().filter(|scope| is_own(scope.place)) {
        let inside = script.commands.iter().filter(|command| {
            script.scopes_of(command).any(|other| other.range == scope.range && other.kind == scope.kind)
        });
        all.push(Member { place: scope.place, commands: inside.collect() });
    }
    all.sort_by_key(|member| member.place.pipeline.map_or(0, |seat| seat.index));
    let first = *all.first()?.commands.first()?;
    let operator = all.iter().find(|member| member.place.pipeline.is_some_and(|seat| seat.index == 1));
    let operator = operator?.place.connector_range?;
    let length = all.first()?.place.pipeline?.length;
    let is_left = |member: &&Member<'_>| member.place.pipeline.is_some_and(|seat| !seat.is_last());
    let is_right = |member: &&Member<'_>| member.place.pipeline.is_some_and(|seat| seat.index > 0);
    let seats: std::collections::BTreeSet<usize> =
        all.iter().filter_map(|it| it.place.pipeline).map(|it| it.index).collect();
    let left = || all.iter().filter(is_left).flat_map(|member| member.commands.iter().copied());
    let ends_early = all.iter().filter(is_right).flat_map(|member| &member.commands).any(|it| ends_early(it));
    let handles = left().any(|command| command.connector() == Connector::Or || command.place.negated);
    let program = left().find(|command| risk(command) == Risk::CanFail).and_then(|it| it.effective().name());
    let outlook = if seats.len() != length || ends_early || handles || left().any(|it| risk(it) == Risk::OnPurpose) {
        Outlook::Unsure
    } else if program.is_some() {
        Outlook::CanFail
    } else {
        Outlook::Harmless
    };
    let last = all.last().and_then(|member| member.commands.first());
    let reader = last.filter(|command| fails_on_nothing(command)).and_then(|command| command.effective().name());
    Some(Members { first, operator, outlook, program, reader })
}

/// Whether the outcome of a pipeline counts for nothing: in a condition, in a word of another command, or because
/// `||` follows.
pub(super) fn is_ignored(script: &Script, members: &Members<'_>) -> bool {
    let first = members.first;
    let judged = script.scopes_of(first).any(|scope: &Scope| match scope.kind {
        ScopeKind::IfCondition | ScopeKind::LoopCondition | ScopeKind::ProcessSubstitution => true,
        // Only `NAME=$(…)` ends as what is inside does.
        ScopeKind::CommandSubstitution => {
            scope.owner.and_then(|owner| script.commands.get(owner)).is_none_or(|owner| !owner.words.is_empty())
        }
        _ => false,
    });
    let id = first.place.pipeline.map(|seat| seat.id);
    if script.scopes_of(first).any(|scope| is_looked_at(script, scope)) {
        return true;
    }
    let next =
        script.commands.iter().filter(|it| it.scope == first.scope && it.place.pipeline.map(|seat| seat.id) != id);
    let follows = next.filter(|it| it.range.start() > first.range.end()).min_by_key(|it| it.range.start());
    judged || first.place.negated || follows.is_some_and(|it| it.connector() == Connector::Or)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Risk {
    Never,
    OnPurpose,
    CanFail,
}

fn risk(command: &Command) -> Risk {
    let effective = command.effective();
    let Some(name) = effective.name() else {
        // A lone assignment or redirect, or a program by a variable.
        return if command.words.is_empty() { Risk::Never } else { Risk::OnPurpose };
    };
    match name {
        "echo" | "printf" | "ls" | "env" | "true" | "seq" | ":" | "date" | "id" | "uname" | "whoami" | "printenv"
        | "pwd" | "basename" | "dirname" | "nproc" | "hostname" | "getconf" | "arch" | "dpkg" | "dpkg-query"
        | "dpkg-architecture" | "set" | "export" | "cd" | "read" | "sleep" | "base64" | "rev" | "sort" | "uniq"
        | "cut" | "tr" | "wc" | "tee" | "fold" | "column" | "tac" | "nl" | "paste" | "head" | "tail" | "sed"
        | "awk" | "gawk" | "mawk" | "command" | "type" | "which" => Risk::Never,
        "cat" if effective.args.iter().all(|word| word.literal().is_some()) => Risk::Never,
        // They end badly when there is nothing to find, or when their reader has had enough.
        "yes" | "grep" | "egrep" | "fgrep" | "rgrep" | "zgrep" | "rg" | "diff" | "cmp" | "find" | "test" | "["
        | "[[" | "cat" | "xargs" | "false" | "ldconfig" | "ldd" | "strings" | "du" | "lsb_release" | "timeout" => {
            Risk::OnPurpose
        }
        _ => Risk::CanFail,
    }
}

/// Whether the variable that a substitution fills is tested behind it: `V=$(…) && [ -n "$V" ]`.
fn is_looked_at(script: &Script, scope: &Scope) -> bool {
    let Some(owner) = scope.owner.and_then(|owner| script.commands.get(owner)) else { return false };
    let is_own = |name: &str| owner.assignments.iter().chain(&owner.declarations).any(|it| it.name() == name);
    script.commands.iter().filter(|it| it.range.start() > owner.range.start()).any(|it| {
        matches!(it.effective().name(), Some("test" | "[" | "[["))
            && it.words.iter().flat_map(|word| word.variables()).any(|variable| is_own(variable.name))
    })
}

/// Whether a reader fails when nothing comes, so that the build stops, if for another reason.
fn fails_on_nothing(command: &Command) -> bool {
    let effective = command.effective();
    let has = |names: &[&str]| effective.args.iter().any(|word| names.iter().any(|name| word.is(name)));
    match effective.name() {
        Some(
            "tar" | "bsdtar" | "cpio" | "unzip" | "gunzip" | "zcat" | "bunzip2" | "bzcat" | "unxz" | "xzcat"
            | "apt-key" | "dpkg" | "grep" | "egrep" | "fgrep",
        ) => true,
        Some("sha256sum" | "sha512sum" | "sha1sum" | "md5sum") => has(&["-c", "--check"]),
        Some("gzip" | "xz" | "bzip2" | "zstd") => has(&["-d", "-dc", "-cd", "--decompress"]),
        Some("gpg" | "gpg2") => has(&["--import", "--dearmor"]),
        Some("rpm") => has(&["--import"]),
        _ => false,
    }
}

/// Whether a reader may end before its input does, so that the writer fails.
fn ends_early(command: &Command) -> bool {
    let effective = command.effective();
    let short = |letter: char| {
        let mut texts = effective.args.iter().filter_map(|word| word.literal());
        texts.any(|text| text.starts_with('-') && !text.starts_with("--") && text.contains(letter))
    };
    let raw = |needle: &str| effective.args.iter().any(|word| word.raw().contains(needle));
    match effective.name() {
        Some("head" | "true" | ":" | "read" | "less" | "more" | "break" | "exit") => true,
        Some("grep" | "egrep" | "fgrep") => short('q') || short('m') || raw("--quiet") || raw("--max-count"),
        Some("sed") => raw("q"),
        Some("awk" | "gawk" | "mawk") => raw("exit"),
        Some(_) => false,
        None => !command.words.is_empty(),
    }
}
