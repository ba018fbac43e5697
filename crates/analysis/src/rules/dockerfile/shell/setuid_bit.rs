//! `setuid-bit`: program that runs with the rights of its owner.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::Word;

rule! {
    /// With the setuid bit a program runs as its owner, whoever starts it. With root's it is a way out of every USER.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN chmod u+s /usr/local/bin/helper
    /// #         ^^^ note: `/usr/local/bin/helper` runs as its owner, whoever starts it
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN chmod u-s /usr/bin/passwd && chmod 0755 /usr/local/bin/helper
    /// RUN mkdir /data && chmod a+s /data
    /// RUN chmod g+s /srv/shared && chmod 2775 /srv/shared && chmod 4755 /opt/app/chrome-sandbox
    /// ```
    "setuid-bit" {
        summary: "program that runs with the rights of its owner",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let mode_and_path: Option<(&Word, &Word)> = match effective.name() {
        Some("chmod") => {
            let mut words = effective.args.iter().filter(|word| !is_option(word));
            words.next().and_then(|mode| Some((mode, words.next()?)))
        }
        Some("install") => {
            let at = effective.args.iter().position(|word| word.is("-m") || word.is("--mode"));
            let mode = at.and_then(|at| effective.args.get(at + 1));
            let glued = || effective.args.iter().find(|word| word.prefix_literal().starts_with("-m"));
            mode.or_else(glued).and_then(|mode| Some((mode, effective.args.last()?)))
        }
        _ => None,
    };
    let Some((mode, path)) = mode_and_path else { return };
    let Some(kind) = mode.literal().map(|mode| mode.strip_prefix("-m").unwrap_or(mode)).and_then(bits) else { return };
    let shown = path.literal().unwrap_or(path.raw());
    // On a folder `g+s` hands the group on to new files, which is what it is for.
    let is_program = shown.contains("/bin/") || shown.contains("/sbin/");
    if shown.ends_with("chrome-sandbox") || shown.ends_with("chrome_sandbox") || (kind == Kind::Group && !is_program) {
        return;
    }
    if is_folder(cx, shown) {
        return;
    }
    let who = if kind == Kind::Group { "with its group" } else { "as its owner" };
    sink.report(mode.range, format!("`{shown}` runs {who}, whoever starts it"))
        .note("a mistake in it gives those rights to anyone in the container");
}

/// Whether a path is that of a folder, on which the setuid bit means nothing: by its name, or because the RUN makes it.
fn is_folder(cx: &CommandCx<'_>, path: &str) -> bool {
    const TOP: [&str; 9] = ["/etc", "/home", "/media", "/mnt", "/opt", "/srv", "/tmp", "/usr", "/var"];
    let makes = |command: &plimsoll_shell::Command| {
        let effective = command.effective();
        effective.name() == Some("mkdir") && effective.args.iter().any(|word| word.is(path))
    };
    path.ends_with('/') || TOP.contains(&path) || cx.script.commands.iter().any(makes)
}

/// `-R`, but not a mode such as `-s`.
fn is_option(word: &Word) -> bool {
    let text = word.prefix_literal();
    text.starts_with("--") || text.strip_prefix('-').is_some_and(|rest| rest.chars().any(|it| "RcfvHLP".contains(it)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    User,
    Group,
}

/// Which of the bits a mode sets.
fn bits(mode: &str) -> Option<Kind> {
    if let Some(octal) = (!mode.is_empty() && mode.bytes().all(|it| (b'0'..=b'7').contains(&it))).then_some(mode) {
        let digits = octal.trim_start_matches('0');
        let special = digits.len().checked_sub(4).and_then(|at| digits.as_bytes().get(at)).map(|it| it - b'0')?;
        return match (special & 4 != 0, special & 2 != 0) {
            (true, _) => Some(Kind::User),
            (false, true) => Some(Kind::Group),
            _ => None,
        };
    }
    mode.split(',').find_map(|clause| {
        let at = clause.find(['+', '='])?;
        let (who, what) = clause.split_at(at);
        if !what.contains('s') || what.contains('-') {
            return None;
        }
        Some(if who == "g" || who == "o" { Kind::Group } else { Kind::User })
    })
}
