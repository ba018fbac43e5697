//! What the server says without being asked.
//!
//! Invariant: messages reach the client in the order in which they were put in. A client that does not read makes
//! whoever has something to say wait, so that nothing piles up.

use crate::protocol::{Diagnostic, Uri};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// A message to the client.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// The diagnostics of a document take the place of those before.
    Diagnostics { uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic> },
    /// For the log.
    Log(String),
    /// Something that the user should know.
    Warn(String),
    /// What was asked before may be answered otherwise now.
    Refresh,
}

/// A step of something that takes its time.
#[derive(Debug)]
pub(crate) enum Step {
    Begin { token: String, title: String },
    Report { token: String, message: String },
    End { token: String, message: String },
}

/// Where threads put what they have to say.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    messages: Sender<Outgoing>,
    steps: Sender<Step>,
}

impl Outbox {
    pub(crate) fn new() -> (Self, Receiver<Outgoing>, Receiver<Step>) {
        let (messages, outgoing) = channel(64);
        let (steps, progress) = channel(64);
        (Self { messages, steps }, outgoing, progress)
    }

    /// Says something; from a thread that may wait.
    pub(crate) fn say(&self, message: Outgoing) {
        // Nobody listens any more when the server ends.
        let _ = self.messages.blocking_send(message);
    }

    /// Says something; from a task.
    pub(crate) async fn say_async(&self, message: Outgoing) {
        let _ = self.messages.send(message).await;
    }

    /// Tells how far something is. A step that finds no room is left out, unless it is the first or the last.
    pub(crate) fn step(&self, step: Step) {
        let _ = match step {
            Step::Report { .. } => self.steps.try_send(step).is_ok(),
            Step::Begin { .. } | Step::End { .. } => self.steps.blocking_send(step).is_ok(),
        };
    }
}
