//! Text in XML.
//!
//! Invariant: what comes out is well-formed XML 1.0, whatever goes in; characters that XML has no place for become
//! U+FFFD.

/// `text` as the value of an attribute in double quotes.
pub(crate) fn attribute(text: &str) -> String {
    escaped(text, |character| match character {
        '"' => Some("&quot;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\t' => Some("&#9;"),
        _ => None,
    })
}

/// `text` between tags.
pub(crate) fn text(text: &str) -> String {
    escaped(text, |character| (character == '>').then_some("&gt;"))
}

fn escaped(text: &str, also: impl Fn(char) -> Option<&'static str>) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            control if control < ' ' && !matches!(control, '\t' | '\n' | '\r') => escaped.push('\u{fffd}'),
            _ => match also(character) {
                Some(entity) => escaped.push_str(entity),
                None => escaped.push(character),
            },
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{attribute, text};

    #[test]
    fn every_character_has_its_form() {
        assert_eq!(attribute("a <b> & \"c\"\n\u{7}é"), "a &lt;b> &amp; &quot;c&quot;&#10;\u{fffd}é");
        assert_eq!(text("a <b> & \"c\"\n"), "a &lt;b&gt; &amp; \"c\"\n");
    }
}
