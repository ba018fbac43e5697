//! Which commands a script has, where they are, and how they hang together.

mod common;

use common::{at, command, commands, read, words};
use plimsoll_shell::{Connector, RedirectKind, ScopeKind};

#[test]
fn a_package_installation_with_continuations_and_a_blanked_comment() {
    let text = include_str!("../../../fixtures/parser/shell/packages.sh");
    let script = read(text);
    assert!(script.complete);
    let names: Vec<_> = script.commands.iter().map(|command| command.name().expect("static")).collect();
    assert_eq!(names, ["set", "export", "apt-get", "apt-get", "echo", "exit", "rm"]);
    assert_eq!(
        words(text, &script.commands[3]),
        [
            "apt-get",
            "install",
            "-y",
            "--no-install-recommends",
            "ca-certificates=\"20230311\"",
            "'curl=7.88.*'",
            "libssl-dev",
            "\"${EXTRA_PACKAGES:-git}\""
        ]
    );
    let literals: Vec<_> = script.commands[3].args().iter().map(|word| word.literal()).collect();
    assert_eq!(literals[3..], [Some("ca-certificates=20230311"), Some("curl=7.88.*"), Some("libssl-dev"), None]);
    assert_eq!(script.commands[3].connector(), Connector::And);
    assert_eq!(script.commands[3].place.connector_range.map(|range| at(text, range)), Some("&&"));
    assert!(script.is_within(&script.commands[4], ScopeKind::Group));
    assert_eq!(script.scopes[0].place.connector, Connector::Or);
    let remove = &script.commands[6];
    assert!(remove.words[2].has_glob() && !remove.words[2].has_brace_list());
    assert!(remove.words[3].has_brace_list() && !remove.words[3].has_glob());
}

#[test]
fn commands_inside_every_construct_in_source_order() {
    let text = include_str!("../../../fixtures/parser/shell/constructs.sh");
    let script = read(text);
    assert!(script.complete, "{:?}", script.errors);
    assert_eq!(
        commands(text, &script),
        [
            "command -v node >/dev/null 2>&1",
            "[[ $(node --version) != v2* ]]",
            "node --version",
            "curl -fsSL https://example.org/setup",
            "bash -s -- --yes",
            "break",
            "sleep \"$try\"",
            "[ \"$ARCH\" = arm64 ]",
            ":",
            "uname -m",
            "ARCH=amd64",
            "echo \"no build for $(uname -m)\"",
            "uname -m",
            "exit 1",
            "local url=$1",
            "wget -qO- \"$url\"",
            "tar -xz -C \"${2:-$(mktemp -d)}\"",
            "mktemp -d",
            "read -r line",
            "echo \"$line\"",
            "sort list.txt",
            "fetch a",
            "fetch b",
            "sleep 1",
            "make -j\"$(nproc)\" `echo all`",
            "nproc",
            "echo all",
        ]
    );
    let scopes = |wanted: &str| -> Vec<ScopeKind> {
        script.scopes_of(command(text, &script, wanted)).map(|scope| scope.kind).collect()
    };
    assert_eq!(scopes("node --version"), [ScopeKind::CommandSubstitution, ScopeKind::IfCondition]);
    assert_eq!(scopes("break"), [ScopeKind::LoopBody, ScopeKind::IfBranch]);
    assert_eq!(scopes("exit 1"), [ScopeKind::CaseBranch, ScopeKind::IfBranch]);
    assert_eq!(scopes("mktemp -d"), [ScopeKind::CommandSubstitution, ScopeKind::Group, ScopeKind::Function]);
    assert_eq!(scopes("fetch b"), [ScopeKind::Subshell, ScopeKind::LoopCondition]);
    assert_eq!(scopes("sort list.txt"), [ScopeKind::ProcessSubstitution]);
    assert_eq!(command(text, &script, "mktemp -d").depth, 3);

    let version = script.scopes_of(&script.commands[2]).next().expect("a substitution");
    assert_eq!(version.owner, Some(1));
    assert_eq!(at(text, version.range), "$(node --version)");
    assert!(script.scopes_of(command(text, &script, "sleep 1")).next().expect("a loop").place.background);
}

#[test]
fn pipelines_lists_and_negation() {
    let text = "! a | b |& c && d || e; f & g\nh";
    let script = read(text);
    let connectors: Vec<_> = script.commands.iter().map(|command| command.connector()).collect();
    use Connector::{And, Background, Newline, Or, Pipe, PipeBoth, Semicolon, Start};
    assert_eq!(connectors, [Start, Pipe, PipeBoth, And, Or, Semicolon, Background, Newline]);
    let seats: Vec<_> = script.commands.iter().filter_map(|command| command.place.pipeline).collect();
    assert_eq!(
        seats.iter().map(|seat| (seat.id, seat.index, seat.length)).collect::<Vec<_>>(),
        [(0, 0, 3), (0, 1, 3), (0, 2, 3)]
    );
    assert!(seats[2].is_last() && !seats[1].is_last());
    let negated: Vec<_> = script.commands.iter().map(|command| command.place.negated).collect();
    assert_eq!(negated, [true, true, true, false, false, false, false, false]);
    assert!(script.commands[5].place.background && !script.commands[6].place.background);
}

#[test]
fn assignments_and_declarations() {
    let text = "A=1 B+=\"x $C\" cmd; LIST=(a b); export TOKEN='s3 cret' PATH; : ${X:=1}";
    let script = read(text);
    let first = &script.commands[0];
    let read_assignment = |index: usize| {
        let it = &first.assignments[index];
        (it.name(), at(text, it.name_range), at(text, it.value.range), it.value.literal().map(str::to_owned), it.append)
    };
    assert_eq!(read_assignment(0), ("A", "A", "1", Some("1".to_owned()), false));
    assert_eq!(read_assignment(1), ("B", "B", "\"x $C\"", None, true));
    assert_eq!(at(text, first.assignments[1].range), "B+=\"x $C\"");
    assert_eq!(words(text, first), ["cmd"]);
    assert!(script.commands[1].words.is_empty() && script.commands[1].name().is_none());
    assert_eq!(script.commands[1].assignments[0].value.literal(), None);
    let export = &script.commands[2];
    assert_eq!(words(text, export), ["export", "TOKEN='s3 cret'", "PATH"]);
    assert_eq!(export.declarations.len(), 1);
    assert_eq!(export.declarations[0].value.literal(), Some("s3 cret"));
    assert_eq!(at(text, export.declarations[0].value.range), "'s3 cret'");
}

#[test]
fn redirects_and_heredocs() {
    let text = "cmd >out 2>&1 <in >>log <<<word && cat <<-'EOF' >f\n\tbody $X\n\tEOF\nrest";
    let script = read(text);
    let redirects: Vec<_> = script.commands[0]
        .redirects
        .iter()
        .map(|it| (it.kind, at(text, it.range), at(text, it.target.range)))
        .collect();
    assert_eq!(
        redirects,
        [
            (RedirectKind::Output, ">out", "out"),
            (RedirectKind::DuplicateOutput, "2>&1", "1"),
            (RedirectKind::Input, "<in", "in"),
            (RedirectKind::Append, ">>log", "log"),
            (RedirectKind::HereString, "<<<word", "word"),
        ]
    );
    assert_eq!(script.commands[0].redirects[1].descriptor, Some(2));
    let heredoc = &script.commands[1].redirects[0];
    assert_eq!((heredoc.kind, at(text, heredoc.range)), (RedirectKind::HeredocTabs, "<<-'EOF'"));
    assert_eq!(heredoc.heredoc.map(|range| at(text, range)), Some("\tbody $X\n"));
    assert_eq!(heredoc.target.literal(), Some("EOF"));
    assert_eq!(at(text, script.commands[2].range), "rest");
    // The Dockerfile hands over the line alone.
    assert_eq!(read("cat <<EOF").commands[0].redirects[0].heredoc, None);
}

#[test]
fn continuations_inside_quotes_do_not_shift_substitutions() {
    let text = "echo \"deb \\\n  $(lsb_release -cs) \\\n main\" ${X:-a\\\n$(id)} `ls \\`pwd\\``";
    let script = read(text);
    assert!(script.complete);
    assert_eq!(commands(text, &script)[1..], ["lsb_release -cs", "id", "ls \\`pwd\\`", "pwd"]);
}

#[test]
fn carriage_returns_are_blanks() {
    let text = include_str!("../../../fixtures/parser/shell/crlf.sh");
    let script = read(text);
    assert_eq!(words(text, &script.commands[1]), ["apt-get", "install", "-y", "curl", "git"]);
    assert_eq!(words(text, &script.commands[2]), ["echo", "done"]);
}

#[test]
fn half_typed_scripts_give_what_can_be_read() {
    let text = "set -e; if true; then A=1 apt-get update && apt-get install -y \"cu\"rl $(cat p | sort) >log 2>&1 | tee x; for f in a b; do foo \"open";
    let script = read(text);
    assert!(!script.complete && !script.errors.is_empty());
    assert_eq!(
        commands(text, &script),
        [
            "set -e",
            "true",
            "A=1 apt-get update",
            "apt-get install -y \"cu\"rl $(cat p | sort) >log 2>&1",
            "cat p",
            "sort",
            "tee x",
            "foo \"open"
        ]
    );
    let install = &script.commands[3];
    assert_eq!(install.connector(), Connector::And);
    assert_eq!(install.words[3].literal(), Some("curl"));
    assert_eq!(install.redirects.len(), 2);
    assert_eq!(install.place.pipeline.map(|seat| (seat.index, seat.length)), Some((0, 2)));
    assert!(script.is_within(&script.commands[5], ScopeKind::CommandSubstitution));

    let text = "foo() { bar; }; case $x in a|b) one;; *) two && ";
    assert_eq!(commands(text, &read(text)), ["bar", "one", "two"]);
    let text = "cat <<EOF >x && \nlines here\nEOF\nls )";
    let script = read(text);
    assert!(!script.complete);
    assert_eq!(commands(text, &script), ["cat <<EOF >x", "ls"]);
    assert_eq!(script.commands[0].redirects[0].heredoc.map(|range| at(text, range)), Some("lines here\n"));
}
