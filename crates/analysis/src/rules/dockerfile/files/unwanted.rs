//! What nobody wants in an image, though it lies about in the folder of a project.

use crate::Entry;
use plimsoll_model::tables::secrets::credential_file;

/// Folders that tools make, keep their state in, or fill again. Source: the tools' documentation, 2026-11.
const FOLDERS: [&str; 14] = [
    ".git",
    ".hg",
    ".svn",
    ".aws",
    ".ssh",
    ".npm",
    ".cache",
    "node_modules",
    ".terraform",
    ".idea",
    ".vscode",
    ".venv",
    ".tox",
    "__pycache__",
];

/// Whether an entry of a folder is such a one.
pub(super) fn is_unwanted(entry: &Entry) -> bool {
    let is_log = !entry.is_folder && entry.name.ends_with(".log");
    is_log || entry.is_folder && FOLDERS.contains(&entry.name.as_str()) || is_secret(entry)
}

/// Whether it is a file with credentials, whatever is in it.
fn is_secret(entry: &Entry) -> bool {
    !entry.is_folder && credential_file(&entry.name).is_some_and(|file| file.sure)
}

/// "`a`, `b` and 3 more"
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    match (quoted.as_slice(), names.len()) {
        ([one], 1) => one.clone(),
        ([first, second], 2) => format!("{first} and {second}"),
        (all, count) if count > all.len() => format!("{} and {} more", all.join(", "), count - all.len()),
        ([first @ .., last], _) => format!("{} and {last}", first.join(", ")),
        _ => String::new(),
    }
}
