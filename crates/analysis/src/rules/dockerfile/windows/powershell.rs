//! What PowerShell is given to run.
//!
//! Invariant: statements are parted only outside of quotes, parentheses and braces; a script that is not closed has one.

use crate::InstructionCx;
use plimsoll_dockerfile::{Body, CommandLine, JsonArray, shell_text};
use plimsoll_text::{TextRange, TextSize, range, size};

/// A RUN that PowerShell executes.
pub(super) struct PowerShell<'a> {
    /// The script, continuation lines as they stand.
    pub(super) text: String,
    /// Where its first character stands.
    pub(super) start: TextSize,
    /// The SHELL that holds, when it is PowerShell.
    pub(super) shell: Option<&'a JsonArray>,
    /// `powershell -Command` in front of the script, quotes included.
    pub(super) wrapper: Option<TextRange>,
    /// The quote around the script behind a wrapper.
    pub(super) quote: Option<char>,
}

/// The script of a RUN in shell form, when PowerShell reads it: by SHELL, or because the line starts it.
pub(super) fn powershell<'a>(cx: &InstructionCx<'a>) -> Option<PowerShell<'a>> {
    let (Body::Run(run), Some(stage)) = (&cx.instruction.body, cx.stage) else { return None };
    let CommandLine::Shell { range: place, .. } = run.command else { return None };
    let text = shell_text(cx.source(), cx.instruction, place).into_owned();
    let shell = cx.build.windows_shell(stage, cx.step);
    if matches!(shell, Some("powershell" | "pwsh")) {
        let shell = cx.build.shell(stage, cx.step);
        let lead = lead(&text);
        let start = place.start() + size(lead);
        return Some(PowerShell { text: text[lead..].to_owned(), start, shell, wrapper: None, quote: None });
    }
    if !cx.build.is_windows(stage, cx.step) {
        return None;
    }
    let at = command_start(&text)?;
    let rest = &text[at..];
    let quote =
        rest.chars().next().filter(|quote| *quote == '"' && rest.len() > 1 && rest.trim_end().ends_with(*quote));
    let inner = at + usize::from(quote.is_some());
    let end = if quote.is_some() { text.trim_end().len() - 1 } else { text.len() };
    let inner = inner + text.get(inner..end).map_or(0, lead);
    let base = usize::from(place.start());
    Some(PowerShell {
        text: text.get(inner..end)?.to_owned(),
        start: size(base + inner),
        shell: None,
        wrapper: Some(range(base, base + at)),
        quote,
    })
}

/// How many blanks and continuation marks stand in front of the script.
fn lead(text: &str) -> usize {
    text.len() - text.trim_start_matches(|ch: char| ch.is_whitespace() || matches!(ch, '`' | '\\')).len()
}

/// Where the script begins behind `powershell [-Option]… [-Command]`.
fn command_start(text: &str) -> Option<usize> {
    let mut at = text.len() - text.trim_start().len();
    let word = |at: usize| text[at..].split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let program = word(at);
    let program = program.strip_suffix(".exe").unwrap_or(&program);
    if !matches!(program.rsplit(['/', '\\']).next(), Some("powershell" | "pwsh")) {
        return None;
    }
    let skip = |at: usize| {
        let behind = at + text[at..].find(char::is_whitespace)?;
        Some(behind + text[behind..].len() - text[behind..].trim_start().len())
    };
    at = skip(at)?;
    loop {
        let option = word(at);
        match option.as_str() {
            "-command" | "-c" => return skip(at),
            "-noprofile" | "-nologo" | "-noninteractive" | "-nop" => at = skip(at)?,
            "-executionpolicy" | "-ep" | "-ex" => at = skip(skip(at)?)?,
            "-file" | "-f" | "-encodedcommand" => return None,
            _ if option.starts_with('-') => return None,
            _ => return Some(at),
        }
    }
}

/// The statements of a script, parted by `;` and pipes left whole.
pub(super) fn statements(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut quote: Option<char> = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '{') => depth += 1,
            (None, ')' | '}') => depth = depth.saturating_sub(1),
            (None, ';') if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(text[start..].trim());
    if quote.is_some() || depth > 0 {
        return vec![text];
    }
    found.retain(|statement| !statement.trim_matches(|ch: char| ch.is_whitespace() || "`\\".contains(ch)).is_empty());
    found
}

/// Whether the script or the SHELL around it says `word`, in any case.
pub(super) fn says(cx: &InstructionCx<'_>, script: &PowerShell<'_>, word: &str) -> bool {
    let in_shell = script.shell.is_some_and(|shell| cx.text(shell.range).to_ascii_lowercase().contains(word));
    in_shell || script.text.to_ascii_lowercase().contains(word)
}
