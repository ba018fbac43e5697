//! Commands that run other commands, shells, and scripts inside scripts.

mod common;

use common::{BASE, at, command, commands, read, words};
use plimsoll_shell::{
    Connector, Dialect, ScopeKind, ShellKind, ShellOptions, classify_shell, heredoc_reader, parse_words, shebang,
};
use plimsoll_text::range;

/// What runs, and through what.
fn effective(text: &str) -> (Option<String>, Vec<String>, Vec<String>) {
    let script = read(text);
    let effective = script.commands[0].effective();
    let args = effective.args.iter().map(|word| at(text, word.range).to_owned()).collect();
    let wrappers = effective.wrappers.iter().map(|wrapper| wrapper.name.to_owned()).collect();
    (effective.name().map(str::to_owned), args, wrappers)
}

#[test]
fn wrappers_are_peeled_with_their_own_options() {
    let runs = |text: &str, name: &str, args: &[&str]| {
        let (found, found_args, _) = effective(text);
        assert_eq!(
            (found.as_deref(), found_args.iter().map(String::as_str).collect::<Vec<_>>()),
            (Some(name), args.to_vec()),
            "{text}"
        );
    };
    runs("sudo -E apt-get update", "apt-get", &["update"]);
    runs("sudo -u root A=1 -g staff -- apt-get x", "apt-get", &["x"]);
    runs("sudo -Hu app -- pip install x", "pip", &["install", "x"]);
    runs("sudo --user app pip x", "pip", &["x"]);
    runs("sudo --user=app pip x", "pip", &["x"]);
    runs("env -i -u HOME A=1 B=\"$X\" C=$(id) make all", "make", &["all"]);
    runs("A=1 exec -a name nginx -g x", "nginx", &["-g", "x"]);
    runs("command apt-get x", "apt-get", &["x"]);
    runs("command -v apt-get", "command", &["-v", "apt-get"]);
    runs("nice -n 5 nice -10 make", "make", &[]);
    runs("nohup setsid make", "make", &[]);
    runs("/usr/bin/time -v -o log make", "make", &[]);
    runs("timeout --signal KILL -k 5 30 curl u", "curl", &["u"]);
    runs("timeout $T curl u", "curl", &["u"]);
    runs("xargs -0 -r -n1 -I {} rm {}", "rm", &["{}"]);
    runs("setpriv --reuid=1 --regid 2 --init-groups id", "id", &[]);
    runs("gosu postgres initdb", "initdb", &[]);
    runs("su-exec \"$USER\" initdb", "initdb", &[]);
    runs("eatmydata chronic retry -t 3 -d 5 apt-get x", "apt-get", &["x"]);
    runs("retry 5 apt-get x", "apt-get", &["x"]);
    runs("busybox wget u", "wget", &["u"]);
    runs("/bin/busybox --install -s", "busybox", &["--install", "-s"]);
    runs("sudo /usr/local/bin/pip3 x", "pip3", &["x"]);
}

#[test]
fn doubtful_wrappers_have_no_name() {
    assert_eq!(effective("sudo $OPTIONS apt-get x").0, None);
    assert_eq!(effective("sudo -u").0, None);
    assert_eq!(effective("A=1").0, None);
    assert_eq!(effective("timeout 5").0, None);
    assert_eq!(effective("sudo -l"), (Some("sudo".to_owned()), vec!["-l".to_owned()], vec![]));
}

#[test]
fn wrappers_are_listed_outermost_first() {
    let text = include_str!("../../../fixtures/parser/shell/nested.sh");
    let script = read(text);
    let effective = script.commands[0].effective();
    let wrappers: Vec<_> = effective.wrappers.iter().map(|it| (it.name, it.args.len())).collect();
    assert_eq!(wrappers, [("sudo", 3), ("env", 4), ("timeout", 3), ("nice", 2), ("xargs", 3)]);
    assert!(effective.open_ended && effective.is_wrapped_by("timeout"));
    assert_eq!(effective.range().map(|range| at(text, range)), Some("/usr/bin/pip install -q"));
    assert_eq!(effective.name(), Some("pip"));
}

#[test]
fn scripts_in_arguments_are_read_in_place() {
    let text = include_str!("../../../fixtures/parser/shell/nested.sh");
    let script = read(text);
    assert!(script.complete, "{:?}", script.errors);
    let inner: Vec<_> = script
        .commands
        .iter()
        .filter(|command| script.is_within(command, ScopeKind::InnerScript))
        .map(|command| at(text, command.range))
        .collect();
    assert_eq!(
        inner,
        [
            "curl -L https://example.org/x.sh",
            "sh",
            "cd /tmp",
            "make install",
            "echo \\\"$HOME\\\"",
            "apk add \\$PACKAGES $(cat list)",
            "apt-get -y upgrade",
            "npm ci",
            "yum install -y gcc"
        ]
    );
    let add = command(text, &script, "apk add \\$PACKAGES $(cat list)");
    assert_eq!(words(text, add), ["apk", "add", "\\$PACKAGES", "$(cat list)"]);
    assert_eq!(add.words[2].variables()[0].name, "PACKAGES");
    assert_eq!(at(text, add.words[2].variables()[0].range), "PACKAGES");
    assert_eq!(add.words[3].literal(), None);
    assert_eq!(add.connector(), Connector::And);
    let owner = script.scopes_of(add).next().and_then(|scope| scope.owner).expect("an owner");
    assert_eq!(script.commands[owner].name(), Some("sh"));
    // Substitutions of the outer shell, in arguments and in heredocs, are listed once.
    for once in ["cat list", "hostname", "whoami"] {
        command(text, &script, once);
    }
}

#[test]
fn what_cannot_be_placed_exactly_is_not_read() {
    for text in ["sh -c \"a \\\\ b\"", "sh -c $SCRIPT", "sh -c 'a'\"b\"", "bash script.sh", "eval a b", "sh -c"] {
        assert_eq!(read(text).commands.len(), 1, "{text}");
    }
    assert_eq!(commands("sh -c ls", &read("sh -c ls")), ["sh -c ls", "ls"]);
    assert_eq!(commands("sudo sh -c 'a; b'", &read("sudo sh -c 'a; b'"))[1..], ["a", "b"]);
}

#[test]
fn escaped_quotes_of_the_outer_shell_vanish_from_the_value() {
    let text = "sh -c \"pip install \\\"a b\\\"\"";
    let script = read(text);
    assert_eq!(script.commands[1].words[2].literal(), Some("a b"));
    assert_eq!(at(text, script.commands[1].words[2].range), "\\\"a b\\\"");
}

#[test]
fn exec_forms_make_a_command() {
    let text = r#"["sh", "-c", "apt-get update && ls"]"#;
    let item = |from: usize, to: usize| (range(BASE + from, BASE + to), &text[from..to]);
    let script = parse_words(&[item(2, 4), item(8, 10), item(14, 34)]);
    assert_eq!(commands(text, &script)[1..], ["apt-get update", "ls"]);
    assert_eq!(script.commands[0].args()[1].literal(), Some("apt-get update && ls"));
    assert!(script.is_within(&script.commands[1], ScopeKind::InnerScript));

    // An escape shifts what follows: the script is not read, its value is there all the same.
    let escaped = parse_words(&[(range(0, 2), "sh"), (range(6, 8), "-c"), (range(12, 24), "echo \"hi\"")]);
    assert_eq!(escaped.commands.len(), 1);
    assert_eq!(escaped.commands[0].args()[1].literal(), Some("echo \"hi\""));
    // No shell looks at these.
    let plain = parse_words(&[(range(0, 4), "echo"), (range(8, 13), "$HOME")]);
    assert_eq!(plain.commands[0].args()[0].literal(), Some("$HOME"));
    assert!(parse_words(&[]).commands.is_empty());
}

#[test]
fn shells_and_launchers() {
    let shell = |words: &[&str]| classify_shell(words);
    assert_eq!(shell(&[]), ShellKind::Posix(Dialect::Sh));
    assert_eq!(shell(&["/bin/bash", "-o", "pipefail", "-c"]), ShellKind::Posix(Dialect::Bash));
    assert_eq!(shell(&["/bin/ash", "-eo", "pipefail", "-c"]), ShellKind::Posix(Dialect::Ash));
    assert_eq!(shell(&["/usr/bin/env", "bash", "-c"]), ShellKind::Posix(Dialect::Bash));
    assert_eq!(shell(&["conda", "run", "-n", "x", "/bin/zsh", "-c"]), ShellKind::Posix(Dialect::Zsh));
    assert_eq!(shell(&["conda", "run", "-n", "x"]), ShellKind::Foreign);
    assert_eq!(shell(&["powershell", "-Command"]), ShellKind::Foreign);
    assert_eq!(shell(&["pwsh", "-Command", "bash"]), ShellKind::Foreign);
    assert_eq!(shell(&["cmd", "/S", "/C"]), ShellKind::Foreign);
    assert_eq!(shell(&["C:\\msys64\\usr\\bin\\bash.exe", "-c"]), ShellKind::Posix(Dialect::Bash));
    assert_eq!(shell(&["python3", "-c"]), ShellKind::Foreign);
    let options = ShellOptions::of(&["-euxo", "pipefail", "-c"]);
    assert!(options.errexit && options.nounset && options.xtrace && options.pipefail && options.command);
    assert!(!ShellOptions::of(&["-e", "+e"]).errexit);
}

#[test]
fn readers_of_heredocs() {
    let reader = |line: &str, body: &str| {
        let script = read(line);
        heredoc_reader(script.commands.first(), body, ShellKind::Posix(Dialect::Ash))
    };
    assert_eq!(reader("<<EOF", "apk add x\n"), ShellKind::Posix(Dialect::Ash));
    assert_eq!(reader("<<EOF", "#!/usr/bin/env python3\nprint()\n"), ShellKind::Foreign);
    assert_eq!(reader("<<EOF", "#!/bin/bash -e\nls\n"), ShellKind::Posix(Dialect::Bash));
    assert_eq!(reader("bash <<EOF", "ls\n"), ShellKind::Posix(Dialect::Bash));
    assert_eq!(reader("sudo bash -ex <<EOF", "ls\n"), ShellKind::Posix(Dialect::Bash));
    assert_eq!(reader("bash -s -- arg <<EOF", "ls\n"), ShellKind::Posix(Dialect::Bash));
    assert_eq!(reader("bash script.sh <<EOF", "answers\n"), ShellKind::Foreign);
    assert_eq!(reader("bash -c 'cat' <<EOF", "data\n"), ShellKind::Foreign);
    assert_eq!(reader("python3 <<EOF", "print()\n"), ShellKind::Foreign);
    assert_eq!(reader("cat <<EOF >x", "data\n"), ShellKind::Foreign);
    assert_eq!(shebang("ls\n"), None);
    assert_eq!(shebang("#! /usr/bin/env -S bash -e\n"), Some(ShellKind::Posix(Dialect::Bash)));
    assert_eq!(shebang("#!/bin/busybox sh\n"), Some(ShellKind::Posix(Dialect::Sh)));
}
