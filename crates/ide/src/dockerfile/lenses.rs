//! Lines above stages: who uses them, which one is final.

use super::Cx;
use crate::{Lens, Place};
use plimsoll_model::dockerfile::Stage;

pub(crate) fn lenses(cx: &Cx<'_>) -> Vec<Lens> {
    let stages = &cx.build.stages;
    let last = cx.build.final_stage().map(|stage| stage.id);
    stages.iter().filter(|_| stages.len() > 1).map(|stage| lens(cx, stage, Some(stage.id) == last)).collect()
}

fn lens(cx: &Cx<'_>, stage: &Stage<'_>, is_final: bool) -> Lens {
    let edges = cx.build.stages.iter().flat_map(|other| &other.edges).filter(|edge| edge.to == stage.id);
    let places: Vec<Place> = edges.map(|edge| Place { path: None, range: edge.range }).collect();
    let uses = match places.len() {
        0 => None,
        1 => Some("used once".to_owned()),
        count => Some(format!("used {count} times")),
    };
    let title = match (is_final, uses) {
        (true, None) => "final stage".to_owned(),
        (true, Some(uses)) => format!("final stage, {uses}"),
        (false, Some(uses)) if stage.reachable => uses,
        (false, Some(uses)) => format!("{uses}, not in the final stage"),
        (false, None) => "not used".to_owned(),
    };
    Lens { range: cx.build.steps[stage.from_step].instruction.range, title, places }
}
