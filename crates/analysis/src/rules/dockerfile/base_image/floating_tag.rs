//! `floating-tag`: tag that moves with releases.

use super::version_tag;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::image_name::ImageName;

rule! {
    /// A tag without a version, or with the major version alone, moves to new releases.
    ///
    /// ```Dockerfile,bad
    /// FROM nginx:stable
    /// #          ^^^^^^ note: `nginx:stable` moves with new releases
    /// FROM python:3-slim
    /// #           ^^^^^^ note: `python:3-slim` moves with new releases
    /// ```
    ///
    /// With `--online` the registry is asked which version that is today. With this answer:
    ///
    /// ```text,network
    /// tag redis:8-alpine 8.4.0-alpine
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM redis:8-alpine
    /// #          ^^^^^^^^ note: `redis:8-alpine` moves with new releases
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM redis:8.4.0-alpine
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nginx:1.28.0
    /// FROM node:24.11-slim
    /// FROM debian:trixie@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// ```
    "floating-tag" {
        summary: "tag that moves with releases",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// Official images whose releases are told by a minor version. Those of Node.js, Debian and PostgreSQL are told by
/// the major version alone, which is what a move to a supported release names.
/// Source: the tag lists of the official images, 2026-11.
const WITH_MINORS: [&str; 18] = [
    "python", "golang", "ruby", "php", "rust", "mysql", "mariadb", "redis", "mongo", "nginx", "httpd", "alpine", "elixir",
    "perl", "haproxy", "traefik", "rabbitmq", "memcached",
];

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for used in &cx.build.images {
        let image = &used.image;
        let Some(tag) = image.tag().filter(|tag| !tag.is_empty() && *tag != "latest") else { continue };
        if image.digest().is_some() {
            continue;
        }
        let name = ImageName::from_parts(image.registry(), image.repository());
        let words = ["stable", "lts", "edge", "current", "rolling", "mainline", "nightly", "slim", "alpine", "dev", "main", "master"];
        let floats = !tag.bytes().any(|byte| byte.is_ascii_digit())
            && tag.split('-').any(|part| words.contains(&part));
        // `golang:alpine3.22` names the version of the system alone.
        let names_system_only = name.official().is_some_and(|name| name != "alpine") && tag.starts_with("alpine");
        let version = tag.split('-').next().unwrap_or(tag);
        let is_major = !version.is_empty()
            && version.len() < 4
            && version.bytes().all(|byte| byte.is_ascii_digit())
            && name.official().is_some_and(|name| WITH_MINORS.contains(&name));
        if floats || names_system_only || is_major {
            let place = image.tag_origin().unwrap_or(used.range);
            let finding = sink
                .report(place, format!("`{}` moves with new releases", image.text()))
                .note("name the version that was tested, or add a digest");
            version_tag::offer(cx, used, finding, Fix::r#unsafe);
        }
    }
}
