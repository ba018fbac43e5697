//! hadolint's formats of lines.
//!
//! Invariant: a finding is one line. A parse error has its column in place of a code and a severity, as hadolint
//! writes it.

use super::{HadolintFile, HadolintSeverity, all};
use std::io::{self, Write};

/// `Dockerfile:1 DL3007 warning: …`
pub(super) fn tty(files: &[HadolintFile<'_>], color: bool, out: &mut dyn Write) -> io::Result<()> {
    for (path, it) in all(files) {
        if it.is_parse_error() {
            writeln!(out, "{path}:{}:{} {}", it.line, it.column, it.message)?;
            continue;
        }
        let severity = it.severity.as_str();
        let (on, off) = match it.severity {
            _ if !color => ("", ""),
            HadolintSeverity::Error => ("\u{1b}[1m\u{1b}[91m", "\u{1b}[0m"),
            HadolintSeverity::Warning => ("\u{1b}[1m\u{1b}[93m", "\u{1b}[0m"),
            HadolintSeverity::Info => ("\u{1b}[92m", "\u{1b}[0m"),
            HadolintSeverity::Style => ("\u{1b}[96m", "\u{1b}[0m"),
        };
        writeln!(out, "{path}:{} {} {on}{severity}{off}: {}", it.line, it.code, it.message)?;
    }
    Ok(())
}

/// `hadolint:Dockerfile:1: DL3007 warning: …`
pub(super) fn gnu(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (path, it) in all(files) {
        if it.is_parse_error() {
            writeln!(out, "hadolint:{path}:{}:{}: {}", it.line, it.column, it.message)?;
        } else {
            writeln!(out, "hadolint:{path}:{}: {} {}: {}", it.line, it.code, it.severity.as_str(), it.message)?;
        }
    }
    Ok(())
}
