//! About an image: what its reference comes to, who answers for it, how long it is cared for.

use super::{At, Cx};
use crate::Hover;
use plimsoll_model::dockerfile::Image;
use plimsoll_model::tables::eol::{Release, Releases, as_of, releases};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{self, Publisher, publisher, publisher_name};
use plimsoll_text::TextSize;
use std::fmt::Write;

pub(super) fn hover(cx: &Cx<'_>, at: At<'_>, offset: TextSize) -> Option<Hover> {
    let used = cx.build.images.iter().find(|used| used.step == at.step && used.range.contains_inclusive(offset))?;
    let written = cx.text(used.range);
    Some(Hover { range: used.range, markdown: about(cx, &used.image, written) })
}

/// About `image`, which stands in the file as `written`.
pub(crate) fn about(cx: &Cx<'_>, image: &Image, written: &str) -> String {
    let name = ImageName::from_parts(image.registry(), image.repository());
    if cx.hides("", image.text()) {
        return format!("`{written}`");
    }
    let mut text = format!("`{}`", image.text());
    if written != image.text() {
        text.push_str(" by the defaults of its build arguments");
    }
    let host = image.registry().map_or("Docker Hub", |registry| registry);
    match publisher(&name) {
        Publisher::Local => text.push_str("\n\n- no official image of Docker: built on the spot, or misspelled"),
        publisher => {
            let _ = write!(text, "\n\n- {} on {host}", who(publisher, &name));
        }
    }
    match (image.tag(), image.digest()) {
        (_, Some(digest)) => {
            let _ = write!(text, "\n- pinned to `{}`", short(digest));
        }
        (None | Some(""), None) => text.push_str("\n- no tag: `latest`"),
        (Some(_), None) => {}
    }
    if image.digest().is_none()
        && let Some(digest) = cx.view.workspace.digest(image.text())
    {
        let _ = write!(text, "\n- now `{digest}`");
    }
    let Releases { product, system } = releases(&name, image.tag());
    for release in product.iter().chain(&system) {
        let _ = write!(text, "\n- {}", life(release));
    }
    if let Some(user) = images::nonroot_user(&name, image.tag()) {
        let _ = write!(text, "\n- runs as `{user}`");
    } else if images::runs_as_root(&name, image.tag()) {
        text.push_str("\n- runs as root");
    }
    if let Some(given_up) = images::deprecated(&name) {
        let _ = write!(text, "\n- given up: {}", given_up.note);
        if let Some(successor) = given_up.successor {
            let _ = write!(text, "; `{successor}` took its place");
        }
    }
    if let Some(url) = crate::registries::page(image.registry(), image.repository(), image.tag()) {
        let _ = write!(text, "\n\n[{}]({url})", crate::registries::title(image.registry()));
    }
    text
}

fn who(publisher: Publisher, name: &ImageName<'_>) -> String {
    match (publisher, publisher_name(name)) {
        (Publisher::Official, _) => "an official image of Docker".to_owned(),
        (Publisher::Verified, Some(called)) => format!("an image of {called}, a verified publisher"),
        (Publisher::SponsoredOpenSource | Publisher::Vendor, Some(called)) => format!("an image of {called}"),
        (Publisher::Verified, None) => "an image of a verified publisher".to_owned(),
        (Publisher::SponsoredOpenSource, None) => "an image of an open source project".to_owned(),
        (Publisher::Private, _) => "a private image".to_owned(),
        (Publisher::Local | Publisher::Vendor | Publisher::Hosted | Publisher::OtherHost | Publisher::Unknown, _) => {
            "an image".to_owned()
        }
    }
}

/// `Debian 12 "bookworm": security support until 2028-06-30`
fn life(release: &Release) -> String {
    let codename = release.codename.map(|codename| format!(" \"{codename}\"")).unwrap_or_default();
    let head = format!("{} {}{codename}", release.product, release.name);
    let successor = release.successor.map(|next| format!("; {next} is still supported")).unwrap_or_default();
    match release.end {
        Some(end) if release.ended => format!("**{head}: security support ended {end}**{successor}"),
        Some(end) => format!("{head}: security support until {end}"),
        None if release.ended => format!("**{head}: security support has ended**{successor}"),
        None => match as_of() {
            Some(day) => format!("{head}: supported, no end set as of {day}"),
            None => format!("{head}: supported"),
        },
    }
}

/// A digest with the first digits of its hash.
fn short(digest: &str) -> String {
    match digest.char_indices().nth("sha256:".len() + 12) {
        Some((end, _)) => format!("{}…", &digest[..end]),
        None => digest.to_owned(),
    }
}
