//! `textDocument/codeLens`

use crate::protocol::{CodeLens, CodeLensParams, Command, Location};
use crate::state::Snapshot;
use plimsoll_ide::Lens;
use serde_json::json;

/// A command of the client's own: shows places in its list of references. Arguments: address, position, places.
const SHOW_REFERENCES: &str = "plimsoll.showReferences";

pub(crate) fn code_lenses(snapshot: &Snapshot, _: &CodeLensParams) -> Vec<CodeLens> {
    if !snapshot.client.code_lens {
        return Vec::new();
    }
    plimsoll_ide::lenses(&snapshot.view()).iter().map(|it| lens(snapshot, it)).collect()
}

fn lens(snapshot: &Snapshot, lens: &Lens) -> CodeLens {
    let range = snapshot.text.range(lens.range);
    let places: Vec<Location> =
        lens.places.iter().filter_map(|place| snapshot.location(place.path.as_deref(), place.range)).collect();
    let leads = !places.is_empty() && snapshot.abilities.commands.iter().any(|it| it == SHOW_REFERENCES);
    // A line without a command is a line that cannot be clicked.
    let (command, arguments) = match leads {
        true => (SHOW_REFERENCES, Some(vec![json!(snapshot.uri), json!(range.start), json!(places)])),
        false => ("", None),
    };
    let command = Command { title: lens.title.clone(), command: command.to_owned(), arguments };
    CodeLens { range, command: Some(command), data: None }
}
