//! `powershell-continues-on-error`: PowerShell that goes on after a mistake.

use super::powershell::{PowerShell, powershell, says, statements};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// A cmdlet that fails does not end a PowerShell script: the next statement runs, and the build goes on with what is there.
    /// `$ErrorActionPreference = 'Stop'`, in SHELL or in the script, makes it end.
    ///
    /// ```Dockerfile,bad
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command"]
    /// RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip; Expand-Archive a.zip
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: a statement that fails here does not stop the build
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
    /// RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip; Expand-Archive a.zip
    /// ```
    ///
    /// ```Dockerfile,good
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
    /// RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip; Expand-Archive a.zip
    /// ```
    ///
    /// ```Dockerfile,good
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command"]
    /// RUN Remove-Item C:\temp
    /// ```
    "powershell-continues-on-error" {
        summary: "PowerShell that goes on after a mistake",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(script) = powershell(cx) else { return };
    let statements = statements(&script.text);
    let before_last = statements.len().saturating_sub(1);
    let may_fail = statements[..before_last].iter().any(|statement| is_cmdlet(statement));
    let is_careful = ["erroractionpreference", "-erroraction", "-ea ", "try", "throw", "set-strictmode"];
    if !may_fail || is_careful.iter().any(|word| says(cx, &script, word)) {
        return;
    }
    let range = TextRange::at(script.start, size(script.text.trim_end().len()));
    sink.report(range, "a statement that fails here does not stop the build")
        .note("PowerShell goes on after a mistake unless `$ErrorActionPreference` is `Stop`")
        .fix(fix(cx, &script));
}

/// Says it in the SHELL that holds for this RUN, when that ends with `-Command`, else in the script.
fn fix(cx: &InstructionCx<'_>, script: &PowerShell<'_>) -> Fix {
    let last = script.shell.and_then(|shell| shell.elements.last());
    let command = last.filter(|last| matches!(&*last.text(cx.source()).to_ascii_lowercase(), "-command" | "-c"));
    let edit = match command {
        Some(last) => Edit::insert(last.range.end(), ", \"$ErrorActionPreference = 'Stop';\""),
        None => Edit::insert(script.start, "$ErrorActionPreference = 'Stop'; "),
    };
    Fix::r#unsafe("stop at the first mistake", edit)
}

/// `Verb-Noun …`, or one of the short names that download; native programs and assignments have other rules.
fn is_cmdlet(statement: &str) -> bool {
    let first = statement.trim_start_matches(|ch: char| ch.is_whitespace() || "`\\&".contains(ch));
    let first = first.split_whitespace().next().unwrap_or("");
    let verb = first.split_once('-').is_some_and(|(verb, noun)| {
        verb.starts_with(|ch: char| ch.is_ascii_uppercase())
            && verb.bytes().all(|byte| byte.is_ascii_alphabetic())
            && noun.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !noun.is_empty()
    });
    (verb && !matches!(first, "Write-Host" | "Write-Output" | "Start-Sleep"))
        || matches!(first, "iwr" | "irm" | "wget" | "curl")
}
