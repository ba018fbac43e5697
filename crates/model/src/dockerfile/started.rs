//! The programs that instructions start, and the files of the build context that they are.
//!
//! Invariant: a program is one of the words that are written; a word that holds a variable is none.
//!
//! Example: after `COPY run.sh /app/` the ENTRYPOINT `["tini", "--", "/app/run.sh"]` starts `run.sh` of the context
//! itself, and `["sh", "/app/run.sh"]` hands it to a shell.

use super::build::{Build, StageId, StepId};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck, Instruction, shell_text};
use plimsoll_shell::{Command, ShellKind, parse, parse_words, shell_named};
use plimsoll_text::TextRange;

/// A program that an instruction starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The instruction.
    pub step: StepId,
    /// The word that names it.
    pub range: TextRange,
    /// The program as written.
    pub program: String,
    /// The interpreter that it is handed to; `None` when the kernel starts it.
    pub interpreter: Option<String>,
    /// The files of the build context that it may be, each with the COPY that brings it, nearest first.
    pub sources: Vec<(StepId, String)>,
}

/// Programs that start another one and stay in front of it, or change something first.
/// Source: the programs' manuals, 2026-11.
const STARTERS: [&str; 10] =
    ["tini", "tini-static", "dumb-init", "catatonit", "gosu", "su-exec", "env", "setpriv", "exec", "init"];

/// Folders in which programs are looked for. Source: moby `DefaultPathEnvUnix`, 2026-11.
const PATH: [&str; 6] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

impl Build<'_> {
    /// What ENTRYPOINT, CMD and HEALTHCHECK of a stage start, those that it takes from the stages that it starts from
    /// included; the words of CMD count as a program only without an ENTRYPOINT.
    #[must_use]
    pub fn started_by(&self, stage: StageId) -> Vec<Started> {
        let end = self.stage(stage).steps.end;
        let latest = |pick: fn(&Body) -> Option<&CommandLine>| {
            self.latest(stage, end, |step, it| Some((step, it, pick(&it.body)?)))
        };
        let entrypoint = latest(|body| if let Body::Entrypoint(command) = body { Some(command) } else { None });
        let cmd = latest(|body| if let Body::Cmd(command) = body { Some(command) } else { None });
        let check = latest(|body| match body {
            Body::Healthcheck(Healthcheck::Command { command, .. }) => Some(command),
            _ => None,
        });
        let mut found = Vec::new();
        for (step, instruction, command) in entrypoint.or(cmd).into_iter().chain(check) {
            self.starts(stage, step, instruction, command, &mut found);
        }
        found
    }

    /// What the RUN at `step` starts by a path.
    #[must_use]
    pub fn started_in_run(&self, step: StepId) -> Vec<Started> {
        let Some(stage) = self.steps.get(step).and_then(|step| step.stage) else { return Vec::new() };
        let mut found = Vec::new();
        for script in self.scripts(step) {
            let mut directory: Option<String> = None;
            for command in &script.commands {
                if command.name() == Some("cd") {
                    directory = command.args().first().and_then(|word| word.literal()).map(str::to_owned);
                }
                let Some((program, range, interpreter)) = program_of(command) else { continue };
                if !program.contains('/') && interpreter.is_none() {
                    continue;
                }
                let sources = self.context_sources(stage, step, directory.as_deref(), &program);
                found.push(Started { step, range, program, interpreter, sources });
            }
        }
        found
    }

    fn starts(
        &self,
        stage: StageId,
        step: StepId,
        instruction: &Instruction,
        command: &CommandLine,
        found: &mut Vec<Started>,
    ) {
        let script = match command {
            CommandLine::Exec(words) => {
                let words: Vec<(TextRange, &str)> =
                    words.elements.iter().map(|word| (word.inner, word.text(self.source))).collect();
                parse_words(&words)
            }
            CommandLine::Shell { range, .. } => {
                let ShellKind::Posix(dialect) = self.shell_kind(step) else { return };
                parse(&shell_text(self.source, instruction, *range), range.start(), dialect)
            }
            CommandLine::Empty => return,
        };
        for command in &script.commands {
            let Some((program, range, interpreter)) = program_of(command) else { continue };
            let sources = if program.contains('/') || interpreter.is_some() {
                self.final_context_paths(stage, &program)
            } else {
                PATH.iter().flat_map(|folder| self.final_context_paths(stage, &format!("{folder}/{program}"))).collect()
            };
            found.push(Started { step, range, program, interpreter, sources });
        }
    }
}

/// The program that a command starts, where it is named, and the interpreter that it is handed to.
fn program_of(command: &Command) -> Option<(String, TextRange, Option<String>)> {
    let mut words = command.words.iter();
    let mut word = words.next()?;
    let mut text = word.literal()?;
    while STARTERS.contains(&basename(text)) {
        // `tini -- PROGRAM`, `gosu USER PROGRAM`, `env -u A B=1 PROGRAM`
        let takes_user = matches!(basename(text), "gosu" | "su-exec");
        loop {
            word = words.next()?;
            text = word.literal()?;
            if !text.starts_with('-') && !text.contains('=') {
                break;
            }
        }
        if takes_user {
            word = words.next()?;
            text = word.literal()?;
        }
    }
    let name = basename(text);
    if !is_interpreter(name) {
        return Some((text.to_owned(), word.range, None));
    }
    let interpreter = name.to_owned();
    let script = words.next()?;
    let text = script.literal()?;
    // Options may take arguments or the script itself: `sh -c '…'`, `python -m x`.
    (!text.starts_with('-')).then(|| (text.to_owned(), script.range, Some(interpreter)))
}

fn is_interpreter(name: &str) -> bool {
    let stem = name.trim_end_matches(|character: char| character.is_ascii_digit() || character == '.');
    shell_named(name).is_some() || matches!(stem, "python" | "node" | "ruby" | "perl" | "php" | "source" | "")
}

fn basename(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use crate::dockerfile::Build;
    use plimsoll_dockerfile::parse;

    fn started(text: &str) -> Vec<(String, Option<String>, Vec<String>)> {
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        let last = build.final_stage().expect("a stage").id;
        let in_runs = (0..build.steps.len()).flat_map(|step| build.started_in_run(step)).collect::<Vec<_>>();
        let all = in_runs.into_iter().chain(build.started_by(last));
        all.map(|it| (it.program, it.interpreter, it.sources.into_iter().map(|(_, path)| path).collect())).collect()
    }

    fn one(text: &str) -> (String, Option<String>, Vec<String>) {
        let mut all = started(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.remove(0)
    }

    #[test]
    fn files_of_the_context_are_found_behind_copy() {
        for (text, program, interpreter, source) in [
            ("FROM a\nCOPY run.sh /app/\nENTRYPOINT [\"/app/run.sh\"]\n", "/app/run.sh", None, "run.sh"),
            ("FROM a\nCOPY d/run.sh /x\nENTRYPOINT [\"tini\", \"--\", \"/x\"]\n", "/x", None, "d/run.sh"),
            ("FROM a\nWORKDIR /w\nCOPY . .\nCMD [\"bash\", \"./run.sh\"]\n", "./run.sh", Some("bash"), "run.sh"),
            ("FROM a\nCOPY e.sh /usr/local/bin/\nENTRYPOINT [\"e.sh\"]\n", "e.sh", None, "e.sh"),
            ("FROM a\nWORKDIR /w\nCOPY build.sh .\nRUN ./build.sh\n", "./build.sh", None, "build.sh"),
            ("FROM a AS b\nCOPY x /x\nFROM b\nCMD /x --y\n", "/x", None, "x"),
            ("FROM a\nENTRYPOINT [\"gosu\", \"app\", \"/x\"]\nCOPY x /x\n", "/x", None, "x"),
        ] {
            let (found, by, sources) = one(text);
            assert_eq!((&*found, by.as_deref(), sources[0].as_str()), (program, interpreter, source), "{text}");
        }
    }

    #[test]
    fn what_comes_from_elsewhere_has_no_file() {
        assert_eq!(one("FROM a\nCOPY --from=b x /x\nCMD [\"/x\"]\n").2, [""; 0]);
        assert!(started("FROM a\nCMD [\"sh\", \"-c\", \"$X\"]\n").iter().all(|it| it.2.is_empty()));
        assert!(started("FROM a\nRUN apt-get update\n").is_empty());
    }
}
