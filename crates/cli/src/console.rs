//! Where text goes: stdout and stderr, with colours or without.
//!
//! Invariant: a reader that goes away ends the output without a word.

use crate::arguments::Color;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, ErrorKind, Write};

/// The two streams of the process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
    choice: ColorChoice,
}

impl Console {
    pub(crate) fn new(color: Color) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        Self { choice }
    }

    /// The same without colours, unless they were asked for.
    pub(crate) fn without_colors(self) -> Self {
        if self.colors_are_forced() { self } else { Self { choice: ColorChoice::Never } }
    }

    /// Whether stdout shows colours.
    pub(crate) fn stdout_has_colors(self) -> bool {
        match self.choice {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        }
    }

    /// Whether colours were asked for, wherever the text goes.
    pub(crate) fn colors_are_forced(self) -> bool {
        self.choice == ColorChoice::AlwaysAnsi
    }

    /// Writes to stdout through a buffer. `Ok(false)`: the reader went away.
    ///
    /// # Errors
    /// Stdout cannot be written to for another reason.
    pub(crate) fn stdout(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<bool> {
        let choice = if self.stdout_has_colors() { ColorChoice::AlwaysAnsi } else { ColorChoice::Never };
        let mut stream = io::BufWriter::new(AutoStream::new(io::stdout(), choice));
        match write(&mut stream).and_then(|()| stream.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                // What is still in the buffer has no reader either.
                let _ = stream.into_parts();
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether nobody said that there are to be no colours.
    pub(crate) fn has_colors_unless_never(self) -> bool {
        self.choice != ColorChoice::Never
    }

    /// Writes to stdout through a buffer, colours included wherever it goes. A reader that goes away is no error.
    ///
    /// # Errors
    /// Stdout cannot be written to for another reason.
    pub(crate) fn stdout_as_it_is(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut stream = io::BufWriter::new(io::stdout());
        match write(&mut stream).and_then(|()| stream.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                // What is still in the buffer has no reader either.
                let _ = stream.into_parts();
                Ok(())
            }
            other => other,
        }
    }

    /// Writes findings to stderr, where stdout holds something else. `write` learns whether there are colours.
    ///
    /// # Errors
    /// Stderr cannot be written to.
    pub(crate) fn stderr_findings(self, write: impl FnOnce(bool, &mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut stream = io::BufWriter::new(AutoStream::new(io::stderr(), self.choice));
        let has_colors = stream.get_ref().current_choice() != ColorChoice::Never;
        write(has_colors, &mut stream)?;
        stream.flush()
    }

    /// Columns of the terminal; `None` when stdout is none.
    pub(crate) fn width(self) -> Option<usize> {
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
    }

    /// Says a sentence about the run.
    pub(crate) fn plain(self, message: &str) {
        // There is nowhere left to complain to.
        let _ = writeln!(io::stderr(), "{message}");
    }

    /// Says what went wrong with the run.
    pub(crate) fn error(self, message: &str) {
        self.stderr("\u{1b}[1;31merror\u{1b}[0m", message);
    }

    /// Says what is doubtful about the run.
    pub(crate) fn warning(self, message: &str) {
        self.stderr("\u{1b}[1;33mwarning\u{1b}[0m", message);
    }

    /// Says what else there is to know about the run.
    pub(crate) fn note(self, message: &str) {
        self.stderr("\u{1b}[1;36mnote\u{1b}[0m", message);
    }

    fn stderr(self, kind: &str, message: &str) {
        let mut stream = AutoStream::new(io::stderr(), self.choice);
        // There is nowhere left to complain to.
        let _ = writeln!(stream, "{kind}: {message}");
    }
}
