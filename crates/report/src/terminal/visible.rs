//! Text of a file as a terminal may get it.
//!
//! Invariant: one character in gives one character out, so columns stay; and no character that comes out moves
//! the cursor, starts an escape sequence or turns the direction of writing. Tabs stay: the renderer widens them.

/// `text` with every character that a terminal would act on replaced by one that it shows.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

/// The same for a text of several lines.
pub(crate) fn visible_lines(text: &str) -> String {
    text.chars().map(|character| if character == '\n' { '\n' } else { visible_char(character) }).collect()
}

fn visible_char(character: char) -> char {
    match character {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // C1 controls: a terminal may read U+009B as the start of a sequence.
        '\u{80}'..='\u{9f}'
        // Marks that turn the direction of writing or break lines: what is shown would not be what stands there.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // The tag characters, which show nothing and can hold a whole text.
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn a_file_cannot_drive_the_terminal() {
        assert_eq!(visible("a\u{1b}[2J\u{9b}\u{7}\r\tb\u{202e}"), "a␛[2J\u{fffd}␇␍\tb\u{fffd}");
    }
}
