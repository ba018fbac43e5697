//! Pins images by digest, when the user asks for it: the one thing for which the server opens connections.
//!
//! Invariant: what was typed while a registry was asked is respected: answers are matched with the images that the
//! text names now. What could not be asked is told, and changes nothing.

use crate::actions::{PIN, edit_of};
use crate::core::Core;
use crate::outbox::{Outgoing, Step};
use crate::protocol::{CodeAction, CodeActionKind, Command, Range, Uri, WorkspaceEdit};
use crate::state::Snapshot;
use plimsoll_config::Loader;
use plimsoll_pin::images::{Place, State, places};
use plimsoll_registry::{Client, Options, Reference};
use plimsoll_text::{Edits, TextRange};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What is to be pinned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    /// The document.
    pub(crate) uri: Uri,
    /// Only the images that this part names; all of the document without it.
    pub(crate) range: Option<Range>,
}

/// Pinnings that go on, by the token of their progress.
#[derive(Debug, Default)]
pub(crate) struct Pinnings {
    running: Mutex<HashMap<String, Arc<AtomicBool>>>,
    count: AtomicUsize,
}

impl Pinnings {
    /// Calls off the one whose progress has this token.
    pub(crate) fn cancel(&self, token: &str) {
        if let Some(flag) = self.running().get(token) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Actions that pin the images at `range`, and all of the document if there are others.
pub(crate) fn actions(snapshot: &Snapshot, range: TextRange) -> Vec<CodeAction> {
    let all = open_places(snapshot);
    let here: Vec<&Place> = all.iter().filter(|place| place.range.intersect(range).is_some()).collect();
    let action = |title: String, arguments| CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(Command { title, command: PIN.to_owned(), arguments: Some(arguments) }),
        ..CodeAction::default()
    };
    let mut actions: Vec<CodeAction> = here
        .iter()
        .map(|place| {
            let arguments = vec![json!(snapshot.uri), json!(snapshot.text.range(place.range))];
            action(format!("Pin `{}` to its digest (asks the registry)", place.image), arguments)
        })
        .collect();
    if !here.is_empty() && all.len() > here.len() {
        let title = format!("Pin all {} images of this file (asks the registries)", all.len());
        actions.push(action(title, vec![json!(snapshot.uri)]));
    }
    actions
}

/// Asks for what `request` names and gives the edit that follows. `None` when there is nothing to change, or the user
/// called it off. Takes as long as registries take: for a thread that may wait.
pub(crate) fn run(core: &Core, request: &Request) -> Option<WorkspaceEdit> {
    let snapshot = core.with(|state| state.snapshot(&request.uri))?;
    let wanted = |snapshot: &Snapshot, place: &Place| {
        request.range.is_none_or(|range| {
            let range = snapshot.text.text_range(range);
            place.range.intersect(range).is_some()
        })
    };
    let images: Vec<String> = {
        let places = open_places(&snapshot).into_iter().filter(|place| wanted(&snapshot, place));
        let mut images: Vec<String> = places.map(|place| place.image).collect();
        images.sort();
        images.dedup();
        images
    };
    if images.is_empty() {
        core.outbox.say(Outgoing::Warn("there is no image here that can be pinned".to_owned()));
        return None;
    }
    let answers = ask(core, &snapshot, &images)?;
    // The text may be another one by now.
    let snapshot = core.with(|state| state.snapshot(&request.uri))?;
    let pins = open_places(&snapshot).into_iter().filter_map(|place| place.pin(answers.get(&place.image)?));
    let edits = Edits::new(pins.collect()).ok().filter(|edits| !edits.is_empty())?;
    Some(edit_of(&snapshot, &edits))
}

fn open_places(snapshot: &Snapshot) -> Vec<Place> {
    let places = places(&snapshot.file, &snapshot.settings, &snapshot.workspace).into_iter();
    places.filter(|place| matches!(place.state, State::Open { .. })).collect()
}

/// The digest of each image that a registry gave one for; the others are told. `None` when it was called off.
fn ask(core: &Core, snapshot: &Snapshot, images: &[String]) -> Option<BTreeMap<String, String>> {
    let mut options = Options::default();
    if let Some(path) = &snapshot.configuration {
        options.mirrors = Loader::new().only(path).for_file(path).config.mirrors.clone();
    }
    let client = match Client::new(options) {
        Ok(client) => client,
        Err(error) => {
            core.outbox.say(Outgoing::Warn(error.to_string()));
            return None;
        }
    };
    let mut answers = BTreeMap::new();
    let mut told: Vec<String> = Vec::new();
    let mut references: Vec<(&String, Reference)> = Vec::new();
    for image in images {
        match image.parse::<Reference>() {
            Ok(reference) => references.push((image, reference)),
            Err(error) => told.push(error.to_string()),
        }
    }
    let token = format!("plimsoll-pin-{}", core.pinnings.count.fetch_add(1, Ordering::Relaxed));
    let called_off = Arc::new(AtomicBool::new(false));
    core.pinnings.running().insert(token.clone(), Arc::clone(&called_off));
    core.outbox.step(Step::Begin { token: token.clone(), title: "plimsoll: asking registries".to_owned() });
    let done = AtomicUsize::new(0);
    let asked: Vec<Reference> = references.iter().map(|(_, reference)| reference.clone()).collect();
    let outcomes = client.resolve_all(&asked, &|_, _| {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        core.outbox.step(Step::Report { token: token.clone(), message: format!("{done}/{} images", asked.len()) });
    });
    for ((image, _), outcome) in references.iter().zip(outcomes) {
        match outcome {
            Ok(resolved) => _ = answers.insert((*image).clone(), resolved.digest),
            Err(error) => told.push(format!("`{image}`: {error}")),
        }
    }
    core.outbox.step(Step::End { token: token.clone(), message: format!("{} found", answers.len()) });
    core.pinnings.running().remove(&token);
    if called_off.load(Ordering::Relaxed) {
        return None;
    }
    for message in told {
        core.outbox.say(Outgoing::Warn(message));
    }
    Some(answers)
}
