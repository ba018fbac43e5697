//! `plimsoll pin --format json`: the contract that docs/pin.md documents.
//!
//! Invariant: a key is never left out.

use super::PinRow;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

const VERSION: u32 = 1;

/// Writes `rows` as one JSON document; `unreadable` are files that could not be read or written, with the reason.
///
/// # Errors
/// Those of `out`.
pub fn pins_json(rows: &[PinRow], unreadable: &[(String, String)], out: &mut dyn Write) -> io::Result<()> {
    let mut summary: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *summary.entry(row.status.as_str()).or_default() += 1;
    }
    let pins = rows.iter().map(|row| Pin {
        path: &row.path,
        line: row.line,
        column: row.column,
        kind: row.kind.as_str(),
        name: &row.name,
        old: row.old.as_deref(),
        new: row.new.as_deref(),
        date: row.date.as_deref(),
        status: row.status.as_str(),
        message: row.message.as_deref(),
    });
    let errors = unreadable.iter().map(|(path, message)| Error { path, message }).collect();
    let document = Document { version: VERSION, pins: pins.collect(), summary, errors };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    pins: Vec<Pin<'a>>,
    summary: BTreeMap<&'a str, usize>,
    errors: Vec<Error<'a>>,
}

#[derive(Serialize)]
struct Pin<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    kind: &'a str,
    name: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    date: Option<&'a str>,
    status: &'a str,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct Error<'a> {
    path: &'a str,
    message: &'a str,
}
