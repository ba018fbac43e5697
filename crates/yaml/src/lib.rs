//! YAML as a tree with byte ranges.
//!
//! [`parse`] never fails: what stands before a syntax error is in the tree, and the error is kept beside it.
//! Aliases stay aliases, so a text cannot grow when it is read.
//!
//! Invariant: a scalar's [`Scalar::content`] is given only if its text stands there to the letter, without escapes
//! and line folding; only there may an edit be made.
//!
//! ```
//! let document = plimsoll_yaml::parse("services:\n  db:\n    image: 'postgres:16' # main\n");
//! let image = document.root().unwrap().get("services").unwrap().get("db").unwrap().get("image").unwrap();
//! let scalar = image.scalar().unwrap();
//! assert_eq!(scalar.text, "postgres:16");
//! assert_eq!(scalar.content, Some(plimsoll_text::range(28, 39)));
//! ```

mod events;
mod node;
mod offsets;
mod written;

pub use node::{Document, Node, Scalar, SyntaxError};

/// Reads `text`. Cannot fail and takes time in proportion to the length of the text.
#[must_use]
pub fn parse(text: &str) -> Document {
    events::read(text)
}
