//! `invalid-volume-name`: a volume with a name that it cannot have.

use super::volume::{Name, is_at_launch, mounted_names, name, volume_names, volumes};
use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Object;
use plimsoll_model::tables::limits;
use plimsoll_text::{Edit, Edits};

rule! {
    /// The name of a volume has at most 255 letters, digits, hyphens and underscores.
    ///
    /// A volume in EFS, of S3 Files or of the launch must have one.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "web data" }],
    ///   //                    ^^^^^^^^^^ error: `web data` is no name of a volume
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "web data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "web-data" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "web-data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "web_data-1" }, { "name": "${NAME} x" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "web_data-1", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "invalid-volume-name" {
        summary: "volume with a name that it cannot have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for volume in volumes(cx.task) {
        if let Some(own) = name(volume, "name") {
            if !is_name(&own.text) {
                sink.report(own.node.range(), format!("`{}` is no name of a volume", own.text))
                    .note("a name has at most 255 letters, digits, hyphens and underscores")
                    .fix(rename(cx, &own));
            }
        } else if volume.name("name").is_absent() && volume.is_complete() && needs_name(volume) {
            sink.report(volume.anchor(), "the volume has no `name`").note("no container can mount it");
        }
    }
}

fn is_name(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=limits::NAME).contains(&text.len()) && text.bytes().all(is_letter)
}

fn needs_name(volume: Object<'_>) -> bool {
    let has = |key: &str| !volume.object(key).is_absent();
    has("efsVolumeConfiguration") || has("s3filesVolumeConfiguration") || is_at_launch(volume)
}

/// Another name for the volume, where it is declared and where it is mounted.
fn rename(cx: &TaskCx<'_>, own: &Name<'_>) -> Option<Fix> {
    let slug: String = own.text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let slug = slug.trim_matches('-');
    let taken = volume_names(cx.task)?.iter().any(|other| other.text == slug);
    if !is_name(slug) || taken {
        return None;
    }
    let mut edits: Vec<Edit> = replace_text(own.node, slug)?.iter().cloned().collect();
    for mount in mounted_names(cx.task)?.iter().filter(|mount| mount.text == own.text) {
        edits.extend(replace_text(mount.node, slug)?.iter().cloned());
    }
    Some(Fix::r#unsafe(format!("call it `{slug}`"), Edits::new(edits).ok()?))
}
