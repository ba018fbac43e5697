//! ShellCheck's codes as rules: one for each row of the table of codes, all found by one engine.
//!
//! Invariant: what a page says comes from the row; a code is on where its row says so.

use crate::{Category, Check, FixAvailability, Group, Level, Levels, Rule};
use plimsoll_shellcheck::{Code, CodeLevel, CodePlace, codes, is_built_in};
use std::sync::LazyLock;

/// The group, made once from the table.
pub(crate) fn group() -> &'static Group {
    static GROUP: LazyLock<Group> = LazyLock::new(|| {
        let rules: Vec<&'static Rule> = codes().iter().map(|code| &*Box::leak(Box::new(rule(code)))).collect();
        Group { name: "shellcheck", docs: DOCS, rules: rules.leak() }
    });
    &GROUP
}

const DOCS: &str =
    " Mistakes in the shell of RUN, and of CMD, ENTRYPOINT and HEALTHCHECK in shell form, under ShellCheck's codes.";

fn rule(code: &Code) -> Rule {
    let (level, name) = match code.level {
        CodeLevel::Error => (Level::Error, "error"),
        CodeLevel::Warning => (Level::Warning, "warning"),
        CodeLevel::Info => (Level::Note, "info"),
        CodeLevel::Style => (Level::Note, "style"),
    };
    let off = Level::Off;
    let levels = match code.place {
        CodePlace::Everywhere => Levels::dockerfile(level, level, level),
        CodePlace::Strict => Levels::dockerfile(off, level, level),
        CodePlace::Style | CodePlace::Hadolint => Levels::dockerfile(off, off, level),
        CodePlace::Named => Levels::dockerfile(off, off, off),
    };
    let mut docs = format!("ShellCheck's code SC{} of its level `{name}`: {}.\n", code.number, code.title);
    if !code.why.is_empty() {
        docs.push_str(&format!("\nIt is not on for everybody: {}.\n", code.why));
    }
    if !is_built_in(code.number) {
        docs.push_str("\nOnly a real ShellCheck finds it: `plimsoll lint --shellcheck PATH`.\n");
    }
    docs.push_str(&format!("\nMore: <https://www.shellcheck.net/wiki/SC{}>\n", code.number));
    Rule {
        id: Box::leak(format!("SC{:04}", code.number).into_boxed_str()),
        summary: code.title,
        category: if code.level == CodeLevel::Style { Category::Style } else { Category::Correctness },
        levels,
        since: "2026.1",
        fix: match code.fix {
            Some(true) => FixAvailability::Safe,
            Some(false) => FixAvailability::Unsafe,
            None => FixAvailability::None,
        },
        aliases: optional_check(code.number),
        options: &[],
        docs: Box::leak(docs.into_boxed_str()),
        check: Check::Shell(code.number),
    }
}

/// The name of the optional check that finds a code. Source: `shellcheck --list-optional` of 0.11, 2026-11.
fn optional_check(code: u16) -> &'static [&'static str] {
    match code {
        2002 => &["useless-use-of-cat"],
        2230 => &["deprecate-which"],
        2244 => &["avoid-nullary-conditions"],
        2248 => &["quote-safe-variables"],
        2249 => &["add-default-case"],
        2250 => &["require-variable-braces"],
        2292 => &["require-double-brackets"],
        2310 | 2311 => &["check-set-e-suppressed"],
        2312 => &["check-extra-masked-returns"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use crate::registry;

    #[test]
    fn optional_checks_are_found_by_name() {
        let named =
            |name: &str| registry::by_alias(name).into_iter().map(|at| registry::rule_at(at).id).collect::<Vec<_>>();
        assert_eq!(named("require-variable-braces"), ["SC2250"]);
        assert_eq!(named("check-set-e-suppressed"), ["SC2310", "SC2311"]);
    }
}
