//! `semicolon-hides-failure`: `;` behind a command whose failure should stop the build.

use super::important::is_important;
use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::main_list;
use plimsoll_shell::{Command, Connector, ScopeKind, Script};
use plimsoll_text::Edit;

rule! {
    /// Behind `;` the shell goes on, whatever happened before it. The RUN ends as its last command does.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make install; rm -rf /src
    /// #               ^ note: the build goes on if `make` fails
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make install && rm -rf /src
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN set -eux; make install; rm -rf /src
    /// RUN make test || true; make install
    /// RUN if [ -f x ]; then make; fi
    /// RUN cd /src; make;
    /// RUN make test; exit 0
    /// RUN dpkg -i /tmp/chrome.deb; apt-get install -f -y
    /// ```
    "semicolon-hides-failure" {
        summary: "`;` behind a command whose failure should stop the build",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Whether a failure in front of `rest` ends the RUN once `&&` stands between them: nothing behind goes on all the same,
/// but for what gets an `&&` itself.
fn reaches_end(script: &Script, rest: &[&Command]) -> bool {
    let goes_on = |pair: &[&Command]| match pair[1].connector() {
        Connector::And | Connector::Pipe => false,
        Connector::Semicolon => !is_important(pair[0]),
        _ => true,
    };
    let substitution =
        |kind| matches!(kind, ScopeKind::CommandSubstitution | ScopeKind::ProcessSubstitution | ScopeKind::InnerScript);
    let from = rest.first().map_or(script.range.end(), |next| next.range.start());
    let has_construct = script.scopes.iter().any(|it| it.range.start() >= from && !substitution(it.kind));
    !has_construct && !rest.windows(2).any(goes_on)
}

/// `dpkg -i x.deb; apt-get install -f`: the first fails for what it lacks, and the second brings that.
fn is_mended(command: &Command, next: &Command) -> bool {
    let mends = |word: &plimsoll_shell::Word| match word.literal() {
        Some("--fix-broken") => true,
        Some(text) => text.starts_with('-') && !text.starts_with("--") && text.contains('f'),
        None => false,
    };
    let next = next.effective();
    command.effective().name() == Some("dpkg")
        && matches!(next.name(), Some("apt-get" | "apt" | "aptitude"))
        && next.args.iter().any(mends)
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    // The lines of a heredoc are another rule's.
    let Some(script) = cx.build.scripts(cx.step).first() else { return };
    let all: Vec<_> = main_list(script).collect();
    // A RUN that ends with `exit 0` or `true` is meant to go on, whatever happens.
    let is_forgiving = all.last().is_some_and(|last| match last.effective().name() {
        Some("exit") => last.effective().args.first().is_some_and(|word| word.is("0")),
        Some("true" | ":") => true,
        _ => false,
    });
    if is_forgiving {
        return;
    }
    for (at, pair) in all.windows(2).enumerate() {
        let (command, next) = (pair[0], pair[1]);
        let Some(name) = command.effective().name().filter(|_| is_important(command)) else { continue };
        let Some(operator) = next.place.connector_range else { continue };
        let between = plimsoll_text::TextRange::new(command.range.end(), next.range.start());
        // A construct between them has the `;` that follows the command.
        let is_next =
            between.contains_range(operator) && !script.scopes.iter().any(|it| between.contains_range(it.range));
        if next.connector() != Connector::Semicolon
            || !is_next
            || is_mended(command, next)
            || cx.build.options_at(cx.step, script, command).errexit
        {
            continue;
        }
        let blank = if cx.source()[..usize::from(operator.start())].ends_with([' ', '\t']) { "&&" } else { " &&" };
        let blank = if cx.source()[usize::from(operator.end())..].starts_with([' ', '\t', '\\']) {
            blank.to_owned()
        } else {
            format!("{blank} ")
        };
        let edit = Edit::replace(operator, blank);
        let title = "stop when it fails";
        let fix = plain_run(cx).map(|_| match reaches_end(script, &all[at + 1..]) {
            true => Fix::r#unsafe(title, edit),
            false => Fix::manual(title, edit),
        });
        sink.report(operator, format!("the build goes on if `{name}` fails"))
            .note("behind `;` the shell does not care what happened before")
            .fix(fix);
    }
}
