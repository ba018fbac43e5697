//! `shell-operator-in-exec-form`: a shell operator where no shell reads it.

use super::command::{basename, command_of, is_shell, json_array};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::CommandLine;
use plimsoll_text::Edit;

rule! {
    /// The exec form starts the program with these words as arguments; no shell is there to understand `&&`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ["migrate", "&&", "serve"]
    ///              #  ^^^^ error: no shell reads this `&&`: it becomes an argument of `migrate`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["sh", "-c", "migrate && serve"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN ["bash", "-c", "a && b"]
    /// CMD ["find", ".", "-exec", "rm", "{}", ";"]
    /// ```
    "shell-operator-in-exec-form" {
        summary: "a shell operator where no shell reads it",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

const OPERATORS: [&str; 9] = ["&&", "||", "|", ";", ">", ">>", "<", "2>&1", "&"];

/// Programs that take such words as arguments of their own.
const TAKES_THEM: [&str; 7] = ["find", "expr", "test", "[", "jq", "concurrently", "parallel"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(CommandLine::Exec(array)) = command_of(cx.instruction) else { return };
    let texts: Vec<&str> = array.elements.iter().map(|word| word.text(cx.source())).collect();
    let Some(program) = texts.first().copied() else { return };
    if texts.iter().any(|text| is_shell(text)) || TAKES_THEM.contains(&basename(program)) {
        return;
    }
    let Some(at) = texts.iter().position(|text| OPERATORS.contains(text)).filter(|at| *at > 0) else { return };
    let plain = |text: &&str| {
        let in_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_./:=@%+,-".contains(&byte);
        OPERATORS.contains(text) || !text.is_empty() && text.bytes().all(in_word)
    };
    let fix = texts.iter().all(plain).then(|| {
        let line = texts.join(" ");
        Fix::safe("let a shell run it", Edit::replace(array.range, json_array(["sh", "-c", line.as_str()])))
    });
    let operator = texts[at];
    sink.report(
        array.elements[at].range,
        format!("no shell reads this `{operator}`: it becomes an argument of `{program}`"),
    )
    .fix(fix.filter(|_| cx.instruction.comments.is_empty()));
}
