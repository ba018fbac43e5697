//! `untrusted-base-image`: an image that nobody known answers for.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::dockerfile::Image;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{Publisher, deprecated, is_official, publisher};
use plimsoll_text::{Edit, range};
use std::collections::BTreeSet;

rule! {
    /// Whoever publishes the base image runs code in your build and in production.
    ///
    /// Anybody can open an account on Docker Hub. plimsoll knows the official images, verified publishers,
    /// sponsored open source projects and the vendors' own registries, and takes private registries for yours;
    /// what is left is an account that nobody vouches for. The account that the repository itself belongs to, by its
    /// git remote, is yours too. Take the official image of the same product, build the
    /// image yourself, or name the account in the option `trusted` after a look at it.
    ///
    /// A digest does not help here: it fixes which bytes you get, not whose they are.
    ///
    /// ```Dockerfile,bad
    /// FROM somebody/python-with-tools:1.2
    ///   #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: nobody known answers for the image `somebody/python-with-tools`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/
    /// FROM mcr.microsoft.com/dotnet/aspnet:10.0
    /// FROM 123456789012.dkr.ecr.eu-west-1.amazonaws.com/base:1
    /// FROM ${BASE}
    /// FROM scratch
    /// ```
    ///
    /// ```Dockerfile,good,trusted=somebody
    /// FROM somebody/python-with-tools:1.2
    /// ```
    "untrusted-base-image" {
        summary: "image that nobody known answers for",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[OptionSpec {
            name: "trusted",
            kind: OptionKind::List,
            docs: "Accounts, registries or images to trust: `somebody`, `ghcr.io/somebody`, `registry.example.com`.",
        }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if !cx.settings.list(&super::untrusted_registry::RULE, super::untrusted_registry::OPTION).is_empty() {
        return;
    }
    let trusted = cx.settings.list(&RULE, "trusted");
    let mut seen = BTreeSet::new();
    for used in &cx.build.images {
        let image = &used.image;
        let name = ImageName::from_parts(image.registry(), image.repository());
        let own = cx.workspace.owner().is_some_and(|owner| is_same_account(owner, name.namespace()));
        let place = match publisher(&name) {
            Publisher::Unknown if !own && can_be_on_docker_hub(&name) => "Docker Hub",
            // On GHCR, Quay and GitLab it takes the git remote to tell one's own account from another's.
            Publisher::Hosted if !own && cx.workspace.owner().is_some() => name.registry,
            _ => continue,
        };
        if trusted.iter().any(|entry| covers(entry, image)) || !seen.insert(image.name()) {
            continue;
        }
        let finding = sink.report(used.range, format!("nobody known answers for the image `{}`", image.name()));
        finding.note(format!(
            "`{}` is an account on {place} that is neither Docker's nor a verified publisher's nor a sponsored project's",
            name.namespace()
        ));
        if image.digest().is_some() {
            finding.note("the digest fixes which bytes are used, not whose they are");
        }
        finding.fix(official(image));
    }
}

/// The official image of the same name, where there is one.
fn official(image: &Image) -> Option<Fix> {
    let name = image.repository().rsplit('/').next()?;
    let is_current = is_official(name) && deprecated(&ImageName::parse(name)).is_none() && image.digest().is_none();
    let place = image.value.origin(range(0, image.name().len())).filter(|_| is_current)?;
    Some(Fix::manual(format!("use the official image `{name}`"), Edit::replace(place, name)))
}

/// Whether an account of the git host and one of a registry are of the same people. Docker Hub knows no dashes, and
/// either name may say more: `pangeo-data` and `pangeo`.
fn is_same_account(owner: &str, namespace: &str) -> bool {
    let plain = |text: &str| text.replace(['-', '_', '.'], "").to_ascii_lowercase();
    let goes_on = |longer: &str, shorter: &str| {
        let rest = longer.get(..shorter.len()).filter(|start| start.eq_ignore_ascii_case(shorter));
        shorter.len() > 2 && rest.is_some() && longer[shorter.len()..].starts_with('-')
    };
    plain(owner) == plain(namespace) || goes_on(owner, namespace) || goes_on(namespace, owner)
}

/// Docker Hub has accounts of lower-case letters and digits (old ones have `_` too) with one level below them; any other
/// name is that of a local image or a named context.
///
/// Source: docs.docker.com/accounts/general-faqs, 2026-11.
fn can_be_on_docker_hub(name: &ImageName<'_>) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.namespace().bytes().all(is_allowed) && name.path.split('/').count() <= 2
}

/// Whether an entry of `trusted` names the image, its account or its registry.
fn covers(entry: &str, image: &Image) -> bool {
    let name = image.name();
    let short = image.repository();
    [name, short].iter().any(|name| {
        name.strip_prefix(entry.trim_end_matches("/*")).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
