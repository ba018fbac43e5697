//! `unpinned-yum-package`: yum package installed without a version.

use super::pins::{Manner, report_all};
use super::rpm::{asked, unpinned, with_release};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, package_command};

rule! {
    /// The package is installed in whatever version the repositories hold today.
    ///
    /// ```Dockerfile,bad
    /// FROM amazonlinux:2023
    /// RUN yum -y install httpd-2.4.65 java-17-openjdk
    /// #                               ^^^^^^^^^^^^^^^ warning: `java-17-openjdk` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM amazonlinux:2023
    /// RUN yum -y install gcc-4.8.5-44.el7.x86_64 https://example.com/epel-release-latest-7.noarch.rpm "@Development Tools" && yum -y groupinstall base
    /// ```
    ///
    /// With `--online` the repositories of the distribution are asked, for x86_64. The base image must say the release, and nothing
    /// before the command may add another repository. A package with module streams gets no version. With this answer:
    ///
    /// ```text,network
    /// newest rpm:amazonlinux:2023.12.20260817 httpd 2.4.65-1.amzn2023.0.1
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM amazonlinux:2023.12.20260817.0
    /// RUN yum -y install httpd
    /// #                  ^^^^^ warning: `httpd` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM amazonlinux:2023.12.20260817.0
    /// RUN yum -y install httpd-2.4.65-1.amzn2023.0.1
    /// ```
    "unpinned-yum-package" {
        summary: "yum package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3033"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::YUM);
    }
    if let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Yum) {
        let manner = Manner { blank: "-<version>", write: with_release, more: None };
        report_all(cx, sink, &asked(cx, &command, unpinned(&command)), &manner);
    }
}
