//! Which of several names is the usual one in a file.

use plimsoll_model::ecs::Mention;

/// The first mention of each name that is not the most frequent one, with the first mention of that one. Of two that
/// are as frequent the first is the usual one.
pub(super) fn strangers(all: &[Mention]) -> Vec<(&Mention, &Mention)> {
    let count = |name: &str| all.iter().filter(|mention| mention.name == name).count();
    let most = all.iter().map(|mention| count(&mention.name)).max().unwrap_or(0);
    let Some(usual) = all.iter().find(|mention| count(&mention.name) == most) else { return Vec::new() };
    let mut seen: Vec<&str> = vec![&usual.name];
    let mut found = Vec::new();
    for mention in all {
        if !seen.contains(&mention.name.as_str()) {
            seen.push(&mention.name);
            found.push((mention, usual));
        }
    }
    found
}
