//! `RUN --mount=`: the options between commas.
//!
//! Invariant: an option's ranges lie inside its flag. As in BuildKit the value is a line of CSV: a field that
//! starts with `"` may hold commas.

use crate::ast::{Mount, MountOption};
use crate::cursor::Char;
use crate::flags::ReadFlag;
use plimsoll_text::{TextRange, range};

/// The options of a `--mount` flag.
pub(crate) fn read(flag: &ReadFlag) -> Mount {
    let chars = &flag.value[..];
    let mut options = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let is_quoted = chars[at].ch == '"';
        let start = if is_quoted { at + 1 } else { at };
        let mut end = start;
        while end < chars.len() && chars[end].ch != if is_quoted { '"' } else { ',' } {
            end += 1;
        }
        options.extend(option(&chars[start.min(end)..end]));
        while end < chars.len() && chars[end].ch != ',' {
            end += 1;
        }
        at = end + 1;
    }
    Mount { range: flag.flag.range, options }
}

fn option(chars: &[Char]) -> Option<MountOption> {
    let all = place(chars)?;
    let equals = chars.iter().position(|next| next.ch == '=');
    let key_end = equals.unwrap_or(chars.len());
    let key = place(&chars[..key_end]).unwrap_or(TextRange::empty(all.start()));
    let value = equals.map(|at| place(&chars[at + 1..]).unwrap_or(TextRange::empty(all.end())));
    Some(MountOption { range: all, key, value })
}

fn place(chars: &[Char]) -> Option<TextRange> {
    Some(range(chars.first()?.start, chars.last()?.end))
}
