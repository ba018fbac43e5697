//! The built-in linter: shuck. The only module that knows its types.
//!
//! Invariant: what shuck says is taken for a hint. A range outside of the text, a code that ShellCheck does not have,
//! a panic: all of them are no finding.

use crate::text::Text;
use crate::{Finding, Fix, Trust, own};
use plimsoll_shell::Dialect;
use plimsoll_text::{Edit, Edits};
use shuck_linter::{
    AmbientShellOptions, AnalysisRequest, Diagnostic, LinterSettings, Rule, RuleSet, ShellCheckCodeMap, ShellDialect,
};
use shuck_parser::parser::{ParseResult, ParseStatus, Parser};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

/// Codes that are found under another one in shuck: the code, and the one in shuck.
const SPLIT: [(u16, u16); 6] = [(3036, 3037), (3039, 3042), (2158, 2078), (2159, 2078), (2160, 2078), (2161, 2078)];

struct Map {
    shellcheck: ShellCheckCodeMap,
    rules: HashMap<u16, Rule>,
}

static MAP: LazyLock<Map> = LazyLock::new(|| {
    let shellcheck = ShellCheckCodeMap::default();
    let known = |(code, rule): (u32, Rule)| Some((u16::try_from(code).ok()?, rule));
    let rules = shellcheck.mappings().filter_map(known).filter(|(code, _)| crate::code(*code).is_some()).collect();
    Map { shellcheck, rules }
});

/// Whether shuck finds a code.
pub(crate) fn is_known(code: u16) -> bool {
    MAP.rules.contains_key(&code) || SPLIT.iter().any(|(split, _)| *split == code)
}

#[derive(Debug)]
pub(crate) struct Engine {
    settings: LinterSettings,
    codes: Vec<u16>,
}

impl Engine {
    /// `codes` are sorted.
    pub(crate) fn new(codes: &[u16]) -> Self {
        let split = SPLIT.iter().filter(|(code, _)| codes.binary_search(code).is_ok()).map(|(_, from)| from);
        let rules: RuleSet = codes.iter().chain(split).filter_map(|code| MAP.rules.get(code).copied()).collect();
        let mut settings = LinterSettings::for_rules([]).with_resolve_source_closure(false);
        settings.rules = rules;
        Self { settings, codes: codes.to_vec() }
    }

    pub(crate) fn lint(&mut self, text: &Text<'_>) -> Vec<Finding> {
        self.settings.shell = match text.dialect {
            Dialect::Bash => ShellDialect::Bash,
            Dialect::Dash | Dialect::Ash => ShellDialect::Dash,
            Dialect::Ksh => ShellDialect::Ksh,
            Dialect::Zsh => ShellDialect::Zsh,
            Dialect::Sh => ShellDialect::Sh,
        };
        self.settings.ambient_shell_options =
            AmbientShellOptions { errexit: text.options.errexit, pipefail: text.options.pipefail };
        // A script that makes the linter panic costs its findings, not those of the file.
        let found = catch_unwind(AssertUnwindSafe(|| {
            let parsed = Parser::with_dialect(&text.text, self.settings.shell.parser_dialect()).parse();
            let found = AnalysisRequest::from_parse_result(&parsed, &text.text, &self.settings).lint();
            (found, broken_at(&parsed))
        }));
        let Ok((found, broken)) = found else { return Vec::new() };
        let mut findings: Vec<Finding> = found.into_iter().filter_map(|found| finding(found, text)).collect();
        own::check(text, &self.codes, &mut findings);
        let broken = broken.or_else(|| own::stray_bracket(text)).map(|broken| (1072, broken));
        let broken = broken.or_else(|| text.everything.then(|| own::macro_call(text)).flatten());
        if let Some((code, (from, to, message))) = broken {
            // As in ShellCheck: what cannot be read is not judged.
            findings.retain(|finding| finding.code < 2000);
            findings.push(Finding { code, range: text.range(from, to), message, fix: None });
        }
        findings
    }
}

/// Where the parser gave up, and why.
fn broken_at(parsed: &ParseResult) -> Option<(usize, usize, String)> {
    if parsed.status == ParseStatus::Clean {
        return None;
    }
    // A limit of the parser is no mistake of the script.
    let is_limit = |message: &str| message.starts_with("command list too long");
    let first = parsed
        .diagnostics
        .first()
        .filter(|first| !is_limit(first.message.strip_prefix("syntax error: ").unwrap_or(&first.message)))?;
    let (from, to) = (first.span.start.offset(), first.span.end.offset());
    let message = first.message.strip_prefix("syntax error: ").unwrap_or(&first.message);
    Some((from, to.max(from), format!("the shell cannot read this: {message}")))
}

fn finding(found: Diagnostic, text: &Text<'_>) -> Option<Finding> {
    let code = u16::try_from(MAP.shellcheck.code_for_rule(found.rule)?).ok()?;
    let (from, to) = (found.span.start.offset(), found.span.end.offset());
    let written = text.text.get(from..to)?;
    let code = match code {
        2078 => literal_test(written),
        3037 => echo_option(text, from, to)?,
        // Under these numbers ShellCheck has other findings.
        3042 => 3039,
        3045 if is_of_ulimit(text, from) && !text.everything => return None,
        code => code,
    };
    crate::code(code)?;
    let title = found.fix_title.unwrap_or_default();
    let fix = found.fix.and_then(|fix| {
        let edit = |edit: &shuck_linter::Edit| {
            let range = edit.range();
            let place = text.range(usize::from(range.start()), usize::from(range.end()));
            Edit { range: place, text: edit.content().to_owned() }
        };
        let edits = Edits::new(fix.edits().iter().map(edit).collect()).ok()?;
        Some(Fix { title, trust: Trust::Unsafe, edits })
    });
    // A range ends with the word, not with the blanks behind it.
    let to = from + written.trim_end().len().max(usize::from(to > from));
    let to = if to == from { from + keyword_length(&text.text[from..]) } else { to };
    Some(Finding { code, range: text.range(from, to), message: found.message, fix })
}

/// The length in bytes of the reserved word that `text` begins with; 0 if it begins with something else.
fn keyword_length(text: &str) -> usize {
    let end = text.find(|char: char| !char.is_ascii_lowercase()).unwrap_or(text.len());
    let is_reserved = matches!(
        &text[..end],
        "if" | "then" | "elif" | "else" | "fi" | "case" | "esac" | "for" | "while" | "until" | "do" | "done"
    );
    if is_reserved { end } else { 0 }
}

fn literal_test(written: &str) -> u16 {
    match written.trim_matches(['[', ']', ' ']) {
        "false" => 2158,
        "0" => 2159,
        "true" => 2160,
        "1" => 2161,
        _ => 2078,
    }
}

/// dash knows `echo -n` and nothing else; in an `sh` that is not known even that may be printed.
fn echo_option(text: &Text<'_>, from: usize, to: usize) -> Option<u16> {
    if !matches!(text.dialect, Dialect::Dash | Dialect::Ash) {
        return Some(3037);
    }
    let rest = text.text.get(from..)?;
    let rest = rest.strip_prefix("echo").unwrap_or(rest).trim_start();
    let option = rest.split_ascii_whitespace().next().unwrap_or("");
    (option != "-n" && to > from).then_some(3036)
}

/// `ulimit -n` is known to every `sh`.
fn is_of_ulimit(text: &Text<'_>, from: usize) -> bool {
    let before = text.text.get(..from).unwrap_or("");
    let command = before.rsplit(['\n', ';', '&', '|', '(']).next().unwrap_or("");
    command.split_ascii_whitespace().next() == Some("ulimit") || text.text[from..].starts_with("ulimit")
}

#[cfg(test)]
mod tests {
    use super::{MAP, is_known};

    #[test]
    fn shuck_knows_most_codes_that_are_on() {
        assert!(MAP.rules.len() > 250, "{}", MAP.rules.len());
        assert!(is_known(2086) && is_known(3036) && !is_known(2370));
    }
}
