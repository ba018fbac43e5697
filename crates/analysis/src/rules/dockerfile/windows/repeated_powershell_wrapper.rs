//! `repeated-powershell-wrapper`: PowerShell started in each RUN.

use super::powershell::{PowerShell, powershell};
use crate::StageCx;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Instruction};
use plimsoll_text::{Edit, Edits, TextRange, size};

rule! {
    /// Where every RUN starts `powershell -Command`, a SHELL instruction says it once, and the quoting of two shells goes away.
    ///
    /// ```Dockerfile,bad
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN powershell -Command Get-Process
    /// #   ^^^^^^^^^^^^^^^^^^^ note: 2 RUNs of this stage start PowerShell on their own
    /// RUN powershell -Command "Get-Service"
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]
    /// RUN Get-Process
    /// RUN Get-Service
    /// ```
    ///
    /// ```Dockerfile,good
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN powershell -Command Get-Process
    /// RUN dir
    /// ```
    "repeated-powershell-wrapper" {
        summary: "PowerShell started in each RUN",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut scripts = Vec::new();
    // Whether everything that a shell reads from the first of them on is one of them.
    let mut only_these = true;
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let instruction_cx = InstructionCx { dockerfile: cx.dockerfile, stage: Some(cx.stage.id), step, instruction };
        let is_shell_form = |command: &CommandLine| matches!(command, CommandLine::Shell { .. });
        match powershell(&instruction_cx) {
            Some(script) if script.wrapper.is_some() => scripts.push((instruction, script)),
            _ if scripts.is_empty() => {}
            _ => match &instruction.body {
                Body::Run(run) => only_these &= !is_shell_form(&run.command),
                Body::Cmd(command) | Body::Entrypoint(command) => only_these &= !is_shell_form(command),
                Body::Shell(_) | Body::Onbuild(_) | Body::Healthcheck(_) | Body::Unknown(_) => only_these = false,
                _ => {}
            },
        }
    }
    let [(_, script), _, ..] = &scripts[..] else { return };
    let Some(wrapper) = script.wrapper else { return };
    let count = scripts.len();
    let is_last = cx.build.stages.iter().all(|stage| stage.edges.iter().all(|edge| edge.to != cx.stage.id));
    let fix = fix(cx, &scripts).filter(|_| only_these && is_last);
    let line = TextRange::at(wrapper.start(), size(cx.text(wrapper).trim_end().len()));
    sink.report(line, format!("{count} RUNs of this stage start PowerShell on their own"))
        .fix(fix.map(|edits| Fix::r#unsafe("say it once, with SHELL", edits)));
}

fn fix(cx: &StageCx<'_>, scripts: &[(&Instruction, PowerShell<'_>)]) -> Option<Edits> {
    let mut edits = vec![Edit::insert(
        scripts.first()?.0.range.start(),
        "SHELL [\"powershell\", \"-Command\", \"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';\"]\n",
    )];
    for (instruction, script) in scripts {
        let wrapper = script.wrapper?;
        // What two shells read together is not the same as what one reads.
        if cx.text(wrapper).contains(['\n', '/']) || script.text.contains(['\\', '`', '^', '%', '"']) {
            return None;
        }
        edits.push(Edit::delete(TextRange::new(wrapper.start(), script.start)));
        if script.quote.is_some() {
            let end = script.start + size(script.text.len());
            edits.push(Edit::delete(TextRange::new(end, instruction.range.end())));
        }
    }
    Edits::new(edits).ok()
}
