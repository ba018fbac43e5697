//! "Did you mean": the nearest of some known names.

/// The one of `known` that `word` was probably meant to be: at most one third of its letters away (at least
/// one letter, at most `limit`), case ignored, and nearer than every other. `None` when nothing or more than
/// one is that near.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>, limit: usize) -> Option<&'k str> {
    let word = word.to_ascii_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, limit.max(1));
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in known {
        let lower = candidate.to_ascii_lowercase();
        if lower.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&word, &lower);
        match best {
            Some((shortest, found)) if distance == shortest && found != candidate => tied = true,
            Some((shortest, _)) if distance >= shortest => {}
            _ if distance <= allowed => {
                best = Some((distance, candidate));
                tied = false;
            }
            _ => {}
        }
    }
    best.filter(|_| !tied).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found_and_far_or_tied_ones_not() {
        let known = ["RUN", "ENV", "EXPOSE", "ENTRYPOINT", "COPY"];
        assert_eq!(nearest("EXPSE", known, 2), Some("EXPOSE"));
        assert_eq!(nearest("RNU", known, 2), Some("RUN"));
        assert_eq!(nearest("copy", known, 2), Some("COPY"));
        assert_eq!(nearest("INSTALL", known, 2), None);
        assert_eq!(nearest("ca", ["cat", "can"], 2), None);
    }
}
