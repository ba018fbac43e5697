//! `world-writable`: everybody may write to a file of the image.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::Word;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// Whoever gets into the container as any user can replace the file, and with it what runs next. Give it to the
    /// user that needs it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN mkdir /data && chmod -R 777 /data
    ///                           # ^^^ warning: everybody may write here
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN mkdir /data && chmod -R 775 /data
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN chmod 1777 /scratch && chmod 777 /tmp && chmod +x /app && chmod g+w /srv && mkdir -m 755 /x
    /// ```
    "world-writable" {
        summary: "everybody may write to a file of the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    let effective = cx.command.effective();
    let mode = match effective.name() {
        Some("chmod") => effective.args.iter().find(|word| {
            let text = word.prefix_literal();
            !text.starts_with('-')
        }),
        Some("mkdir" | "install") => {
            let at = effective.args.iter().position(|word| word.is("-m") || word.is("--mode"));
            at.and_then(|at| effective.args.get(at + 1))
        }
        _ => None,
    };
    let Some(mode) = mode.filter(|_| shipped) else { return };
    let Some(text) = mode.literal() else { return };
    let mut paths = effective.args.iter().filter(|word| word.range.start() > mode.range.start());
    if !gives_others_write(text) || paths.all(is_open_place) {
        return;
    }
    sink.report(mode.range, "everybody may write here")
        .note("whoever gets into the container can replace what stands there")
        .fix(fix(mode, text));
}

/// `777`, `0666`, `a+w`, `o=rw`; a sticky directory is made for everybody.
fn gives_others_write(mode: &str) -> bool {
    if mode.bytes().all(|byte| byte.is_ascii_digit()) && mode.len() >= 3 {
        let mut digits = mode.bytes().rev().map(|byte| byte - b'0');
        let others = digits.next().unwrap_or(0);
        let special = digits.nth(2).unwrap_or(0);
        return others & 2 != 0 && special & 1 == 0;
    }
    mode.split(',').any(|clause| {
        let who = clause.split(['+', '=', '-']).next().unwrap_or("");
        let adds = clause.strip_prefix(who).and_then(|rest| rest.strip_prefix(['+', '=']));
        // Without a class, the umask holds the bit back.
        (who.contains('a') || who.contains('o')) && adds.is_some_and(|bits| bits.contains('w') && !bits.contains('t'))
    })
}

/// Places that everybody may write to anyway.
fn is_open_place(word: &Word) -> bool {
    let text = word.prefix_literal();
    let path = text.trim_end_matches('/');
    ["/tmp", "/var/tmp", "/run/lock", "/dev/shm", "/var/lock"].contains(&path) || path.ends_with(".sock")
        // PostgreSQL's entrypoint takes the rights away when it knows its user.
        || word.raw().contains("PGDATA")
}

/// Clears the bit of the last digit.
fn fix(word: &Word, mode: &str) -> Option<Fix> {
    let last = mode.bytes().last().filter(u8::is_ascii_digit).filter(|_| !word.is_quoted())?;
    let cleared = (last - b'0') & !2;
    let range = TextRange::new(word.range.end() - size(1), word.range.end());
    Some(Fix::r#unsafe("take the right from others", Edit::replace(range, cleared.to_string())))
}
