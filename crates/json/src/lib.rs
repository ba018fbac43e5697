//! JSON as people write it: half typed, with template placeholders, and still a tree with ranges.
//!
//! [`parse`] never fails: any text gives a [`Document`] with a tree, and a list of [`SyntaxError`]s. A bare
//! placeholder (`"cpu": ${CPU}`) is a node of its own and no error.
//!
//! Invariant: the tokens of a document laid end to end give back the text, each node starts and ends where a
//! token does, and a text without placeholders has no errors exactly if it is JSON (RFC 8259). There are two
//! deliberate differences to stricter readers: a byte order mark at the start is accepted, and a number may be
//! larger than a double can hold. Deeper nesting than [`MAX_DEPTH`] is an error.
//!
//! ```
//! let document = plimsoll_json::parse(r#"{"family": "web", "cpu": ${CPU}, }"#);
//! let root = document.root().unwrap();
//! assert_eq!(root.get("family").unwrap().text().as_deref(), Some("web"));
//! assert_eq!(root.get("cpu").unwrap().kind(), plimsoll_json::Kind::Placeholder);
//! assert_eq!(document.errors()[0].kind, plimsoll_json::SyntaxErrorKind::TrailingComma);
//! ```

mod edit;
mod error;
mod format;
mod layout;
mod node;
mod parser;
mod placeholder;
mod string;
mod token;

pub use edit::{
    Place, delete_element, delete_member, insert_member, quote, rename_key, replace_document, replace_value,
};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use format::format;
pub use node::{Document, DuplicateKey, Kind, Member, Node, NodeId};
pub use parser::MAX_DEPTH;
pub use placeholder::{Part, PlaceholderForm};
pub use token::{Token, TokenKind, Tokens};

/// Reads `text`. Cannot fail and takes time in proportion to the length of the text.
#[must_use]
pub fn parse(text: &str) -> Document<'_> {
    parser::parse(text)
}
