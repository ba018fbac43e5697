//! `ssh-server-installed`: an SSH server in the image.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::delete_words;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Manager, PackageCommand, package_command};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A container is administered from outside, with `docker exec` or what the platform offers. A server for logging
    /// in is one more thing to break into and to keep up to date.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y openssh-server
    ///                      # ^^^^^^^^^^^^^^ note: `openssh-server` is a server for logging in
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y git openssh-server
    /// #                          ^^^^^^^^^^^^^^ note: `openssh-server` is a server for logging in
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get install -y git
    /// ```
    ///
    /// Where the SSH server is what the container is for, nothing is said:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get install -y openssh-server
    /// CMD ["/usr/sbin/sshd", "-D"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add --no-cache openssh-client git
    /// ```
    "ssh-server-installed" {
        summary: "an SSH server in the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let (Some(command), Some(stage)) = (package_command(cx.command), cx.stage) else { return };
    let system =
        [Manager::Apt, Manager::Apk, Manager::Yum, Manager::Dnf, Manager::Microdnf, Manager::Tdnf, Manager::Zypper];
    if !system.contains(&command.manager) || !cx.build.stage(stage).shipped {
        return;
    }
    // A script or supervisor may start the server, which cannot be seen here.
    let starters = ["sshd", "dropbear", ".sh", "init", "supervisord", "s6", "start", "entrypoint", "$"];
    let runs_it = |body: &Body, text: &str| {
        matches!(body, Body::Cmd(_) | Body::Entrypoint(_)) && starters.iter().any(|part| text.contains(part))
    };
    let last = cx.build.stages.iter().filter(|other| other.shipped).map(|other| other.steps.end).max().unwrap_or(0);
    let mut steps = cx.build.steps[..last].iter();
    if steps.any(|step| runs_it(&step.instruction.body, cx.text(step.instruction.range))) {
        return;
    }
    for (word, text) in command.packages() {
        let name = text.split(['=', '~', '<', '>']).next().unwrap_or(text);
        // Alpine's `openssh` is client and server, zypper's too.
        let both = name == "openssh" && matches!(command.manager, Manager::Apk | Manager::Zypper);
        if both || name == "openssh-server" || name == "dropbear" {
            let what = if both { "brings" } else { "is" };
            sink.report(word.range, format!("`{name}` {what} a server for logging in"))
                .note("git and ssh need only the client")
                .fix(fix(cx, &command, word.range, both));
        }
    }
}

/// Leaves the package out, if it is not the only one. Of Alpine's `openssh`, the client stays.
fn fix(cx: &CommandCx<'_>, command: &PackageCommand<'_>, word: TextRange, both: bool) -> Option<Fix> {
    if both {
        let is_plain = command.manager == Manager::Apk && cx.text(word) == "openssh";
        return is_plain.then(|| Fix::r#unsafe("install the client alone", Edit::replace(word, "openssh-client")));
    }
    let is_alone = command.operands.operands.len() < 2;
    let edits = delete_words(cx, &[word]).filter(|_| !is_alone)?;
    Some(Fix::r#unsafe("leave it out", edits))
}
