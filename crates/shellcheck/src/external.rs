//! What goes to a real ShellCheck and comes back; running it is the caller's business.
//!
//! Invariant: what stands before a script is whole lines, so columns stay as they are and lines are counted back; an
//! answer belongs to a script by the script's text alone.
//!
//! Example: the script `echo $A` with the variable `A` is asked about as `# shellcheck shell=dash⏎read -r A;export A⏎echo $A`.

use crate::text::{self, Text};
use crate::{Finding, Request};
use plimsoll_json::Node;
use plimsoll_shell::Dialect;
use plimsoll_text::lines;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The arguments that ShellCheck is called with, before the names of files that hold questions.
pub const ARGUMENTS: [&str; 3] = ["--format=json1", "--norc", "--severity=style"];

/// The scripts that ShellCheck is to be asked about, each as the content of a file.
#[must_use]
pub fn questions(request: &Request<'_>) -> Vec<String> {
    text::all(request).iter().map(|text| question(text, request).0).collect()
}

/// What ShellCheck answered, by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    by_question: HashMap<String, Vec<Comment>>,
}

/// One comment of ShellCheck; lines and columns from 1, a column counts characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Comment {
    code: u16,
    start: (usize, usize),
    end: (usize, usize),
    message: String,
}

impl Answers {
    /// Adds what ShellCheck printed in its format `json1`. `question` gives the question that a file held.
    ///
    /// # Errors
    /// It is not what ShellCheck prints; the message says what is wrong with it.
    pub fn add<'q>(
        &mut self,
        output: &str,
        mut question: impl FnMut(&str) -> Option<&'q str>,
    ) -> Result<(), &'static str> {
        let document = plimsoll_json::parse(output);
        let root = document.root().ok_or("it printed nothing")?;
        let comments = root.get("comments").ok_or("what it printed has no `comments`")?;
        let mut read: BTreeMap<&'q str, Vec<Comment>> = BTreeMap::new();
        for comment in comments.elements() {
            let file = comment.get("file").and_then(Node::text).ok_or("a comment has no `file`")?;
            let asked = question(&file).ok_or("a comment is about a file that it was not asked about")?;
            read.entry(asked).or_default().push(read_comment(comment).ok_or("a comment cannot be read")?);
        }
        for (asked, comments) in read {
            self.by_question.entry(asked.to_owned()).or_default().extend(comments);
        }
        Ok(())
    }

    pub(crate) fn findings(&self, text: &Text<'_>, request: &Request<'_>) -> Vec<Finding> {
        let (asked, before) = question(text, request);
        let Some(comments) = self.by_question.get(&asked) else { return Vec::new() };
        let starts: Vec<usize> = lines(&text.text).map(|line| line.start).collect();
        // The text is ASCII, so characters are bytes.
        let at = |(line, column): (usize, usize)| {
            let start = starts.get(line.checked_sub(before + 1)?)?;
            Some((start + column.checked_sub(1)?).min(text.text.len()))
        };
        let finding = |comment: &Comment| {
            let from = at(comment.start)?;
            let to = at(comment.end).unwrap_or(from).max(from);
            let message = lower(&comment.message);
            Some(Finding { code: comment.code, range: text.range(from, to), message, fix: None })
        };
        comments.iter().filter_map(finding).collect()
    }
}

fn read_comment(comment: Node<'_>) -> Option<Comment> {
    let number = |key: &str| usize::try_from(comment.get(key)?.as_i64()?).ok();
    Some(Comment {
        code: u16::try_from(number("code")?).ok()?,
        start: (number("line")?, number("column")?),
        end: (number("endLine")?, number("endColumn")?),
        message: comment.get("message")?.text()?.into_owned(),
    })
}

/// The content of a file to ask about, and how many lines stand before the script.
fn question(text: &Text<'_>, request: &Request<'_>) -> (String, usize) {
    let shell = match text.dialect {
        Dialect::Bash => "bash",
        Dialect::Dash | Dialect::Ash => "dash",
        Dialect::Ksh | Dialect::Zsh => "ksh",
        Dialect::Sh => "sh",
    };
    let mut before = format!("# shellcheck shell={shell}\n");
    if text.options.errexit {
        before.push_str("set -e\n");
    }
    let is_name = |name: &&str| {
        !name.starts_with(|first: char| first.is_ascii_digit())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !name.is_empty()
    };
    // Read from outside: set, but of a value that nobody knows; and exported, so that it is used.
    let names: BTreeSet<&str> = request.variables.iter().map(|variable| variable.name).filter(is_name).collect();
    if request.everything {
        // As hadolint: a value without blanks for each.
        names.iter().for_each(|name| before.push_str(&format!("export {name}=1\n")));
    } else if !names.is_empty() {
        let names: Vec<&str> = names.into_iter().collect();
        let names = names.join(" ");
        before.push_str(&format!("read -r {names};export {names}\n"));
    }
    let count = before.matches('\n').count();
    (before + &text.text, count)
}

/// Messages here begin in lower case and have no full stop at the end.
fn lower(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_ascii_uppercase() && second.is_ascii_lowercase() => {
            first.to_ascii_lowercase().to_string() + &message[1..]
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, lower};

    #[test]
    fn output_that_is_none_is_refused() {
        let mut answers = Answers::default();
        let mut add = |output: &str| answers.add(output, |file| (file == "0.sh").then_some("question"));
        assert_eq!(add(""), Err("it printed nothing"));
        assert_eq!(add("{}"), Err("what it printed has no `comments`"));
        assert_eq!(
            add(r#"{"comments":[{"file":"1.sh"}]}"#),
            Err("a comment is about a file that it was not asked about")
        );
        assert_eq!(add(r#"{"comments":[{"file":"0.sh","code":"x"}]}"#), Err("a comment cannot be read"));
        assert_eq!(add(r#"{"comments":[]}"#), Ok(()));
    }

    #[test]
    fn messages_have_our_form() {
        assert_eq!(
            lower("Double quote to prevent globbing and word splitting."),
            "double quote to prevent globbing and word splitting"
        );
        assert_eq!(lower("PATH is odd"), "PATH is odd");
    }
}
