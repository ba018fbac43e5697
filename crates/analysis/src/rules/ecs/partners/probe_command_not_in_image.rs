//! `probe-command-not-in-image`: a health check with a program that the image does not have.

use super::probe::{Probe, probe};
use crate::rule::rule;
use crate::rules::ecs::partner::Partner;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::quote;
use plimsoll_model::dockerfile::{Base, Build};
use plimsoll_model::ecs::Field;

use plimsoll_text::{Edit, TextRange};

rule! {
    /// The health check runs a program that the image does not have. Every check fails, and the task is stopped.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM node:20-alpine
    /// COPY app.js .
    /// CMD ["node", "app.js"]
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"] }
    ///       //                                         ^^^^ warning: the image of container `web` has no `curl`
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "healthCheck": { "command": ["CMD-SHELL", "wget -q -O /dev/null http://localhost:8080/ || exit 1"] }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// The image may install it:
    ///
    /// ```text,context,file=Dockerfile.api
    /// FROM node:20-alpine
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "api",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "api",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1",
    ///       "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"] }
    ///     }
    ///   ]
    /// }
    /// ```
    "probe-command-not-in-image" {
        summary: "health check with a program that the image does not have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: health, .. } = cx.container.object.object("healthCheck") else { return };
    let Field::Known { value: list, .. } = health.array("command") else { return };
    let words: Vec<_> = list.words(cx.container.is_template).collect();
    let Some(probe) = probe(&words) else { return };
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    let text = words.get(1).and_then(|(_, text)| text.as_deref()).unwrap_or_default();
    let mut say = |name: &str, range: TextRange, fix: Option<Fix>| {
        let note = "every check fails, and the task is stopped: \"Task failed container health checks\"";
        sink.report(range, format!("the image of {} has no `{name}`", cx.container.called())).note(note).fix(fix);
    };
    if probe.in_shell && is_missing(&build, "sh") {
        say("sh", words[0].0.range(), None);
        return;
    }
    // Where two programs are tried, one of them may be there.
    let tried = ["curl", "wget", "nc "].iter().filter(|name| text.contains(*name)).count();
    if tried > 1 || !is_missing(&build, &probe.name) {
        return;
    }
    let Some(range) = probe.node.file_range(probe.start, probe.end) else { return };
    say(&probe.name, range, with_wget(&build, &probe, text));
}

/// Whether the final stage certainly lacks the program.
fn is_missing(build: &Build<'_>, program: &str) -> bool {
    build.final_stage().is_some_and(|stage| build.lacks_program(stage.id, program))
}

/// The same request with `wget`, where the image has it.
fn with_wget(build: &Build<'_>, probe: &Probe<'_>, text: &str) -> Option<Fix> {
    let stage = build.final_stage()?;
    let Base::Image(image) = build.external_base(stage.id) else { return None };
    let is_alpine = image.repository().ends_with("alpine") || image.tag().is_some_and(|tag| tag.contains("alpine"));
    if probe.name != "curl" || !probe.in_shell || !is_alpine {
        return None;
    }
    let command_end = text.find("||").unwrap_or(text.len());
    let words: Vec<&str> = text[..command_end].split_whitespace().skip(1).collect();
    let is_flag = |word: &&&str| {
        word.strip_prefix('-')
            .is_some_and(|flags| !flags.is_empty() && flags.bytes().all(|flag| b"fsSL".contains(&flag)))
            || matches!(**word, "--fail" | "--silent" | "--show-error" | "--location")
    };
    let others: Vec<&&str> = words.iter().filter(|word| !is_flag(word)).collect();
    let [url] = others[..] else { return None };
    if !url.trim_matches(['"', '\'']).starts_with("http") {
        return None;
    }
    let end = text[..command_end].trim_end().len();
    let range = probe.node.file_range(probe.start, end)?;
    let json = quote(&format!("wget -q -O /dev/null {url}"));
    Some(Fix::r#unsafe("use `wget`", Edit::replace(range, &json[1..json.len() - 1])))
}
