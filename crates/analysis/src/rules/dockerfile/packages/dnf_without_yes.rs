//! `dnf-without-yes`: dnf asks before it installs, and nobody answers.

use super::yes::{self, Yes};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Sink};
use plimsoll_model::commands::{Manager, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::eol;
use plimsoll_model::tables::image_name::ImageName;

rule! {
    /// Without `-y`, dnf and tdnf ask whether to go on, find no input in a build, and give up. microdnf asks from
    /// Enterprise Linux 9 on.
    ///
    /// ```Dockerfile,bad
    /// FROM fedora:43
    /// RUN dnf --setopt=install_weak_deps=0 install httpd
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `dnf install` asks a question, and nobody answers
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM fedora:43
    /// RUN dnf --setopt=install_weak_deps=0 install -y httpd
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM fedora:43
    /// RUN dnf -y install httpd && dnf install --assumeyes git && dnf clean all
    /// RUN dnf --setopt=assumeyes=True install vim
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM registry.access.redhat.com/ubi8/ubi-minimal:8.10
    /// RUN microdnf install httpd
    /// ```
    ///
    /// With `every-microdnf = true` it does not matter which one the base image has:
    ///
    /// ```Dockerfile,bad,every-microdnf=true
    /// FROM registry.access.redhat.com/ubi8/ubi-minimal:8.10
    /// RUN microdnf install httpd
    /// #   ^^^^^^^^^^^^^^^^ warning: `microdnf install` asks a question, and nobody answers
    /// ```
    "dnf-without-yes" {
        summary: "dnf asks before it installs, and nobody answers",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3038"],
        options: &[OptionSpec {
            name: "every-microdnf",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Ask for `-y` also where the base image's microdnf asks nothing, or where that is not known.",
        }],
        check: Check::Command(check),
    }
}

/// Source: the manuals of dnf 4, dnf 5, microdnf 3 and tdnf 3, 2026-11.
static YES: Yes = Yes {
    managers: &[Manager::Dnf, Manager::Microdnf, Manager::Tdnf],
    options: &["-y", "--assumeyes", "--assumeno", "--downloadonly"],
    configured: &["assumeyes=", "assumeyes =", "dnf.conf", "dnf/libdnf5.conf.d"],
    also: |_| false,
    takes_yes: |_| true,
};

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let is_microdnf = package_command(cx.command).is_some_and(|it| it.manager == Manager::Microdnf);
    if !is_microdnf || cx.settings.flag(&RULE, "every-microdnf") || asks(cx) {
        yes::check(cx, sink, &YES);
    }
}

/// Whether microdnf of the base image asks. It can since 3.7, and does so where the distribution has not set
/// `assumeyes`: in Enterprise Linux from 9 on, and in Fedora, where it is dnf 5 since 41.
///
/// Source: microdnf's pull request 94, and what the images of Oracle, Quarkus and Strimzi had to change, 2026-11.
fn asks(cx: &CommandCx<'_>) -> bool {
    let Some(Base::Image(image)) = cx.stage.map(|stage| cx.build.external_base(stage)) else { return false };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let path = image.repository();
    if name.registry.ends_with(".redhat.com") && (path.starts_with("ubi9") || path.starts_with("ubi10")) {
        return true;
    }
    let least = |id| match id {
        "almalinux" | "oraclelinux" | "rockylinux" => Some(9),
        "fedora" => Some(41),
        _ => None,
    };
    eol::system(&name, image.tag()).is_some_and(|system| {
        let major = system.name.split('.').next().and_then(|it| it.parse::<u32>().ok());
        least(system.id).zip(major).is_some_and(|(least, major)| major >= least)
    })
}
