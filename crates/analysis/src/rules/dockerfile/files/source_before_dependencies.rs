//! `source-before-dependencies`: everything is copied before the dependencies are installed.

use super::sources::{context_sources, is_whole};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Presence, Sink, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_shell::Command;

rule! {
    /// The dependencies are installed right after all sources are copied, so every change of any file installs them
    /// anew. Copy the files that name them first, install, and copy the rest then.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY . .
    ///    # ^ note: every change of a file runs `npm ci` anew
    /// RUN npm ci
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// COPY . .
    /// ```
    ///
    /// A cache mount, or a copy of the manifests that stands before, keeps the download short:
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY . .
    /// RUN --mount=type=cache,target=/root/.npm npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// COPY . .
    /// RUN pip install .
    /// ```
    "source-before-dependencies" {
        summary: "everything is copied before the dependencies are installed",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let name = cx.stage.name.as_deref().unwrap_or_default();
    if ["dev", "test", "lint"].iter().any(|word| name.contains(word)) {
        return;
    }
    let mut copied = None;
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        match &instruction.body {
            Body::Copy(copy) => {
                let cx = InstructionCx { dockerfile: cx.dockerfile, stage: Some(cx.stage.id), step, instruction };
                let sources = context_sources(&cx);
                match sources.iter().find(|(_, path)| is_whole(path)) {
                    Some((range, _)) => copied = copied.or(Some(*range)),
                    // The manifests came first.
                    None if !copy.sources.is_empty() && sources.iter().any(|(_, path)| is_manifest(path)) => return,
                    None => {}
                }
            }
            Body::Run(run) => {
                let commands: Vec<&Command> =
                    cx.build.scripts(step).iter().flat_map(|script| &script.commands).collect();
                let first = commands.iter().find(|command| !matches!(command.name(), Some("cd" | "set" | "echo")));
                let install = first.and_then(|command| installs(command));
                if let (Some(range), Some((text, manifest)), true) = (copied, install, run.mounts.is_empty())
                    && has_manifest(cx, manifest)
                {
                    sink.report(range, format!("every change of a file runs `{text}` anew"))
                        .note("copy the files that name the dependencies first, install them, and copy the rest then");
                }
                // Something else uses the sources, or the installation was seen.
                if copied.is_some() {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The install command, and the file that says what it installs.
fn installs(command: &Command) -> Option<(String, &'static str)> {
    let effective = command.effective();
    let words: Vec<&str> = effective.args.iter().map_while(|word| word.literal()).collect();
    let first = words.first().copied().unwrap_or_default();
    let name = effective.name()?;
    let found = match (name, first) {
        ("npm", "ci" | "install" | "i") if words.iter().skip(1).all(|word| word.starts_with('-')) => {
            (format!("npm {first}"), "package.json")
        }
        ("yarn" | "pnpm" | "bun", "install") => (format!("{name} install"), "package.json"),
        ("yarn", "") => ("yarn".to_owned(), "package.json"),
        ("pip" | "pip3", "install") if words.iter().any(|word| *word == "-r" || *word == "requirements.txt") => {
            let is_plain = words.contains(&"requirements.txt") && !words.iter().any(|it| matches!(*it, "." | "-e"));
            return is_plain.then(|| (format!("{name} install"), "requirements.txt"));
        }
        ("bundle", "install") => ("bundle install".to_owned(), "Gemfile"),
        ("go", "mod") if words.get(1) == Some(&"download") => ("go mod download".to_owned(), "go.mod"),
        ("cargo", "fetch") => ("cargo fetch".to_owned(), "Cargo.toml"),
        ("dotnet", "restore") => ("dotnet restore".to_owned(), "*"),
        ("mvn", _) if words.iter().any(|word| word.contains("dependency:")) => ("mvn".to_owned(), "pom.xml"),
        _ => return None,
    };
    Some(found)
}

fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["package", "requirements", "Gemfile", "go.", "Cargo", "pom.xml", "composer", "yarn", "pnpm", "bun", "pyproject"]
        .iter()
        .any(|start| name.starts_with(start))
        || name.ends_with(".csproj")
        || name.ends_with(".sln")
}

/// Whether the manifest may stand at the top of the context: nothing is said where it certainly does not, or where a
/// workspace has many.
fn has_manifest(cx: &StageCx<'_>, manifest: &str) -> bool {
    let contexts = cx.contexts();
    manifest == "*"
        || contexts.all.is_empty()
        || contexts
            .all
            .iter()
            .any(|context| matches!(context.presence(manifest), Presence::There(_) | Presence::Unknown))
}
