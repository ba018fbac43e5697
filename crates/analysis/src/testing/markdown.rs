//! The code blocks of a Markdown text, with the heading that each stands under.

/// A fenced code block.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The nearest heading above it; empty before the first.
    pub(super) heading: String,
    /// The words of its info string, parted by commas: `Dockerfile`, `bad`, `file=requirements.txt`.
    pub(super) info: Vec<String>,
    /// Its lines.
    pub(super) text: String,
    /// Whether only blank lines stand between it and the block before.
    pub(super) follows: bool,
}

/// All code blocks of `text` in order. The blank that a doc comment has at the start of each line is dropped.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let is_doc_comment = text.lines().all(|line| line.is_empty() || line.starts_with(' '));
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading = String::new();
    let mut open: Option<Block> = None;
    let mut between = false;
    for raw in text.split('\n') {
        let line = if is_doc_comment { raw.strip_prefix(' ').unwrap_or(raw) } else { raw };
        if let Some(block) = &mut open {
            if line.trim_end() == "```" || line.trim_end() == "````" {
                blocks.extend(open.take());
                between = false;
            } else {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if let Some(info) = line.strip_prefix("````").or_else(|| line.strip_prefix("```")) {
            let info = info.trim().split(',').map(|word| word.trim().to_owned()).collect();
            open = Some(Block { heading: heading.clone(), info, text: String::new(), follows: !between });
        } else {
            if let Some(title) = line.strip_prefix('#') {
                title.trim_start_matches('#').trim().clone_into(&mut heading);
            }
            between |= !line.trim().is_empty();
        }
    }
    assert!(open.is_none(), "a code block under `{heading}` is not closed");
    blocks
}
