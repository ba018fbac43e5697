//! `unpinned-zypper-package`: zypper package installed without a version.

use super::pins::report;
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
    "unpinned-zypper-package" {
        summary: "zypper package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
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
    report(cx, sink, &unpinned, "=<version>");
}
