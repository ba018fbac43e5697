//! The tag to move to when a release has ended.
//!
//! Invariant: a tag is proposed only if it exists: the product publishes the suffix for every supported release
//! (column `suffixes` of the table), and patch numbers, whose images are not built again for a newer system, are
//! dropped.

use super::calendar::{CALENDAR, Found, Kind, Product};
use crate::tables::image_name::ImageName;

/// The tag of the oldest newer release that is still supported, with the variant suffix kept; `None` if nothing has
/// ended or if it is not certain that such a tag exists.
///
/// `3.8-slim-buster` → `3.11-slim-bookworm`, `slim-buster` → `slim-bookworm`, `18-alpine3.17` → `22-alpine`,
/// `debian:buster-20240101` → `bookworm`.
#[must_use]
pub fn supported_replacement(image: &ImageName<'_>, tag: &str) -> Option<String> {
    let product = CALENDAR.product_of(image)?;
    if !matches!(product.kind, Kind::System | Kind::Runtime) {
        return None;
    }
    let first = tag.split('-').next()?;
    let version = product.find(first);
    let mut changed = version.is_some_and(|version| product.has_ended(version));
    let mut tokens = tag.split('-');
    let mut new: Vec<&str> = Vec::new();
    if let Some(version) = version {
        tokens.next();
        new.push(version_after(product, version, first)?);
    } else if is_floating(first) {
        tokens.next();
        new.push(first);
    }
    let mut suffix: Vec<&str> = Vec::new();
    for token in tokens {
        match CALENDAR.system(token) {
            // A dated snapshot of a release: `buster-20240101`.
            None if product.kind == Kind::System && token.len() == 8 && token.bytes().all(|b| b.is_ascii_digit()) => {}
            None => suffix.push(token),
            Some((system, _)) if product.kind == Kind::System || system.name == product.name => return None,
            Some((system, found)) => {
                changed |= system.has_ended(found);
                suffix.push(system_after(system, found, token)?);
            }
        }
    }
    if !changed || !is_published(product, &suffix) {
        return None;
    }
    new.extend(suffix);
    Some(new.join("-"))
}

fn version_after(product: &Product, version: Found, written: &str) -> Option<&'static str> {
    if !product.has_ended(version) {
        return if version.by_name { None } else { product.release_name(version) };
    }
    let (number, name) = product.successor(version)?;
    if version.by_name {
        return name;
    }
    // `centos:7` and `stream9` are different distributions.
    let numbered = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    (numbered(number) == numbered(written)).then_some(number)
}

/// Words in place of a version that name no release: `lts-buster`, `3-slim-buster`.
fn is_floating(word: &str) -> bool {
    matches!(word, "lts" | "current" | "latest") || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn system_after<'t>(system: &Product, found: Found, written: &'t str) -> Option<&'t str> {
    match system.name {
        // Every image that has a variant for one Alpine release has one for the current release.
        "alpine" => Some("alpine"),
        "debian" if !found.by_name => None,
        "debian" if system.has_ended(found) => Some("bookworm"),
        "debian" => Some(written),
        _ => None,
    }
}

/// Whether the product has a tag with this suffix for every supported release. Bookworm and newer Debian releases
/// come together.
fn is_published(product: &Product, suffix: &[&str]) -> bool {
    if suffix.is_empty() {
        return true;
    }
    let suffix = suffix.iter().map(|word| if *word == "trixie" { "bookworm" } else { *word });
    product.suffixes.iter().any(|known| known.split('-').eq(suffix.clone()))
}

#[cfg(test)]
mod tests {
    use super::supported_replacement;
    use crate::tables::image_name::ImageName;

    #[track_caller]
    fn check(image: &str, expected: Option<&str>) {
        let (name, tag) = image.rsplit_once(':').unwrap();
        assert_eq!(supported_replacement(&ImageName::parse(name), tag).as_deref(), expected, "{image}");
    }

    #[test]
    fn suffixes_are_kept() {
        check("python:3.8", Some("3.11"));
        check("python:3.8.12-slim", Some("3.11-slim"));
        check("python:3.8-slim-buster", Some("3.11-slim-bookworm"));
        check("python:slim-buster", Some("slim-bookworm"));
        check("python:3-slim-buster", Some("3-slim-bookworm"));
        check("python:3.12.1-slim-bullseye", Some("3.12-slim-bookworm"));
        check("node:18-alpine3.17", Some("22-alpine"));
        check("node:14-stretch-slim", Some("22-bookworm-slim"));
        check("node:lts-buster", Some("lts-bookworm"));
        check("node:hydrogen-alpine", Some("jod-alpine"));
        check("node:23-trixie", Some("24-trixie"));
        check("golang:1.19-alpine", Some("1.26-alpine"));
        check("php:7.4-fpm-alpine3.15", Some("8.2-fpm-alpine"));
        check("php:7.4-apache-buster", Some("8.2-apache-bookworm"));
        check("mcr.microsoft.com/dotnet/sdk:6.0-alpine", Some("10.0-alpine"));
        check("eclipse-temurin:18-jdk", Some("21-jdk"));
        check("public.ecr.aws/docker/library/ruby:2.7-slim", Some("3.3-slim"));
    }

    #[test]
    fn systems_keep_their_way_of_writing() {
        check("debian:buster", Some("bookworm"));
        check("debian:10-slim", Some("12-slim"));
        check("debian:buster-20240101-slim", Some("bookworm-slim"));
        check("ubuntu:bionic", Some("jammy"));
        check("ubuntu:bionic-20210101", Some("jammy"));
        check("ubuntu:20.04", Some("22.04"));
        check("alpine:3.15.4", Some("3.22"));
        check("amazonlinux:2", Some("2023"));
        check("quay.io/centos/centos:stream8", Some("stream9"));
    }

    #[test]
    fn nothing_is_proposed_without_certainty() {
        for image in [
            "python:3.11-slim",
            "python:3-slim",
            "python:3.8-windowsservercore",
            "node:8-onbuild",
            "node:iron-foo",
            "postgres:9.6",
            "centos:7",
            "quay.io/centos/centos:7",
            "rust:1.60-slim-buster",
            "openjdk:8-jre-slim-buster",
            "eclipse-temurin:17-jdk-focal",
            "mcr.microsoft.com/dotnet/core/sdk:3.1",
            "mcr.microsoft.com/dotnet/aspnet:6.0-focal",
            "nvidia/cuda:11.0-base-ubuntu18.04",
            "acme/python:3.6",
            "debian:buster-backports",
            "golang:1.19rc1-buster",
        ] {
            check(image, None);
        }
    }
}
