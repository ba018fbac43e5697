//! `invalid-port`: port that cannot be.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::TextRange;

rule! {
    /// A port is a number from 0 to 65535, or a range of them.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 80800 443
    /// #      ^^^^^ error: `80800` is no port: expected a number up to 65535
    /// EXPOSE 9000-8000
    /// #      ^^^^^^^^^ error: the range `9000-8000` runs backwards
    /// EXPOSE http
    /// #      ^^^^ error: `http` is no port: expected a number up to 65535
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 80 443/tcp 8000-8010/udp $PORT
    /// ```
    "invalid-port" {
        summary: "port that cannot be",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3011", "DS-0008"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Expose(words) = &cx.instruction.body else { return };
    // What a template engine fills in is split at its blanks.
    if ["{{", "{%", "<%"].iter().any(|mark| cx.text(cx.instruction.arguments).contains(mark)) {
        return;
    }
    for word in words {
        let Some(text) = word.literal(cx.source()).filter(|text| !text.contains(['{', '%', '@', '<'])) else {
            continue;
        };
        if text.starts_with('#') {
            let comment = TextRange::new(word.range.start(), cx.instruction.range.end());
            sink.report(comment, "no comment starts here: it needs a line of its own").note("BuildKit stops here");
            return;
        }
        let ports = text.split('/').next().unwrap_or("");
        // `HOST:CONTAINER` is accepted, if oddly.
        let mut problems = ports.split(':').filter_map(problem);
        let message = match ports {
            "" => Some("there is no port before the `/`".to_owned()).filter(|_| !text.is_empty()),
            _ => problems.next().or_else(|| unequal(ports)),
        };
        if let Some(message) = message {
            sink.report(word.range, message).note("BuildKit stops here");
        }
    }
}

/// A range of host ports needs as many container ports, or one.
fn unequal(ports: &str) -> Option<String> {
    let length = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some(last.parse::<u16>().ok()?.abs_diff(first.parse::<u16>().ok()?))
    };
    let mut parts = ports.rsplit(':');
    let (container, host) = (length(parts.next()?)?, length(parts.next()?)?);
    (container != host && container > 0).then(|| format!("the ranges of `{ports}` are not of the same length"))
}

fn problem(part: &str) -> Option<String> {
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    // An address such as `127.0.0.1` may stand before the port.
    if part.is_empty() || part.contains('.') {
        return None;
    }
    let mut ends = part.splitn(2, '-').map(|end| (end, number(end)));
    let (_, first) = ends.next()?;
    let second = ends.next();
    match (first, second) {
        (Some(first), Some((_, Some(last)))) if last < first => Some(format!("the range `{part}` runs backwards")),
        (Some(_), None | Some((_, Some(_)))) => None,
        _ => Some(format!("`{part}` is no port: expected a number up to 65535")),
    }
}
