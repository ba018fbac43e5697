//! `feature-newer-than-syntax`: feature that the named frontend does not know.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Frontend;
use plimsoll_model::tables::frontend::minor_version;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// `# syntax=` names a version of the frontend that is older than something in the file.
    ///
    /// ```Dockerfile,bad
    /// # syntax=docker/dockerfile:1.7
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// #    ^^^^^^^^^ warning: `--parents` needs frontend 1.20, this file names 1.7
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # syntax=docker/dockerfile:1.20
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1.7-labs
    /// FROM debian:12.11
    /// COPY --parents src/*/package.json /app/
    /// ```
    "feature-newer-than-syntax" {
        summary: "feature that the named frontend does not know",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(Frontend { minor, labs, range: place }) = cx.build.frontend() else { return };
    let mut newer: Vec<(TextRange, String, u32)> = Vec::new();
    for instruction in cx.syntax.instructions() {
        let keyword = instruction.keyword.as_str();
        let mut add = |range: TextRange, feature: &str, shown: String| {
            if let Some(needed) = minor_version(keyword, feature, labs).filter(|needed| *needed > minor) {
                newer.push((range, shown, needed));
            }
        };
        for flag in &instruction.flags {
            let name = cx.text(flag.name);
            add(flag.range, name, format!("`--{name}`"));
        }
        if let Some(heredoc) = instruction.heredocs.first() {
            add(heredoc.operator, "heredoc", format!("`{}`", cx.text(heredoc.operator)));
        }
        if let Body::Run(run) = &instruction.body {
            for option in run.mounts.iter().flat_map(|mount| &mount.options) {
                let key = cx.text(option.key).to_ascii_lowercase();
                add(option.range, &format!("mount:{key}"), format!("`{key}=` of a mount"));
            }
        }
    }
    let Some(most) = newer.iter().map(|(.., needed)| *needed).max() else { return };
    for (range, shown, needed) in newer {
        let fix = (!labs).then(|| Fix::safe(format!("name `1.{most}`"), Edit::replace(place, format!("1.{most}"))));
        sink.report(range, format!("{shown} needs frontend 1.{needed}, this file names 1.{minor}"))
            .label(place, "named here")
            .fix(fix);
    }
}
