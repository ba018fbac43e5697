//! Where a long line may be broken.
//!
//! Invariant: a break stands between two words that only blanks part, never inside quotes, a heredoc or a nested
//! command.

use crate::DockerfileCx;
use plimsoll_dockerfile::{Body, CommandLine, Instruction};
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::Connector;
use plimsoll_text::{Edit, Edits, TextRange, TextSize, size};

/// Places in an instruction of one line in front of which a line may end: `&&` of its commands, further pairs of LABEL
/// and ENV, further mounts. Empty for what is written on several lines, and where a backslash does not continue.
pub(super) fn breaks(cx: &DockerfileCx<'_>, step: StepId, instruction: &Instruction) -> Vec<TextSize> {
    let is_one_line = instruction.gaps.is_empty() && instruction.heredocs.is_empty();
    if !is_one_line
        || cx.syntax.escape != '\\'
        || cx.syntax.errors.iter().any(|error| instruction.range.intersect(error.range).is_some())
    {
        return Vec::new();
    }
    match &instruction.body {
        Body::Run(run) => {
            let scripts = cx.build.scripts(step);
            let whole = scripts.len() == 1 && scripts[0].complete && !cx.text(instruction.range).contains('#');
            let commands = scripts.iter().filter(|_| whole).flat_map(|script| &script.commands);
            let links = commands.filter(|command| command.scope.is_none() && command.place.connector == Connector::And);
            let links = links.filter_map(|command| Some(command.place.connector_range?.start()));
            let mounts = run.mounts.iter().skip(1).map(|mount| mount.range.start());
            let mut found: Vec<TextSize> = mounts.chain(links).collect();
            found.sort();
            found
        }
        Body::Label(pairs) if !pairs.legacy => pairs.pairs.iter().skip(1).map(|pair| pair.range.start()).collect(),
        _ => Vec::new(),
    }
}

/// Places in a line of a RUN in front of which it may end, and by how much the rest is indented: `&&`, `||` and `|`
/// between its commands, and where there are none, those of their options that are needed for lines of `most` characters.
pub(super) fn breaks_in_line(
    cx: &DockerfileCx<'_>,
    step: StepId,
    instruction: &Instruction,
    line: TextRange,
    most: usize,
) -> (Vec<TextSize>, usize) {
    let text = cx.text(line);
    let is_whole = cx.syntax.errors.iter().all(|error| instruction.range.intersect(error.range).is_none());
    let [script] = cx.build.scripts(step) else { return (Vec::new(), 0) };
    let is_shell = matches!(&instruction.body, Body::Run(run) if matches!(run.command, CommandLine::Shell { .. }));
    if !is_whole || !is_shell || !script.complete || cx.syntax.escape != '\\' || text.contains('#') {
        return (Vec::new(), 0);
    }
    let indent = text.len() - text.trim_start_matches(' ').len();
    let start = line.start() + size(text.len() - text.trim_start().len());
    let is_inside = |place: &TextSize| start < *place && *place < line.end();
    let top = || script.commands.iter().filter(|command| command.scope.is_none());
    let is_link = |connector| matches!(connector, Connector::And | Connector::Or | Connector::Pipe);
    let links = top().filter(|command| is_link(command.place.connector));
    // One at the end of the line stays there.
    let is_last =
        |range: &TextRange| range.end() >= line.end() || is_end(cx.text(TextRange::new(range.end(), line.end())));
    let links = links.filter_map(|command| command.place.connector_range).filter(|range| !is_last(range));
    let links: Vec<TextSize> = links.map(TextRange::start).filter(is_inside).collect();
    if !links.is_empty() {
        return (links, indent.max(4));
    }
    let words = top().flat_map(|command| command.words.iter().skip(1));
    let options = words.filter(|word| word.prefix_literal().starts_with('-')).map(|word| word.range.start());
    let is_word = |place: &TextSize| cx.source()[..usize::from(*place)].ends_with([' ', '\t']);
    let options: Vec<TextSize> = options.filter(is_inside).filter(is_word).collect();
    (needed(cx, line, &options, most, indent + 4).unwrap_or_default(), indent + 4)
}

/// Whether nothing but the mark of continuation is left.
fn is_end(rest: &str) -> bool {
    matches!(rest.trim(), "" | "\\")
}

/// Those of `places` that make lines of at most `most` characters; `None` where they do not suffice.
fn needed(
    cx: &DockerfileCx<'_>,
    line: TextRange,
    places: &[TextSize],
    most: usize,
    indent: usize,
) -> Option<Vec<TextSize>> {
    let mut chosen: Vec<TextSize> = Vec::new();
    for (at, place) in places.iter().copied().chain([line.end()]).enumerate() {
        let fits = |chosen: &[TextSize]| {
            let (start, before) = chosen.last().map_or((line.start(), 0), |last| (*last, indent));
            let mark = if place == line.end() { 0 } else { 2 };
            before + cx.text(TextRange::new(start, place)).trim_end().chars().count() + mark <= most
        };
        if !fits(&chosen) {
            let before =
                at.checked_sub(1).and_then(|at| places.get(at)).filter(|before| chosen.last() != Some(before))?;
            chosen.push(*before);
            if !fits(&chosen) {
                return None;
            }
        }
    }
    Some(chosen)
}

/// Ends the line in front of each of `places`.
pub(super) fn wrap(cx: &DockerfileCx<'_>, places: &[TextSize], indent: usize) -> Option<Edits> {
    let source = cx.source();
    let line_end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let edits = places.iter().map(|place| {
        let before = &source[..usize::from(*place)];
        let start = before.trim_end_matches([' ', '\t']).len();
        Edit::replace(TextRange::new(size(start), *place), format!(" \\{line_end}{}", " ".repeat(indent)))
    });
    Edits::new(edits.collect()).ok()
}
