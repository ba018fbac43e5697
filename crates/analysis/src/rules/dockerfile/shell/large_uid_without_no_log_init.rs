//! `large-uid-without-no-log-init`: user with a large number that fills the login logs.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Sink};
use plimsoll_text::Edit;

rule! {
    /// `useradd` writes `/var/log/lastlog` and `/var/log/faillog`, which have a place for every number up to the new one.
    ///
    /// The files are sparse, but a layer stores their holes as zeros: the image grows by gigabytes. `--no-log-init` leaves
    /// them alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN useradd --uid 1234567 app
    /// #   ^^^^^^^ note: `useradd` with the number 1234567 makes the login logs huge
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN useradd -l --uid 1234567 app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN useradd -l --uid 1234567 app
    /// RUN useradd --no-log-init -u 1234567 app
    /// RUN useradd -u 1000 app
    /// ```
    ///
    /// With `six-digits = true` only numbers of six digits and more count, as in hadolint:
    ///
    /// ```Dockerfile,good,six-digits=true
    /// FROM debian:12.11
    /// RUN useradd -u 65532 app
    /// ```
    "large-uid-without-no-log-init" {
        summary: "user with a large number that fills the login logs",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3046"],
        options: &[OptionSpec {
            name: "six-digits",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Only numbers of six digits and more count.",
        }, as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Some(command) = as_hadolint::plain(cx).filter(|it| it.name == "useradd") else { return };
        let is_long = |(at, (_, text)): (usize, &(&plimsoll_shell::Word, String))| {
            let is_uid = text.starts_with('-') && !text.starts_with("--") && text.ends_with('u');
            is_uid && command.words.get(at + 1).is_some_and(|(_, value)| value.len() > 5)
        };
        if command.words.iter().enumerate().any(is_long) && !command.has_letter('l') && !command.has("--no-log-init") {
            sink.report(command.head("useradd"), "a large user number fills the login logs of the image");
        }
        return;
    }
    let effective = cx.command.effective();
    let (Some("useradd"), Some(program)) = (effective.name(), effective.word) else { return };
    let mut number = None;
    for (at, word) in effective.args.iter().enumerate() {
        let text = word.literal().unwrap_or("");
        let is_short = text.starts_with('-') && !text.starts_with("--");
        if text == "--no-log-init"
            || is_short && text.chars().skip(1).take_while(char::is_ascii_alphabetic).any(|it| it == 'l')
        {
            return;
        }
        let value = match text.strip_prefix("--uid") {
            Some("") => effective.args.get(at + 1).and_then(|word| word.literal()),
            Some(rest) => rest.strip_prefix('='),
            None if is_short => match text.split_once('u') {
                Some((before, "")) if before.chars().skip(1).all(|it| it.is_ascii_alphabetic()) => {
                    effective.args.get(at + 1).and_then(|word| word.literal())
                }
                Some((before, rest)) if !before.contains(|it: char| "bcdefgGkKpPRsZ".contains(it)) => Some(rest),
                _ => None,
            },
            None => None,
        };
        number = number.or(value.and_then(|value| value.parse::<u64>().ok()));
    }
    let least = if cx.settings.flag(&RULE, "six-digits") { 99_999 } else { 60_000 };
    let Some(number) = number.filter(|number| *number > least) else { return };
    let edit = Edit::insert(program.range.end(), " -l");
    let is_exec = cx.source()[usize::from(program.range.end())..].starts_with('"');
    sink.report(program.range, format!("`useradd` with the number {number} makes the login logs huge"))
        .note("they have a place for every number below, and a layer stores the holes as zeros")
        .fix((!is_exec).then(|| Fix::safe("add `-l`", edit)));
}
