//! `copy-as-root-after-user`: files of root for a user without rights.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_shell::ShellKind;
use plimsoll_text::{Edit, TextRange, slice};

rule! {
    /// COPY and ADD make files of root, whatever USER says before. That is good for files that are only read; what a later
    /// RUN of the user writes or builds there fails. Give the files to the user with `--chown`.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// USER node
    /// WORKDIR /home/node/app
    /// COPY . .
    /// ^^^^ note: the files belong to root, not to `node`
    /// RUN npm ci
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// USER node
    /// WORKDIR /home/node/app
    /// COPY --chown=node . .
    /// RUN npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// USER node
    /// WORKDIR /home/node/app
    /// COPY --chown=node:node . .
    /// RUN npm ci
    /// COPY entrypoint.sh /
    /// ENTRYPOINT ["/entrypoint.sh"]
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
    let Some(writer) = written_later(cx, copy) else { return };
    let at = cx.instruction.flags.last().map_or(cx.instruction.keyword_range.end(), |flag| flag.range.end());
    sink.report(cx.instruction.keyword_range, format!("the files belong to root, not to `{first}`"))
        .label(user.word.range, "what follows runs as this user")
        .label(writer, "this writes there")
        .note("COPY makes files of root, whatever USER says")
        .fix(Fix::r#unsafe(format!("give them to `{first}`"), Edit::insert(at, format!(" --chown={written}"))));
}

/// Programs that write into the folder that they are started in.
const BUILDERS: [&str; 28] = [
    "npm", "yarn", "pnpm", "bun", "deno", "bower", "gulp", "grunt", "vite", "webpack", "tsc", "bundle", "rake",
    "rails", "composer", "mvn", "mvnw", "gradle", "gradlew", "sbt", "lein", "make", "cmake", "cargo", "dotnet", "mix",
    "carton", "poetry",
];

/// A later command of the stage that runs as another user than root and writes what was copied, or beside it.
fn written_later(cx: &InstructionCx<'_>, copy: &plimsoll_dockerfile::Copy) -> Option<TextRange> {
    let stage = cx.stage?;
    let destination = cx.build.expand(cx.step, copy.destination.as_ref()?)?.text;
    let target = cx.build.path_at(stage, cx.step, &destination).map(|path| path.trim_end_matches('/').to_owned());
    let names = copy.sources.iter().map(|source| cx.text(source.range));
    let is_folder = names.clone().any(|name| matches!(name, "." | "./") || name.ends_with('/'));
    // A file that is copied into a folder has its own name there.
    let files: Vec<String> = names
        .filter_map(|name| Some(format!("{}/{}", target.as_ref()?, name.rsplit('/').next()?)))
        .chain(target.clone())
        .collect();
    let mut moved = false;
    for (step, it) in cx.build.stage_steps(cx.build.stage(stage)).filter(|(step, _)| *step > cx.step) {
        match &it.body {
            Body::Workdir(_) => moved = true,
            Body::User(_) if cx.build.runs_as_root(step + 1) != Some(false) => return None,
            Body::Run(_) => {
                // Where a RUN stands is looked for only when it matters: the way there is long.
                let stands_there = || match (&target, cx.build.path_at(stage, step, ".")) {
                    (Some(target), Some(here)) => is_within(&here, target),
                    // The folder of the image, whatever it is.
                    _ => !moved && matches!(destination.as_str(), "." | "./"),
                };
                let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
                let gives = |it: &plimsoll_shell::Command| {
                    it.name() == Some("sudo") && matches!(it.effective().name(), Some("chown" | "chmod"))
                };
                if commands.clone().any(gives) {
                    return None;
                }
                let writer = commands.find(|command| {
                    let effective = command.effective();
                    let Some(name) = effective.name().filter(|_| command.name() != Some("sudo")) else { return false };
                    let builds = is_folder && BUILDERS.contains(&name) && stands_there();
                    // To delete or replace a file takes the right to its folder only.
                    let changes = matches!(name, "chmod" | "chown");
                    let names_it = || {
                        let paths = effective.args.iter().filter_map(|word| word.literal());
                        let mut paths = paths.filter(|path| !path.starts_with('-'));
                        paths.any(|path| cx.build.path_at(stage, step, path).is_some_and(|path| files.contains(&path)))
                    };
                    builds || changes && names_it()
                });
                if let Some(writer) = writer {
                    return Some(writer.range);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether `path` is `folder` or stands in it.
fn is_within(path: &str, folder: &str) -> bool {
    let path = path.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !folder.is_empty()
}
