//! What becomes of a file that a RUN downloads: whether it is verified, run, unpacked or deleted.
//!
//! Invariant: a file is followed by its literal path alone; a verification of anything in between counts for it.

use crate::rules::dockerfile::lines::{plain_run, with_flag};
use crate::{Fix, InstructionCx};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::commands::{deletes, directory_at, file_name_of_url, saved_file};
use plimsoll_model::dockerfile::StepId;
use plimsoll_model::path::{is_within, join};
use plimsoll_shell::{Command, Connector, Script, Word};
use plimsoll_text::{Edit, TextRange};

/// A file that `curl`, `wget` or ADD saves.
pub(super) struct Saved<'a> {
    /// The RUN or ADD.
    pub(super) step: StepId,
    /// The command of the RUN.
    pub(super) command: Option<&'a Command>,
    /// What fetches it: the command, or the URL of the ADD.
    pub(super) range: TextRange,
    /// Where it is, absolute.
    pub(super) path: String,
}

/// What a later command does with it.
pub(super) struct Use<'a> {
    pub(super) command: &'a Command,
    pub(super) word: TextRange,
    pub(super) kind: UseKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UseKind {
    /// It is run, sourced, made executable or installed.
    Runs,
    /// It is unpacked.
    Unpacks,
}

/// The files that the commands of the RUN at `cx` save.
pub(super) fn saved<'a>(cx: &InstructionCx<'a>) -> Vec<Saved<'a>> {
    let mut all = Vec::new();
    for script in cx.build.scripts(cx.step) {
        for command in &script.commands {
            let Some(path) = saved_file(command).and_then(|path| place(cx, cx.step, script, command, &path)) else {
                continue;
            };
            let range = command.effective().range().unwrap_or(command.range);
            all.push(Saved { step: cx.step, command: Some(command), range, path });
        }
    }
    all
}

/// The file that an ADD without a checksum fetches.
pub(super) fn added<'a>(cx: &InstructionCx<'a>) -> Option<Saved<'a>> {
    let Body::Copy(copy) = &cx.instruction.body else { return None };
    let [source] = &copy.sources[..] else { return None };
    if cx.instruction.keyword != Keyword::Add || cx.instruction.flag(cx.source(), "checksum").is_some() {
        return None;
    }
    let url = cx.build.expand(cx.step, source)?.text;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let target = cx.build.expand(cx.step, copy.destination.as_ref()?)?.text;
    let target = if target.ends_with('/') { format!("{target}{}", file_name_of_url(&url)?) } else { target };
    let path = cx.build.path_at(cx.stage?, cx.step, &target)?;
    is_web.then_some(Saved { step: cx.step, command: None, range: source.range, path })
}

/// A check of the file's sum directly behind the download; the sum itself is for a person to fill in.
pub(super) fn check_sum(cx: &InstructionCx<'_>, saved: &Saved<'_>) -> Option<Fix> {
    const TITLE: &str = "check its SHA-256";
    let Some(command) = saved.command else {
        let knows_flag = !cx.build.has_foreign_frontend() && !cx.build.has_frontend_before(6);
        let edit = with_flag(cx.instruction, "--checksum=sha256:<sha256>");
        return knows_flag.then(|| Fix::manual(TITLE, edit));
    };
    plain_run(cx)?;
    let [script] = cx.build.scripts(cx.step) else { return None };
    let name = saved_file(command)?;
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-+".contains(&byte));
    let next = script.commands.iter().find(|other| other.range.start() >= command.range.end());
    let is_list = next.is_none_or(|next| next.connector() == Connector::And)
        && matches!(command.connector(), Connector::Start | Connector::And | Connector::Semicolon | Connector::Newline);
    let is_flat = command.scope.is_none() && command.place.pipeline.is_none() && !command.place.background;
    let line = format!(" && echo '<sha256>  {name}' | sha256sum -c -");
    (is_plain && is_list && is_flat).then(|| Fix::manual(TITLE, Edit::insert(command.range.end(), line)))
}

impl Saved<'_> {
    /// Whether `command` saves it.
    pub(super) fn is_of(&self, command: &Command) -> bool {
        self.command.is_some_and(|own| own.range == command.range)
    }
}

/// The first use of a saved file in its stage.
pub(super) fn first_use<'a>(cx: &InstructionCx<'a>, saved: &Saved<'_>, kind: UseKind) -> Option<Use<'a>> {
    later(cx, saved).into_iter().find_map(|(step, script, command)| {
        let found = used(cx, step, script, command, &saved.path)?;
        (found.kind == kind).then_some(found)
    })
}

/// Whether anything of the stage from the download on verifies what was downloaded.
pub(super) fn is_verified(cx: &InstructionCx<'_>, saved: &Saved<'_>) -> bool {
    let own = cx.build.scripts(saved.step).iter().flat_map(|script| &script.commands);
    own.chain(later(cx, saved).into_iter().map(|(.., command)| command)).any(verifies)
}

/// Whether a command compares a file with a sum or a signature.
pub(super) fn verifies(command: &Command) -> bool {
    let effective = command.effective();
    let Some(name) = effective.name() else { return false };
    let has = |texts: &[&str]| effective.args.iter().any(|word| word.literal().is_some_and(|it| texts.contains(&it)));
    match name {
        "gpg" | "gpg2" => has(&["--verify", "--decrypt", "-d"]),
        "gpgv" | "gpgv2" | "cosign" | "minisign" | "slsa-verifier" | "sigstore" | "signify" | "rhash" | "cksum" => true,
        "openssl" => has(&["dgst", "smime", "cms"]),
        "rpm" => has(&["-K", "--checksig"]),
        "gh" => has(&["attestation"]),
        "jarsigner" => has(&["-verify"]),
        // Sums are also compared by hand.
        _ => name.ends_with("sum") && name != "checksum" || name.contains("sha256") || name.contains("verify"),
    }
}

/// Whether the RUN of the download, or a later one, takes the file away.
pub(super) fn is_deleted(cx: &InstructionCx<'_>, saved: &Saved<'_>) -> bool {
    cx.build.scripts(saved.step).iter().any(|script| {
        script.commands.iter().any(|command| {
            let words = deletes(command);
            let moves = matches!(command.effective().name(), Some("mv" | "install" | "shred"));
            moves && command.words.iter().any(|word| names(cx, saved.step, script, command, word, &saved.path))
                || words.into_iter().any(|word| {
                    let unknown = word.literal().is_none();
                    let raw = word.prefix_literal();
                    let plain = raw.split(['*', '?', '[', '{']).next().unwrap_or("").to_owned();
                    let is_cut = plain.len() < raw.len() || word.has_brace_list();
                    let at = place(cx, saved.step, script, command, &plain);
                    unknown
                        || at.is_none_or(|at| {
                            is_within(&saved.path, &at) || is_cut && saved.path.starts_with(at.trim_end_matches('/'))
                        })
                })
        })
    })
}

/// Commands of the stage behind the download, with their steps.
fn later<'a>(cx: &InstructionCx<'a>, saved: &Saved<'_>) -> Vec<(StepId, &'a Script, &'a Command)> {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return Vec::new() };
    let mut all = Vec::new();
    for (step, instruction) in cx.build.stage_steps(stage).filter(|(step, _)| *step >= saved.step) {
        if !matches!(instruction.body, Body::Run(_)) {
            continue;
        }
        for script in cx.build.scripts(step) {
            let behind = |it: &&Command| step > saved.step || it.range.start() > saved.range.start();
            all.extend(script.commands.iter().filter(behind).map(|command| (step, script, command)));
        }
    }
    all
}

/// What a command does with the file at `path`.
fn used<'a>(
    cx: &InstructionCx<'a>,
    step: StepId,
    script: &'a Script,
    command: &'a Command,
    path: &str,
) -> Option<Use<'a>> {
    let effective = command.effective();
    let is_it = |word: &&Word| names(cx, step, script, command, word, path);
    let answer = |word: &Word, kind| Some(Use { command, word: word.range, kind });
    if let Some(word) = effective.word.filter(|word| word.raw().contains('/')).filter(is_it) {
        return answer(word, UseKind::Runs);
    }
    let word = effective.args.iter().find(is_it)?;
    let has = |letters: &[char]| {
        effective.args.iter().any(|it| {
            let text = it.prefix_literal();
            text.starts_with(['-', '+']) && !text.starts_with("--") && text.contains(letters)
        })
    };
    let executable = || {
        effective.args.iter().any(|it| {
            let text = it.prefix_literal();
            let octal = text.bytes().all(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte % 2 == 1);
            text.ends_with("+x") || text.ends_with("+rx") || text.contains("=rx") || octal && !text.is_empty()
        })
    };
    match effective.name()? {
        "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "." | "source" | "python" | "python2" | "python3" | "perl"
        | "ruby" | "node" | "php" => {
            let first = effective.args.iter().find(|it| !it.prefix_literal().starts_with('-'))?;
            if is_it(&first) { answer(word, UseKind::Runs) } else { None }
        }
        "chmod" if executable() => answer(word, UseKind::Runs),
        "install" => answer(word, UseKind::Runs),
        "dpkg" | "rpm" if has(&['i', 'U']) => answer(word, UseKind::Runs),
        "gdebi" | "alien" => answer(word, UseKind::Runs),
        // apk verifies the signature of a file, too, unless it is told not to.
        "apk" if !effective.args.iter().any(|it| it.is("--allow-untrusted")) => None,
        "apt-get" | "apt" | "yum" | "dnf" | "microdnf" | "zypper" | "apk" | "pip" | "pip3" | "gem" => {
            effective.args.iter().any(|it| it.is("install") || it.is("add") || it.is("localinstall")).then_some(())?;
            answer(word, UseKind::Runs)
        }
        "tar" | "bsdtar" | "unzip" | "gunzip" | "bunzip2" | "unxz" | "xz" | "7z" | "gzip" | "cpio" | "ar" => {
            answer(word, UseKind::Unpacks)
        }
        _ => None,
    }
}

fn names(cx: &InstructionCx<'_>, step: StepId, script: &Script, command: &Command, word: &Word, path: &str) -> bool {
    let Some(text) = word.literal().filter(|text| !text.is_empty() && !text.starts_with('-')) else { return false };
    // Only a word that ends alike can be the file; that saves the question where the command runs.
    let last = |text: &str| text.rsplit('/').next().unwrap_or("").to_owned();
    last(text) == last(path) && place(cx, step, script, command, text).is_some_and(|place| place == path)
}

/// `path` as an absolute one, seen from where `command` runs; below a place of its own if that is unknown.
fn place(cx: &InstructionCx<'_>, step: StepId, script: &Script, command: &Command, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return Some(join("/", path));
    }
    if path.starts_with('~') {
        return None;
    }
    let work = cx.build.working_directory(cx.stage?, step).unwrap_or_else(|| "/\u{0}".to_owned());
    directory_at(script, command, Some(&work)).map(|directory| join(&directory, path))
}
