//! What holds while a RUN runs: its user, the options of its shell, the shells that are there.
//!
//! Invariant: an option counts as on only if SHELL, the shell's own arguments or a `set` before the command turn it on.

use super::build::{Build, StageId, StepId};
use super::stage::Base;
use crate::tables::image_name::ImageName;
use crate::tables::images::{nonroot_user, runs_as_root};
use crate::tables::shells::{KnownShell, shells};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_shell::{Command, Connector, Scope, ScopeKind, Script, ShellOptions, shell_named};

impl Build<'_> {
    /// Whether the instruction at `step` runs as root; `None` when that cannot be known.
    #[must_use]
    pub fn runs_as_root(&self, step: StepId) -> Option<bool> {
        let stage = self.steps.get(step)?.stage?;
        if let Some(user) = self.user(stage, step) {
            let value = user.value?;
            return Some(matches!(value.split(':').next(), Some("root" | "0")));
        }
        match self.external_base(stage) {
            Base::Scratch => Some(true),
            Base::Image(image) => {
                let name = ImageName::from_parts(image.registry(), image.repository());
                if runs_as_root(&name, image.tag()) {
                    return Some(true);
                }
                nonroot_user(&name, image.tag()).map(|_| false)
            }
            Base::Stage(_) | Base::Unknown => None,
        }
    }

    /// The shells that the base image of a stage brings, if they are known.
    #[must_use]
    pub fn known_shell(&self, stage: StageId) -> Option<KnownShell> {
        match self.external_base(stage) {
            Base::Image(image) => shells(&ImageName::from_parts(image.registry(), image.repository()), image.tag()),
            _ => None,
        }
    }

    /// Whether the base image may bring a SHELL of its own: it cannot be known, or its name says that it was built nearby.
    #[must_use]
    pub fn may_inherit_shell(&self, step: StepId) -> bool {
        let Some(stage) = self.steps.get(step).and_then(|at| at.stage) else { return true };
        let is_local = |name: &str| name.split(['/', ':']).next().is_some_and(|first| first.starts_with("local"));
        self.shell_words(stage, step).is_none()
            && match self.external_base(stage) {
                Base::Image(image) => is_local(image.registry().unwrap_or("")) || is_local(image.repository()),
                Base::Scratch => false,
                Base::Stage(_) | Base::Unknown => true,
            }
    }

    /// The options with which the shell of SHELL, or of a comment in its place, starts at `step`.
    #[must_use]
    pub fn shell_options(&self, step: StepId) -> ShellOptions {
        let words = self.steps.get(step).and_then(|at| self.shell_words(at.stage?, step));
        let Some(words) = words else { return ShellOptions::default() };
        let start = words.iter().position(|word| shell_named(word).is_some()).map_or(words.len(), |at| at + 1);
        ShellOptions::of(&words[start..])
    }

    /// The options in force just before `command` of `script`, one of the scripts of `step`.
    #[must_use]
    pub fn options_at(&self, step: StepId, script: &Script, command: &Command) -> ShellOptions {
        let around: Vec<&Scope> = script.scopes_of(command).collect();
        // A shell inside starts with its own options; `eval` keeps those around it.
        let inner = around.iter().copied().find_map(|scope| {
            let owner = script.commands.get(scope.owner.filter(|_| scope.kind == ScopeKind::InnerScript)?)?;
            let effective = owner.effective();
            shell_named(effective.name()?).map(|_| (scope, ShellOptions::read(effective.args).unwrap_or_default()))
        });
        let (border, mut options) = match inner {
            Some((scope, options)) => (Some(scope), options),
            None => (None, self.script_options(step, script)),
        };
        let reaches = |other: &Command| match script.scopes_of(other).next() {
            None => border.is_none(),
            Some(scope) => {
                let within = border.is_none_or(|border| border.range.contains_range(scope.range));
                within && around.iter().any(|outer| std::ptr::eq(*outer, scope))
            }
        };
        let before = script.commands.iter().take_while(|other| other.range.start() < command.range.start());
        for other in before.filter(|other| other.name() == Some("set") && other.connector() != Connector::Or) {
            if reaches(other) {
                options = options.after_set(other.args());
            }
        }
        options
    }

    /// The options with which the reader of a script of `step` starts.
    #[must_use]
    pub fn script_options(&self, step: StepId, script: &Script) -> ShellOptions {
        let Some(at) = self.steps.get(step) else { return ShellOptions::default() };
        let instruction = match &at.instruction.body {
            Body::Onbuild(Some(inner)) => inner,
            _ => at.instruction,
        };
        let Body::Run(run) = &instruction.body else { return ShellOptions::default() };
        if matches!(run.command, CommandLine::Exec(_)) {
            return ShellOptions::default();
        }
        let heredoc = instruction.heredocs.iter().find(|heredoc| heredoc.body.contains_range(script.range));
        let Some(heredoc) = heredoc else { return self.shell_options(step) };
        let line = self.scripts(step).first();
        let reader = line.into_iter().flat_map(|line| &line.commands).find(|command| {
            command.redirects.iter().any(|redirect| redirect.range.start() == heredoc.operator.start())
        });
        if let Some(reader) = reader.filter(|reader| !reader.words.is_empty()) {
            return ShellOptions::read(reader.effective().args).unwrap_or_default();
        }
        match plimsoll_text::slice(self.source, heredoc.body).strip_prefix("#!") {
            Some(rest) => {
                let line = rest.lines().next().unwrap_or("");
                let words: Vec<&str> = line.split_whitespace().skip_while(|word| shell_named(word).is_none()).collect();
                ShellOptions::of(words.get(1..).unwrap_or(&[]))
            }
            None => self.shell_options(step),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dockerfile::Build;
    use plimsoll_dockerfile::parse;

    #[test]
    fn options_hold_where_they_were_set() {
        let text = "FROM debian:12\nRUN a && set -o pipefail && b; (set -e; c); d\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN e; bash -u -c 'f'\nRUN <<EOF\n#!/bin/sh -e\ng\nEOF\nRUN bash -e <<EOF\nh\nEOF\nUSER app\nRUN i\n";
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        let state = |name: &str| {
            for step in 0..build.steps.len() {
                for script in build.scripts(step) {
                    for command in &script.commands {
                        if command.name() == Some(name) {
                            let options = build.options_at(step, script, command);
                            return (options.errexit, options.pipefail, build.runs_as_root(step));
                        }
                    }
                }
            }
            panic!("no {name}");
        };
        let root = Some(true);
        for (name, expected) in [
            ("a", (false, false, root)),
            ("b", (false, true, root)),
            ("c", (true, true, root)),
            ("d", (false, true, root)),
            ("e", (true, true, root)),
            ("f", (false, false, root)),
            ("g", (true, false, root)),
            ("h", (true, false, root)),
            ("i", (true, true, Some(false))),
        ] {
            assert_eq!(state(name), expected, "{name}");
        }
    }
}
