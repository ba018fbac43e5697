//! `literal-password`: password of a user in the file.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::{Command, RedirectKind, Word};
use plimsoll_text::TextRange;

rule! {
    /// The password of a user stands in the repository and in every copy of the image.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN echo 'app:correct-horse' | chpasswd
    /// #        ^^^^^^^^^^^^^^^^^^^ warning: the password of `app` stands in the file
    /// RUN useradd -m -p correct-horse web
    /// #              ^^ warning: `useradd` gets a literal password
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo "app:$(openssl rand -base64 24)" | chpasswd
    /// RUN useradd -m web && passwd -l web && usermod -p '*' app
    /// ```
    "literal-password" {
        summary: "password of a user in the file",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["CKV2_DOCKER_17"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let args = effective.args;
    match effective.name() {
        Some("echo" | "printf") => {
            let reader = next(cx).map(Command::effective);
            match reader.as_ref().and_then(|reader| reader.name()) {
                Some("chpasswd") => args.iter().for_each(|word| user_line(word, sink)),
                Some("passwd") if reader.is_some_and(|it| it.args.iter().any(|word| word.is("--stdin"))) => {
                    let literal = |word: &&Word| word.literal().is_some_and(|text| !text.starts_with('-'));
                    if let Some(word) = args.iter().rev().find(literal) {
                        report(sink, word.range, "`passwd` gets a literal password", word.range);
                    }
                }
                _ => {}
            }
        }
        Some("chpasswd") => {
            let strings = cx.command.redirects.iter().filter(|it| it.kind == RedirectKind::HereString);
            strings.for_each(|it| user_line(&it.target, sink));
        }
        Some(program @ ("useradd" | "usermod")) => {
            for (at, word) in args.iter().enumerate() {
                let Some(next) = args.get(at + 1).filter(|_| word.is("-p") || word.is("--password")) else { continue };
                let Some(value) = next.literal() else { continue };
                if !value.is_empty() && !value.starts_with(['*', '!']) {
                    report(sink, word.range, &format!("`{program}` gets a literal password"), next.range);
                }
            }
        }
        Some("mysqladmin") => {
            let at = args.iter().position(|word| word.is("password"));
            let value = at.and_then(|at| Some((&args[at], args.get(at + 1)?)));
            if let Some((word, value)) = value.filter(|(_, value)| value.literal().is_some_and(|it| !it.is_empty())) {
                report(sink, word.range, "`mysqladmin` gets a literal password", value.range);
            }
        }
        Some("passwd") => {
            if let Some(word) = args.iter().find(|word| word.is("-d") || word.is("--delete")) {
                let message = "`passwd -d` leaves an account without a password";
                sink.report(word.range, message)
                    .note("whoever gets a login prompt is in; lock the account with `passwd -l`");
            }
        }
        Some("sed") if args.iter().any(|word| word.is("/etc/shadow")) => {
            if let Some(word) = args.iter().find(|word| word.literal().is_some_and(empties_password)) {
                let message = "`/etc/shadow` gets an account without a password";
                sink.report(word.range, message)
                    .note("whoever gets a login prompt is in; lock the account with `passwd -l`");
            }
        }
        _ => {}
    }
}

/// `user:password`
fn user_line(word: &Word, sink: &mut Sink) {
    let Some((user, password)) = word.literal().and_then(|text| text.split_once(':')) else { return };
    let is_user = !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let password = password.trim_end_matches("\\n");
    let is_locked = password.starts_with(['*', '!', '$']);
    if is_user && !password.is_empty() && !is_locked {
        report(sink, word.range, &format!("the password of `{user}` stands in the file"), word.range);
    }
}

fn report(sink: &mut Sink, range: TextRange, message: &str, password: TextRange) {
    sink.report(range, message).note("it is the same in every copy of the image").secret(password);
}

/// `s/^root:[^:]*:/root::/`
fn empties_password(edit: &str) -> bool {
    let Some(mark) = edit.strip_prefix('s').and_then(|rest| rest.chars().next()) else { return false };
    edit.split(mark)
        .nth(2)
        .is_some_and(|new| new.split_once("::").is_some_and(|(user, _)| !user.is_empty() && !user.contains(':')))
}

/// The command that reads what this one prints.
fn next<'a>(cx: &CommandCx<'a>) -> Option<&'a Command> {
    let seat = cx.command.place.pipeline?;
    cx.script
        .commands
        .iter()
        .find(|other| other.place.pipeline.is_some_and(|next| next.id == seat.id && next.index == seat.index + 1))
}
