//! `credentials-in-url`: a password in a URL.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{plain_run, with_flag};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::secrets::{secret_value, url_credentials};
use plimsoll_text::{Edit, Edits, TextRange, range, size, slice};

rule! {
    /// A URL holds a user and a password.
    ///
    /// The password is in the repository, in the image's history, and in the log of every build. Use a secret mount
    /// or a credential helper.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13
    /// RUN pip install --index-url https://bob:hunter2@pypi.acme.io/simple acme==1.0
    ///                           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: a URL of `pypi.acme.io` holds the password of `bob`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13
    /// RUN --mount=type=secret,id=pw,env=PW pip install --index-url https://bob:${PW}@pypi.acme.io/simple acme==1.0
    /// RUN curl https://user:<password>@example.com/ && git clone ssh://git@example.com/x
    /// ```
    "credentials-in-url" {
        summary: "password in a URL",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    // The outer one of an ONBUILD would say it twice.
    if matches!(cx.instruction.body, Body::Onbuild(_)) {
        return;
    }
    let mut start = cx.instruction.range.start();
    loop {
        let rest = slice(cx.source(), TextRange::new(start, cx.instruction.range.end()));
        let Some(url) = url_credentials(rest) else { return };
        let at = |part: &std::ops::Range<usize>| range(part.start, part.end) + start;
        let password = at(&url.password);
        // A token of a known form is another rule's to say, and a host that is an example is nobody's.
        let host = &rest[url.host.clone()];
        let known = secret_value(rest[url.password.clone()].as_bytes()).is_some();
        if !known && !is_example(host) {
            let user = &rest[url.user.clone()];
            // A token stands where the user's name would.
            let is_token = is_token(user)
                || secret_value(user.as_bytes()).is_some()
                || rest[url.password.clone()].starts_with("x-");
            let message = match is_token {
                true => format!("a URL of `{host}` holds a token"),
                false => format!("a URL of `{host}` holds the password of `{user}`"),
            };
            sink.report(at(&url.url), message)
                .note("it is in the repository, in the image's history and in the log of every build")
                .secret(if is_token { at(&url.user).cover(password) } else { password })
                .fix(if is_token { None } else { fix(cx, password) });
        }
        start += size(url.url.end);
    }
}

/// Puts a variable in its place that a secret sets; which secret that is, a person says.
fn fix(cx: &InstructionCx<'_>, password: TextRange) -> Option<Fix> {
    plain_run(cx)?;
    let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    let mut words = commands.flat_map(|command| &command.words).filter(|word| word.range.contains_range(password));
    // In single quotes the shell would not put the value in.
    let is_open = words.any(|word| !word.raw().contains('\''));
    let flag = with_flag(cx.instruction, "--mount=type=secret,id=password,env=PASSWORD,required=true");
    let edits = Edits::new(vec![flag, Edit::replace(password, "${PASSWORD}")]).ok().filter(|_| is_open)?;
    Some(Fix::manual("take it from a secret", edits))
}

/// A long run of letters and digits, as one: no name of a person or program.
fn is_token(user: &str) -> bool {
    user.len() >= 20
        && user.bytes().any(|byte| byte.is_ascii_digit())
        && user.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Names that documentation uses, and the machine itself. Source: RFC 2606, RFC 6761.
fn is_example(host: &str) -> bool {
    let reserved = ["example.com", "example.org", "example.net"];
    reserved.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")))
        || [".example", ".invalid", ".test", ".localhost"].iter().any(|end| host.ends_with(end))
        || matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "host" | "hostname")
}
