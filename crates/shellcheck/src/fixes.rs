//! Which fixes are offered, and how far they may be trusted.
//!
//! Invariant: the table of codes says which codes have a fix; an edit replaces only characters that the shell sees as
//! they stand in the file, so that no comment and no continuation is lost.

use crate::quiet::{base, variable_name};
use crate::text::Text;
use crate::words::{ONE_WORD, WORD_LISTS};
use crate::{Finding, Fix, Request, Trust, code};
use plimsoll_shell::{Connector, PartKind};
use plimsoll_text::{Edit, Edits, TextRange, size, slice};

/// Takes away the fix of a finding, puts ours in its place, or leaves it.
pub(crate) fn complete(finding: &mut Finding, text: &Text<'_>, request: &Request<'_>) {
    let Some(is_safe) = code(finding.code).and_then(|code| code.fix) else {
        finding.fix = None;
        return;
    };
    // Quotes inside the quotes of another script would end those.
    if text.is_inner {
        finding.fix = None;
        return;
    }
    if finding.fix.is_none() {
        finding.fix = own(finding, text);
    }
    if finding.code == 1040 {
        let line = text.after(finding.range.start()).lines().next().unwrap_or("");
        if is_in_heredoc(line.trim(), finding.range, text) {
            finding.fix = None;
        }
        // The linter names the start of the line.
        if finding.range.is_empty() && !line.trim().is_empty() {
            let indent = size(line.len() - line.trim_start().len());
            finding.range = TextRange::at(finding.range.start() + indent, size(line.trim().len()));
        }
    }
    let is_kept = |fix: &Fix| fix.edits.iter().all(|edit| stands_in_file(edit.range, text, request));
    finding.fix = finding.fix.take().filter(is_kept);
    if let Some(fix) = &mut finding.fix {
        fix.trust = match is_safe {
            true => Trust::Safe,
            false if finding.code == 2046 && !is_meant_as_one(finding.range, text) => Trust::Choice,
            false if finding.code == 2086 && may_be_list(finding.range, text, request) => Trust::Choice,
            false => Trust::Unsafe,
        };
        if let Some(title) = title(finding.code) {
            title.clone_into(&mut fix.title);
        }
    }
}

/// Whether what a substitution prints can only be meant as one word: it is a part of a word, or its last command prints
/// one. Of others nobody knows whether they are a list, which quotes would make one word of.
fn is_meant_as_one(range: TextRange, text: &Text<'_>) -> bool {
    let (before, after) = (text.before(range.start()), text.after(range.end()));
    let is_border = |char: char| char.is_whitespace() || "&|;()<>".contains(char);
    let is_part = before.chars().next_back().is_some_and(|char| !is_border(char))
        || after.chars().next().is_some_and(|char| !is_border(char));
    let written = text.slice(range);
    let inner = written.trim_start_matches(['$', '(', '`']).trim_end_matches([')', '`']);
    let last = inner.rsplit('|').next().unwrap_or(inner);
    let mut words = last.split_ascii_whitespace();
    let one = match words.next().map(base) {
        Some("head" | "tail") => words.any(|word| matches!(word, "-1" | "-n1" | "1")),
        // One name may be in many folders.
        Some("find") => words.any(|word| word == "-quit"),
        Some(name) => ONE_WORD.contains(&name),
        None => false,
    };
    is_part || one
}

/// Whether the variable holds several words, or what a command printed that prints lists: quotes would make one word of
/// them.
fn may_be_list(range: TextRange, text: &Text<'_>, request: &Request<'_>) -> bool {
    let Some(name) = variable_name(text.slice(range)) else { return false };
    let before = text.script.commands.iter().filter(|command| command.range.start() < range.start());
    let assigned = before.flat_map(|command| command.assignments.iter().chain(&command.declarations));
    let assigned: Vec<_> = assigned.filter(|it| it.name() == name).collect();
    let has_blank = |value: &str| value.trim().contains(char::is_whitespace);
    if assigned.is_empty() {
        let set = request.variables.iter().find(|variable| variable.name == name);
        return set.and_then(|variable| variable.value).is_some_and(has_blank);
    }
    assigned.iter().any(|assigned| {
        assigned.append
            || assigned.value.parts().iter().any(|part| match part.kind {
                PartKind::Literal => text.slice(part.range).contains(char::is_whitespace),
                PartKind::Command => prints_list(text.slice(part.range)),
                _ => false,
            })
    })
}

/// Whether the last command of a substitution prints names, one a line, or puts words side by side.
fn prints_list(substitution: &str) -> bool {
    const LISTS: [&str; 7] = ["ls", "find", "cat", "sort", "uniq", "tr", "dir"];
    let inner = substitution.trim_start_matches(['"', '$', '(', '`']).trim_end_matches(['"', ')', '`']);
    let last = inner.rsplit(['|', ';', '&']).next().unwrap_or(inner);
    let mut words = last.split_ascii_whitespace();
    words
        .next()
        .map(base)
        .is_some_and(|name| (LISTS.contains(&name) || WORD_LISTS.contains(&name)) && !words.any(|word| word == "-quit"))
}

/// Whether the true end mark follows, so that the indented one is a line of the heredoc.
fn is_in_heredoc(mark: &str, range: TextRange, text: &Text<'_>) -> bool {
    let mut later = text.after(range.start()).lines().skip(1);
    later.any(|line| !mark.is_empty() && line.trim_start_matches('\t').trim_end_matches('\r') == mark)
}

fn title(code: u16) -> Option<&'static str> {
    Some(match code {
        1040 => "indent the end mark with tabs only",
        2006 => "write `$( … )`",
        2046 => "quote the substitution",
        2086 => "quote the variable",
        2155 => "assign first, then export",
        2164 => "stop when `cd` fails",
        2196 => "write `grep -E`",
        2197 => "write `grep -F`",
        3014 => "write `=`",
        3020 => "write `>` and `2>&1`",
        3046 => "write `.`",
        _ => return None,
    })
}

/// Whether the file has the same characters there as the shell, and no line end among them.
fn stands_in_file(range: TextRange, text: &Text<'_>, request: &Request<'_>) -> bool {
    let written = slice(request.source, range);
    written == text.slice(range) && !written.contains('\n')
}

fn own(finding: &Finding, text: &Text<'_>) -> Option<Fix> {
    let edits: Edits = match finding.code {
        2006 => dollar_bracket(finding.range, text)?,
        2155 => split_export(finding.range, text)?,
        2164 => stop_at_cd(finding.range, text)?,
        3046 => {
            let command = text.script.commands.iter().find(|it| it.range.contains_range(finding.range))?;
            let word = command.words.first().filter(|word| text.slice(word.range) == "source")?;
            Edit::replace(word.range, ".").into()
        }
        _ => return None,
    };
    Some(Fix { title: String::new(), trust: Trust::Unsafe, edits })
}

/// `` `date` `` becomes `$(date)`, where no backslash changes its meaning on the way.
fn dollar_bracket(range: TextRange, text: &Text<'_>) -> Option<Edits> {
    let written = text.slice(range);
    let inner = written.strip_prefix('`')?.strip_suffix('`')?;
    if inner.contains(['`', '\\', '\n', '#']) {
        return None;
    }
    let last = TextRange::new(range.end() - plimsoll_text::size(1), range.end());
    let first = TextRange::at(range.start(), plimsoll_text::size(1));
    Edits::new(vec![Edit::replace(first, "$("), Edit::replace(last, ")")]).ok()
}

/// `export A=$(b)` becomes `A=$(b) && export A`: with a variable alone in its command.
fn split_export(range: TextRange, text: &Text<'_>) -> Option<Edits> {
    let command = text
        .script
        .commands
        .iter()
        .find(|it| it.name() == Some("export") && it.range.contains_inclusive(range.start()))?;
    let [declared] = command.declarations.as_slice() else { return None };
    let is_whole = command.words.len() == 2 && command.redirects.is_empty() && command.assignments.is_empty();
    let has_command = declared.value.parts().iter().any(|part| part.kind == PartKind::Command);
    let is_chosen = command.connector() == Connector::Or;
    if is_chosen
        || !is_whole
        || !has_command
        || declared.append
        || command.place.negated
        || command.place.pipeline.is_some()
    {
        return None;
    }
    let word = command.words.first()?;
    let until = TextRange::new(word.range.start(), declared.range.start());
    let export = format!(" && export {}", declared.name());
    Edits::new(vec![Edit::delete(until), Edit::insert(declared.range.end(), export)]).ok()
}

/// `cd x;` becomes `cd x || exit 1;`
fn stop_at_cd(range: TextRange, text: &Text<'_>) -> Option<Edits> {
    let at = text.script.commands.iter().position(|it| it.range.contains_range(range) && it.name() == Some("cd"))?;
    let command = text.script.commands.get(at)?;
    let is_plain = command.place.pipeline.is_none() && !command.place.negated && !command.place.background;
    let next =
        text.script.commands.iter().find(|it| it.scope == command.scope && it.range.start() >= command.range.end());
    let is_ended = next.is_none_or(|next| matches!(next.connector(), Connector::Semicolon | Connector::Newline));
    (is_plain && is_ended).then(|| Edit::insert(command.range.end(), " || exit 1").into())
}
