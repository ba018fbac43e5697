//! `unused-created-user`: a user that nothing uses.

use super::missing_user::run_as;
use super::switch::user_of;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::commands::created_user;
use plimsoll_text::{TextRange, slice};

rule! {
    /// A user is created and never mentioned again, so the container runs as somebody else; usually USER was forgotten.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN useradd --create-home app
    ///           # ^^^^^^^^^^^^^^^^^ warning: user `app` is created and never used
    /// CMD ["/srv/server"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN useradd --create-home app
    /// USER app
    /// CMD ["/srv/server"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN useradd app && chown -R app /srv
    /// CMD ["/srv/server"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN useradd --uid 1000 app
    /// USER 1000
    /// ```
    "unused-created-user" {
        summary: "a user that nothing uses",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(last) = cx.build.final_stage() else { return };
    // Tools start their own shell as the user of a container to develop in.
    if last.name.as_deref().is_some_and(|name| name.contains("dev")) {
        return;
    }
    let steps: Vec<_> = cx.build.ancestry(last.id).flat_map(|stage| cx.build.stage_steps(stage)).collect();
    // A script that is started may switch, and USER may name the number.
    let may_switch = steps.iter().any(|(_, it)| match &it.body {
        Body::User(_) => true,
        Body::Cmd(command) | Body::Entrypoint(command) => starts_script(cx, command),
        _ => false,
    });
    if may_switch || !steps.iter().any(|(_, it)| matches!(it.body, Body::Cmd(_) | Body::Entrypoint(_))) {
        return;
    }
    let scripts = || steps.iter().flat_map(|(step, _)| cx.build.scripts(*step));
    for command in scripts().flat_map(|script| &script.commands) {
        let Some(user) = created_user(command) else { continue };
        let text = slice(cx.source(), command.range);
        let login = !["nologin", "/bin/false"].iter().any(|shell| text.contains(shell));
        let own: Vec<TextRange> =
            scripts().flat_map(|script| &script.commands).filter(|it| creates(it)).map(|it| it.range).collect();
        let is_known = cx.started_files(last.id).iter().any(|file| file.text.is_some_and(|text| text.contains(user)));
        if login && !is_known && !is_mentioned(cx, user, &own) {
            let arguments = command.effective().args.iter().map(|word| word.range).reduce(TextRange::cover);
            sink.report(arguments.unwrap_or(command.range), format!("user `{user}` is created and never used"))
                .note("without USER the container runs as the user of the base image, mostly root")
                .fix(if user_of(cx, last).as_deref() == Some(user) { run_as(cx, last, user) } else { None });
        }
    }
}

fn creates(command: &plimsoll_shell::Command) -> bool {
    matches!(command.effective().name(), Some("useradd" | "adduser" | "groupadd" | "addgroup" | "usermod" | "passwd"))
}

fn starts_script(cx: &DockerfileCx<'_>, command: &CommandLine) -> bool {
    let text = match command {
        CommandLine::Exec(array) => cx.text(array.range),
        CommandLine::Shell { range, .. } => cx.text(*range),
        CommandLine::Empty => return false,
    };
    [".sh", "entrypoint", "sshd", "ftpd", "smbd", "dind", "start", "run", "init", "supervisord", "su ", "sudo"]
        .iter()
        .any(|part| text.contains(part))
}

/// Whether the name stands anywhere outside the commands that create users and groups, in any stage.
fn is_mentioned(cx: &DockerfileCx<'_>, user: &str, own: &[TextRange]) -> bool {
    let source = cx.source();
    source.match_indices(user).any(|(at, _)| {
        let inside = own.iter().any(|range| (usize::from(range.start())..usize::from(range.end())).contains(&at));
        !inside
    })
}
