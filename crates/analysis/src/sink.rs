//! Where rules put what they find.
//!
//! Invariant: a rule gives a range and words; which rule it is and how severe, the engine adds.

use crate::{FileCx, Fix, ImageFacts, Label, Question};
use plimsoll_text::TextRange;

/// Collects the findings of one rule.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Finding>,
    questions: Vec<Question>,
}

/// A diagnostic without its rule and severity.
#[derive(Debug)]
pub struct Finding {
    pub(crate) range: TextRange,
    pub(crate) message: String,
    pub(crate) labels: Vec<Label>,
    pub(crate) notes: Vec<String>,
    pub(crate) fixes: Vec<Fix>,
    pub(crate) secrets: Vec<TextRange>,
    pub(crate) questions: Vec<Question>,
}

impl Sink {
    /// Reports a problem at `range`. The message says what is there: lower case, no full stop, code in backticks.
    pub fn report(&mut self, range: TextRange, message: impl Into<String>) -> &mut Finding {
        let (labels, notes, fixes) = (Vec::new(), Vec::new(), Vec::new());
        let (secrets, questions) = (Vec::new(), Vec::new());
        self.findings.push(Finding {
            range,
            message: on_one_line(message.into()),
            labels,
            notes,
            fixes,
            secrets,
            questions,
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// What a registry says of an image, for a rule that is silent without it. `None` when nobody asked; then the analysis
    /// carries the question, for whoever wants to ask.
    pub fn image<'w>(&mut self, cx: &FileCx<'w>, image: &str) -> Option<&'w ImageFacts> {
        let facts = cx.workspace.image_facts(image);
        if facts.is_none() {
            self.questions.push(Question::Image { image: image.to_owned() });
        }
        facts
    }

    /// The questions that no finding carries.
    pub(crate) fn take_questions(&mut self) -> Vec<Question> {
        std::mem::take(&mut self.questions)
    }

    /// What was reported last.
    pub(crate) fn into_last(mut self) -> Option<Finding> {
        self.findings.pop()
    }

    pub(crate) fn drain(&mut self) -> std::vec::Drain<'_, Finding> {
        self.findings.drain(..)
    }
}

impl Finding {
    /// Points at another place of the same file.
    pub fn label(&mut self, range: TextRange, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { path: None, range, text: text.into() });
        self
    }

    /// Points at a place in another file of the workspace.
    pub fn label_in(&mut self, path: &str, range: TextRange, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { path: Some(path.to_owned()), range, text: text.into() });
        self
    }

    /// Says why it matters, or what will happen.
    pub fn note(&mut self, text: impl Into<String>) -> &mut Self {
        self.notes.push(text.into());
        self
    }

    /// Says that a part of the file holds a secret, which no output may show.
    pub fn secret(&mut self, range: TextRange) -> &mut Self {
        self.secrets.push(range);
        self
    }

    /// What the network answered to a question that a fix of this finding needs. `None` when nobody asked it, or there is
    /// no answer; then the finding carries the question, for whoever wants to ask.
    pub fn answer<'w>(&mut self, cx: &FileCx<'w>, question: Question) -> Option<&'w str> {
        let answer = cx.workspace.answer(&question);
        if answer.is_none() {
            self.questions.push(question);
        }
        answer
    }

    /// Offers a fix; the first one is preferred. A fix without edits is not offered.
    pub fn fix(&mut self, fix: impl Into<Option<Fix>>) -> &mut Self {
        self.fixes.extend(fix.into().filter(|fix| !fix.is_empty()));
        self
    }
}

/// What a message quotes may go over several lines; outputs have one for it.
fn on_one_line(message: String) -> String {
    if !message.contains('\n') {
        return message;
    }
    let lines = message.split('\n').map(|line| line.trim().trim_end_matches('\\').trim_end());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
