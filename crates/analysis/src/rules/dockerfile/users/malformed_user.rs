//! `malformed-user`: a USER that names no user.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// USER takes a user, or a user and a group with a colon between them.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// USER app:app:app
    ///    # ^^^^^^^^^^^ error: expected `user` or `user:group`, found `app:app:app`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// USER app:app
    /// USER 1000:1000
    /// USER $UID:$GID
    /// ```
    "malformed-user" {
        summary: "a USER that names no user",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::User(Some(word)), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(text) = word.literal(cx.source()) else { return };
    // Windows has users with blanks and backslashes; templates are filled in later.
    if cx.build.is_windows(stage, cx.step) || text.contains(['\\', '{', '}', '<', '>', '@', '%']) {
        return;
    }
    // Source: containerd's `WithUser`, which BuildKit and Docker use, 2026-11; useradd(8) for the characters.
    let is_foreign = |it: char| it.is_whitespace() || ",;/=!?*|&#()".contains(it);
    let parts: Vec<&str> = text.split(|it: char| it == ':' || is_foreign(it)).collect();
    if parts.len() > 2 || parts.iter().any(|part| part.is_empty()) || text.contains(is_foreign) {
        let finding = sink.report(word.range, format!("expected `user` or `user:group`, found `{text}`"));
        let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let choices = match filled[..] {
            [group] if text.starts_with(':') => vec![format!("<user>:{group}"), group.to_owned()],
            [user] => vec![user.to_owned(), format!("{user}:<group>")],
            [user, group, ..] => vec![format!("{user}:{group}"), user.to_owned()],
            [] => vec!["<user>".to_owned()],
        };
        for choice in choices {
            finding.fix(Fix::manual(format!("write `{choice}`"), Edit::replace(word.range, choice)));
        }
    }
}
