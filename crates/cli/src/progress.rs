//! A bar on stderr that shows itself when the work takes its time.
//!
//! Invariant: stdout never sees it, and where stderr is no terminal nobody does.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Work that takes longer is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the work has come.
pub(crate) struct Progress {
    bar: ProgressBar,
    start: Instant,
    is_shown: AtomicBool,
}

impl Progress {
    /// For `count` steps of what `noun` names (`files`); `quiet` ones never show.
    pub(crate) fn new(count: usize, noun: &str, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {noun}")) {
            bar.set_style(style);
        }
        Self { bar, start: Instant::now(), is_shown: AtomicBool::new(quiet) }
    }

    /// One step is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
        if self.start.elapsed() > PATIENCE && !self.is_shown.swap(true, Ordering::Relaxed) {
            // It stays hidden when stderr is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// The same number of steps comes once more.
    pub(crate) fn restart(&self) {
        self.bar.set_position(0);
    }

    /// The work is done.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
