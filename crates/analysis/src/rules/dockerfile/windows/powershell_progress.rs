//! `powershell-progress`: download that draws a progress bar.

use super::powershell::{powershell, says};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// `Invoke-WebRequest` and `Expand-Archive` draw a progress bar, which makes them many times slower in a build and fills its
    /// log.
    ///
    /// ```Dockerfile,bad
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
    /// RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip
    /// #   ^^^^^^^^^^^^^^^^^ note: `Invoke-WebRequest` draws a progress bar
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
    /// RUN $ProgressPreference = 'SilentlyContinue'; Invoke-WebRequest https://example.com/a.zip -OutFile a.zip
    /// ```
    ///
    /// ```Dockerfile,good
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command", "$ProgressPreference = 'SilentlyContinue';"]
    /// RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip
    /// ```
    "powershell-progress" {
        summary: "download that draws a progress bar",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(script) = powershell(cx).filter(|script| !says(cx, script, "progresspreference")) else { return };
    let lower = script.text.to_ascii_lowercase();
    let is_word = |at: usize, name: &str| {
        let border = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte));
        border(lower.as_bytes().get(at.wrapping_sub(1))) && border(lower.as_bytes().get(at + name.len()))
    };
    let names = ["invoke-webrequest", "iwr", "expand-archive"];
    let places = names.iter().flat_map(|name| lower.match_indices(name).filter(|(at, name)| is_word(*at, name)));
    let Some((at, name)) = places.min_by_key(|(at, _)| *at) else { return };
    let range = TextRange::at(script.start + size(at), size(name.len()));
    sink.report(range, format!("`{}` draws a progress bar", cx.text(range)))
        .fix(Fix::r#unsafe("draw none", Edit::insert(script.start, "$ProgressPreference = 'SilentlyContinue'; ")));
}
