//! `tls-verification-disabled`: certificate that nobody checks.

use super::tls_switches::{Remedy, Switch, switches, turns_off};
use crate::rule::rule;
use crate::rules::dockerfile::list_edits::{delete_command, delete_words, is_shell_form};
use crate::rules::dockerfile::variables::delete_pair;
use crate::{Category, Check, CommandCx, Finding, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Pair};
use plimsoll_shell::Script;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// Without the check of certificates anyone on the way can put something else into the image.
    ///
    /// If the host has a certificate of your own authority, add that authority to the image instead.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV NODE_TLS_REJECT_UNAUTHORIZED=0
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `NODE_TLS_REJECT_UNAUTHORIZED=0` turns off the check of certificates
    /// RUN curl -fsSLk https://example.com/app.tgz -o app.tgz
    /// #        ^^^^^^ warning: `-k` turns off the check of certificates
    /// RUN wget -q --no-check-certificate https://example.com/app.tgz
    /// #           ^^^^^^^^^^^^^^^^^^^^^^ warning: `--no-check-certificate` turns off the check of certificates
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/app.tgz -o app.tgz
    /// RUN wget -q https://example.com/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/app.tgz -o app.tgz
    /// RUN curl -fk https://localhost:8443/health
    /// HEALTHCHECK CMD curl -fk https://localhost:8443/health
    /// ```
    "tls-verification-disabled" {
        summary: "certificate that nobody checks",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["CKV2_DOCKER_2", "CKV2_DOCKER_3", "CKV2_DOCKER_4", "CKV2_DOCKER_5", "CKV2_DOCKER_6", "CKV2_DOCKER_12", "CKV2_DOCKER_13", "CKV2_DOCKER_14", "CKV2_DOCKER_15", "CKV2_DOCKER_16"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        Body::Env(pairs) => by_pairs(cx, &pairs.pairs, sink),
        Body::Arg(pairs) => by_pairs(cx, pairs, sink),
        Body::Run(_) => {
            for script in cx.build.scripts(cx.step) {
                by_script(cx, script, sink);
            }
        }
        // What the image's own port is asked for in HEALTHCHECK may have a certificate of its own.
        Body::Cmd(_) | Body::Entrypoint(_) => {
            if let Some(script) = cx.build.launch_script(cx.step) {
                by_script(cx, &script, sink);
            }
        }
        _ => {}
    }
}

fn by_pairs(cx: &InstructionCx<'_>, pairs: &[Pair], sink: &mut Sink) {
    for (at, pair) in pairs.iter().enumerate() {
        let value = pair.value.as_ref().and_then(|value| value.literal(cx.source()));
        let name = cx.text(pair.key.range);
        let Some(value) = value.filter(|value| turns_off(name, value)) else { continue };
        let fix = delete_pair(cx, cx.instruction, pairs, at).map(|edits| Fix::r#unsafe("delete it", edits));
        report(sink, pair.range, &format!("{name}={value}")).fix(fix);
    }
}

fn by_script(cx: &InstructionCx<'_>, script: &Script, sink: &mut Sink) {
    for command in &script.commands {
        let command_cx = CommandCx { instruction: *cx, script, command };
        for set in command.assignments.iter().chain(&command.declarations) {
            if let Some(value) = set.value.literal().filter(|value| turns_off(set.name(), value)) {
                report(sink, set.range, &format!("{}={value}", set.name()))
                    .fix(without_assignment(&command_cx, set.range));
            }
        }
        for switch in switches(command) {
            report(sink, switch.range, &switch.shown).fix(fix(&command_cx, &switch));
        }
    }
}

fn report<'s>(sink: &'s mut Sink, range: TextRange, what: &str) -> &'s mut Finding {
    let finding = sink.report(range, format!("`{what}` turns off the check of certificates"));
    finding.note("whoever sits between can put something else into the image");
    finding
}

/// Takes `NAME=value` from in front of its command or out of an `export`.
fn without_assignment(cx: &CommandCx<'_>, range: TextRange) -> Option<Fix> {
    let command = cx.command;
    let is_lone = command.assignments.len() + command.words.len() < 2 || command.declarations.len() == 1;
    let edits = match command.assignments.iter().find(|it| it.range == range) {
        Some(_) if !is_lone && is_shell_form(cx) => {
            let rest = &cx.source()[usize::from(range.end())..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let is_on_one_line = !rest[blanks..].starts_with(['\n', '\r', '\\', '`']);
            let gone = TextRange::new(range.start(), range.end() + size(blanks));
            is_on_one_line.then(|| Edit::delete(gone).into())
        }
        _ if is_lone => delete_command(cx),
        None => delete_words(cx, &[range]),
        Some(_) => None,
    };
    edits.map(|edits| Fix::r#unsafe("delete it", edits))
}

/// Takes out what turns the check off.
fn fix(cx: &CommandCx<'_>, switch: &Switch) -> Option<Fix> {
    let edits = match &switch.remedy {
        Remedy::Words(words) => delete_words(cx, words)?,
        Remedy::Letter => {
            let text = cx.text(switch.range);
            let is_plain = is_shell_form(cx) && !text.contains(['"', '\'', '\\', '$']);
            let bundle = is_plain.then(|| text.replacen('k', "", 1))?;
            Edit::replace(switch.range, bundle).into()
        }
        Remedy::Command => delete_command(cx)?,
        Remedy::None => return None,
    };
    Some(Fix::r#unsafe("check the certificate", edits))
}
