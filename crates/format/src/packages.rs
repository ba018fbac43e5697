//! Lists of packages in the order of their names.
//!
//! Invariant: only words that name packages change places, each with another of the same install. A list with a comment
//! inside, an option whose argument is not known, or a word whose place may mean something stays as it is.

use crate::changes::{Aspect, Changes};
use plimsoll_dockerfile::{Body, Dockerfile};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_model::dockerfile::Build;
use plimsoll_text::{Edit, Edits, TextRange, slice};

/// For each install of the file whose packages are out of order, the edits that bring them in order.
pub(crate) fn unsorted(source: &str, syntax: &Dockerfile) -> Vec<Changes> {
    let sorted = |places: Vec<TextRange>| {
        let mut texts: Vec<&str> = places.iter().map(|place| slice(source, *place)).collect();
        texts.sort_by_key(|text| (text.trim_matches(['"', '\'']).to_lowercase(), *text));
        let mut changes = Changes::default();
        for (place, text) in places.iter().zip(texts) {
            changes.add(Aspect::Packages, (slice(source, *place) != text).then(|| Edit::replace(*place, text)));
        }
        changes
    };
    let all = lists(source, syntax).into_iter().map(sorted);
    all.filter(|changes| changes.edits().next().is_some()).collect()
}

/// The text with every package that may change its place written as `p`, and the packages of each list in order.
pub(crate) fn masked(source: &str, syntax: &Dockerfile) -> (String, Vec<Vec<String>>) {
    let lists = lists(source, syntax);
    let edits = lists.iter().flatten().map(|place| Edit::replace(*place, "p")).collect();
    let names = |places: &Vec<TextRange>| {
        let mut names: Vec<String> = places.iter().map(|place| slice(source, *place).to_owned()).collect();
        names.sort();
        names
    };
    (Edits::new(edits).unwrap_or_default().apply(source), lists.iter().map(names).collect())
}

/// The places of the packages of each install whose packages may stand in any order.
fn lists(source: &str, syntax: &Dockerfile) -> Vec<Vec<TextRange>> {
    let has_install = ["install", "apk", "pacman"].iter().any(|word| source.contains(word));
    if !has_install || syntax.escape != '\\' {
        return Vec::new();
    }
    let build = Build::new(source, syntax);
    let mut found = Vec::new();
    for (step, at) in build.steps.iter().enumerate() {
        if !matches!(at.instruction.body, Body::Run(_)) {
            continue;
        }
        let comments = &at.instruction.comments;
        for script in build.scripts(step).iter().filter(|script| script.complete) {
            for install in script.commands.iter().filter_map(package_command) {
                let places: Vec<TextRange> = install.operands.operands.iter().map(|it| it.word.range).collect();
                let is_known =
                    install.action == Action::Install && is_system(install.manager) && !install.operands.doubtful;
                let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
                let whole = first.cover(*last);
                let has_comment = comments.iter().any(|comment| whole.contains_range(comment.range));
                // Blanked lines of a heredoc's script are comments of the shell.
                let has_mark = slice(source, whole).contains('#');
                let plain = places.iter().all(|place| is_plain(slice(source, *place)));
                if is_known && places.len() > 1 && plain && !has_comment && !has_mark {
                    found.push(places);
                }
            }
        }
    }
    found
}

/// Whether the order of packages means nothing to the manager.
fn is_system(manager: Manager) -> bool {
    use Manager::{Apk, Apt, Dnf, Microdnf, Pacman, Tdnf, Yum, Zypper};
    matches!(manager, Apt | Apk | Yum | Dnf | Microdnf | Tdnf | Zypper | Pacman)
}

/// A word that names a package and asks for nothing else: no removal (`pkg-`), group (`@x`), file or lone variable.
fn is_plain(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'']);
    !word.is_empty()
        && !word.starts_with(['$', '@', '-', '.', '~', '!'])
        && !word.ends_with(['-', '+'])
        && !word.contains(['@', '/', '\\', '\n', '`', '(', ' ', '*', '{', '}'])
}
