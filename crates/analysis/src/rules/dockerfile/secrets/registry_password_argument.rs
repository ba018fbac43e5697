//! `registry-password-argument`: password as an argument of a login.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{plain_run, with_flag};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};

use plimsoll_shell::Word;
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// A password on a command line is in the history of the image and in the log of the build.
    ///
    /// Give it by `--password-stdin` from a secret mount.
    ///
    /// ```Dockerfile,bad
    /// FROM docker:28.5
    /// RUN docker login -u ada -p "$REGISTRY_PASSWORD" registry.acme.io
    /// #                       ^^ warning: `docker login` gets a password as an argument
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM docker:28.5
    /// RUN --mount=type=secret,id=registry_password,required=true docker login -u ada --password-stdin registry.acme.io < /run/secrets/registry_password
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM docker:28.5
    /// RUN --mount=type=secret,id=pw docker login -u ada --password-stdin registry.acme.io < /run/secrets/pw
    /// ```
    "registry-password-argument" {
        summary: "password as an argument of a login",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let Some(program @ ("docker" | "podman" | "buildah" | "skopeo" | "helm" | "oras" | "crane" | "nerdctl" | "az")) =
        effective.name()
    else {
        return;
    };
    let words: Vec<&str> = effective.args.iter().map(|word| word.literal().unwrap_or("")).collect();
    let is_login = match program {
        "helm" => words.starts_with(&["registry", "login"]),
        "crane" => words.starts_with(&["auth", "login"]),
        "az" => words.starts_with(&["acr", "login"]),
        _ => words.first() == Some(&"login"),
    };
    if !is_login {
        return;
    }
    for word in effective.args {
        let start = word.prefix_literal();
        let is_short = start.starts_with("-p") && !start.starts_with("--");
        if start == "--password" || start.starts_with("--password=") || is_short {
            sink.report(word.range, format!("`{program} login` gets a password as an argument"))
                .note("it is in the image's history and in the log of every build; use `--password-stdin`")
                .secret(password(cx, word))
                .fix(fix(cx, word, program));
            return;
        }
    }
}

/// Where the password stands: in the word behind the option, or in the option itself.
fn password(cx: &CommandCx<'_>, option: &Word) -> TextRange {
    let next = || cx.command.words.iter().find(|word| word.range.start() > option.range.start());
    let is_alone = matches!(&*option.prefix_literal(), "-p" | "--password");
    next().filter(|_| is_alone).map_or(option.range, |word| word.range)
}

/// Reads the password from a secret. `az` knows no such option.
fn fix(cx: &CommandCx<'_>, option: &Word, program: &str) -> Option<Fix> {
    let command = cx.command;
    plain_run(cx)?;
    let is_plain = command.redirects.is_empty() && command.place.pipeline.is_none() && program != "az";
    let value = option.range.cover(password(cx, option));
    let is_on_one_line = !cx.text(value).contains('\n');
    if !is_plain || !is_on_one_line || cx.build.runs_as_root(cx.step) != Some(true) {
        return None;
    }
    // Where the option stands last, the redirect follows it directly.
    let input = " < /run/secrets/registry_password";
    let mut edits =
        vec![with_flag(cx.instruction.instruction, "--mount=type=secret,id=registry_password,required=true")];
    if value.end() == command.range.end() {
        edits.push(Edit::replace(value, format!("--password-stdin{input}")));
    } else {
        edits.push(Edit::replace(value, "--password-stdin"));
        edits.push(Edit::insert(command.range.end(), input));
    }
    Some(Fix::r#unsafe("read it from a secret", Edits::new(edits).ok()?))
}
