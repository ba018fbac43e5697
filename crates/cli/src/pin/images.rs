//! The images of the files: what to ask, and what to do with the answers.

use super::{Found, Outcome, source};
use crate::arguments::Pin;
use crate::online::{Answer, Ask};
use crate::progress::Progress;
use globset::{Glob, GlobSet, GlobSetBuilder};
use plimsoll_files::Collected;
use plimsoll_pin::images::{Place, State, places};
use plimsoll_report::{PinKind, PinRow, PinStatus};
use plimsoll_text::{Edit, Encoding, LineIndex};
use std::collections::{BTreeMap, BTreeSet};

/// The images that `--only` names.
pub(super) struct Only(Option<GlobSet>);

impl Only {
    /// # Errors
    /// One of the globs does not compile; the message is for the user.
    pub(super) fn new(globs: &[String]) -> Result<Self, String> {
        if globs.is_empty() {
            return Ok(Self(None));
        }
        let mut builder = GlobSetBuilder::new();
        for glob in globs {
            builder.add(Glob::new(glob).map_err(|error| format!("--only {glob}: {}", error.kind()))?);
        }
        builder.build().map(|set| Self(Some(set))).map_err(|error| format!("--only: {error}"))
    }

    /// Whether `name` (`python`, with or without its tag) is asked for.
    pub(super) fn takes(&self, name: &str) -> bool {
        let Some(globs) = &self.0 else { return true };
        let untagged = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).map_or(name, |(name, _)| name);
        globs.is_match(name) || globs.is_match(untagged)
    }
}

/// What is asked about a reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    /// What its tag names.
    Digest(String),
    /// Which tag names its digest.
    Tag(String),
}

/// What is to be done with every image of the targets, in their order.
pub(super) fn outcomes(pin: &Pin, collected: &Collected, only: &Only, ask: &Ask) -> Found {
    let workspace = collected.workspace();
    let mut found: Vec<(usize, Place)> = Vec::new();
    for (at, target) in collected.targets.iter().enumerate() {
        let settings = target.config.settings_for(&target.absolute);
        let places = places(&source(target), &settings, &workspace);
        found.extend(places.into_iter().filter(|place| only.takes(place.tagged())).map(|place| (at, place)));
    }
    let questions: BTreeSet<Question> = found.iter().filter_map(|(_, place)| question(pin, place)).collect();
    let answers = answers(pin, ask, questions);
    let mut lines: BTreeMap<usize, LineIndex> = BTreeMap::new();
    let mut result = Found::default();
    for (at, place) in &found {
        let target = &collected.targets[*at];
        let index = lines.entry(*at).or_insert_with(|| LineIndex::new(&target.text));
        let position = index.position(&target.text, place.range.start(), Encoding::Utf32);
        let row = PinRow {
            path: target.shown.clone(),
            line: position.line + 1,
            column: position.column + 1,
            kind: PinKind::Image,
            name: place.tagged().to_owned(),
            old: place.digest().map(str::to_owned),
            new: None,
            date: None,
            status: PinStatus::Current,
            message: None,
        };
        let answer = question(pin, place).and_then(|question| answers.get(&question));
        let mut outcome = Outcome { row, wanting: false };
        let edit = decide(pin, place, answer, &mut outcome);
        result.edits.extend(edit.map(|edit| (*at, edit)));
        result.outcomes.push(outcome);
    }
    result
}

fn question(pin: &Pin, place: &Place) -> Option<Question> {
    let tagged = || Question::Digest(place.tagged().to_owned());
    match place.state {
        State::Open { .. } => Some(tagged()),
        State::Pinned { untagged: false, .. } => (pin.check || pin.update).then(tagged),
        State::Pinned { untagged: true, .. } => pin.tags.then(|| Question::Tag(place.image.clone())),
        State::Skipped(_) => None,
    }
}

fn answers(pin: &Pin, ask: &Ask, questions: BTreeSet<Question>) -> BTreeMap<Question, Result<Answer, String>> {
    let progress = Progress::new(questions.len(), "images", pin.quiet);
    let (digests, tags): (Vec<_>, Vec<_>) =
        questions.into_iter().partition(|question| matches!(question, Question::Digest(_)));
    let references: Vec<&str> = digests.iter().map(text).collect();
    let found = ask.digests(&references, pin.dates, &|| progress.step());
    let mut answers: BTreeMap<Question, Result<Answer, String>> = digests.iter().cloned().zip(found).collect();
    for question in tags {
        let answer = ask.tag(text(&question));
        progress.step();
        answers.insert(question, answer);
    }
    progress.finish();
    answers
}

fn text(question: &Question) -> &str {
    match question {
        Question::Digest(text) | Question::Tag(text) => text,
    }
}

/// Fills in what becomes of `place`; the change that follows from it.
fn decide(pin: &Pin, place: &Place, answer: Option<&Result<Answer, String>>, outcome: &mut Outcome) -> Option<Edit> {
    let row = &mut outcome.row;
    if let State::Skipped(skip) = &place.state {
        row.status = PinStatus::Skipped;
        row.message = (!skip.is_expected()).then(|| skip.to_string());
        outcome.wanting = skip.is_unpinned();
        return None;
    }
    let is_open = matches!(place.state, State::Open { .. });
    let answer = match answer {
        None => return None,
        Some(Err(message)) => {
            row.status = PinStatus::Failed;
            row.message = Some(message.clone());
            outcome.wanting = true;
            return None;
        }
        Some(Ok(answer)) => answer,
    };
    row.date.clone_from(&answer.date);
    match &answer.tag {
        // The question was for the tag of a bare digest.
        Some(tag) => {
            row.new = Some(tag.clone());
            row.status = PinStatus::Tagged;
            place.name_tag(tag)
        }
        None if answer.digest.is_empty() => {
            row.message = Some("no tag of the repository names this digest".to_owned());
            None
        }
        None if is_open => {
            row.new = Some(answer.digest.clone());
            row.status = if pin.check { PinStatus::Unpinned } else { PinStatus::Pinned };
            outcome.wanting = true;
            place.pin(&answer.digest)
        }
        None if place.digest() != Some(answer.digest.as_str()) => {
            row.new = Some(answer.digest.clone());
            row.status = if pin.update { PinStatus::Updated } else { PinStatus::Moved };
            outcome.wanting = true;
            place.pin(&answer.digest)
        }
        None => None,
    }
}
