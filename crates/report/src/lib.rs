//! Everything that plimsoll says about findings: for people, for programs and for services.
//!
//! Invariant: each output is a pure function of its arguments. Nothing here opens a file, asks the terminal or
//! reads the environment; the command line decides where text goes and whether it has colours.
//!
//! [`Diagnostic`](plimsoll_analysis::Diagnostic) has no wire format of its own: the structs that are written
//! live here, next to the format that they serve.

mod baseline;
mod changes;
mod checkstyle;
mod concise;
mod diff;
mod explain;
mod fingerprint;
mod github;
mod gitlab;
mod hadolint;
mod input;
mod json;
mod junit;
mod pins;
mod places;
mod rule_list;
mod sarif;
mod statistics;
mod terminal;
mod xml;

pub use baseline::{Applied, Baseline, Split};
pub use changes::{changes_json, changes_text};
pub use checkstyle::checkstyle;
pub use concise::concise;
pub use diff::{diff, diff_of_new};
pub use explain::{explain, markdown_page};
pub use github::github;
pub use gitlab::gitlab;
pub use hadolint::{HADOLINT_VERSION, HadolintFile, HadolintFormat, HadolintStyle, hadolint};
pub use input::{FileReport, ReadError, Report, Summary};
pub use json::{json, rules_json};
pub use junit::junit;
pub use pins::{PinKind, PinRow, PinStatus, pins_closing_line, pins_json, pins_table};
pub use rule_list::{explain_answer, rule_list};
pub use sarif::sarif;
pub use statistics::statistics;
pub use terminal::{Terminal, closing_line, terminal};

use plimsoll_analysis::Rule;

/// Address of the page of `rule`.
#[must_use]
pub fn rule_url(rule: &Rule) -> String {
    rule.url()
}
