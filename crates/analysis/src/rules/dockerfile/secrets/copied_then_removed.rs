//! `copied-then-removed`: copied file that a later RUN deletes.

use super::instead_of_copy::{Mounted, mount_instead};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::deletes;
use plimsoll_model::tables::secrets::credential_file;

rule! {
    /// What COPY brings stays in its layer: a later `rm` only hides it.
    ///
    /// The image is no smaller, and whoever can pull it can read the file. Mount the file for the RUN that needs it:
    /// `RUN --mount=type=bind,source=…,target=…`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.deb /tmp/app.deb
    /// RUN dpkg -i /tmp/app.deb && rm /tmp/app.deb
    /// #                              ^^^^^^^^^^^^ note: `/tmp/app.deb` is deleted, but stays in the layer of the COPY
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=bind,source=app.deb,target=/tmp/app.deb dpkg -i /tmp/app.deb
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=bind,source=app.deb,target=/tmp/app.deb dpkg -i /tmp/app.deb
    /// ```
    "copied-then-removed" {
        summary: "copied file that a later RUN deletes",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    for word in deletes(cx.command) {
        let Some(path) = word.literal().filter(|path| path.starts_with('/') && !word.has_glob()) else { continue };
        let path = path.trim_end_matches('/');
        let copied =
            cx.build.stage_steps(stage).take_while(|(step, _)| *step < cx.step).find_map(|(step, instruction)| {
                let Body::Copy(copy) = &instruction.body else { return None };
                let target = cx.build.expand(step, copy.destination.as_ref()?)?.text;
                let mut sources = copy.sources.iter().filter_map(|source| cx.build.expand(step, source));
                let is_it = target.trim_end_matches('/') == path
                    || (target.ends_with('/')
                        && sources.any(|source| {
                            let name = source.text.rsplit('/').next().unwrap_or("").to_owned();
                            !name.is_empty() && format!("{target}{name}") == path
                        }));
                is_it.then_some((step, instruction, credential_file(path).is_some_and(|file| file.sure)))
            });
        let Some((step, instruction, is_secret)) = copied.filter(|(_, _, is_secret)| stage.shipped || *is_secret)
        else {
            continue;
        };
        let finding = sink.report(
            word.range,
            format!("`{path}` is deleted, but stays in the layer of the {}", instruction.keyword.as_str()),
        );
        let mounted = if is_secret { Mounted::Secret } else { Mounted::Bind };
        let edits = mount_instead(cx, stage.id, step, path, mounted);
        finding
            .label(instruction.range, "it came here")
            .fix(edits.map(|edits| Fix::r#unsafe("mount it where it is needed", edits)));
        if is_secret {
            finding.note("the secret stays readable for everyone who can pull the image");
        }
    }
}
