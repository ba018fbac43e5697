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
        aliases: &[],
        options: &[],
        docs: Box::leak(docs.into_boxed_str()),
        check: Check::Shell(code.number),
    }
}
