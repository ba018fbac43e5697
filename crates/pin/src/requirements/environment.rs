//! What is known of the image that something is installed in.
//!
//! Invariant: `None` is not known. All images are Linux.

use super::python::Python;
use plimsoll_model::dockerfile::{Base, Build, StageId, StepId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::python::version_in_tag;

/// What is known of the image that something is installed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Its Python.
    pub python: Option<Python>,
    /// Whether its C library is musl (Alpine).
    pub musl: Option<bool>,
    /// `x86_64` or `aarch64`, when the Dockerfile fixes the platform.
    pub machine: Option<String>,
    /// Whether its Python is the usual one, CPython.
    pub is_cpython: bool,
    /// Why the Python is not known, if there is more to say than that.
    pub(super) why: Option<String>,
}

impl Environment {
    /// What the base image of a stage says.
    pub(super) fn of_stage(build: &Build<'_>, stage: StageId) -> Self {
        let mut environment = Self::default();
        let Some(first) = build.ancestry(stage).last() else { return environment };
        let flag = build.steps.get(first.from_step).and_then(|step| step.instruction.flag(build.source, "platform"));
        let platform = flag.and_then(|flag| flag.value.as_ref()?.literal(build.source));
        environment.machine = platform.as_deref().and_then(machine).map(str::to_owned);
        let Base::Image(image) = build.external_base(stage) else { return environment };
        let name = ImageName::from_parts(image.registry(), image.repository());
        let Some(tag) = image.tag() else { return environment };
        environment.python = version_in_tag(&name, tag).and_then(Python::parse);
        if environment.python.is_some() {
            environment.is_cpython = true;
            environment.musl = Some(tag.contains("alpine"));
        }
        environment
    }

    /// The same for a step, after what happened in the stage before it.
    pub(super) fn of_step(build: &Build<'_>, stage: StageId, step: StepId) -> Self {
        let mut environment = Self::of_stage(build, stage);
        if environment.python.is_some() && build.may_have_other_python(stage, step) {
            environment.forget_python("more than one may be installed in the image");
        }
        environment
    }

    pub(super) fn forget_python(&mut self, why: &str) {
        self.python = None;
        self.is_cpython = false;
        self.why = Some(why.to_owned());
    }

    /// What holds in both.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.python != other.python {
            let why = match (self.python, other.python) {
                (Some(one), Some(two)) => {
                    format!("images with Python {} and {} install it", one.min(two), one.max(two))
                }
                _ => "not all images that install it say theirs".to_owned(),
            };
            self.forget_python(&why);
        }
        if self.musl != other.musl {
            self.musl = None;
        }
        if self.machine != other.machine {
            self.machine = None;
        }
        self.is_cpython &= other.is_cpython;
        self.why = self.why.take().or_else(|| other.why.clone());
    }

    pub(super) fn unknown_python(&self) -> String {
        self.why.clone().unwrap_or_else(|| "it is not known".to_owned())
    }

    /// The value of a marker variable that is compared as text.
    pub(super) fn value(&self, variable: &str) -> Option<&str> {
        match variable {
            "sys_platform" => Some("linux"),
            "platform_system" => Some("Linux"),
            "os_name" => Some("posix"),
            "platform_machine" => self.machine.as_deref(),
            "implementation_name" => self.is_cpython.then_some("cpython"),
            "platform_python_implementation" => self.is_cpython.then_some("CPython"),
            _ => None,
        }
    }
}

/// What Linux calls the machine of a platform (`linux/amd64`).
fn machine(platform: &str) -> Option<&'static str> {
    match platform.strip_prefix("linux/")? {
        "amd64" => Some("x86_64"),
        "arm64" | "arm64/v8" => Some("aarch64"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;
    use plimsoll_model::dockerfile::Build;

    fn of(text: &str) -> (String, Option<bool>, Option<String>) {
        let syntax = plimsoll_dockerfile::parse(text);
        let build = Build::new(text, &syntax);
        let last = build.final_stage().unwrap();
        let found = Environment::of_step(&build, last.id, last.steps.end);
        (found.python.map(|it| it.to_string()).unwrap_or_default(), found.musl, found.machine)
    }

    #[test]
    fn through_stages_and_arguments() {
        for (text, python, musl, machine) in [
            ("FROM python:3.12-slim\n", "3.12", Some(false), None),
            ("FROM python:3.12.4-alpine3.20@sha256:aa\n", "3.12.4", Some(true), None),
            (
                "ARG V=3.11\nFROM --platform=linux/arm64 python:$V AS base\nFROM base\n",
                "3.11",
                Some(false),
                Some("aarch64"),
            ),
            ("FROM python:3\n", "", None, None),
            ("FROM python\n", "", None, None),
            ("ARG V\nFROM python:$V\n", "", None, None),
            ("FROM debian:12\n", "", None, None),
            ("FROM python:3.12\nRUN pip install uv && uv venv /venv\n", "3.12", Some(false), None),
            ("FROM python:3.12\nRUN pip install uv && uv venv --python 3.11 /venv\n", "", Some(false), None),
            ("FROM python:3.12\nRUN uv python install 3.9\n", "", Some(false), None),
        ] {
            assert_eq!(of(text), (python.to_owned(), musl, machine.map(str::to_owned)), "{text}");
        }
    }
}
