//! `unpinned-zypper-package`: zypper package installed without a version.

use super::pins::{Manner, report_all};
use super::rpm::{asked, without_release};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The package is installed in whatever version the repositories hold today.
    ///
    /// ```Dockerfile,bad
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install httpd=2.4.58 git
    /// #                                  ^^^ warning: `git` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install "httpd>=2.4" ./local.rpm -vim '!emacs' && zypper -n in -t pattern devel_basis
    /// ```
    ///
    /// With `--online` the repositories of the distribution are asked, for x86_64. The base image must say the release, and nothing
    /// before the command may add another repository. The release is left open. With this answer:
    ///
    /// ```text,network
    /// newest rpm:opensuse-leap:16.0 git 2.51.0-160000.1.2
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM opensuse/leap:16.0
    /// RUN zypper -n install git
    /// #                     ^^^ warning: `git` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM opensuse/leap:16.0
    /// RUN zypper -n install git=2.51.0
    /// ```
    "unpinned-zypper-package" {
        summary: "zypper package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3037"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    let install = command.manager == Manager::Zypper && command.action == Action::Install;
    if !install || !matches!(command.subcommand, "install" | "in") || command.has(&["-t", "--type"]) {
        return;
    }
    let open = |text: &str| {
        !text.contains(['=', '<', '>', '(', ':', '*']) && !text.starts_with(['!', '-', '+']) && !text.ends_with(".rpm")
    };
    let unpinned: Vec<_> = command.packages().filter(|(_, text)| open(text)).collect();
    let manner = Manner { blank: "=<version>", write: without_release, more: None };
    report_all(cx, sink, &asked(cx, &command, unpinned), &manner);
}
