//! Patterns with `*`, as tables, options and COPY sources write them.

/// Whether `text` has the form of `pattern`, in which `*` stands for any characters. Linear in the text for each
/// star: what stands between two stars is looked for once, from the left.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_anything() {
        assert!(matches("*.dkr.ecr.*.amazonaws.com", "1.dkr.ecr.eu-west-1.amazonaws.com"));
        assert!(matches("requirements*.txt", "requirements.txt"));
        assert!(matches("a*", "a"));
        assert!(!matches("*.example.com", "example.com"));
        assert!(!matches("ab", "abc"));
        assert!(!matches("a*a", "a"));
    }
}
