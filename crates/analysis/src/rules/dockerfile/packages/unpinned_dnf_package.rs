//! `unpinned-dnf-package`: dnf package installed without a version.

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
    /// FROM fedora:43
    /// RUN dnf --setopt=install_weak_deps=0 -y install httpd-2.4.65 git
    /// #                                                            ^^^ warning: `git` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM fedora:43
    /// RUN dnf -y install httpd-2:2.4.65-1.fc43 "tool-$VERSION" && microdnf -y install ./local.rpm && dnf -y copr enable a/b
    /// ```
    ///
    /// With `--online` the repositories of the distribution are asked, for x86_64. The base image must say the release, and nothing
    /// before the command may add another repository. A package with module streams gets no version. With this answer:
    ///
    /// ```text,network
    /// newest rpm:fedora:43 vim-enhanced 2:9.1.1-1.fc43
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM fedora:43
    /// RUN dnf -y install vim-enhanced
    /// #                  ^^^^^^^^^^^^ warning: `vim-enhanced` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM fedora:43
    /// RUN dnf -y install vim-enhanced-9.1.1-1.fc43
    /// ```
    "unpinned-dnf-package" {
        summary: "dnf package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3041"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::DNF);
    }
    let managers = [Manager::Dnf, Manager::Microdnf, Manager::Tdnf];
    if let Some(command) = package_command(cx.command).filter(|it| managers.contains(&it.manager)) {
        let manner = Manner { blank: "-<version>", write: with_release, more: None };
        report_all(cx, sink, &asked(cx, &command, unpinned(&command)), &manner);
    }
}
