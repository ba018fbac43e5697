//! What must stay the same: everything that BuildKit and the shell read, and every comment.

use plimsoll_dockerfile::{
    Body, CommandLine, Dockerfile, GapKind, Healthcheck, Instruction, ItemKind, JsonArray, PathList, Word, WordPart,
    shell_text,
};
use plimsoll_shell::{Dialect, parse};
use plimsoll_text::{TextRange, TextSize, slice};

/// The words of the file in order, apart from blanks between them and the casing of keywords.
pub(crate) fn of(source: &str, syntax: &Dockerfile) -> Vec<String> {
    let mut reader = Reader { source, said: Vec::new() };
    for item in &syntax.items {
        match &item.kind {
            ItemKind::Directive(it) => {
                reader.said.push(slice(source, it.name).to_ascii_lowercase());
                reader.text("directive", it.value);
            }
            ItemKind::Comment(it) => reader.text("comment", it.range),
            ItemKind::Blank => {}
            ItemKind::Instruction(it) => reader.instruction(it),
        }
    }
    reader.said.extend(syntax.errors.iter().map(|error| format!("{:?}", error.kind)));
    reader.said
}

struct Reader<'s> {
    source: &'s str,
    said: Vec<String>,
}

impl Reader<'_> {
    fn text(&mut self, what: &str, range: TextRange) {
        self.said.push(format!("{what} {}", slice(self.source, range).trim_end()));
    }

    fn instruction(&mut self, it: &Instruction) {
        self.said.push(format!(
            "= {:?} {}",
            it.keyword,
            it.gaps.iter().filter(|gap| gap.kind == GapKind::Blank).count()
        ));
        for comment in &it.comments {
            self.text("comment", comment.range);
        }
        for flag in &it.flags {
            self.text("flag", flag.name);
            self.words(it, flag.value.as_ref());
        }
        for heredoc in &it.heredocs {
            self.text("heredoc", heredoc.delimiter);
            self.said.push(format!("{} {} {}", heredoc.quoted, heredoc.strips_tabs, heredoc.end.is_some()));
            self.said.push(slice(self.source, heredoc.body).to_owned());
        }
        match &it.body {
            Body::From(from) => self.words(it, from.image.iter().chain(&from.name).chain(&from.extra)),
            Body::Copy(copy) => {
                self.said.push(copy.json.to_string());
                self.words(it, copy.sources.iter().chain(&copy.destination));
            }
            Body::Arg(pairs) => {
                pairs.iter().for_each(|pair| self.words(it, std::iter::once(&pair.key).chain(&pair.value)))
            }
            Body::Env(pairs) | Body::Label(pairs) => {
                self.said.push(pairs.legacy.to_string());
                pairs.pairs.iter().for_each(|pair| self.words(it, std::iter::once(&pair.key).chain(&pair.value)));
            }
            Body::Expose(words) | Body::Volume(PathList::Words(words)) | Body::Unknown(words) => self.words(it, words),
            Body::Maintainer(word) => self.words(it, [word]),
            Body::Stopsignal(word) | Body::User(word) | Body::Workdir(word) => self.words(it, word),
            Body::Run(run) => self.command(it, &run.command),
            Body::Cmd(command) | Body::Entrypoint(command) => self.command(it, command),
            Body::Healthcheck(Healthcheck::Command { command, .. }) => self.command(it, command),
            Body::Healthcheck(Healthcheck::Unknown(words)) => self.words(it, words),
            Body::Healthcheck(Healthcheck::None { .. }) => self.said.push("none".to_owned()),
            Body::Shell(Some(array)) | Body::Volume(PathList::Json(array)) => self.strings(array),
            Body::Onbuild(Some(inner)) => self.instruction(inner),
            Body::Shell(None) | Body::Onbuild(None) => {}
        }
    }

    fn words<'w>(&mut self, it: &Instruction, words: impl IntoIterator<Item = &'w Word>) {
        for word in words {
            let said = self.word(it, word);
            self.said.push(said);
        }
    }

    /// The parts of a word; where it has none, its text.
    fn word(&self, it: &Instruction, word: &Word) -> String {
        if word.parts.is_empty() {
            return self.joined(it, word.range);
        }
        let part = |part: &WordPart| match part {
            WordPart::Text { range, value } => {
                value.as_deref().unwrap_or_else(|| slice(self.source, *range)).to_owned()
            }
            WordPart::Variable(variable) => format!("\u{0}{}", self.joined(it, variable.range)),
        };
        format!("{}\u{0}{}", word.parts.iter().map(part).collect::<String>(), self.joined(it, word.range))
    }

    /// The text of `range` without what does not count.
    fn joined(&self, it: &Instruction, range: TextRange) -> String {
        let mut text = String::new();
        let mut at = range.start();
        for gap in it.gaps.iter().map(|gap| gap.range).filter(|gap| range.contains_range(*gap)) {
            text.push_str(slice(self.source, TextRange::new(at.min(gap.start()), gap.start())));
            at = gap.end();
        }
        text.push_str(slice(self.source, TextRange::new(at.min(range.end()), range.end())));
        text
    }

    fn command(&mut self, it: &Instruction, command: &CommandLine) {
        match command {
            CommandLine::Empty => self.said.push("empty".to_owned()),
            CommandLine::Exec(array) => self.strings(array),
            CommandLine::Shell { range, .. } => self.script(it, *range),
        }
    }

    /// The words of a script as the shell gets them, and its text.
    fn script(&mut self, it: &Instruction, range: TextRange) {
        let text = shell_text(self.source, it, range);
        let script = parse(&text, TextSize::new(0), Dialect::Sh);
        for command in &script.commands {
            let words = command.words.iter().chain(command.redirects.iter().map(|redirect| &redirect.target));
            let assigned = command.assignments.iter().chain(&command.declarations).map(|it| &it.value);
            self.said.extend(words.chain(assigned).map(|word| word.raw().to_owned()));
            self.said.push(format!("{:?} {} {}", command.place.connector, command.place.negated, command.depth));
        }
        self.said.push(self.borders(it, range));
    }

    /// The text of `range` to the letter, but for the blanks at line borders, of which only whether there are any counts.
    fn borders(&self, it: &Instruction, range: TextRange) -> String {
        let mut text = String::new();
        let mut at = range.start();
        let rest = TextRange::empty(range.end());
        let gaps = it.gaps.iter().map(|gap| gap.range).filter(|gap| range.contains_range(*gap));
        for gap in gaps.chain([rest]) {
            let piece = slice(self.source, TextRange::new(at.min(gap.start()), gap.start()));
            let kept = piece.trim_matches([' ', '\t']);
            let has_blank = |blank: bool, text: &mut String| {
                if blank && !text.ends_with(' ') {
                    text.push(' ');
                }
            };
            has_blank(piece.starts_with([' ', '\t']), &mut text);
            text.push_str(kept);
            has_blank(piece.ends_with([' ', '\t']), &mut text);
            at = gap.end();
        }
        text
    }

    fn strings(&mut self, array: &JsonArray) {
        self.said.extend(array.elements.iter().map(|word| word.text(self.source).to_owned()));
    }
}
