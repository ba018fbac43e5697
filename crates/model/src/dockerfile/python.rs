//! The Python that `pip` of a RUN installs for.
//!
//! Invariant: it is told only where the base image names it and nothing before the step may have brought another.

use super::{Base, Build, StageId, StepId};
use crate::tables::image_name::ImageName;
use crate::tables::python::version_in_tag;

impl Build<'_> {
    /// The Python that the base image of a stage names in its tag, at a step of it: `3.13-slim`. `None` when that is not
    /// known, or not the only one.
    #[must_use]
    pub fn python_at(&self, stage: StageId, step: StepId) -> Option<&str> {
        let Base::Image(image) = self.external_base(stage) else { return None };
        let name = ImageName::from_parts(image.registry(), image.repository());
        let version = version_in_tag(&name, image.tag()?)?;
        (!self.may_have_other_python(stage, step)).then_some(version)
    }

    /// Whether a command before `step`, or that of the step, may have brought another Python into the way.
    #[must_use]
    pub fn may_have_other_python(&self, stage: StageId, step: StepId) -> bool {
        let found = self.latest(stage, step + 1, |at, _| {
            let mut commands = self.scripts(at).iter().flat_map(|script| &script.commands);
            let brings = commands.any(|command| {
                let effective = command.effective();
                let args: Vec<&str> = effective.args.iter().filter_map(|word| word.literal()).collect();
                let names_one = || args.iter().any(|arg| arg.starts_with("--python") || *arg == "-p");
                match effective.name() {
                    Some("uv") => match args.first() {
                        Some(&"venv") => names_one() || args.iter().skip(1).any(|arg| arg.starts_with("3.")),
                        Some(&"python") => true,
                        _ => false,
                    },
                    Some("virtualenv") => names_one(),
                    Some("pyenv" | "conda" | "mamba" | "micromamba") => true,
                    _ => false,
                }
            });
            brings.then_some(())
        });
        found.is_some()
    }
}
