//! `duplicate-uid`: two users with one number.

use super::accounts::steps_before;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::commands::created_account;

rule! {
    /// Two users with one number are one user to the kernel: each may touch the other's files and processes.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN useradd --uid 1000 app && useradd -u 1000 --non-unique worker
    ///   #                                      ^^^^ note: `worker` has the number 1000 of `app`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN groupadd --gid 1000 app && useradd --uid 1000 --gid 1000 app && useradd --uid 1001 worker
    /// ```
    "duplicate-uid" {
        summary: "two users with one number",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut seen: Vec<(bool, u32, &str)> = Vec::new();
    for (step, _) in steps_before(cx, cx.stage.id, cx.stage.steps.end) {
        for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
            let Some(account) = created_account(command) else { continue };
            let (Some(id), Some(word)) = (account.id, account.id_word) else { continue };
            let same = seen.iter().find(|(is_group, other, _)| *is_group == account.is_group && *other == id);
            match same {
                // Two branches of a condition may create one user.
                Some((.., name)) if *name == account.name => {}
                Some((.., name)) if cx.stage.steps.contains(&step) && command.depth == 0 => {
                    let asks = command.effective().args.iter().any(|word| word.is("-o") || word.is("--non-unique"));
                    sink.report(word.range, format!("`{}` has the number {id} of `{name}`", account.name)).note(
                        match asks {
                            true => "to the kernel they are the same, though `--non-unique` asks for it",
                            false => "to the kernel they are the same; the second command fails",
                        },
                    );
                }
                _ => seen.push((account.is_group, id, account.name)),
            }
        }
    }
}
