//! Where stages, variables and heredoc words are declared and used.

use super::Cx;
use super::links::links;
use super::names::{Names, Occurrence, Thing};
use crate::{Highlight, HighlightKind, LinkTarget, Place, Target};
use plimsoll_model::dockerfile::{Binding, BindingKind};
use plimsoll_text::{TextRange, TextSize};

/// Where the name at `offset` comes from: the FROM of a stage, the pair that gives a variable its value, the
/// operator of a heredoc, the file of a COPY source. `ARG NAME` in a stage leads to the ARG before the first FROM.
pub(crate) fn definition(cx: &Cx<'_>, offset: TextSize) -> Vec<Target> {
    let names = Names::new(cx);
    let Some(here) = names.at(offset) else { return file(cx, offset).into_iter().collect() };
    let target = match names.things[here.thing] {
        Thing::Stage(id) => {
            let stage = cx.build.stage(id);
            let range = cx.build.steps[stage.from_step].instruction.range;
            let name = stage.from.name.as_ref().or(stage.from.image.as_ref());
            Some(Target { path: None, range, selection: name.map_or(range, |name| name.range) })
        }
        Thing::Variable(_) => names.binding(here).map(|binding| {
            let inherited = here.declares && binding.kind == BindingKind::Arg && binding.pair.value.is_none();
            let global = inherited.then(|| cx.build.global_arg(&binding.name)).flatten();
            pair(cx, global.unwrap_or(binding))
        }),
        Thing::Heredoc => names.same(offset).find(|it| it.declares).map(|it| Target {
            path: None,
            range: it.range,
            selection: it.range,
        }),
    };
    target.into_iter().collect()
}

/// All places of the name at `offset`.
pub(crate) fn references(cx: &Cx<'_>, offset: TextSize, declaration: bool) -> Vec<Place> {
    let names = Names::new(cx);
    let places = names.same(offset).filter(|it| declaration || !it.declares);
    places.map(|it| Place { path: None, range: it.range }).collect()
}

/// All places of the name at `offset`, and what happens there.
pub(crate) fn highlights(cx: &Cx<'_>, offset: TextSize) -> Vec<Highlight> {
    let kind = |it: &Occurrence| if it.declares { HighlightKind::Write } else { HighlightKind::Read };
    Names::new(cx).same(offset).map(|it| Highlight { range: it.range, kind: kind(it) }).collect()
}

/// The start of the file that the COPY source at `offset` names.
fn file(cx: &Cx<'_>, offset: TextSize) -> Option<Target> {
    let here = links(cx).into_iter().find(|link| link.range.contains_inclusive(offset))?;
    let start = TextRange::default();
    match here.target {
        LinkTarget::File(path) => Some(Target { path: Some(path), range: start, selection: start }),
        LinkTarget::Url(_) => None,
    }
}

fn pair(cx: &Cx<'_>, binding: &Binding<'_>) -> Target {
    let range = cx.build.steps.get(binding.step).map_or(binding.pair.range, |step| step.instruction.range);
    Target { path: None, range, selection: binding.pair.key.range }
}
