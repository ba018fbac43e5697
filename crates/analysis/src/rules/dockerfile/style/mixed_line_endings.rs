//! `mixed-line-endings`: two kinds of line ends in one file.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, Edits, TextRange, lines, size};

rule! {
    /// A file whose lines end in two ways came from two systems. Heredocs are left alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make␍
    /// ^^^^^^^^ note: this line ends in carriage return and line feed, most others do not
    /// RUN make install
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make
    /// RUN make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make
    /// ```
    "mixed-line-endings" {
        summary: "two kinds of line ends in one file",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let bodies: Vec<TextRange> = cx.syntax.instructions().flat_map(|it| &it.heredocs).map(|it| it.body).collect();
    let outside = |at: usize| !bodies.iter().any(|body| body.contains(size(at)));
    let (mut unix, mut windows) = (Vec::new(), Vec::new());
    for line in lines(cx.source()).filter(|line| outside(line.start)) {
        match line.end {
            "\n" => unix.push(line),
            "\r\n" => windows.push(line),
            _ => {}
        }
    }
    let wants_windows = windows.len() > unix.len();
    let (wrong, text) = match wants_windows {
        true => (&unix, "this line ends in line feed alone, most others do not"),
        false => (&windows, "this line ends in carriage return and line feed, most others do not"),
    };
    let Some(first) =
        wrong.iter().find(|line| !line.text.trim().is_empty()).filter(|_| !unix.is_empty() && !windows.is_empty())
    else {
        return;
    };
    let edits = wrong.iter().map(|line| {
        let end = size(line.start + line.text.len());
        if wants_windows { Edit::insert(end, "\r") } else { Edit::delete(TextRange::at(end, size(1))) }
    });
    let fix = Edits::new(edits.collect()).ok().map(|edits| Fix::safe("end all lines alike", edits));
    sink.report(TextRange::at(size(first.start), size(first.text.len())), text).fix(fix);
}
