//! From `apt-key add` to a keyring of its own that one source is signed by.
//!
//! Invariant: the key vouches for the one repository that the same RUN adds; where that is not plain, nothing is done.

use crate::CommandCx;
use crate::rules::dockerfile::list_edits::is_shell_form;
use plimsoll_model::commands::downloads;
use plimsoll_shell::Word;
use plimsoll_text::{Edit, Edits, TextRange, size};

/// Rewrites `curl … | apt-key add -` and the `deb …` line of the same RUN.
pub(super) fn to_keyring(cx: &CommandCx<'_>) -> Option<Edits> {
    let effective = cx.command.effective();
    let program = effective.word?;
    let is_add = matches!(effective.args, [add, dash] if add.is("add") && dash.is("-"));
    let pipeline = cx.command.place.pipeline.filter(|it| it.is_last() && it.length == 2)?;
    let is_plain = is_add && cx.command.redirects.is_empty() && is_shell_form(cx) && cx.script.complete;
    let source = cx
        .script
        .commands
        .iter()
        .find(|other| other.place.pipeline.is_some_and(|other| other.id == pipeline.id && other.index == 0))?;
    let url = downloads(source).first()?.word.prefix_literal().into_owned();
    let mut lines = cx.script.commands.iter().flat_map(|command| &command.words).filter_map(|word| deb_line(cx, word));
    let line = lines.next().filter(|_| is_plain)?;
    // A second source may be signed by the same key.
    if lines.next().is_some() {
        return None;
    }
    let keyring = format!("/etc/apt/keyrings/{}.gpg", name_of(&url)?);
    let place = TextRange::new(program.range.start(), cx.command.range.end());
    let option = match line.has_options {
        true => format!("signed-by={keyring} "),
        false => format!("[signed-by={keyring}] "),
    };
    Edits::new(vec![Edit::replace(place, format!("gpg --dearmor -o {keyring}")), Edit::insert(line.place, option)]).ok()
}

struct DebLine {
    /// Behind `deb ` or behind `deb [`.
    place: plimsoll_text::TextSize,
    has_options: bool,
}

/// Where an option goes in a word such as `"deb [arch=amd64] https://… stable main"`.
fn deb_line(cx: &CommandCx<'_>, word: &Word) -> Option<DebLine> {
    let text = cx.text(word.range);
    let at = text.starts_with(['"', '\'']).then(|| usize::from(text[1..].starts_with("deb ")))? + 4;
    let is_line = text.get(1..5) == Some("deb ") && !text.contains("signed-by") && text.matches("deb ").count() == 1;
    let has_options = text.get(at..).is_some_and(|rest| rest.starts_with('['));
    is_line.then(|| DebLine { place: word.range.start() + size(at + usize::from(has_options)), has_options })
}

/// A name for the keyring: `google` for `https://dl.google.com/linux/…`.
fn name_of(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', ':']).next()?;
    let labels: Vec<&str> = host.split('.').collect();
    let name = labels.get(labels.len().checked_sub(2)?)?;
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_plain.then(|| (*name).to_owned())
}
