//! `copy-as-root-after-user`: files of root for a user without rights.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_shell::ShellKind;
use plimsoll_text::{Edit, slice};

rule! {
    /// COPY and ADD make files of root, whatever USER says before: the program cannot write them. Give them to the user
    /// with `--chown`, or move the copy above USER to show that root's files are meant.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// USER node
    /// COPY . /home/node/app
    /// ^^^^ note: the files belong to root, not to `node`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// USER node
    /// COPY --chown=node . /home/node/app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// USER node
    /// COPY --chown=node:node . /home/node/app
    /// COPY --chmod=644 app.json /home/node/app
    /// COPY nginx.conf /etc/nginx/
    /// ```
    "copy-as-root-after-user" {
        summary: "files of root for a user without rights",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let has = |flag| cx.instruction.flag(cx.source(), flag).is_some();
    if has("chown")
        || has("chmod")
        || !cx.build.stage(stage).shipped
        || cx.build.shell_kind(cx.step) == ShellKind::Foreign
    {
        return;
    }
    let Some(user) = cx.build.user(stage, cx.step) else { return };
    let name = user.value.as_deref().unwrap_or_default();
    let first = name.split(':').next().unwrap_or_default();
    let is_root = first == "root" || first.bytes().all(|byte| byte == b'0');
    let written = slice(cx.source(), user.word.range);
    if is_root || written.contains(['{', '}', '@', '<']) && !written.starts_with('$') {
        return;
    }
    let Some(destination) = copy.destination.as_ref().and_then(|word| cx.build.expand(cx.step, word)) else { return };
    let target = cx.build.path_at(stage, cx.step, &destination.text).unwrap_or_default();
    let is_system = ["/usr", "/etc", "/opt", "/bin", "/sbin", "/lib", "/var/lib"]
        .iter()
        .any(|start| target.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    // One program or setting is there to be read.
    let is_script = [".sh", "entrypoint", ".conf", ".jar"].iter().any(|end| target.ends_with(end));
    if is_system || is_script || gives_away(cx) {
        return;
    }
    let at = cx.instruction.flags.last().map_or(cx.instruction.keyword_range.end(), |flag| flag.range.end());
    sink.report(cx.instruction.keyword_range, format!("the files belong to root, not to `{first}`"))
        .label(user.word.range, "the program runs as this user")
        .note("COPY makes files of root, whatever USER says")
        .fix(Fix::r#unsafe(format!("give them to `{first}`"), Edit::insert(at, format!(" --chown={written}"))));
}

/// Whether a RUN behind it changes the owner.
fn gives_away(cx: &InstructionCx<'_>) -> bool {
    (cx.step + 1..cx.build.steps.len()).take_while(|step| cx.build.steps[*step].stage == cx.stage).any(|step| {
        let instruction = cx.build.steps[step].instruction;
        matches!(instruction.body, Body::Run(_))
            && ["chown", "chmod"].iter().any(|word| cx.text(instruction.range).contains(word))
    })
}
