//! `yum-without-yes`: yum asks before it installs, and nobody answers.

use super::yes::{self, Yes};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::Manager;

rule! {
    /// Without `-y`, yum asks whether to go on, finds no input in a build, and gives up.
    ///
    /// ```Dockerfile,bad
    /// FROM amazonlinux:2023
    /// RUN yum install httpd
    /// #   ^^^^^^^^^^^ warning: `yum install` asks a question, and nobody answers
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM amazonlinux:2023
    /// RUN yum install -y httpd
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM amazonlinux:2023
    /// RUN yum -y install httpd && yum makecache && yum repolist
    /// RUN echo assumeyes=1 >> /etc/yum.conf && yum install vim
    /// ```
    "yum-without-yes" {
        summary: "yum asks before it installs, and nobody answers",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3030", "DS-0021"],
        options: &[],
        check: Check::Command(check),
    }
}

/// Source: the manuals of yum 3.4 and dnf 4, 2026-11.
static YES: Yes = Yes {
    managers: &[Manager::Yum],
    options: &["-y", "--assumeyes", "--assumeno", "--downloadonly"],
    configured: &["assumeyes=", "assumeyes ="],
    also: |_| false,
    takes_yes: |_| true,
};

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    yes::check(cx, sink, &YES);
}
