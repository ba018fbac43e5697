//! `heap-exceeds-container-memory`: a heap that is larger than the memory of its container.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_json::Node;
use plimsoll_model::ecs::Field;
use plimsoll_model::ecs::task_memory;

rule! {
    /// The heap may grow to more than the container's memory. The container is killed before it is full.
    ///
    /// Leave room for what is not heap: threads, buffers, the program itself.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "memory": 512,
    ///       "environment": [{ "name": "JAVA_TOOL_OPTIONS", "value": "-Xms256m -Xmx1g" }]
    ///       //                                                                ^^^^^^ warning: the heap of container `web` may grow to 1024 MiB, and its memory is 512 MiB
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "memory": 2048,
    ///       "command": ["node", "--max-old-space-size=1024", "app.js"]
    ///     }
    ///   ]
    /// }
    /// ```
    "heap-exceeds-container-memory" {
        summary: "heap that is larger than the memory of its container",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let limit = match object.integer("memory") {
        Field::Known { value, node, .. } => Some((value, node.range())),
        Field::Absent { .. } if object.is_complete() => task_memory(cx.task),
        _ => None,
    };
    let Some((limit, limit_range)) = limit.filter(|(limit, _)| *limit > 0) else { return };
    let mut strings: Vec<Node<'_>> = Vec::new();
    strings.extend(cx.container.variables().iter().filter_map(|variable| variable.value.node()));
    for key in ["entryPoint", "command"] {
        strings.extend(cx.container.words(key).into_iter().map(|(node, _)| node));
    }
    for node in strings {
        let Some(text) = node.text() else { continue };
        let Some((start, end, heap)) = heap_mib(&text).filter(|(.., heap)| *heap >= limit) else { continue };
        let Some(range) = node.file_range(start, end) else { continue };
        let called = cx.container.called();
        sink.report(range, format!("the heap of {called} may grow to {heap} MiB, and its memory is {limit} MiB"))
            .label(limit_range, "the memory")
            .note("the container is killed before the heap is full: \"OutOfMemoryError\", exit code 137");
    }
}

/// The last option that limits the heap, by its place in the text, with the limit in MiB.
fn heap_mib(text: &str) -> Option<(usize, usize, i64)> {
    if !text.contains('-') {
        return None;
    }
    let mut found = None;
    for option in ["-Xmx", "-XX:MaxRAM=", "--max-old-space-size=", "--max_old_space_size="] {
        for (start, _) in text.match_indices(option) {
            let rest = &text[start + option.len()..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let Ok(number) = rest[..digits].parse::<i64>() else { continue };
            let unit = rest[digits..].chars().next();
            let (mib, unit_length) = match unit.map(|unit| unit.to_ascii_lowercase()) {
                Some('g') => (number.checked_mul(1024)?, 1),
                Some('m') => (number, 1),
                Some('k') => (number / 1024, 1),
                // Node counts in MiB, Java in bytes.
                _ if option.starts_with("--") => (number, 0),
                _ => (number / 1024 / 1024, 0),
            };
            found = Some((start, start + option.len() + digits + unit_length, mib));
        }
    }
    found
}
