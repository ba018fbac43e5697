//! `plimsoll explain`, `plimsoll rules`, `plimsoll completions`: what there is to know without a file.

use crate::Status;
use crate::arguments::{Arguments, ListFormat};
use crate::console::Console;
use clap::CommandFactory;
use plimsoll_analysis::{Preset, registry, rules_for_answer};
use plimsoll_files::read::reason;
use std::io;

/// Shows the pages of the rules that `name` stands for, or which rules foresee the error that it is.
pub(crate) fn explain(name: &str, console: &Console) -> Status {
    let rules = registry::resolve(name);
    if rules.is_empty() {
        // A name in one word is rather misspelled than an error.
        let meant = registry::suggestion(name).filter(|_| !name.contains(' '));
        let answers = if meant.is_some() { Vec::new() } else { rules_for_answer(name) };
        if !answers.is_empty() {
            let color = console.stdout_has_colors();
            let page = plimsoll_report::explain_answer(&answers, color);
            return status(console, console.stdout(|out| out.write_all(page.as_bytes())));
        }
        let hint = meant
            .or_else(|| registry::suggestion(name))
            .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        console.error(&format!("unknown rule `{name}`{hint}"));
        console.note("`plimsoll rules` lists them all");
        return Status::Failed;
    }
    let color = console.stdout_has_colors();
    let width = console.width().unwrap_or(100);
    status(
        console,
        console.stdout(|out| {
            let named = registry::rules().filter(|(_, rule)| rules.contains(rule));
            for (at, (group, rule)) in named.enumerate() {
                if at > 0 {
                    out.write_all(b"\n")?;
                }
                out.write_all(plimsoll_report::explain(rule, group, color, width).as_bytes())?;
            }
            Ok(())
        }),
    )
}

/// Lists all rules.
pub(crate) fn list(format: ListFormat, console: &Console) -> Status {
    let color = console.stdout_has_colors();
    status(
        console,
        console.stdout(|out| match format {
            ListFormat::Json => plimsoll_report::rules_json(out),
            ListFormat::Terminal => out.write_all(plimsoll_report::rule_list(Preset::default(), color).as_bytes()),
        }),
    )
}

/// Prints the completions of a shell.
pub(crate) fn completions(shell: clap_complete::Shell, console: &Console) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "plimsoll", &mut script);
    status(console, console.stdout(|out| out.write_all(&script)))
}

fn status(console: &Console, written: io::Result<bool>) -> Status {
    match written {
        Ok(_) => Status::Clean,
        Err(error) => {
            console.error(&format!("the output could not be written: {}", reason(&error)));
            Status::Failed
        }
    }
}
