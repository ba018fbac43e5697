//! `cargo xtask new-rule`: the file of a rule, and its line in the group's list.
//!
//! Invariant: the new rule compiles, and its test fails until the example is filled in.

use crate::root;

pub(crate) fn run(id: &str, group: &str) -> Result<(), String> {
    let is_id = |text: &str| {
        let kebab = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        kebab && !text.is_empty() && !text.starts_with('-') && !text.ends_with('-')
    };
    if !is_id(id) {
        return Err(format!("`{id}` is no rule id: lower-case words joined by hyphens, naming the problem"));
    }
    if ["no-", "prefer-", "avoid-"].iter().any(|prefix| id.starts_with(prefix)) {
        return Err(format!("`{id}` names what to do; an id names the problem, as in `latest-tag`"));
    }
    let Some((family, name)) = group.split_once('/').filter(|(family, _)| ["dockerfile", "ecs"].contains(family))
    else {
        return Err(format!("`{group}` is no group: `dockerfile/NAME` or `ecs/NAME`"));
    };
    let module = id.replace('-', "_");
    let folder = format!("crates/analysis/src/rules/{family}/{}", name.replace('-', "_"));
    let list = root().join(&folder).join("mod.rs");
    let text = std::fs::read_to_string(&list)
        .map_err(|_| format!("there is no group `{group}`: {folder}/mod.rs does not exist"))?;
    let file = root().join(&folder).join(format!("{module}.rs"));
    if file.exists() {
        return Err(format!("{folder}/{module}.rs exists already"));
    }
    let text = add_to_list(&text, name, &module).ok_or_else(|| format!("{folder}/mod.rs has no list of `{name}`"))?;
    std::fs::write(&file, rule_file(id, family)).map_err(|error| format!("{folder}/{module}.rs: {error}"))?;
    std::fs::write(&list, text).map_err(|error| format!("{folder}/mod.rs: {error}"))?;
    println!("wrote {folder}/{module}.rs and its line in {folder}/mod.rs");
    println!("next: fill in the example, then `cargo nextest run -p plimsoll-analysis {module}`");
    Ok(())
}

/// The group's file with `module` at the end of its list.
fn add_to_list(text: &str, group: &str, module: &str) -> Option<String> {
    let start = text.find(&format!("\"{group}\":"))?;
    let end = start + text[start..].find('}')?;
    let (head, tail) = text.split_at(end);
    let head = head.trim_end().trim_end_matches(',');
    Some(format!("{head}, {module}\n{tail}"))
}

fn rule_file(id: &str, family: &str) -> String {
    let (levels, check, context, bad, good) = match family {
        "dockerfile" => (
            "Levels::dockerfile(Level::Warning, Level::Warning, Level::Off)",
            "Instruction",
            "InstructionCx",
            ("Dockerfile,bad", "FROM debian:12", "#    ^^^^^^^^^ warning: say what is there"),
            ("Dockerfile,good", "FROM debian:12.11"),
        ),
        _ => (
            "Levels::ecs(Level::Warning, Level::Warning, Level::Warning)",
            "Container",
            "ContainerCx",
            (
                "json,bad",
                "{ \"containerDefinitions\": [{ \"name\": \"web\" }] }",
                "//                          ^^^^^^ warning: say what is there",
            ),
            ("json,good", "{ \"containerDefinitions\": [] }"),
        ),
    };
    format!(
        r#"//! `{id}`: what is wrong, in half a line.

use crate::rule::rule;
use crate::{{Category, Check, {context}, FixAvailability, Level, Levels, Sink}};

rule! {{
    /// What is wrong, in one sentence.
    ///
    /// Why it matters, and what to do.
    ///
    /// ```{}
    /// {}
    /// {}
    /// ```
    ///
    /// ```{}
    /// {}
    /// ```
    "{id}" {{
        summary: "what is wrong, in half a line",
        category: Category::Correctness,
        levels: {levels},
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::{check}(check),
    }}
}}

fn check(_cx: &{context}<'_>, _sink: &mut Sink) {{}}
"#,
        bad.0, bad.1, bad.2, good.0, good.1
    )
}

#[cfg(test)]
mod tests {
    use super::{add_to_list, rule_file};

    #[test]
    fn the_list_grows_at_its_end() {
        let text = "group! {\n    /// Docs.\n    \"base-image\": latest_tag\n}\n";
        let grown = add_to_list(text, "base-image", "eol_base_image").expect("there is a list");
        assert_eq!(grown, "group! {\n    /// Docs.\n    \"base-image\": latest_tag, eol_base_image\n}\n");
    }

    #[test]
    fn both_families_have_a_template() {
        assert!(rule_file("some-problem", "ecs").contains("fn check(_cx: &ContainerCx"));
        assert!(rule_file("some-problem", "dockerfile").contains("\"some-problem\" {"));
    }
}
