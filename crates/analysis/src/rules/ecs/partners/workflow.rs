//! Steps of GitHub workflows, read line by line.
//!
//! Invariant: a value counts only if it is literal, or if one literal value in the file stands for it. What a
//! workflow computes is unknown.

use plimsoll_text::{TextRange, range};

/// A step: its lines, each with its place in the file.
pub(super) struct Step<'t> {
    lines: Vec<(usize, &'t str)>,
}

/// The text of a value with its place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value<'t> {
    pub(super) text: &'t str,
    pub(super) range: TextRange,
}

/// Whether `path` is that of a GitHub workflow.
pub(super) fn is_workflow(path: &str) -> bool {
    path.starts_with(".github/workflows/") && (path.ends_with(".yml") || path.ends_with(".yaml"))
}

/// Everything in the file that is written as a list item: the steps, and other lists that do no harm.
pub(super) fn steps(text: &str) -> Vec<Step<'_>> {
    let lines: Vec<(usize, &str)> = plimsoll_text::lines(text)
        .map(|line| (line.start, line.text))
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .collect();
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let mut steps = Vec::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        if !line.trim_start().starts_with("- ") {
            continue;
        }
        let own = indentation(line);
        let rest = lines[at + 1..].iter().take_while(|(_, line)| indentation(line) > own);
        steps.push(Step { lines: lines[at..=at].iter().chain(rest).copied().collect() });
    }
    steps
}

impl<'t> Step<'t> {
    /// The value of `key: value`, without quotes and comment.
    pub(super) fn value(&self, key: &str) -> Option<Value<'t>> {
        self.lines.iter().find_map(|(start, line)| value(*start, line, key))
    }

    /// Whether it uses this action, in whatever version.
    pub(super) fn uses(&self, action: &str) -> bool {
        self.value("uses").is_some_and(|uses| uses.text.split('@').next() == Some(action))
    }

    /// Its lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &'t str> {
        self.lines.iter().map(|(_, line)| *line)
    }
}

/// The value with `${{ env.NAME }}` replaced; `None` when it is computed.
pub(super) fn resolve<'t>(text: &'t str, value: Value<'t>) -> Option<&'t str> {
    let literal = |value: &str| !value.is_empty() && !value.contains(['$', '{']);
    if literal(value.text) {
        return Some(value.text);
    }
    let name = variable(value)?;
    let mut found =
        plimsoll_text::lines(text).filter_map(|line| self::value(0, line.text, name)).map(|value| value.text);
    let first = found.next().filter(|first| literal(first))?;
    found.all(|other| other == first).then_some(first)
}

/// `NAME` of `${{ env.NAME }}`.
pub(super) fn variable<'t>(value: Value<'t>) -> Option<&'t str> {
    value.text.strip_prefix("${{")?.strip_suffix("}}")?.trim().strip_prefix("env.")
}

/// The region that the workflow works in, when all that it says of it is the same.
pub(super) fn region(text: &str) -> Option<Value<'_>> {
    let keys = ["AWS_REGION", "AWS_DEFAULT_REGION", "aws-region"];
    let lines = plimsoll_text::lines(text).map(|line| (line.start, line.text));
    let found: Vec<Value<'_>> =
        lines.flat_map(|(start, line)| keys.iter().filter_map(move |key| value(start, line, key))).collect();
    let is_region = |value: &&Value<'_>| plimsoll_model::tables::ecs::partition(value.text).is_some();
    let first = *found.iter().find(is_region)?;
    found.iter().filter(is_region).all(|other| other.text == first.text).then_some(first)
}

fn value<'t>(start: usize, line: &'t str, key: &str) -> Option<Value<'t>> {
    let rest = line.trim_start();
    let rest = rest.strip_prefix("- ").map_or(rest, str::trim_start);
    let text = rest.strip_prefix(key)?.strip_prefix(':')?;
    let text = text.split(" #").next().unwrap_or(text).trim();
    let text = text.trim_matches(['"', '\'']);
    let at = start + (text.as_ptr() as usize - line.as_ptr() as usize);
    Some(Value { text, range: range(at, at + text.len()) })
}

#[cfg(test)]
mod tests {
    use super::{resolve, steps};

    const TEXT: &str = "env:\n  NAME: web # the container\njobs:\n  a:\n    steps:\n      - uses: x/y@v1\n        id: one\n        \
                        with:\n          container-name: ${{ env.NAME }}\n      - name: two\n        uses: x/z@v2\n";

    #[test]
    fn steps_have_their_values() {
        let steps = steps(TEXT);
        assert_eq!(steps.len(), 2);
        assert!(steps[0].uses("x/y") && !steps[1].uses("x/y") && steps[1].uses("x/z"));
        let name = steps[0].value("container-name").unwrap();
        assert_eq!(plimsoll_text::slice(TEXT, name.range), "${{ env.NAME }}");
        assert_eq!(resolve(TEXT, name), Some("web"));
        assert_eq!(steps[1].value("container-name"), None);
    }
}
