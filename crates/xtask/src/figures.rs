//! What real files showed of each rule: `docs/figures/*.tsv`, written by `cargo xtask measure --figures` and shown in
//! the rules' pages.
//!
//! Invariant: a page says only what a table holds; a rule that no table names has no such line.

use crate::root;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How often each rule fires on one collection of real files.
#[derive(Default)]
struct Collection {
    /// "public Dockerfiles" …
    what: String,
    /// How many files were looked at.
    files: usize,
    /// In how many of them a rule fires.
    fires: BTreeMap<String, usize>,
}

/// How many hits of a rule were read by a person, and how many of them were wrong.
#[derive(Clone, Copy)]
struct Judged {
    read: usize,
    wrong: usize,
}

/// All figures below `docs/figures`.
pub(crate) struct Figures {
    collections: Vec<Collection>,
    judged: BTreeMap<String, Judged>,
}

impl Figures {
    /// Reads the tables; a table that is not there counts as empty.
    ///
    /// # Errors
    ///
    /// The line that cannot be read.
    pub(crate) fn read() -> Result<Self, String> {
        let mut collections = Vec::new();
        for name in ["dockerfile", "ecs"] {
            collections.push(collection(&text(name), name)?);
        }
        let mut judged = BTreeMap::new();
        for (number, line) in rows(&text("judged")) {
            let cells: Vec<&str> = line.split('\t').collect();
            let row = match cells.as_slice() {
                [rule, read, wrong, ..] => read.parse().ok().zip(wrong.parse().ok()).map(|it| (*rule, it)),
                _ => None,
            };
            let (rule, (read, wrong)) = row.ok_or(format!("docs/figures/judged.tsv:{number}: not three columns"))?;
            judged.insert(rule.to_owned(), Judged { read, wrong });
        }
        Ok(Self { collections, judged })
    }

    /// The sentence for a rule's page, if there is anything to say.
    pub(crate) fn sentence(&self, rule: &str) -> Option<String> {
        let mut text = String::new();
        for collection in &self.collections {
            let Some(fires) = collection.fires.get(rule) else { continue };
            let share = *fires as f64 * 100.0 / collection.files.max(1) as f64;
            let _ = write!(
                text,
                "fires on {fires} of {} {} ({})",
                collection.files,
                collection.what,
                if share >= 1.0 { format!("{share:.0} %") } else { format!("{share:.2} %") }
            );
        }
        if let Some(Judged { read, wrong }) = self.judged.get(rule).copied().filter(|it| it.read > 0) {
            let wrong = if wrong == 0 { "none".to_owned() } else { wrong.to_string() };
            let separator = if text.is_empty() { "" } else { "; " };
            let _ = write!(text, "{separator}of {read} hits read, {wrong} wrong");
        }
        (!text.is_empty()).then_some(text)
    }
}

/// Puts the sentence into the table at the top of a page.
pub(crate) fn into_page(page: &str, sentence: Option<String>) -> String {
    let Some(sentence) = sentence else { return page.to_owned() };
    match page.split_once("\n\n|").and_then(|(head, rest)| rest.split_once("\n\n").map(|parts| (head, parts))) {
        Some((head, (table, body))) => format!("{head}\n\n|{table}\n| Real files | {sentence} |\n\n{body}"),
        None => page.to_owned(),
    }
}

/// The table of one collection, as `measure` writes it.
pub(crate) fn table(what: &str, files: usize, date: &str, fires: &BTreeMap<&str, usize>) -> String {
    let mut text = format!(
        "# In how many files of a collection each rule fires, all rules on. Written by `cargo xtask measure --figures`.\n\
         # collection: {what}\n# files: {files}\n# date: {date}\n"
    );
    for (rule, count) in fires {
        let _ = writeln!(text, "{rule}\t{count}");
    }
    text
}

fn collection(text: &str, name: &str) -> Result<Collection, String> {
    let mut collection = Collection::default();
    for line in text.lines() {
        if let Some(what) = line.strip_prefix("# collection: ") {
            collection.what = what.to_owned();
        } else if let Some(files) = line.strip_prefix("# files: ") {
            collection.files = files.parse().map_err(|error| format!("docs/figures/{name}.tsv: {error}"))?;
        }
    }
    for (number, line) in rows(text) {
        let row = line.split_once('\t').and_then(|(rule, count)| Some((rule, count.parse().ok()?)));
        let (rule, count) = row.ok_or(format!("docs/figures/{name}.tsv:{number}: not a rule and a number"))?;
        collection.fires.insert(rule.to_owned(), count);
    }
    Ok(collection)
}

/// The lines that are no comment, with their numbers from 1.
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
}

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(format!("docs/figures/{name}.tsv"))).unwrap_or_default()
}
