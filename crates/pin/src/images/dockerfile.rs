//! The images of a Dockerfile: FROM, `COPY --from`, `RUN --mount=from=`.

use super::{Place, Skip, State};
use plimsoll_analysis::{Settings, SettingsBuilder, SourceFile, Workspace, analyze, registry};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Base, Build, EdgeKind, ImageUse, PinObstacle, PinPlace};
use plimsoll_text::{TextRange, slice};

/// The rule whose ignore comments and options hold here, too.
const RULE: &str = "unpinned-base-digest";

pub(super) fn places(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> Vec<Place> {
    let syntax = plimsoll_dockerfile::parse(&file.text);
    let build = Build::new(&file.text, &syntax);
    let ignored = ignored(file, settings, workspace);
    let allowed = registry::by_id(RULE).map_or(&[][..], |rule| settings.list(rule, "allow"));
    let mut places: Vec<Place> = Vec::new();
    for used in &build.images {
        let mut place = of_image(&build, used);
        if workspace.is_own_image(&file.path, &place.image) {
            place.state = State::Skipped(Skip::Built);
        }
        let is_allowed = allowed.iter().any(|name| name == used.image.name());
        if matches!(place.state, State::Open { .. }) && (is_allowed || ignored.contains(&place.range)) {
            place.state = State::Skipped(Skip::Ignored);
        }
        places.push(place);
    }
    places.extend(build.unknown_bases().map(|word| skipped(file, word.range, Skip::Unknown)));
    for stage in &build.stages {
        let word = stage.from.image.as_ref().filter(|_| stage.base == Base::Scratch);
        places.extend(word.map(|word| skipped(file, word.range, Skip::Scratch)));
        let stages = stage.edges.iter().filter(|edge| edge.kind == EdgeKind::From);
        places.extend(stages.map(|edge| skipped(file, edge.range, Skip::Stage)));
    }
    for step in &build.steps {
        let words = match &step.instruction.body {
            Body::Copy(_) => {
                let flag = step.instruction.flag(&file.text, "from").and_then(|flag| flag.value.as_ref());
                flag.map(|word| word.range).into_iter().collect()
            }
            Body::Run(run) => {
                let options = run.mounts.iter().flat_map(|mount| &mount.options);
                let from = options.filter(|option| slice(&file.text, option.key).eq_ignore_ascii_case("from"));
                from.filter_map(|option| option.value).collect()
            }
            _ => Vec::new(),
        };
        let variables = words.into_iter().filter(|range| slice(&file.text, *range).contains('$'));
        places.extend(variables.map(|range| skipped(file, range, Skip::Unknown)));
    }
    places
}

fn of_image(build: &Build<'_>, used: &ImageUse) -> Place {
    let state = match build.pin_place(used) {
        Ok(PinPlace::Open { at, untagged }) => State::Open { at, untagged },
        Ok(PinPlace::Pinned { digest, untagged }) => State::Pinned { digest, untagged },
        Err(PinObstacle::Composed) => State::Skipped(Skip::Composed),
        Err(PinObstacle::Shared { argument }) => State::Skipped(Skip::Shared(argument)),
    };
    let range = used.image.value.whole_origin().unwrap_or(used.range);
    Place { image: used.image.text().to_owned(), range, state }
}

fn skipped(file: &SourceFile, range: TextRange, skip: Skip) -> Place {
    Place { image: slice(&file.text, range).to_owned(), range, state: State::Skipped(skip) }
}

/// The ranges at which an ignore comment keeps the rule quiet.
fn ignored(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> Vec<TextRange> {
    let mut builder = SettingsBuilder::new(plimsoll_analysis::Preset::Recommended);
    let only = builder.only().on(RULE).map(|builder| builder.inline_ignores(settings.inline_ignores()).build());
    let suppressed = only.map(|only| analyze(file, &only, workspace).suppressed).unwrap_or_default();
    suppressed.into_iter().map(|suppressed| suppressed.diagnostic.range).collect()
}
