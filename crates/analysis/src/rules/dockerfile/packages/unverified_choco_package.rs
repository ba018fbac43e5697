//! `unverified-choco-package`: Chocolatey installs without a version or without checksums.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, foreign_commands, package_command};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A package of Chocolatey is a script that downloads an installer. Without its version it is another script each
    /// month; without checksums nobody looks at what it downloads.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN choco install -y git
    /// #                    ^^^ note: `git` is installed without a version
    /// RUN choco install -y --ignore-checksums nodejs --version 24.11.0
    /// #                    ^^^^^^^^^^^^^^^^^^ note: nobody looks at what the package downloads
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN choco install -y git --version 2.51.0 --require-checksums
    /// RUN choco install -y packages.config
    /// ```
    "unverified-choco-package" {
        summary: "Chocolatey installs without a version or without checksums",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let foreign = foreign_commands(cx.build, cx.step, cx.instruction);
    let scripts = foreign.iter().chain(cx.build.scripts(cx.step));
    for (script, command) in scripts.flat_map(|script| script.commands.iter().map(move |it| (script, it))) {
        let Some(asked) = package_command(command).filter(|it| it.manager == Manager::Choco) else { continue };
        if asked.action != Action::Install {
            continue;
        }
        let options = asked.global.options.iter().chain(&asked.operands.options);
        let careless = ["--ignore-checksums", "--ignore-checksum", "--allow-empty-checksums", "--allowemptychecksums"];
        for (_, word, _) in options.filter(|(name, ..)| careless.contains(name)) {
            let at = command.words.iter().position(|other| other.range == word.range);
            let before = at.and_then(|at| command.words.get(at.checked_sub(1)?)).map(|it| it.range.end());
            let gone = before.map(|start| TextRange::new(start, word.range.end()));
            let is_blank = |range: &TextRange| cx.text(*range).trim_start_matches(' ') == cx.text(word.range);
            let fix = gone.filter(is_blank).map(|gone| Fix::manual("check what it downloads", Edit::delete(gone)));
            sink.report(word.range, "nobody looks at what the package downloads").fix(fix);
        }
        // Chocolatey takes its options with one dash as well, and with a slash.
        let is_version = |text: &str| {
            let name = text.trim_start_matches(['-', '/']).split('=').next().unwrap_or("");
            text.starts_with(['-', '/']) && name.eq_ignore_ascii_case("version")
        };
        let is_pinned = command.words.iter().any(|word| is_version(&word.prefix_literal()));
        // What stands behind a variable of cmd or PowerShell is not read, and may be the version.
        if is_pinned || asked.operands.doubtful || !script.complete {
            continue;
        }
        for (word, name) in asked.packages().filter(|(_, name)| !name.ends_with(".config") && !name.contains('\\')) {
            let fix = Fix::manual("add a version", Edit::insert(word.range.end(), " --version <version>"));
            sink.report(word.range, format!("`{name}` is installed without a version"))
                .note("a build tomorrow may install another one; name the version that was tested")
                .fix(fix);
        }
    }
}
