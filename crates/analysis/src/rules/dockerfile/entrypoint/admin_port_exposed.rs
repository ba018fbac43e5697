//! `admin-port-exposed`: a port for administration is exposed.

use super::port::{Port, delete_word};
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::says;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::StageId;
use plimsoll_model::tables::ports::{administration, administration_in};

rule! {
    /// A container is administered from outside, with `docker exec` or what the platform offers, not through a server
    /// of its own.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 8080 22
    ///           # ^^ warning: port 22 is for SSH
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 8080
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 8080 22/udp 2222
    /// ```
    ///
    /// Where the server is what the container is for, nothing is said:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y openssh-server
    /// EXPOSE 22
    /// CMD ["/usr/sbin/sshd", "-D"]
    /// ```
    ///
    /// The option `ports` says which ports are meant instead of the usual ones:
    ///
    /// ```Dockerfile,bad,ports=8443;9990
    /// FROM debian:12.11
    /// EXPOSE 22 8443
    /// #         ^^^^ warning: port 8443 is for administration
    /// ```
    "admin-port-exposed" {
        summary: "a port for administration is exposed",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DS-0004", "CKV_DOCKER_1"],
        options: &[OptionSpec { name: "ports", kind: OptionKind::List, docs: "Ports to report instead of the usual ones." }],
        check: Check::Instruction(check),
    }
}

/// Servers for logging in, by the words that installing them takes.
const SERVERS: [&str; 4] = ["sshd", "openssh", "dropbear", "vnc"];

/// Whether all that the stage and those that it starts from expose is one port.
fn exposes_nothing_else(cx: &InstructionCx<'_>, stage: StageId) -> bool {
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let words = steps.filter_map(|(_, it)| if let Body::Expose(words) = &it.body { Some(words.len()) } else { None });
    words.sum::<usize>() == 1
}

/// The first port of a range that is reported, and what it is for.
fn reported(cx: &InstructionCx<'_>, port: Port<'_>) -> Option<(u16, &'static str)> {
    let chosen = cx.settings.list(&RULE, "ports");
    if chosen.is_empty() {
        return administration_in(port.first, port.last);
    }
    let numbers = chosen.iter().filter_map(|text| text.parse().ok());
    let number = numbers.into_iter().find(|number| (port.first..=port.last).contains(number))?;
    Some((number, administration(number).unwrap_or("administration")))
}

/// What files of images that serve git over SSH speak of. Source: the servers' documentation, 2026-11.
const GIT_SERVERS: [&str; 6] = ["gitea", "gogs", "gitolite", "git-shell", "/home/git", "soft-serve"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Expose(words) = &cx.instruction.body else { return };
    for (at, word) in words.iter().enumerate() {
        let Some(text) = word.literal(cx.source()) else { continue };
        let container = text.rsplit(':').next().unwrap_or("");
        let Some(port) = Port::read(container).filter(|port| port.protocol.eq_ignore_ascii_case("tcp")) else {
            continue;
        };
        let Some((number, name)) = reported(cx, port) else { continue };
        // The server is what the container is for.
        let is_purpose = || cx.stage.is_some_and(|stage| exposes_nothing_else(cx, stage) && says(cx, stage, &SERVERS));
        if is_purpose() {
            continue;
        }
        // People push to a server of git; they do not log in to administer it.
        let is_for_git = || cx.stage.is_some_and(|stage| says(cx, stage, &GIT_SERVERS));
        if number == 22 && is_for_git() {
            continue;
        }
        let single = port.first == port.last;
        let fix = delete_word(cx.source(), cx.instruction, words, at).filter(|_| single);
        sink.report(word.range, format!("port {number} is for {name}"))
            .note("whoever reaches it can try to log in to the container")
            .fix(fix.map(|edit| Fix::r#unsafe("delete it", edit)));
    }
}
