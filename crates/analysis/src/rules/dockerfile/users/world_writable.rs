//! `world-writable`: everybody may write to a file of the image.

use super::switch::may_serve_as_other;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_shell::{Command, Word};
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
    /// Where another user than root may be the one that writes, the mode is not changed for you:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN mkdir /data && chmod 777 /data
    ///                        # ^^^ warning: everybody may write here
    /// USER 1001
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN mkdir /data && chmod 777 /data
    /// USER 1001
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
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)).filter(|stage| stage.shipped) else { return };
    let is_needed = || may_serve_as_other(cx, stage);
    match &cx.instruction.body {
        Body::Run(run) => {
            // What a cache mount holds is no part of the image.
            let caches: Vec<&str> = run
                .mounts
                .iter()
                .filter(|mount| matches!(mount.option(cx.source(), &["type"]), Some("cache" | "tmpfs")))
                .filter_map(|mount| mount.option(cx.source(), &["target", "dst", "destination"]))
                .collect();
            for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
                let Some((range, mode, paths)) = of_command(command) else { continue };
                let is_open = |word: &&Word| is_open_place(word.raw()) || is_within(word, &caches);
                if gives_others_write(mode) && !paths.iter().all(is_open) {
                    report(sink, range, mode, cx.text(range) == mode, is_needed());
                }
            }
        }
        Body::Copy(copy) => {
            let mode = cx.instruction.flag(cx.source(), "chmod").and_then(|flag| flag.value.as_ref());
            let Some((word, mode)) = mode.and_then(|word| Some((word, word.literal(cx.source())?))) else { return };
            let target = copy.destination.as_ref().and_then(|word| cx.build.expand(cx.step, word));
            if gives_others_write(&mode) && !target.is_some_and(|target| is_open_place(&target.text)) {
                report(sink, word.range, &mode, cx.text(word.range) == mode, is_needed());
            }
        }
        _ => {}
    }
}

/// Says it. Where another user than root may be the one that writes, the person must give the file to that one.
fn report(sink: &mut Sink, range: TextRange, mode: &str, is_plain: bool, is_needed: bool) {
    let mended = mended(mode).filter(|_| is_plain);
    let fix = if is_needed { Fix::manual } else { Fix::r#unsafe };
    sink.report(range, "everybody may write here")
        .note("whoever gets into the container can replace what stands there")
        .fix(mended.map(|mode| fix("take the right from others".to_owned(), Edit::replace(range, mode))));
}

/// Whether the command lets others than the owner write.
pub(super) fn opens(command: &Command) -> bool {
    of_command(command).is_some_and(|(_, mode, _)| {
        let digits = mode.bytes().all(|byte| byte.is_ascii_digit());
        gives_others_write(mode)
            || digits && mode.bytes().rev().nth(1).is_some_and(|group| (group - b'0') & 2 != 0)
            || !digits && (mode.contains("g+") || mode.contains("g=")) && mode.contains('w')
    })
}

/// The mode that a command gives, where it stands, and the words behind it.
fn of_command(command: &Command) -> Option<(TextRange, &str, Vec<&Word>)> {
    let effective = command.effective();
    let args = effective.args;
    let behind = |at: usize| args[at + 1..].iter().collect::<Vec<_>>();
    if effective.name() == Some("chmod") {
        let at = args.iter().position(|word| !word.prefix_literal().starts_with('-'))?;
        return Some((args[at].range, args[at].literal()?, behind(at)));
    }
    if !matches!(effective.name(), Some("mkdir" | "install")) {
        return None;
    }
    let paths = |mode: usize| {
        let others = args.iter().enumerate().filter(|(at, word)| *at != mode && !word.raw().starts_with('-'));
        others.map(|(_, word)| word).collect::<Vec<_>>()
    };
    for (at, word) in args.iter().enumerate() {
        let Some(text) = word.literal() else { continue };
        if matches!(text, "-m" | "--mode") {
            let mode = args.get(at + 1)?;
            return Some((mode.range, mode.literal()?, paths(at + 1)));
        }
        let glued = text.strip_prefix("--mode=").or_else(|| text.strip_prefix("-m"));
        if let Some(mode) = glued.filter(|_| !word.is_quoted()) {
            let range = TextRange::new(word.range.end() - size(mode.len()), word.range.end());
            return Some((range, mode, paths(at)));
        }
    }
    None
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
fn is_open_place(word: &str) -> bool {
    let path = word.trim_matches(['"', '\'']).trim_end_matches('/');
    ["/tmp", "/var/tmp", "/run/lock", "/dev/shm", "/var/lock"].contains(&path) || path.ends_with(".sock")
        // PostgreSQL's entrypoint takes the rights away when it knows its user.
        || word.contains("PGDATA")
}

/// Whether a path is one of `folders`, or stands in one.
fn is_within(word: &Word, folders: &[&str]) -> bool {
    let path = word.raw().trim_matches(['"', '\'']);
    folders
        .iter()
        .any(|folder| plimsoll_model::path::is_within(path.trim_end_matches('/'), folder.trim_end_matches('/')))
}

/// The mode without the right of others to write; `None` where nothing would be left, or it is written otherwise.
fn mended(mode: &str) -> Option<String> {
    if mode.bytes().all(|byte| byte.is_ascii_digit()) {
        let last = mode.bytes().last()?;
        return Some(format!("{}{}", &mode[..mode.len() - 1], (last - b'0') & !2));
    }
    let mut clauses: Vec<String> = Vec::new();
    for clause in mode.split(',') {
        if !gives_others_write(clause) {
            clauses.push(clause.to_owned());
            continue;
        }
        let at = clause.find(['+', '='])?;
        let (who, operator, bits) = (&clause[..at], &clause[at..=at], &clause[at + 1..]);
        if !bits.bytes().all(|bit| b"rwxX".contains(&bit)) || !who.bytes().all(|class| b"ugoa".contains(&class)) {
            return None;
        }
        let all = who.contains('a');
        let own: String = ['u', 'g'].into_iter().filter(|class| all || who.contains(*class)).collect();
        let open: String = bits.chars().filter(|bit| *bit != 'w').collect();
        if !own.is_empty() {
            clauses.push(format!("{own}{operator}{bits}"));
        }
        if !open.is_empty() || operator == "=" {
            clauses.push(format!("o{operator}{open}"));
        }
    }
    (!clauses.is_empty()).then(|| clauses.join(","))
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn others_lose_the_right_to_write_and_no_other() {
        for (mode, expected) in [
            ("777", Some("775")),
            ("0666", Some("0664")),
            ("a+w", Some("ug+w")),
            ("a+rwx", Some("ug+rwx,o+rx")),
            ("ugo=rwx", Some("ug=rwx,o=rx")),
            ("go+w", Some("g+w")),
            ("u+x,o+rw", Some("u+x,o+r")),
            ("o=w", Some("o=")),
            ("o+w", None),
            ("a+r+w", None),
        ] {
            assert_eq!(mended(mode).as_deref(), expected, "{mode}");
        }
    }
}
