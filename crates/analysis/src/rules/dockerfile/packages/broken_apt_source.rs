//! `broken-apt-source`: a source of apt that is for another release, or has moved to the archive.

use crate::rule::rule;
use crate::rules::dockerfile::surroundings::says;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::apt_sources::{Host, Source, sources};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::eol::{Release, codename, system};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::{Edit, TextRange, TextSize, size};

rule! {
    /// Packages of another release need its libraries and replace those of the base image, or cannot be installed. A
    /// release whose time is over is taken from the mirrors: `apt-get update` finds nothing there.
    ///
    /// ```Dockerfile,bad
    /// FROM acme/base:1.0
    /// RUN echo "deb http://deb.debian.org/debian stretch main" > /etc/apt/sources.list
    /// #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `stretch` is no longer on this mirror
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM acme/base:1.0
    /// RUN echo "deb http://archive.debian.org/debian stretch main" > /etc/apt/sources.list
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN echo 'deb http://deb.debian.org/debian bullseye main' >> /etc/apt/sources.list.d/old.list
    /// #                                          ^^^^^^^^ warning: packages of `bullseye` on Debian 12 (bookworm)
    /// ```
    ///
    /// With a pin, another release is a choice:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo 'deb http://deb.debian.org/debian bullseye main' >> /etc/apt/sources.list.d/old.list \
    ///  && printf 'Package: *\nPin: release n=bullseye\nPin-Priority: 100\n' > /etc/apt/preferences.d/old
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo 'deb http://deb.debian.org/debian bookworm-backports main' >> /etc/apt/sources.list.d/new.list
    /// ```
    "broken-apt-source" {
        summary: "a source of apt that is for another release, or has moved to the archive",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    let words = commands.flat_map(|command| &command.words).map(|word| word.range);
    let heredocs = cx.instruction.heredocs.iter().map(|heredoc| heredoc.body);
    let mut places: Vec<TextRange> = words.chain(heredocs).filter(|range| cx.text(*range).contains("deb")).collect();
    // The commands of a heredoc that a shell reads are in both lists.
    places.sort_by_key(|range| (range.start(), std::cmp::Reverse(range.end())));
    places.dedup_by(|inner, outer| outer.contains_range(*inner));
    for place in places {
        for source in sources(cx.text(place)) {
            report(cx, sink, place.start(), &source);
        }
    }
}

fn report(cx: &InstructionCx<'_>, sink: &mut Sink, base: TextSize, source: &Source<'_>) {
    let Some(release) = codename(source.codename()) else { return };
    let at = |start: usize, length: usize| TextRange::at(base + size(start), size(length));
    let (url, suite) = (at(source.url_at, source.url.len()), at(source.suite_at, source.suite.len()));
    if source.host() == Host::Live && is_archived(&release) {
        sink.report(url, format!("`{}` is no longer on this mirror", source.codename()))
            .note("releases whose time is over stand in the archive alone")
            .fix(source.archived_url().map(|new| Fix::r#unsafe("use the archive", Edit::replace(url, new))));
        return;
    }
    let Some(system) = base_system(cx) else { return };
    let differs = system.id != release.id || system.name != release.name;
    if source.host() == Host::Other || !differs || is_pinned(cx, source.codename()) {
        return;
    }
    let name = system.codename.map(|name| format!(" ({name})")).unwrap_or_default();
    let fix = system.codename.filter(|_| system.id == release.id).map(|name| {
        let codename = at(source.suite_at, source.codename().len());
        Fix::manual(format!("use `{name}`"), Edit::replace(codename, name))
    });
    sink.report(suite, format!("packages of `{}` on {} {}{name}", source.suite, system.product, system.name))
        .note("they are built against other libraries, and apt prefers the newer of two")
        .fix(fix);
}

fn base_system(cx: &InstructionCx<'_>) -> Option<Release> {
    let Base::Image(image) = cx.build.external_base(cx.stage?) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    system(&name, image.tag()).filter(|system| matches!(system.id, "debian" | "ubuntu"))
}

/// Whether the mirrors have given the release up. Ubuntu keeps those with long support.
/// Source: archive.debian.org and old-releases.ubuntu.com, 2026-11.
fn is_archived(release: &Release) -> bool {
    let number: Vec<u32> = release.name.split('.').filter_map(|part| part.parse().ok()).collect();
    match (release.id, &number[..]) {
        ("debian", [major, ..]) => *major <= 10,
        ("ubuntu", [year, month]) => release.ended && (*year <= 12 || year % 2 == 1 || *month != 4),
        _ => false,
    }
}

fn is_pinned(cx: &InstructionCx<'_>, codename: &str) -> bool {
    let (by_option, by_word) = (format!("-t {codename}"), format!("/{codename} "));
    let needles =
        ["preferences", "pin-priority", "target-release", "default-release", "-t=", by_option.as_str(), &by_word];
    cx.stage.is_none_or(|stage| says(cx, stage, &needles))
}
