//! `download-piped-to-shell`: script that runs as it is downloaded.

use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::rules::dockerfile::list_edits::is_shell_form;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Fetch, fetch, is_local};
use plimsoll_model::tables::installers::installer;
use plimsoll_model::tables::shells::KnownShell;
use plimsoll_shell::{Command, ScopeKind, Word};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// A script that goes from the network straight into a shell is what the server sends at that moment.
    ///
    /// Nobody has seen it, no checksum holds it, and a broken connection runs half of it. Download it, verify it, run it; or
    /// install a package.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/install.sh | bash
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: what `curl` downloads goes straight into `bash`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLo install.sh https://example.com/install.sh \
    ///  && echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973  install.sh" | sha256sum -c \
    ///  && sh install.sh
    /// RUN curl -fsSL https://example.com/app.tgz | tar -xz
    /// ```
    "download-piped-to-shell" {
        summary: "script that runs as it is downloaded",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

const INTERPRETERS: [&str; 13] =
    ["sh", "bash", "dash", "ash", "zsh", "ksh", "python", "python3", "python2", "perl", "ruby", "node", "php"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(fetch) = fetch(cx.command).filter(Fetch::fetches) else { return };
    if fetch.host().is_some_and(|host| is_local(&host)) {
        return;
    }
    let Some(reader) = reader(cx) else { return };
    let program = fetch.program.literal().unwrap_or("curl");
    sink.report(cx.command.range, format!("what `{program}` downloads goes straight into `{reader}`"))
        .note("nobody has seen the script, no checksum holds it, and a broken connection runs half of it")
        .fix(from_image(cx, &fetch))
        .fix(fix(cx));
}

/// Copies a known program from its image, if the RUN does nothing but install it; which version, a person says.
fn from_image(cx: &CommandCx<'_>, fetch: &Fetch<'_>) -> Option<Fix> {
    plain_run(cx)?;
    let known = installer(fetch.urls().next()?.literal()?)?;
    // A folder of an image holds more than the program, and a program for glibc does not run on musl.
    let is_file = |path: &&str| path.rsplit('/').next().is_some_and(|name| name.starts_with(known.program));
    let is_for_musl = cx.build.known_shell(cx.stage?) == Some(KnownShell::Ash);
    let [_, reader] = &cx.script.commands[..] else { return None };
    let has_arguments = reader.effective().args.iter().any(|word| !word.is("-") && !word.is("-s"));
    let is_whole = cx.instruction.instruction.flags.is_empty() && cx.instruction.instruction.comments.is_empty();
    let is_known = !known.paths.is_empty() && known.paths.iter().all(is_file);
    if has_arguments || !is_whole || !is_known || is_for_musl && matches!(known.program, "bun" | "deno") {
        return None;
    }
    let image = match known.image.contains(':') {
        true => known.image.to_owned(),
        false => format!("{}:<tag>", known.image),
    };
    let line = format!("COPY --from={image} {} /usr/local/bin/", known.paths.join(" "));
    Some(Fix::manual(
        format!("copy `{}` from its image", known.program),
        Edit::replace(cx.instruction.instruction.range, line),
    ))
}

/// Downloads the script to a file, checks it and runs it; the checksum is for a person to fill in.
fn fix(cx: &CommandCx<'_>) -> Option<Fix> {
    let command = cx.command;
    let seat = command.place.pipeline.filter(|seat| seat.index == 0 && seat.length == 2)?;
    let is_next = |other: &&Command| other.place.pipeline.is_some_and(|it| it.id == seat.id && it.index == 1);
    let next = cx.script.commands.iter().find(is_next)?;
    let effective = next.effective();
    let program = effective.word?;
    let is_curl = command.name() == Some("curl");
    let saves = command.args().iter().any(|word| {
        let start = word.prefix_literal();
        start.starts_with("--output")
            || (start.starts_with('-') && !start.starts_with("--") && start.contains(['o', 'O']))
    });
    // `bash -s -- -y` and `bash -` take the script from their input; behind that come its own arguments.
    let own = effective
        .args
        .iter()
        .take_while(|word| matches!(word.literal(), Some("-" | "-s" | "--" | "-e" | "-x")))
        .count();
    let gap = TextRange::new(command.range.end(), next.range.start());
    let is_plain = is_curl && !saves && is_shell_form(cx) && command.redirects.is_empty() && next.redirects.is_empty();
    let has_comment = cx.instruction.instruction.comments.iter().any(|it| gap.contains_range(it.range));
    if !is_plain || has_comment {
        return None;
    }
    let check = " -o /tmp/install.sh && echo '<sha256>  /tmp/install.sh' | sha256sum -c - && ";
    let end = own.checked_sub(1).map_or(program.range.end(), |last| effective.args[last].range.end());
    let edits =
        vec![Edit::replace(gap, check), Edit::replace(TextRange::new(program.range.end(), end), " /tmp/install.sh")];
    Some(Fix::manual("download, check and run it", Edits::new(edits).ok()?))
}

/// The interpreter that a download goes straight into.
pub(super) fn reader(cx: &CommandCx<'_>) -> Option<String> {
    piped_into(cx).or_else(|| substituted_into(cx))
}

/// `curl … | sh`, with filters between.
fn piped_into(cx: &CommandCx<'_>) -> Option<String> {
    let pipeline = cx.command.place.pipeline?;
    let mut members = cx.script.commands.iter().filter(|other| {
        let seat = other.place.pipeline;
        seat.is_some_and(|seat| seat.id == pipeline.id && seat.index > pipeline.index)
    });
    loop {
        let next = members.next()?.effective();
        let name = next.name()?;
        if reads_script(name, next.args) {
            return Some(name.to_owned());
        }
        if !matches!(name, "sed" | "tac" | "tr" | "cat" | "tee" | "gunzip" | "zcat" | "base64" | "grep" | "awk") {
            return None;
        }
    }
}

/// Whether an interpreter with these arguments takes its program from its input: `bash -s -- -y`, not `python3 -c …`.
fn reads_script(name: &str, args: &[Word]) -> bool {
    let Some(first) = args.first() else { return INTERPRETERS.contains(&name) };
    let is_shell = INTERPRETERS[..6].contains(&name);
    let first = first.prefix_literal();
    let is_dash = first == "-" || first == "/dev/stdin" || first == "--" && name == "php";
    let flags = first.starts_with('-') && !first.starts_with("-c") && !first.contains('c');
    INTERPRETERS.contains(&name) && (is_dash || (is_shell && flags))
}

/// `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`, `. <(curl …)`.
fn substituted_into(cx: &CommandCx<'_>) -> Option<String> {
    let scope = cx.script.scopes_of(cx.command).next()?;
    let owner = cx.script.commands.get(scope.owner?)?;
    let effective = owner.effective();
    let name = effective.name()?;
    let place = effective.args.iter().position(|word| word.range.contains_range(scope.range))?;
    let word = &effective.args[place];
    let is_all = matches!(word.parts(), [part] if part.range.contains_range(scope.range) || scope.range.contains_range(part.range));
    let is_run = match scope.kind {
        ScopeKind::ProcessSubstitution => INTERPRETERS.contains(&name) || matches!(name, "." | "source"),
        ScopeKind::CommandSubstitution => {
            let after_c = place > 0
                && effective.args[place - 1]
                    .literal()
                    .is_some_and(|before| before.starts_with('-') && before.ends_with('c'));
            name == "eval" || (INTERPRETERS.contains(&name) && after_c)
        }
        _ => false,
    };
    // In a pipeline inside, something else may be what comes out.
    let is_alone = cx.command.place.pipeline.is_none();
    (is_run && is_all && is_alone).then(|| name.to_owned())
}
