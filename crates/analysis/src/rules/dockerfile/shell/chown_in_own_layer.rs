//! `chown-in-own-layer`: RUN that gives copied files to a user.

use super::copied::{Copied, absolute, copied, is_touched};
use crate::rule::rule;
use crate::rules::dockerfile::lines::{with_flag, without_commands};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::path::join;
use plimsoll_text::{Edit, Edits};

rule! {
    /// A `chown -R` in a RUN of its own stores every file a second time. `COPY --chown` sets the owner as the files come.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app/ /srv/app/
    /// RUN chown -R 1000:1000 /srv/app
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `chown` stores what is in `/srv/app` a second time
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY --chown=1000:1000 app/ /srv/app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim
    /// COPY --chown=node:node . /srv/app
    /// WORKDIR /srv/web
    /// COPY . .
    /// RUN npm ci
    /// RUN chown -R node /srv/web
    /// ```
    "chown-in-own-layer" {
        summary: "RUN that gives copied files to a user",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    if effective.name() != Some("chown") || !effective.wrappers.is_empty() || cx.command.scope.is_some() {
        return;
    }
    let is_shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    let options = effective.args.iter().take_while(|word| word.prefix_literal().starts_with('-')).count();
    let (options, rest) = effective.args.split_at(options);
    let is_recursive =
        options.iter().any(|word| matches!(word.literal(), Some("-R" | "--recursive" | "-Rf" | "-fR" | "-vR" | "-Rv")));
    let [owner, path] = rest else { return };
    let (Some(owner), Some(path)) =
        (owner.literal(), path.literal().filter(|_| !path.has_glob() && !path.has_brace_list()))
    else {
        return;
    };
    let speaks = cx.script.commands.iter().any(|other| {
        let changes = other.name().is_some_and(|name| {
            !matches!(name, "useradd" | "groupadd" | "adduser" | "addgroup" | "chmod" | "chown" | "apt-get" | "rm")
        });
        other.range != cx.command.range && changes
    });
    if !is_shipped || !is_recursive || speaks || cx.build.has_foreign_frontend() {
        return;
    }
    let Some(path) = absolute(cx, cx.step, path).filter(|path| path.len() > 1) else { return };
    let Some(copied) = copied(cx, &path) else { return };
    let has_owner = copied.instruction.flag(cx.source(), "chown").is_some();
    if has_owner || is_touched(cx, copied.step, &path) {
        return;
    }
    sink.report(cx.command.range, format!("`chown` stores what is in `{path}` a second time"))
        .label(copied.instruction.range, "it comes here")
        .fix(fix(cx, owner, &path, &copied));
}

fn fix(cx: &CommandCx<'_>, owner: &str, path: &str, copied: &Copied<'_>) -> Option<Fix> {
    if !cx.instruction.instruction.flags.is_empty() || owner.contains(['$', ' ']) {
        return None;
    }
    let owner = owner.replace('.', ":");
    let owner = owner.trim_end_matches(':');
    // `chown app:` means the user's own group, which COPY would not take.
    let is_numeric = owner.split(':').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
    let stage = cx.build.stage(cx.stage?);
    // An older folder stays root's under `--chown`, and so do files that came otherwise.
    let is_fresh = cx.build.ancestry(stage.id).flat_map(|it| cx.build.stage_steps(it)).all(|(step, instruction)| {
        let is_other = step != copied.step && step < cx.step;
        let name = path.rsplit('/').next().unwrap_or(path);
        let same_folder = cx.build.working_directory(stage.id, step).is_some_and(|it| join("/", &it) == path);
        !(is_other && (cx.text(instruction.range).contains(name) || same_folder))
    });
    let mut edits: Vec<Edit> = vec![with_flag(copied.instruction, &format!("--chown={owner}"))];
    edits.extend(without_commands(cx, cx.script, &[cx.command])?);
    let edits = Edits::new(edits).ok()?;
    let title = format!("write `--chown={owner}`");
    let is_safe = is_numeric && owner.contains(':') && is_fresh && cx.build.runs_as_root(cx.step) == Some(true);
    Some(if is_safe { Fix::safe(title, edits) } else { Fix::r#unsafe(title, edits) })
}
