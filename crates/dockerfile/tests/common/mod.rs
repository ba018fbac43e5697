//! The fixtures, and a walk over all ranges of a tree.
//!
//! Invariant: [`check`] fails on the first range that leaves its parent or a character.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, dead_code)]

use plimsoll_dockerfile::{
    Body, CommandLine, Dockerfile, Healthcheck, Instruction, ItemKind, JsonArray, Pair, PathList, Word, WordPart,
};
use plimsoll_text::TextRange;

/// Names and texts of the fixtures, in order.
pub(crate) fn fixtures() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/parser/dockerfile");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "Dockerfile"))
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap()))
        .collect();
    files.sort();
    assert!(files.len() >= 25);
    files
}

/// Asserts that the items tile `source` and that every range lies inside its parent.
pub(crate) fn check(source: &str, file: &Dockerfile) {
    let mut at = 0;
    for item in &file.items {
        assert_eq!(usize::from(item.range.start()), at, "items tile {source:?}");
        assert!(!item.range.is_empty());
        at = item.range.end().into();
        let walk = Walk { source };
        match &item.kind {
            ItemKind::Instruction(instruction) => walk.instruction(item.range, instruction),
            ItemKind::Comment(comment) => walk.inside(item.range, comment.range),
            ItemKind::Directive(directive) => {
                walk.inside(item.range, directive.range);
                walk.inside(directive.range, directive.name);
                walk.inside(directive.range, directive.value);
            }
            ItemKind::Blank => {
                let text = plimsoll_text::slice(source, item.range);
                assert!(text.trim_matches(|ch: char| ch.is_whitespace() || ch == '\u{feff}').is_empty(), "{text:?}");
            }
        }
    }
    assert_eq!(at, source.len(), "items tile {source:?}");
    let whole = plimsoll_text::range(0, source.len());
    for error in &file.errors {
        Walk { source }.inside(whole, error.range);
        assert!(!error.range.is_empty() || source.trim().is_empty(), "{error:?} in {source:?}");
        assert!(!error.message.is_empty());
    }
    assert!(file.errors.is_sorted_by_key(|error| error.range.start()));
}

struct Walk<'s> {
    source: &'s str,
}

impl Walk<'_> {
    fn inside(&self, outer: TextRange, inner: TextRange) {
        assert!(outer.contains_range(inner), "{inner:?} outside {outer:?} in {:?}", self.source);
        let (start, end) = (usize::from(inner.start()), usize::from(inner.end()));
        assert!(self.source.get(start..end).is_some(), "{inner:?} parts a character in {:?}", self.source);
    }

    fn instruction(&self, outer: TextRange, instruction: &Instruction) {
        let place = instruction.range;
        self.inside(outer, place);
        self.inside(place, instruction.keyword_range);
        self.inside(place, instruction.arguments);
        for gap in &instruction.gaps {
            self.inside(place, gap.range);
            assert!(!gap.range.is_empty());
        }
        assert!(instruction.gaps.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
        for comment in &instruction.comments {
            self.inside(place, comment.range);
            let behind = instruction.gaps.partition_point(|gap| gap.range.start() <= comment.range.start());
            assert!(instruction.gaps[behind - 1].range.contains_range(comment.range));
        }
        for flag in &instruction.flags {
            self.inside(place, flag.range);
            self.inside(flag.range, flag.name);
            self.optional(flag.range, flag.value.as_ref());
        }
        for heredoc in &instruction.heredocs {
            self.inside(place, heredoc.operator);
            self.inside(heredoc.operator, heredoc.delimiter);
            self.inside(place, heredoc.body);
            if let Some(end) = heredoc.end {
                self.inside(place, end);
                assert!(heredoc.body.end() <= end.start());
            }
        }
        let arguments = instruction.arguments;
        match &instruction.body {
            Body::Copy(copy) => {
                self.words(arguments, &copy.sources);
                self.optional(arguments, copy.destination.as_ref());
            }
            Body::Arg(pairs) => self.pairs(arguments, pairs),
            Body::Env(pairs) | Body::Label(pairs) => self.pairs(arguments, &pairs.pairs),
            Body::Cmd(command) | Body::Entrypoint(command) => self.command(arguments, command),
            Body::Expose(words) | Body::Unknown(words) => self.words(arguments, words),
            Body::From(from) => {
                self.optional(arguments, from.image.as_ref());
                if let (Some(image), Some(reference)) = (&from.image, from.reference) {
                    self.inside(image.range, reference.range);
                    self.inside(reference.range, reference.repository);
                    for part in [reference.registry, reference.tag, reference.digest].into_iter().flatten() {
                        self.inside(reference.range, part);
                    }
                }
                from.as_keyword.into_iter().for_each(|keyword| self.inside(arguments, keyword));
                self.optional(arguments, from.name.as_ref());
                self.words(arguments, &from.extra);
            }
            Body::Healthcheck(Healthcheck::None { range }) => self.inside(arguments, *range),
            Body::Healthcheck(Healthcheck::Command { keyword, command }) => {
                self.inside(arguments, *keyword);
                self.command(arguments, command);
            }
            Body::Healthcheck(Healthcheck::Unknown(words)) => self.words(arguments, words),
            Body::Maintainer(word) => self.word(arguments, word),
            Body::Onbuild(inner) => inner.iter().for_each(|inner| self.instruction(place, inner)),
            Body::Run(run) => {
                for mount in &run.mounts {
                    self.inside(place, mount.range);
                    for option in &mount.options {
                        self.inside(mount.range, option.range);
                        self.inside(option.range, option.key);
                        option.value.into_iter().for_each(|value| self.inside(option.range, value));
                    }
                }
                self.command(arguments, &run.command);
            }
            Body::Shell(array) => array.iter().for_each(|array| self.array(arguments, array)),
            Body::Stopsignal(word) | Body::User(word) | Body::Workdir(word) => self.optional(arguments, word.as_ref()),
            Body::Volume(PathList::Words(words)) => self.words(arguments, words),
            Body::Volume(PathList::Json(array)) => self.array(arguments, array),
        }
    }

    fn command(&self, outer: TextRange, command: &CommandLine) {
        match command {
            CommandLine::Shell { range, .. } => self.inside(outer, *range),
            CommandLine::Exec(array) => self.array(outer, array),
            CommandLine::Empty => {}
        }
    }

    fn array(&self, outer: TextRange, array: &JsonArray) {
        self.inside(outer, array.range);
        for element in &array.elements {
            self.inside(array.range, element.range);
            self.inside(element.range, element.inner);
        }
    }

    fn pairs(&self, outer: TextRange, pairs: &[Pair]) {
        for pair in pairs {
            self.inside(outer, pair.range);
            self.word(pair.range, &pair.key);
            self.optional(pair.range, pair.value.as_ref());
        }
    }

    fn words(&self, outer: TextRange, words: &[Word]) {
        words.iter().for_each(|word| self.word(outer, word));
    }

    fn optional(&self, outer: TextRange, word: Option<&Word>) {
        word.into_iter().for_each(|word| self.word(outer, word));
    }

    fn word(&self, outer: TextRange, word: &Word) {
        self.inside(outer, word.range);
        for part in &word.parts {
            match part {
                WordPart::Text { range, .. } => self.inside(word.range, *range),
                WordPart::Variable(variable) => {
                    self.inside(word.range, variable.range);
                    self.inside(variable.range, variable.name);
                    if let Some(modifier) = &variable.modifier {
                        self.inside(variable.range, modifier.operator);
                        self.word(variable.range, &modifier.word);
                    }
                }
            }
        }
    }
}
