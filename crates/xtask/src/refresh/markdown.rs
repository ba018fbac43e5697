//! The HTML of AWS's API descriptions as Markdown, cut to what a hover can show.

/// Longest text, in characters; a longer one ends with a whole sentence and an ellipsis.
const LONGEST: usize = 2000;

/// Turns `html` into Markdown of at most [`LONGEST`] characters. Unknown tags are dropped, their text stays.
pub(super) fn from_html(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        writer.text(&rest[..open]);
        let Some(close) = rest[open..].find('>') else { break };
        writer.tag(&rest[open + 1..open + close]);
        rest = &rest[open + close + 1..];
    }
    if !rest.contains('<') {
        writer.text(rest);
    }
    shorten(writer.out.trim())
}

/// The words that a list explains: `<dt>name</dt> <dd>…</dd>` and `<li> <p> <code>name</code> - …`.
pub(super) fn terms(html: &str) -> Vec<(String, String)> {
    let mut terms = Vec::new();
    for part in html.split("<dt>").skip(1) {
        if let Some((name, rest)) = part.split_once("</dt>")
            && let Some((_, rest)) = rest.split_once("<dd>")
        {
            terms.push((name, rest.split("</dd>").next().unwrap_or(rest)));
        }
    }
    for part in html.split("<li>").skip(1) {
        let item = part.split("</li>").next().unwrap_or(part).trim().trim_start_matches("<p>").trim_start();
        if let Some((name, rest)) = item.strip_prefix("<code>").and_then(|rest| rest.split_once("</code>"))
            && let Some(text) = rest.trim_start().trim_start_matches("(Required)").trim_start().strip_prefix(['-', ':'])
        {
            terms.push((name, text));
        }
    }
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    terms
        .into_iter()
        .map(|(name, text)| (name.trim().to_owned(), from_html(text)))
        .filter(|(name, text)| is_name(name) && !text.is_empty())
        .collect()
}

#[derive(Default)]
struct Writer {
    out: String,
    link: Option<String>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            self.out.push_str(word);
            if word.len() < piece.len() && !self.out.is_empty() && !self.out.ends_with(char::is_whitespace) {
                self.out.push(' ');
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split_whitespace().next().unwrap_or("").trim_end_matches('/');
        match (name, closes) {
            ("code", _) => self.out.push('`'),
            ("b", _) => self.out.push_str("**"),
            ("i", _) => self.out.push('*'),
            ("dt", false) => {
                self.paragraph();
                self.out.push('`');
            }
            ("dt", true) => {
                self.out.push('`');
                self.paragraph();
            }
            ("p" | "ul" | "ol" | "dl" | "dd", _) | ("note" | "important", true) => self.paragraph(),
            ("note", false) => self.marker("**Note:** "),
            ("important", false) => self.marker("**Important:** "),
            ("li", false) => {
                self.line();
                self.out.push_str("- ");
            }
            ("li", true) => self.line(),
            ("a", false) => {
                self.link = tag.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned);
                if self.link.is_some() {
                    self.out.push('[');
                }
            }
            ("a", true) => {
                if let Some(link) = self.link.take() {
                    self.out.push_str("](");
                    self.out.push_str(&link);
                    self.out.push(')');
                }
            }
            _ => {}
        }
    }

    fn marker(&mut self, words: &str) {
        self.paragraph();
        self.out.push_str(words);
    }

    fn paragraph(&mut self) {
        if self.out.ends_with("- ") || self.out.ends_with(":** ") {
            return;
        }
        self.trim();
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
    }

    fn line(&mut self) {
        self.trim();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn trim(&mut self) {
        self.out.truncate(self.out.trim_end().len());
    }
}

/// Whole sentences and list items from the start, while they fit.
fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let limit = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let end = text[..limit]
        .match_indices(['.', '\n'])
        .filter(|(at, _)| text[at + 1..].starts_with(char::is_whitespace) || text[*at..].starts_with('\n'))
        .map(|(at, mark)| at + mark.trim_end().len())
        .next_back();
    let kept = text[..end.unwrap_or(limit)].trim_end();
    // A list item or heading that lost what it announces says nothing.
    format!("{} …", kept.trim_end_matches(['-', '*', ' ', ':']).trim_end())
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, from_html, terms};

    #[test]
    fn html_becomes_markdown() {
        assert_eq!(
            from_html("<p>Use <code>a</code> &amp; <b>b</b>.</p> <p>See <a href=\"https://x/\">this</a>.</p>"),
            "Use `a` & **b**.\n\nSee [this](https://x/)."
        );
        assert_eq!(
            from_html("<p>One of:</p> <ul> <li> <p>first</p> </li> <li> <p>second</p> </li> </ul> <p>End.</p>"),
            "One of:\n- first\n- second\n\nEnd."
        );
        assert_eq!(from_html("<p>A.</p> <note> <p>Not on Windows.</p> </note>"), "A.\n\n**Note:** Not on Windows.");
        assert_eq!(from_html("no tags at all"), "no tags at all");
        assert_eq!(from_html("broken <p"), "broken");
        assert_eq!(from_html(""), "");
    }

    #[test]
    fn lists_explain_words() {
        let html = "<p>Options:</p> <dl> <dt>mode</dt> <dd> <p>Required: No</p> <p>How to wait.</p> </dd> </dl>
            <ul> <li> <p> <code>START</code> - Once it <i>runs</i>.</p> </li> <li> <p> <code>a b</code> - No.</p> </li>
            <li> <p> <code>UID</code> (Required) - A user.</p> </li> <li> <p>Other.</p> </li> </ul>";
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(
            terms(html),
            [pair("mode", "Required: No\n\nHow to wait."), pair("START", "Once it *runs*."), pair("UID", "A user.")]
        );
        assert_eq!(from_html("<dl> <dt>mode</dt> <dd> <p>How.</p> </dd> </dl> <p>End.</p>"), "`mode`\n\nHow.\n\nEnd.");
    }

    #[test]
    fn long_texts_end_with_a_sentence() {
        let text = from_html(&"This is a sentence of some length, isn't it. ".repeat(60));
        assert!(text.chars().count() <= LONGEST + 2);
        assert!(text.ends_with("isn't it. …"));
    }
}
