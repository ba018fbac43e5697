//! Writes the version that a tag or digest is today into the reference of an image.
//!
//! Invariant: a tag is changed only where it is the tag of this one image: in the instruction itself, or in the default of
//! an ARG that nothing else reads.

use crate::{DockerfileCx, Finding, Fix, Question};
use plimsoll_model::dockerfile::{ImageUse, PinPlace};
use plimsoll_text::{Edit, TextRange, slice};

/// What the answer is written as.
struct Seat {
    place: TextRange,
    before: &'static str,
}

/// Offers the version tag of an image as a fix with `make`, if somebody asked for it, else a place to write it.
pub(super) fn offer(cx: &DockerfileCx<'_>, used: &ImageUse, finding: &mut Finding, make: fn(String, Edit) -> Fix) {
    let Some(Seat { place, before }) = seat(cx, used) else { return };
    let image = used.image.text().to_owned();
    let current = used.image.tag();
    let answer = finding.answer(cx, Question::VersionTag { image });
    let fix = match answer.filter(|tag| current != Some(*tag)) {
        Some(tag) => {
            let title = match used.image.digest() {
                Some(_) => format!("name the tag of this digest, `{tag}`"),
                None => format!("name the version that it is today, `{tag}`"),
            };
            make(title, Edit::replace(place, format!("{before}{tag}")))
        }
        None => {
            let title = if used.image.digest().is_some() { "add the tag of this digest" } else { "name a version" };
            Fix::manual(title, Edit::replace(place, format!("{before}<tag>")))
        }
    };
    finding.fix(fix);
}

/// Where the tag stands or goes.
fn seat(cx: &DockerfileCx<'_>, used: &ImageUse) -> Option<Seat> {
    match cx.build.pin_place(used).ok()? {
        PinPlace::Open { at, untagged: true } => Some(Seat { place: TextRange::empty(at), before: ":" }),
        PinPlace::Open { at, untagged: false } => {
            let tag = used.image.tag_origin()?;
            let is_whole = tag.end() == at && Some(slice(cx.source(), tag)) == used.image.tag();
            is_whole.then_some(Seat { place: tag, before: "" })
        }
        PinPlace::Pinned { digest, untagged: true } => {
            let at = digest.start().checked_sub(1.into())?;
            let is_sign = slice(cx.source(), TextRange::new(at, digest.start())) == "@";
            is_sign.then_some(Seat { place: TextRange::empty(at), before: ":" })
        }
        PinPlace::Pinned { untagged: false, .. } => None,
    }
}
