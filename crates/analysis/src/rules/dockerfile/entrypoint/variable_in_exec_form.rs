//! `variable-in-exec-form`: a variable that nothing replaces.

use super::command::{basename, command_of, effective, entrypoint, is_shell, is_wrapper, json_array};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_shell::ShellKind;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// No shell reads the exec form, so the program gets `$NAME` to the letter.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ["java", "-jar", "$JAR"]
    ///                   #   ^^^^ warning: nothing replaces `$JAR` in the exec form
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["sh", "-c", "exec java -jar \"$JAR\""]
    /// ```
    ///
    /// Some programs replace variables themselves:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// CMD ["sh", "-c", "exec java -jar $JAR"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// CMD ["java", "-jar", "app.jar", "--server.port=${PORT}"]
    /// ```
    "variable-in-exec-form" {
        summary: "a variable that nothing replaces",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Programs with a `$` of their own, or that replace variables of the environment themselves. Source: their
/// documentation, 2026-11.
const EXPAND: [&str; 15] = [
    "nginx",
    "openresty",
    "supervisord",
    "awk",
    "gawk",
    "jq",
    "perl",
    "envsubst",
    "caddy",
    "erl",
    "make",
    "php",
    "ruby",
    "kong",
    "parent",
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Some(CommandLine::Exec(array)), Some(stage)) = (command_of(cx.instruction), cx.stage) else { return };
    let texts: Vec<&str> = array.elements.iter().map(|word| word.text(cx.source())).collect();
    let Some(program) = texts.first().copied() else { return };
    let reads = texts.iter().any(|text| is_shell(text)) || EXPAND.contains(&basename(program));
    if reads || cx.build.shell_kind(cx.step) == ShellKind::Foreign {
        return;
    }
    let is_cmd = matches!(cx.instruction.body, Body::Cmd(_));
    let end = cx.build.stage(stage).steps.end;
    let entry = effective(cx, stage, end, entrypoint);
    if is_cmd && entry.is_some_and(|(_, _, command)| may_expand(cx, command)) {
        return;
    }
    for (element, text) in array.elements.iter().zip(&texts) {
        let Some((start, variable)) = variable(text) else { continue };
        // Spring puts values of the environment into its properties.
        if basename(program) == "java" && text.starts_with('-') && text.contains("=${") {
            continue;
        }
        let exact = element.decoded.is_none();
        let range = TextRange::at(element.inner.start() + size(start), size(variable.len()));
        let fix = (!is_cmd || entry.is_none()).then(|| fix(cx, &texts, array.range)).flatten();
        sink.report(
            if exact { range } else { element.range },
            format!("nothing replaces `{variable}` in the exec form"),
        )
        .note("variables are the shell's business, and no shell runs here")
        .fix(fix);
    }
}

/// Whether an entrypoint may replace variables in the arguments that CMD gives it.
fn may_expand(cx: &InstructionCx<'_>, command: &CommandLine) -> bool {
    match command {
        CommandLine::Exec(array) => array.elements.iter().any(|word| {
            let program = word.text(cx.source());
            is_wrapper(program) || EXPAND.contains(&basename(program))
        }),
        _ => true,
    }
}

/// The first `$NAME` or `${NAME}` with a name in capitals, and where it starts.
fn variable(text: &str) -> Option<(usize, &str)> {
    text.match_indices('$').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let (open, name_at) = rest.strip_prefix('{').map_or((false, rest), |inner| (true, inner));
        let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        let length = name_at.bytes().take_while(|byte| is_name(*byte)).count();
        let first = name_at.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let next = name_at.as_bytes().get(length);
        let ends = if open { next == Some(&b'}') } else { !next.is_some_and(u8::is_ascii_alphanumeric) };
        let whole = 1 + length + if open { 2 } else { 0 };
        (first && ends).then(|| (at, &text[at..at + whole]))
    })
}

/// By way of `sh -c`, when every word is plain but for its variables.
fn fix(cx: &InstructionCx<'_>, texts: &[&str], range: TextRange) -> Option<Fix> {
    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_./:=@%+,-${}".contains(&byte);
    let plain = texts.iter().all(|text| !text.is_empty() && text.bytes().all(in_word));
    if !plain || !cx.instruction.comments.is_empty() {
        return None;
    }
    let texts = texts.strip_prefix(&["exec"]).unwrap_or(texts);
    let quoted = texts.iter().map(|text| if text.contains('$') { format!("\"{text}\"") } else { (*text).to_owned() });
    let line = quoted.collect::<Vec<_>>().join(" ");
    // A RUN ends with its command anyway.
    let line = if matches!(cx.instruction.body, Body::Run(_)) { line } else { format!("exec {line}") };
    Some(Fix::r#unsafe("let a shell replace it", Edit::replace(range, json_array(["sh", "-c", line.as_str()]))))
}
