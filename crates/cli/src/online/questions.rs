//! The questions of rules: which are open, who answers them.
//!
//! Invariant: a question is asked once in a run, and only for a finding that is reported; one that could not be answered is
//! a problem of each file that wants to know, and costs no finding.

use super::Ask;
use super::newest;
use crate::panics;
use crate::progress::Progress;
use plimsoll_analysis::{ImageFacts, Question, SourceFile, analyze};
use plimsoll_files::{Collected, Problem, Target};
use plimsoll_registry::{Error, Reference};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Questions that are asked at the same time; a host gets fewer of them.
const THREADS: usize = 16;

/// An answer may lead to one more question, and that to a last one.
const ROUNDS: usize = 3;

/// Asks everything that rules want to know of `collected`, and puts the answers there.
pub(super) fn ask_all(collected: &mut Collected, ask: &Ask, quiet: bool) {
    let mut asked: BTreeSet<Question> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let mut open = open(collected);
        open.retain(|question, _| !asked.contains(question));
        if open.is_empty() {
            break;
        }
        let progress = Progress::new(open.len(), "questions", quiet);
        let questions: Vec<&Question> = open.keys().collect();
        let answers = at_the_same_time(&questions, |question| {
            let answer = answer(ask, question);
            progress.step();
            answer
        });
        progress.finish();
        for ((question, files), answer) in open.iter().zip(answers) {
            match answer {
                Ok(Answer::Word(answer)) => _ = collected.answers.insert(question.clone(), answer),
                Ok(Answer::Image(image, facts)) => _ = collected.images.insert(image, facts),
                Ok(Answer::Nothing) => {}
                Err(message) => {
                    for file in files {
                        collected.problems.insert(Problem::new(file, format!("`{question}`: {message}")));
                    }
                }
            }
        }
        asked.extend(open.into_keys());
    }
}

/// What is not answered yet, with the files that want to know.
fn open(collected: &Collected) -> BTreeMap<Question, BTreeSet<String>> {
    let workspace = collected.workspace();
    let one = |target: &Target| {
        let settings = target.config.settings_for(&target.absolute);
        let file = SourceFile::new(target.path.clone(), target.text.clone(), target.kind);
        // Who analyses it for the report says what went wrong.
        let analysis = panics::caught(|| analyze(&file, &settings, &workspace)).unwrap_or_default();
        let of_findings = analysis.diagnostics.into_iter().flat_map(|diagnostic| diagnostic.questions);
        let questions = analysis.questions.into_iter().chain(of_findings);
        questions.map(|question| (question, target.shown.clone())).collect::<Vec<_>>()
    };
    let all: Vec<Vec<(Question, String)>> = collected.targets.par_iter().map(one).collect();
    let mut open: BTreeMap<Question, BTreeSet<String>> = BTreeMap::new();
    for (question, file) in all.into_iter().flatten() {
        open.entry(question).or_default().insert(file);
    }
    open
}

/// What became of a question.
enum Answer {
    /// One word.
    Word(String),
    /// What an image says of itself.
    Image(String, ImageFacts),
    /// There is none, which is an answer too.
    Nothing,
}

fn answer(ask: &Ask, question: &Question) -> Result<Answer, String> {
    match question {
        Question::Image { image } => Ok(Answer::Image(image.clone(), ask.description(image)?)),
        other => Ok(word(ask, other)?.map_or(Answer::Nothing, Answer::Word)),
    }
}

/// The word that answers a question, if there is one.
fn word(ask: &Ask, question: &Question) -> Result<Option<String>, String> {
    let answer: Result<Option<String>, Error> = match question {
        Question::VersionTag { image } => {
            image.parse::<Reference>().and_then(|reference| ask.client.version_tag(&reference))
        }
        Question::Sha256 { url } => ask.web.sha256(url).map(Some),
        Question::Commit { repository, reference } => ask.web.commit(repository, reference.as_deref()).map(Some),
        Question::Redirect { url } => ask.web.redirect(url),
        Question::Image { .. } => Ok(None),
        Question::SpeaksTls { url } => ask.web.speaks_tls(url).map(|speaks| speaks.then(|| "yes".to_owned())),
        Question::NewestVersion { index, name } => return newest::version(ask, index, name),
    };
    answer.map_err(|error| error.to_string())
}

/// What `work` says of each item, in their order; several items at a time.
fn at_the_same_time<T: Sync, A: Send + Sync>(items: &[T], work: impl Fn(&T) -> A + Sync) -> Vec<A> {
    let answers: Vec<OnceLock<A>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS.min(items.len()) {
            scope.spawn(|| {
                while let Some((item, cell)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    items.get(at).zip(answers.get(at))
                } {
                    let _ = cell.set(work(item));
                }
            });
        }
    });
    // All items are worked off before the scope ends, so no answer is missing.
    answers.into_iter().filter_map(OnceLock::into_inner).collect()
}
