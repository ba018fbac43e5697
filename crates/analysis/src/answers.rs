//! Which rules foresee an error that somebody met: AWS's answer, or what a task said when it failed.
//!
//! Invariant: words are compared without regard to letter case, order and signs, for people paste parts of errors, with
//! their own names and numbers in them.

use crate::{Rule, registry};
use std::collections::BTreeSet;

/// Rule, letter of the evidence, and words; its head says more.
pub(crate) const TABLE: &str = include_str!("../data/answers.tsv");

/// The rules that foresee the error `text`, the nearest first; empty when none does.
#[must_use]
pub fn rules_for_answer(text: &str) -> Vec<&'static Rule> {
    let asked = words(text);
    let mut near: Vec<(usize, &'static Rule)> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(id), Some(_), Some(answer)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let answer = words(answer);
        let shared = asked.intersection(&answer).count();
        // Most of the answer, or most of what was asked.
        let is_near = shared > 0 && shared * 4 >= answer.len() * 3 || shared > 2 && shared * 4 >= asked.len() * 3;
        if let (true, Some(rule)) = (is_near, registry::by_id(id)) {
            near.push((shared, rule));
        }
    }
    near.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let most = near.first().map_or(0, |(shared, _)| *shared);
    let mut rules: Vec<&'static Rule> = Vec::new();
    for (_, rule) in near.into_iter().filter(|(shared, _)| shared * 4 >= most * 3) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

/// The words that tell errors apart, in small letters.
fn words(text: &str) -> BTreeSet<String> {
    const EVERYWHERE: [&str; 8] = ["and", "are", "been", "for", "has", "have", "that", "the"];
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 2 && !EVERYWHERE.iter().any(|it| word.eq_ignore_ascii_case(it)))
        .map(str::to_ascii_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::rules_for_answer;

    fn ids(text: &str) -> Vec<&'static str> {
        rules_for_answer(text).into_iter().map(|rule| rule.id).collect()
    }

    #[test]
    fn pasted_errors_lead_to_their_rules() {
        for (text, first) in [
            (
                "An error occurred (ClientException) when calling RegisterTaskDefinition: Too many containers.",
                "too-many-containers",
            ),
            ("No Fargate configuration exists for given values: 300 CPU, 512 memory.", "invalid-fargate-size"),
            ("Unknown parameter in input: \"revision\", must be one of: family, taskRoleArn", "read-only-field"),
            (
                "Unable to locate credentials. You can configure credentials by running \"aws login\".",
                "missing-task-role",
            ),
            (
                "Essential container in task exited: OutOfMemoryError: Container killed due to memory usage",
                "oversubscribed-task-memory",
            ),
            ("exec /app/run: exec format error", "architecture-mismatch"),
            ("my task stays PENDING", "depends-on-cycle"),
        ] {
            assert_eq!(ids(text).first(), Some(&first), "{text}: {:?}", ids(text));
        }
        let all = ids("Task failed container health checks");
        assert!(all.contains(&"probe-command-not-in-image") && all.contains(&"unrunnable-health-check"), "{all:?}");
    }

    #[test]
    fn other_texts_lead_nowhere() {
        for text in
            ["", "the the the", "how do I build an image", "memory", "container web", "permission denied while trying"]
        {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
    }
}
