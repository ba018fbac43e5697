//! Which releases of base images have ended.
//!
//! A tag is read for two releases: that of the image's own product (`3.8` in `python:3.8-slim-buster`) and that of
//! the operating system below it (`buster`). A release has ended if its last day of free security support lies
//! before the *table's* day ([`as_of`]), not before today: the same program always gives the same answer.
//!
//! Invariant: unknown is silent. A product, release or word that is not in the table gives nothing; `python:3` and
//! `node:lts` float and have no release.

mod calendar;
mod replacement;

use std::ops::Range;

use self::calendar::{CALENDAR, Kind};
use super::{Date, image_name::ImageName};

pub use replacement::supported_replacement;

pub(super) const RELEASES: &str = include_str!("../../../data/eol.tsv");
pub(super) const PRODUCTS: &str = include_str!("../../../data/eol-products.tsv");

/// A release of a product, as one tag names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its product in the tables: `"debian"`.
    pub id: &'static str,
    /// Its product, for messages: `"Debian"`.
    pub product: &'static str,
    /// Its number: `"10"`.
    pub name: &'static str,
    /// Its code name, if it has one: `"buster"`.
    pub codename: Option<&'static str>,
    /// The last day of free security support; `None` while none is set.
    pub end: Option<Date>,
    /// Whether that day lies before the table's day.
    pub ended: bool,
    /// The number of the oldest release of the product that is newer and still supported: `"12"`.
    pub successor: Option<&'static str>,
    /// Bytes of the tag that name it: `buster` in `3.8-slim-buster`. Empty if the tag is missing, or if the name
    /// of the repository says it.
    pub at: Range<usize>,
}

/// What a tag says about releases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases {
    /// That of the image's own product.
    pub product: Option<Release>,
    /// That of the operating system below it; `None` where the image *is* an operating system.
    pub system: Option<Release>,
}

/// The first release that `image` with `tag` names, that has not ended, and that ends within `days` of the table's day.
#[must_use]
pub fn ends_within(image: &ImageName<'_>, tag: Option<&str>, days: usize) -> Option<Release> {
    let Releases { product, system } = releases(image, tag);
    let is_soon = |end: Date| {
        let left = as_of().map_or(0, |day| end.days_since(day));
        usize::try_from(left).is_ok_and(|left| left <= days)
    };
    product.into_iter().chain(system).find(|release| !release.ended && release.end.is_some_and(is_soon))
}

/// The first release that `image` with `tag` names and that has ended: of the product, else of the system.
#[must_use]
pub fn end_of_life(image: &ImageName<'_>, tag: Option<&str>) -> Option<Release> {
    let Releases { product, system } = releases(image, tag);
    product.into_iter().chain(system).find(|release| release.ended)
}

/// The releases that `image` with `tag` names, ended or not. No tag means `latest`.
#[must_use]
pub fn releases(image: &ImageName<'_>, tag: Option<&str>) -> Releases {
    let calendar = &*CALENDAR;
    let product = calendar.product_of(image);
    if product.is_none() && image.official().is_none() {
        return Releases::default();
    }
    let kind = product.map(|product| product.kind);
    let own = product.and_then(|product| {
        let text = tag.unwrap_or("latest");
        let first = text.split('-').next().unwrap_or(text);
        let found = product.find(first)?;
        Some(found.release(product, if tag.is_some() { 0..first.len() } else { 0..0 }))
    });
    let system = match kind {
        Some(Kind::System) => None,
        Some(Kind::Carrier) => system_in_tag(tag).or_else(|| system_in_repository(image)),
        _ if product.is_some_and(|product| product.name == "centos") => None,
        // ROS called two of its releases as Ubuntu called some of its own: `ros:kinetic-ros-base-jessie`.
        _ if image.basename() == "ros" => tag.and_then(|tag| tag.split_once('-')).and_then(|(first, rest)| {
            let mut system = system_in_tag(Some(rest))?;
            system.at = system.at.start + first.len() + 1..system.at.end + first.len() + 1;
            Some(system)
        }),
        _ => system_in_tag(tag),
    };
    Releases { product: own, system }
}

/// The release of the operating system that `image` with `tag` holds: its own, or the one that the tag names. `latest`,
/// and no tag, is the newest of the table.
#[must_use]
pub fn system(image: &ImageName<'_>, tag: Option<&str>) -> Option<Release> {
    let Releases { product, system } = releases(image, tag);
    let kind = CALENDAR.product_of(image).filter(|product| product.kind == Kind::System);
    match kind {
        None => system,
        Some(_) if product.is_some() => product,
        Some(kind) if matches!(tag, None | Some("latest")) => kind.newest(),
        Some(_) => None,
    }
}

/// The release of an operating system that `word` names: `bookworm`, `noble`.
#[must_use]
pub fn codename(word: &str) -> Option<Release> {
    let (product, found) = CALENDAR.system(word).filter(|(_, found)| found.by_name)?;
    Some(found.release(product, 0..word.len()))
}

/// Whether the release `name` (`24.04`) is newer than `than`. `None` where one of them is no number.
#[must_use]
pub fn is_newer(name: &str, than: &str) -> Option<bool> {
    let parts = |text: &str| text.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<_>>>();
    Some(parts(name)? > parts(than)?)
}

/// The day for which the table holds.
#[must_use]
pub fn as_of() -> Option<Date> {
    CALENDAR.as_of
}

/// `gcr.io/distroless/python3-debian11` names its system in the repository.
fn system_in_repository(image: &ImageName<'_>) -> Option<Release> {
    let (_, word) = image.basename().rsplit_once('-')?;
    let (product, found) = CALENDAR.system(word)?;
    Some(found.release(product, 0..0))
}

fn system_in_tag(tag: Option<&str>) -> Option<Release> {
    let mut start = 0;
    for word in tag?.split('-') {
        if let Some((product, found)) = CALENDAR.system(word) {
            return Some(found.release(product, start..start + word.len()));
        }
        start += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Release, Releases, codename, end_of_life, is_newer, releases, system};
    use crate::tables::image_name::ImageName;

    fn read(image: &str) -> Releases {
        let (name, tag) = match image.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (image, None),
        };
        releases(&ImageName::parse(name), tag)
    }

    fn show(release: Option<Release>) -> String {
        release.map_or_else(String::new, |release| {
            format!("{} {}{}", release.product, release.name, if release.ended { " ended" } else { "" })
        })
    }

    #[track_caller]
    fn check(image: &str, product: &str, system: &str) {
        let Releases { product: own, system: below } = read(image);
        assert_eq!((show(own).as_str(), show(below).as_str()), (product, system), "{image}");
    }

    #[test]
    fn systems_and_code_names() {
        let of = |image: &str, tag| system(&ImageName::parse(image), tag).map(|it| format!("{} {}", it.id, it.name));
        assert_eq!(of("python", Some("3.13-slim-bookworm")).as_deref(), Some("debian 12"));
        assert_eq!(of("nvidia/cuda", Some("12.4.1-devel-ubuntu22.04")).as_deref(), Some("ubuntu 22.04"));
        assert_eq!(of("debian", None).as_deref(), Some("debian 13"));
        assert_eq!((of("python", None), of("debian", Some("sid")), of("acme/base", Some("1"))), (None, None, None));
        assert_eq!(codename("jammy").map(|it| it.name), Some("22.04"));
        assert_eq!(codename("stable"), None);
        assert_eq!(
            (is_newer("24.04", "22.10"), is_newer("3.9", "3.18"), is_newer("sid", "12")),
            (Some(true), Some(false), None)
        );
    }

    #[test]
    fn versions_name_a_release() {
        check("python:3.8-slim-buster", "Python 3.8 ended", "Debian 10 ended");
        check("python:3.10.4", "Python 3.10 ended", "");
        check("python:3.11-slim", "Python 3.11", "");
        check("python:2", "Python 2 ended", "");
        check("python:2.7-alpine", "Python 2 ended", "");
        check("node:18-alpine3.17", "Node.js 18 ended", "Alpine Linux 3.17 ended");
        check("node:22.3.0-bookworm", "Node.js 22", "Debian 12");
        check("golang:1.19", "Go 1.19 ended", "");
        check("golang:1.2", "Go 1.2 ended", "");
        check("golang:1.26-alpine", "Go 1.26", "");
        check("php:7.4-fpm", "PHP 7.4 ended", "");
        check("php:7-apache", "PHP 7 ended", "");
        check("php:8.2-fpm", "PHP 8.2", "");
        check("mcr.microsoft.com/dotnet/sdk:6.0-alpine", ".NET 6.0 ended", "");
        check("mcr.microsoft.com/dotnet/aspnet:8.0.10-jammy", ".NET 8.0 ended", "Ubuntu 22.04");
        check("mcr.microsoft.com/dotnet/core/sdk:3.1-bionic", ".NET 3.1 ended", "Ubuntu 18.04 ended");
        check("postgres:9.6.24-alpine", "PostgreSQL 9.6 ended", "");
        check("postgres:13", "PostgreSQL 13 ended", "");
        check("eclipse-temurin:17.0.5_8-jdk-focal", "Eclipse Temurin 17", "Ubuntu 20.04 ended");
        check("mysql:5", "MySQL 5 ended", "");
        check("tomcat:8.5-jdk8", "Tomcat 8.5 ended", "");
        check("tomcat:9.0", "Tomcat 9", "");
    }

    #[test]
    fn systems_are_products_of_their_own() {
        check("debian:buster-20240101", "Debian 10 ended", "");
        check("debian:10.13-slim", "Debian 10 ended", "");
        check("debian:bullseye-slim", "Debian 11 ended", "");
        check("debian:bookworm", "Debian 12", "");
        check("ubuntu:bionic", "Ubuntu 18.04 ended", "");
        check("ubuntu:20.04", "Ubuntu 20.04 ended", "");
        check("ubuntu:22.04", "Ubuntu 22.04", "");
        check("alpine:3.17.2", "Alpine Linux 3.17 ended", "");
        check("alpine:3.1", "Alpine Linux 3.1 ended", "");
        check("centos:7", "CentOS 7 ended", "");
        check("centos:centos7.9.2009", "CentOS 7 ended", "");
        check("centos", "CentOS 8 ended", "");
        check("centos:latest", "CentOS 8 ended", "");
        check("quay.io/centos/centos:stream8", "CentOS stream8 ended", "");
        check("quay.io/centos/centos:stream9", "CentOS stream9", "");
        check("fedora:39", "Fedora 39 ended", "");
        check("amazonlinux:2018.03", "Amazon Linux 2018.03 ended", "");
        check("amazonlinux:2.0.20200722.0", "Amazon Linux 2 ended", "");
        check("amazonlinux:2023", "Amazon Linux 2023", "");
        check("opensuse/leap:15.3", "openSUSE Leap 15.3 ended", "");
    }

    #[test]
    fn codenames_speak_alone() {
        check("python:slim-buster", "", "Debian 10 ended");
        check("node:lts-buster", "", "Debian 10 ended");
        check("node:carbon", "Node.js 8 ended", "");
        check("openjdk:8-jre-slim-stretch", "", "Debian 9 ended");
        check("buildpack-deps:buster-scm", "", "Debian 10 ended");
        check("ros:kinetic-ros-base-jessie", "", "Debian 8 ended");
        check("ros:lunar", "", "");
        check("rust:1.60-alpine3.15", "", "Alpine Linux 3.15 ended");
        check("mysql:8.0-oraclelinux7", "MySQL 8.0 ended", "Oracle Linux 7 ended");
        check("nvidia/cuda:11.0-base-ubuntu18.04", "", "Ubuntu 18.04 ended");
        check("nvidia/cuda:12.6.0-devel-ubuntu22.04", "", "Ubuntu 22.04");
        check("gcr.io/distroless/python3-debian11:nonroot", "", "Debian 11 ended");
        check("gcr.io/distroless/static-debian12", "", "Debian 12");
        check("mcr.microsoft.com/vscode/devcontainers/base:0-bullseye", "", "Debian 11 ended");
    }

    #[test]
    fn mirrors_and_architectures_resolve() {
        check("public.ecr.aws/docker/library/python:3.8", "Python 3.8 ended", "");
        check("mirror.gcr.io/library/node:16", "Node.js 16 ended", "");
        check("docker.io/library/debian:stretch", "Debian 9 ended", "");
        check("arm64v8/ubuntu:18.04", "Ubuntu 18.04 ended", "");
        check("public.ecr.aws/amazonlinux/amazonlinux:2", "Amazon Linux 2 ended", "");
    }

    #[test]
    fn what_floats_or_is_unknown_is_silent() {
        for image in [
            "python:3",
            "python",
            "python:latest",
            "python:3.99",
            "node:lts",
            "node:lts-alpine",
            "node:current",
            "golang:1",
            "golang:1.20rc1",
            "alpine:edge",
            "alpine:3",
            "alpine:20230901",
            "debian:stable",
            "debian:sid",
            "debian:unstable-20230904",
            "ubuntu:rolling",
            "nginx:1.14",
            "mysql:8",
            "redis:7",
            "acme/python:3.6",
            "acme/app:buster",
            "ghcr.io/acme/debian:buster",
            "localhost:5000/python:3.6",
            "python:",
            "",
        ] {
            assert_eq!(read(image), Releases::default(), "{image}");
        }
    }

    #[test]
    fn a_release_knows_its_end_its_place_and_its_successor() {
        let Releases { product, system } = read("python:3.8-slim-buster");
        let (python, debian) = (product.unwrap(), system.unwrap());
        assert_eq!(python.at, 0..3);
        assert_eq!(python.successor, Some("3.11"));
        assert_eq!(debian.at, 9..15);
        assert_eq!(debian.codename, Some("buster"));
        assert_eq!(debian.end.unwrap().to_string(), "2024-06-30");
        assert_eq!(read("node:23").product.unwrap().successor, Some("24"));
        assert_eq!(read("node:18").product.unwrap().successor, Some("22"));
    }

    #[test]
    fn end_of_life_prefers_the_product() {
        let debian = end_of_life(&ImageName::parse("python"), Some("3.11-slim-buster")).unwrap();
        assert_eq!(debian.product, "Debian");
        let python = end_of_life(&ImageName::parse("python"), Some("3.8-slim-buster")).unwrap();
        assert_eq!(python.product, "Python");
        assert_eq!(end_of_life(&ImageName::parse("python"), Some("3.13-slim-bookworm")), None);
    }
}
