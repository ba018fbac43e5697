//! `unsorted-packages`: packages in no order.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// Packages in the order of their names are found at a glance, and a package that stands twice is seen. Only lists of
    /// system package managers are sorted, where the order means nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y git curl
    /// #                      ^^^ note: the packages are not in the order of their names
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get install -y curl git
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get install -y $EXTRA git curl
    /// RUN apt-get install -y git curl-
    /// RUN pip install wheel build
    /// ```
    "unsorted-packages" {
        summary: "packages in no order",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, Aspect::Packages, "the packages are not in the order of their names", "sort them");
}
