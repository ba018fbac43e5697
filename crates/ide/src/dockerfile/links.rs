//! Where images, COPY sources and URLs lead.

use super::Cx;
use crate::{Link, LinkTarget, registries};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_text::TextRange;

pub(crate) fn links(cx: &Cx<'_>) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for used in &cx.build.images {
        let image = &used.image;
        if cx.hides("", image.text()) {
            continue;
        }
        if let Some(url) = registries::page(image.registry(), image.repository(), image.tag()) {
            let tooltip = format!("{} on {}", image.name(), registries::title(image.registry()));
            found.push(Link { range: used.range, target: LinkTarget::Url(url), tooltip });
        }
    }
    for (step, at) in cx.build.steps.iter().enumerate() {
        let instruction = at.instruction;
        if let Body::Copy(copy) = &instruction.body
            && instruction.flag(cx.source, "from").is_none()
        {
            for word in &copy.sources {
                let value = cx.build.expand(step, word).map(|value| value.text);
                found.extend(value.and_then(|value| source(cx, instruction.keyword, word.range, &value)));
            }
        }
    }
    let directives = cx.syntax.directives().filter(|it| cx.text(it.name).eq_ignore_ascii_case("syntax"));
    for directive in directives.filter(|it| cx.text(it.value).starts_with("docker/dockerfile")) {
        found.push(Link {
            range: directive.value,
            target: LinkTarget::Url("https://hub.docker.com/r/docker/dockerfile".to_owned()),
            tooltip: "docker/dockerfile on Docker Hub".to_owned(),
        });
    }
    found
}

/// A source of COPY or ADD: a file of the workspace, or for ADD an address.
fn source(cx: &Cx<'_>, keyword: Keyword, range: TextRange, value: &str) -> Option<Link> {
    if keyword == Keyword::Add && ["https://", "http://"].iter().any(|scheme| value.starts_with(scheme)) {
        let tooltip = "what is downloaded".to_owned();
        let is_plain = !value.contains(char::is_whitespace) && !cx.hides("", value);
        return is_plain.then(|| Link { range, target: LinkTarget::Url(value.to_owned()), tooltip });
    }
    let path = file(cx, value)?;
    Some(Link { range, tooltip: path.clone(), target: LinkTarget::File(path) })
}

/// The file that `value` names, seen from the Dockerfile's folder or from a folder above it: the build context is
/// one of them. The nearest one counts.
fn file(cx: &Cx<'_>, value: &str) -> Option<String> {
    let relative = normal(value)?;
    let mut folder = cx.view.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    loop {
        let path = if folder.is_empty() { relative.clone() } else { format!("{folder}/{relative}") };
        if cx.view.workspace.get(&path).is_some() {
            return Some(path);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// A path of the build context without `/` in front, `.` and `..`; `None` for patterns and for the context itself.
fn normal(value: &str) -> Option<String> {
    if value.contains(['*', '?', '[']) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in value.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
