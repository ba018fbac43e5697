//! `crlf-in-heredoc`: heredoc with line ends of Windows.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, Edits, TextRange, size};

rule! {
    /// A heredoc is handed on to the letter. With line ends of Windows (`␍` stands for the carriage return), a shell reads a
    /// carriage return at the end of each command, and the kernel looks for an interpreter with one in its name.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN <<EOF
    /// #   ^^^^^ warning: the lines of this heredoc end in carriage return and line feed, which no Unix shell takes
    /// make␍
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN <<EOF
    /// make
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY <<EOF /etc/app.ini
    /// [app]␍
    /// EOF
    /// ```
    "crlf-in-heredoc" {
        summary: "heredoc with line ends of Windows",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for heredoc in cx.instruction.heredocs.iter().filter(|heredoc| heredoc.end.is_some()) {
        let body = cx.text(heredoc.body);
        if !body.contains("\r\n") {
            continue;
        }
        let is_script = match &cx.instruction.body {
            Body::Run(_) => cx.build.scripts(cx.step).iter().any(|script| heredoc.body.contains_range(script.range)),
            Body::Copy(_) => body.starts_with("#!/"),
            _ => false,
        };
        if !is_script {
            continue;
        }
        let returns = body
            .match_indices("\r\n")
            .map(|(at, _)| Edit::delete(TextRange::at(heredoc.body.start() + size(at), size(1))));
        let edits = Edits::new(returns.collect()).ok();
        let message = "the lines of this heredoc end in carriage return and line feed, which no Unix shell takes";
        sink.report(heredoc.operator, message)
            .fix(edits.map(|edits| Fix::safe("end its lines with line feeds", edits)));
    }
}
