//! Which shell `/bin/sh` is, and the shells of instructions that start the container.
//!
//! Invariant: a base image of a family that is not known has an `sh` of which nothing but POSIX is assumed.

use super::build::{Build, StageId, StepId};
use super::scope::{BindingKind, BindingValue};
use super::scripts::innermost;
use super::stage::Base;
use crate::commands::makes_bash_sh;
use crate::tables::arguments::{Predefined, names};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck, shell_text};
use plimsoll_shell::{Dialect, Script, SetVariable, ShellKind, parse};

impl Build<'_> {
    /// The shell that `sh` is at `step`, by the base image: dash on Debian and Ubuntu, BusyBox on Alpine, bash on
    /// Fedora and its relatives, and where a RUN before it put bash in its place. [`Dialect::Sh`] if nothing tells.
    #[must_use]
    pub fn sh_dialect(&self, step: StepId) -> Dialect {
        let Some(stage) = self.steps.get(step).and_then(|step| step.stage) else { return Dialect::Sh };
        if self.is_sh_bash(stage, step) {
            return Dialect::Bash;
        }
        match self.external_base(stage) {
            Base::Image(image) => sh_of(image.repository(), image.tag().unwrap_or("")),
            _ => Dialect::Sh,
        }
    }

    /// Whether a RUN of the stage or of those that it starts from made bash the `/bin/sh`.
    fn is_sh_bash(&self, stage: StageId, before: StepId) -> bool {
        if !self.source.contains("/bin/sh") && !self.source.contains("dpkg-reconfigure") {
            return false;
        }
        let steps = self.ancestry(stage).flat_map(|stage| stage.steps.clone()).filter(|step| *step < before);
        let mut commands = steps.flat_map(|step| self.scripts(step)).flat_map(|script| &script.commands);
        commands.any(makes_bash_sh)
    }

    /// The script of the CMD, ENTRYPOINT or HEALTHCHECK at `step`, or of the one inside its ONBUILD, where it has the
    /// shell form.
    #[must_use]
    pub fn launch_script(&self, step: StepId) -> Option<Script> {
        let instruction = innermost(self.steps.get(step)?.instruction);
        let command = match &instruction.body {
            Body::Cmd(command) | Body::Entrypoint(command) => command,
            Body::Healthcheck(Healthcheck::Command { command, .. }) => command,
            _ => return None,
        };
        let CommandLine::Shell { range, .. } = command else { return None };
        let ShellKind::Posix(dialect) = self.shell_kind(step) else { return None };
        Some(parse(&shell_text(self.source, instruction, *range), range.start(), dialect))
    }
}

impl Build<'_> {
    /// What ENV, ARG, the builder and secret mounts set for the script of `step`. Of two that bind a name the one that
    /// counts comes first.
    #[must_use]
    pub fn script_variables(&self, step: StepId) -> Vec<SetVariable<'_>> {
        let mut variables: Vec<SetVariable<'_>> = Vec::new();
        let Some(at) = self.steps.get(step) else { return variables };
        let Some(stage) = at.stage else { return variables };
        let is_run = matches!(innermost(at.instruction).body, Body::Run(_));
        for kind in [BindingKind::Env, BindingKind::Arg] {
            // Arguments end with the build.
            if kind == BindingKind::Arg && !is_run {
                continue;
            }
            for stage in self.ancestry(stage) {
                let bound = stage.bindings.iter().rev().filter(|it| it.step < step && it.kind == kind);
                variables.extend(bound.map(|it| SetVariable {
                    name: &it.name,
                    value: match &it.value {
                        BindingValue::Known(value) => Some(value.text.as_str()),
                        BindingValue::NoDefault | BindingValue::Unknown => None,
                    },
                }));
            }
        }
        variables.extend(["PATH", "HOME", "HOSTNAME", "PWD"].map(|name| SetVariable { name, value: None }));
        if let Body::Run(run) = &innermost(at.instruction).body {
            variables.extend(names(Predefined::Proxy).map(|name| SetVariable { name, value: None }));
            for mount in run.mounts.iter().filter(|mount| mount.option(self.source, &["type"]) == Some("secret")) {
                variables.extend(mount.option(self.source, &["env"]).map(|name| SetVariable { name, value: None }));
            }
        }
        variables
    }
}

/// Source: the images' own documentation and package lists, 2026-11: which package owns `/bin/sh`.
fn sh_of(repository: &str, tag: &str) -> Dialect {
    let tag = tag.to_ascii_lowercase();
    let name = repository.rsplit('/').next().unwrap_or(repository);
    if name == "alpine" || name == "busybox" || tag.contains("alpine") || tag.contains("busybox") {
        return Dialect::Ash;
    }
    let of_fedora = ["fedora", "centos", "rockylinux", "almalinux", "oraclelinux", "amazonlinux", "archlinux"];
    let named = of_fedora.contains(&name)
        || ["ubi", "rhel", "sles", "opensuse", "photon", "mariner", "azurelinux", "manylinux"]
            .iter()
            .any(|start| name.starts_with(start))
        || repository.starts_with("opensuse/")
        || repository.contains("azurelinux")
        || repository.contains("cbl-mariner");
    let tagged =
        ["ubi8", "ubi9", "ubi10", "fedora", "centos", "amazonlinux", "amzn", "-al2", "oracle", "rocky", "azurelinux"];
    if named || tagged.iter().any(|family| tag.contains(family)) {
        return Dialect::Bash;
    }
    let of_debian = [
        "debian",
        "ubuntu",
        "buildpack-deps",
        "python",
        "node",
        "ruby",
        "golang",
        "rust",
        "php",
        "perl",
        "gcc",
        "nginx",
        "httpd",
        "postgres",
        "mysql",
        "mariadb",
        "redis",
        "mongo",
        "tomcat",
        "maven",
        "gradle",
        "eclipse-temurin",
        "openjdk",
        "wordpress",
        "drupal",
        "haskell",
        "elixir",
        "erlang",
        "swift",
        "julia",
        "r-base",
        "phusion",
        "minideb",
        "cuda",
        "pytorch",
        "tensorflow",
    ];
    let codenames = [
        "stretch", "buster", "bullseye", "bookworm", "trixie", "xenial", "bionic", "focal", "jammy", "noble", "slim",
        "ubuntu", "debian",
    ];
    if of_debian.contains(&name) || codenames.iter().any(|word| tag.contains(word)) {
        return Dialect::Dash;
    }
    Dialect::Sh
}

#[cfg(test)]
mod tests {
    use super::sh_of;
    use plimsoll_shell::Dialect;

    #[test]
    fn sh_by_base_image() {
        for (repository, tag, expected) in [
            ("debian", "12", Dialect::Dash),
            ("python", "3.13-slim", Dialect::Dash),
            ("python", "3.13-alpine3.22", Dialect::Ash),
            ("fedora", "42", Dialect::Bash),
            ("registry.access.redhat.com/ubi9/ubi-minimal", "9.5", Dialect::Bash),
            ("opensuse/leap", "15.6", Dialect::Bash),
            ("eclipse-temurin", "21-ubi9-minimal", Dialect::Bash),
            ("nvidia/cuda", "13.0.1-devel-amzn2023", Dialect::Bash),
            ("acme/base", "1", Dialect::Sh),
        ] {
            assert_eq!(sh_of(repository, tag), expected, "{repository}:{tag}");
        }
    }
}
