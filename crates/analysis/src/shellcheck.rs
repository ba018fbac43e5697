//! Runs the shell linter over the scripts of a Dockerfile.
//!
//! Invariant: a script is linted once, for all codes that are on; what is known of the build at its instruction decides
//! what is said.

use crate::registry::RuleIndex;
use crate::settings::enabled_checks;
use crate::{Check, DockerfileCx, Finding, Fix, Preset, Settings, SourceFile};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Build, StepId};
use plimsoll_shell::{Script, SetVariable, ShellOptions};
use plimsoll_shellcheck::{Linter, Request, external};
use plimsoll_text::TextRange;

/// Adds what is found to `found`.
pub(crate) fn check(cx: &DockerfileCx<'_>, found: &mut Vec<(RuleIndex, Finding)>) {
    let on = enabled_checks(cx.settings, |check| if let Check::Shell(code) = check { Some(*code) } else { None });
    if on.is_empty() {
        return;
    }
    let mut linter = Linter::new(on.iter().map(|(_, _, code)| *code));
    let everything = cx.settings.starts_from(Preset::Hadolint);
    each_script(cx.build, everything, |request| {
        let findings = match cx.workspace.shellcheck_answers() {
            Some(answers) => linter.recall(request, answers),
            None => linter.lint(request),
        };
        for finding in findings {
            let Ok(at) = on.binary_search_by_key(&finding.code, |(_, _, code)| *code) else { continue };
            found.extend(into_finding(finding).map(|finding| (on[at].0, finding)));
        }
    });
}

/// What a real ShellCheck has to be asked about before a file is analysed, each question as the content of a file.
/// Empty where no code of ShellCheck is on.
#[must_use]
pub fn shellcheck_questions(file: &SourceFile, settings: &Settings) -> Vec<String> {
    let is_on = settings.enabled().any(|(_, rule, _)| matches!(rule.check, Check::Shell(_)));
    if file.kind != crate::FileKind::Dockerfile || !is_on {
        return Vec::new();
    }
    let syntax = plimsoll_dockerfile::parse(&file.text);
    let build = Build::new(&file.text, &syntax);
    let mut asked = Vec::new();
    each_script(&build, settings.starts_from(Preset::Hadolint), |request| asked.extend(external::questions(request)));
    asked
}

/// Calls `visit` for every script that a shell reads.
fn each_script(build: &Build<'_>, everything: bool, mut visit: impl FnMut(&Request<'_>)) {
    for step in 0..build.steps.len() {
        // hadolint reads RUN alone.
        let launch = if everything { None } else { build.launch_script(step) };
        let scripts: Vec<&Script> = build.scripts(step).iter().chain(launch.as_ref()).collect();
        if scripts.iter().all(|script| script.texts.is_empty()) {
            continue;
        }
        let context = Context::of(build, step);
        for script in scripts {
            let is_heredoc = context.bodies.iter().any(|body| body.start() == script.range.start());
            visit(&Request {
                source: build.source,
                script,
                // hadolint takes every `sh` for one that knows nothing but POSIX.
                sh: if everything { plimsoll_shell::Dialect::Sh } else { build.sh_dialect(step) },
                options: match launch.as_ref() {
                    _ if everything => ShellOptions::default(),
                    Some(launch) if std::ptr::eq(launch, script) => build.shell_options(step),
                    _ => build.script_options(step, script),
                },
                is_joined: !is_heredoc,
                heredocs: if is_heredoc { &[] } else { &context.operators },
                variables: &context.variables,
                everything,
            });
        }
    }
}

/// What holds at an instruction.
struct Context<'b> {
    operators: Vec<TextRange>,
    bodies: Vec<TextRange>,
    variables: Vec<SetVariable<'b>>,
}

impl<'b> Context<'b> {
    fn of(build: &'b Build<'_>, step: StepId) -> Self {
        let instruction = match &build.steps[step].instruction.body {
            Body::Onbuild(Some(inner)) => inner,
            _ => build.steps[step].instruction,
        };
        Self {
            operators: instruction.heredocs.iter().map(|heredoc| heredoc.operator).collect(),
            bodies: instruction.heredocs.iter().map(|heredoc| heredoc.body).collect(),
            variables: build.script_variables(step),
        }
    }
}

fn into_finding(finding: plimsoll_shellcheck::Finding) -> Option<Finding> {
    let fix = finding.fix.map(|fix| match fix.is_safe {
        true => Fix::safe(fix.title, fix.edits),
        false => Fix::r#unsafe(fix.title, fix.edits),
    });
    let mut sink = crate::Sink::default();
    sink.report(finding.range, finding.message).fix(fix);
    sink.into_last()
}
