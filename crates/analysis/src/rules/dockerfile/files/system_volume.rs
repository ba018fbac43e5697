//! `system-volume`: a VOLUME on a directory of the system.

use crate::rule::rule;
use crate::rules::dockerfile::lines::own_lines;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A volume there hides what the image holds, or collides with what the runtime mounts.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// VOLUME /data /etc
    ///            # ^^^^ warning: a volume on `/etc` hides a directory of the system
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// VOLUME /data
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// VOLUME ["/data", "/etc/nginx"]
    /// ```
    "system-volume" {
        summary: "a VOLUME on a directory of the system",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let paths: Vec<(TextRange, String)> = match &cx.instruction.body {
        Body::Volume(PathList::Words(words)) => {
            words.iter().filter_map(|word| Some((word.range, word.literal(cx.source())?.into_owned()))).collect()
        }
        Body::Volume(PathList::Json(array)) => {
            array.elements.iter().map(|word| (word.inner, word.text(cx.source()).to_owned())).collect()
        }
        _ => return,
    };
    for (range, path) in paths {
        let plain = path.trim_end_matches('/');
        let below = ["/dev", "/proc", "/sys"];
        let inside = below
            .iter()
            .any(|root| plain.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        let exact = ["", "/etc", "/usr", "/bin", "/lib", "/run/secrets"].contains(&plain) && path.starts_with('/');
        if inside || exact {
            // systemd asks for a volume on its control groups.
            if plain == "/sys/fs/cgroup" {
                continue;
            }
            sink.report(range, format!("a volume on `{path}` hides a directory of the system")).fix(without(cx, range));
        }
    }
}

/// The instruction without the path at `range`; nothing of it where that is the only one.
fn without(cx: &InstructionCx<'_>, range: TextRange) -> Option<Fix> {
    let paths: Vec<TextRange> = match &cx.instruction.body {
        Body::Volume(PathList::Words(words)) => words.iter().map(|word| word.range).collect(),
        Body::Volume(PathList::Json(array)) => array.elements.iter().map(|word| word.range).collect(),
        _ => return None,
    };
    let at = paths.iter().position(|path| path.contains_range(range))?;
    if paths.len() == 1 {
        return own_lines(cx, cx.instruction).map(|lines| Fix::safe("delete the VOLUME", Edit::delete(lines)));
    }
    let is_plain = cx.instruction.gaps.is_empty() && cx.instruction.comments.is_empty();
    let deleted = match paths.get(at.wrapping_sub(1)) {
        Some(previous) => TextRange::new(previous.end(), paths[at].end()),
        None => TextRange::new(paths[at].start(), paths.get(at + 1)?.start()),
    };
    is_plain.then(|| Fix::safe("delete the path", Edit::delete(deleted)))
}
