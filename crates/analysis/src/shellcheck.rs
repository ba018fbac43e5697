//! Runs the shell linter over the scripts of a Dockerfile.
//!
//! Invariant: a script is linted once, for all codes that are on; what is known of the build at its instruction decides
//! what is said.

use crate::registry::RuleIndex;
use crate::settings::enabled_checks;
use crate::{Check, DockerfileCx, Finding, Fix, Preset, Settings, SourceFile};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck, Template};
use plimsoll_model::dockerfile::{Build, StepId};
use plimsoll_shell::{Script, SetVariable, ShellOptions};
use plimsoll_shellcheck::{Linter, Request, Trust, external};
use plimsoll_text::TextRange;

/// ShellCheck's code for `else if`.
const ELSE_IF: u16 = 1075;

/// Endings of files of which something else is made before it is built.
const TEMPLATES: [&str; 8] = [".template", ".tmpl", ".tpl", ".j2", ".jinja", ".jinja2", ".erb", ".in"];

/// Adds what is found to `found`.
pub(crate) fn check(cx: &DockerfileCx<'_>, found: &mut Vec<(RuleIndex, Finding)>) {
    let on = enabled_checks(cx.settings, |check| if let Check::Shell(code) = check { Some(*code) } else { None });
    let everything = cx.settings.starts_from(Preset::Hadolint);
    // Macros look like functions.
    if on.is_empty() || !everything && cx.syntax.template == Template::Preprocessor {
        return;
    }
    let is_template =
        TEMPLATES.iter().any(|ending| cx.file.path.ends_with(ending)) || cx.syntax.template == Template::Blocks;
    let mut linter = Linter::new(on.iter().map(|(_, _, code)| *code));
    let mut all: Vec<(StepId, plimsoll_shellcheck::Finding)> = Vec::new();
    each_script(cx.build, everything, |step, request| {
        let findings = match cx.workspace.shellcheck_answers() {
            Some(answers) => linter.recall(request, answers),
            None => linter.lint(request),
        };
        // What stands in a template need not be whole.
        let kept = findings.into_iter().filter(|it| {
            everything || (!is_template || it.code >= 2000) && !(it.code == ELSE_IF && is_nested(cx.build, it.range))
        });
        all.extend(kept.map(|finding| (step, finding)));
    });
    if everything {
        all = last_of_each(all);
    }
    for (_, finding) in all {
        let Ok(at) = on.binary_search_by_key(&finding.code, |(_, _, code)| *code) else { continue };
        found.extend(into_finding(finding).map(|finding| (on[at].0, finding)));
    }
}

/// Whether the `if` behind the `else` at `place`, or the `if` at it, begins a line: then one is meant inside the other, as
/// ShellCheck's advice has it. It does not see the line end, as a continuation joins the lines of a RUN.
fn is_nested(build: &Build<'_>, place: TextRange) -> bool {
    let (before, behind) = build.source.split_at(place.start().into());
    let gap = match behind.strip_prefix("else") {
        Some(rest) => rest.split_once("if").map(|(gap, _)| gap),
        None => before.rsplit_once("else").map(|(_, gap)| gap),
    };
    gap.is_some_and(|gap| gap.contains('\n'))
}

/// hadolint tells one finding of ShellCheck for each RUN: the one that ShellCheck lists last.
fn last_of_each(all: Vec<(StepId, plimsoll_shellcheck::Finding)>) -> Vec<(StepId, plimsoll_shellcheck::Finding)> {
    let place = |finding: &plimsoll_shellcheck::Finding| {
        // At one place ShellCheck lists errors first, then by number.
        let level = plimsoll_shellcheck::code(finding.code).map(|code| code.level);
        (finding.range.start(), std::cmp::Reverse(level), finding.code)
    };
    let mut last: Vec<(StepId, plimsoll_shellcheck::Finding)> = Vec::new();
    for (step, finding) in all {
        match last.last_mut() {
            Some((same, kept)) if *same == step => {
                if place(&finding) > place(kept) {
                    *kept = finding;
                }
            }
            _ => last.push((step, finding)),
        }
    }
    last
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
    each_script(&build, settings.starts_from(Preset::Hadolint), |_, request| {
        asked.extend(external::questions(request))
    });
    asked
}

/// Calls `visit` for every script that a shell reads.
fn each_script(build: &Build<'_>, everything: bool, mut visit: impl FnMut(StepId, &Request<'_>)) {
    for step in 0..build.steps.len() {
        if everything {
            as_hadolint(build, step, &mut visit);
            continue;
        }
        let launch = build.launch_script(step);
        let scripts: Vec<&Script> = build.scripts(step).iter().chain(launch.as_ref()).collect();
        // What is wrong with `['a', 'b']` is not how the shell reads it.
        if is_broken_array(build, step) {
            continue;
        }
        if scripts.iter().all(|script| script.texts.is_empty()) {
            continue;
        }
        let context = Context::of(build, step);
        for script in scripts {
            let is_heredoc = context.bodies.iter().any(|body| body.start() == script.range.start());
            let request = Request {
                source: build.source,
                script,
                sh: build.sh_dialect(step),
                at_run_time: launch.as_ref().is_some_and(|launch| std::ptr::eq(launch, script)),
                options: match launch.as_ref() {
                    // The base image may have a shell that stops at the first failure.
                    _ if is_heredoc && build.may_inherit_shell(step) => {
                        ShellOptions { errexit: true, ..build.script_options(step, script) }
                    }
                    Some(launch) if std::ptr::eq(launch, script) => build.shell_options(step),
                    _ => build.script_options(step, script),
                },
                is_joined: !is_heredoc,
                heredocs: if is_heredoc { &[] } else { &context.operators },
                variables: &context.variables,
                everything,
            };
            visit(step, &request);
        }
    }
}

/// What hadolint hands to ShellCheck: a RUN in shell form up to the first heredoc, or the body of a heredoc that stands
/// where the command would. Without SHELL it is a script of POSIX `sh`, whatever the image.
fn as_hadolint(build: &Build<'_>, step: StepId, visit: &mut impl FnMut(StepId, &Request<'_>)) {
    let Some(first) = build.scripts(step).first().filter(|script| !script.texts.is_empty()) else { return };
    let mut context = Context::of(build, step);
    // hadolint knows what ENV and ARG set, and the proxies.
    let count = |name: &str| context.variables.iter().filter(|it| it.name == name).count();
    let unknown: Vec<&str> = ["PATH", "HOME", "HOSTNAME", "PWD"].into_iter().filter(|name| count(name) < 2).collect();
    context.variables.retain(|it| !unknown.contains(&it.name));
    let operator = context.operators.first().map(|operator| operator.start());
    let is_command = operator == Some(first.range.start());
    let script = match is_command {
        true => build
            .scripts(step)
            .iter()
            .find(|script| context.bodies.first().is_some_and(|it| it.start() == script.range.start())),
        false => Some(first),
    };
    let Some(script) = script else { return };
    let behind: Vec<TextRange> = operator
        .filter(|operator| !is_command && script.range.contains(*operator))
        .map(|operator| TextRange::new(operator, script.range.end()))
        .into_iter()
        .collect();
    let stage = build.steps[step].stage;
    let has_shell = stage.is_some_and(|stage| build.shell(stage, step).is_some());
    let request = Request {
        source: build.source,
        script,
        sh: if has_shell { script.dialect } else { plimsoll_shell::Dialect::Sh },
        at_run_time: false,
        options: ShellOptions::default(),
        is_joined: !is_command,
        heredocs: &behind,
        variables: &context.variables,
        everything: true,
    };
    visit(step, &request);
}

/// Whether the text was to be an array of strings and is none.
fn is_broken_array(build: &Build<'_>, step: StepId) -> bool {
    let command = match &build.steps[step].instruction.body {
        Body::Run(run) => &run.command,
        Body::Cmd(command) | Body::Entrypoint(command) => command,
        Body::Healthcheck(Healthcheck::Command { command, .. }) => command,
        _ => return false,
    };
    let CommandLine::Shell { range, looks_like_exec: true } = command else { return false };
    let text = plimsoll_text::slice(build.source, *range);
    text.starts_with("[\"") || text.starts_with("['")
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
    let fix = finding.fix.map(|fix| match fix.trust {
        Trust::Safe => Fix::safe(fix.title, fix.edits),
        Trust::Unsafe => Fix::r#unsafe(fix.title, fix.edits),
        Trust::Choice => Fix::manual(fix.title, fix.edits),
    });
    let mut sink = crate::Sink::default();
    sink.report(finding.range, finding.message).fix(fix);
    sink.into_last()
}

#[cfg(test)]
mod tests {
    use crate::{FileKind, Preset, Settings, SourceFile, Workspace, analyze};

    /// The codes of ShellCheck in a file behind `FROM debian:12.11`, by place.
    fn codes(preset: Preset, text: &str) -> Vec<&'static str> {
        let file = SourceFile::new("Dockerfile", format!("FROM debian:12.11\n{text}\n"), FileKind::Dockerfile);
        let analysis = analyze(&file, &Settings::preset(preset), &Workspace::default());
        analysis.diagnostics.iter().map(|it| it.rule.id).filter(|id| id.starts_with("SC")).collect()
    }

    /// Each case was put to hadolint 2.15.1, which answered the same.
    #[test]
    fn hadolint_tells_the_last_finding_of_a_run() {
        let cases: [(&str, &[&str]); 23] = [
            ("RUN echo `a` $x", &["SC2086"]),
            ("RUN echo $x `a`", &["SC2006"]),
            ("RUN source x; echo $x\nRUN echo $x; source x", &["SC2086", "SC3046"]),
            ("RUN sh -c 'echo $x'", &[]),
            ("RUN cat <<EOF > /x && echo $x\n$y\nEOF\n", &[]),
            ("RUN echo $x && cat <<EOF\n$y\nEOF\n", &["SC2086"]),
            ("RUN <<EOF\necho $x\nEOF\n", &["SC2086"]),
            ("ENV E=1\nARG A\nRUN echo $E $A $HTTP_PROXY", &[]),
            ("RUN echo $HOME", &["SC2086"]),
            ("ENV E=1\nRUN E=$(foo); echo $E", &["SC2086"]),
            ("ENV E=1\nRUN F=\"a-$E\"; echo $F", &[]),
            ("ENV E=1\nRUN a && F=\"a-$E\" && echo $F", &["SC2086"]),
            ("SHELL [\"/bin/bash\", \"-c\"]\nRUN source x", &[]),
            ("FROM alpine:3.22\nRUN echo -e x", &["SC3037"]),
            ("RUN ulimit -n 65536", &["SC3045"]),
            ("RUN set -e; ! foo; bar", &["SC2251"]),
            ("RUN set -e; ! foo", &[]),
            ("RUN set -ex && ! foo && bar", &[]),
            ("RUN x | rm y", &["SC2216"]),
            ("RUN cd / && INSTALL(curl bash) && echo $x", &["SC1072"]),
            ("RUN echo \"$(node -p \"require(1)\")\" $y", &["SC2086"]),
            ("SHELL [\"/bin/bash\", \"-c\"]\nRUN if [[ \"$UNSET\" =~ ^v(1|2) ]]; then echo $UNSET; fi", &["SC2086"]),
            ("CMD echo $x", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(codes(Preset::Hadolint, text), expected, "{text}");
        }
    }

    #[test]
    fn others_hear_of_all() {
        assert_eq!(
            codes(Preset::Recommended, "RUN set -e; ! grep x y; x | rm $y"),
            ["SC2251", "SC2216", "SC2086", "SC2154"]
        );
        assert!(codes(Preset::Recommended, "RUN set -e; if ! grep x y; then z; fi; x | rm -i y").is_empty());
    }
}
