//! What the words of a Dockerfile are, the shell inside RUN included.
//!
//! Invariant: where one word lies in another, the smaller one counts and the larger one gives the rest.

use super::Cx;
use super::names::{Names, Thing, expanded_words, word_variables};
use crate::{Token, TokenKind, TokenModifier, TokenModifiers};
use plimsoll_dockerfile::{
    Body, CommandLine, GapKind, Healthcheck, ImageReference, Instruction, ItemKind, JsonArray, Pairs, PathList,
};
use plimsoll_model::dockerfile::{Base, StepId};
use plimsoll_model::tables::arguments;
use plimsoll_shell::{PartKind, Script, Word as ShellWord};
use plimsoll_text::{TextRange, TextSize, range, size};

pub(crate) fn tokens(cx: &Cx<'_>) -> Vec<Token> {
    let mut paint = Paint { cx, layers: Vec::new() };
    for item in &cx.syntax.items {
        match &item.kind {
            ItemKind::Comment(comment) => paint.comment(comment.range),
            ItemKind::Directive(directive) => {
                paint.push(directive.range, TokenKind::Macro);
            }
            ItemKind::Blank | ItemKind::Instruction(_) => {}
        }
    }
    for (step, at) in cx.build.steps.iter().enumerate() {
        paint.instruction(step, at.instruction);
    }
    let names = Names::new(cx);
    for here in &names.occurrences {
        let kind = match names.things[here.thing] {
            Thing::Stage(_) => TokenKind::Namespace,
            Thing::Variable(_) => TokenKind::Variable,
            Thing::Heredoc => TokenKind::Operator,
        };
        let modifiers =
            if here.declares { TokenModifiers::NONE.with(TokenModifier::Declaration) } else { TokenModifiers::NONE };
        let range = if kind == TokenKind::Variable && !here.declares { with_sign(cx, here.range) } else { here.range };
        paint.layers.push(Token { range, kind, modifiers });
    }
    flatten(cx.source.len(), &paint.layers)
}

struct Paint<'c, 'a> {
    cx: &'c Cx<'a>,
    /// Later ones lie on top of earlier ones.
    layers: Vec<Token>,
}

impl Paint<'_, '_> {
    fn push(&mut self, range: TextRange, kind: TokenKind) {
        self.layers.push(Token { range, kind, modifiers: TokenModifiers::NONE });
    }

    fn comment(&mut self, range: TextRange) {
        let text = self.cx.text(range).trim_start_matches('#').trim_start();
        let marks = ["plimsoll:", "hadolint ", "check=", "checkov:skip", "trivy:ignore"];
        let is_ignore = marks.iter().any(|mark| text.starts_with(mark));
        self.push(range, if is_ignore { TokenKind::Macro } else { TokenKind::Comment });
    }

    fn instruction(&mut self, step: StepId, it: &Instruction) {
        self.body(step, it);
        let modifiers = match it.keyword {
            plimsoll_dockerfile::Keyword::Maintainer => TokenModifiers::NONE.with(TokenModifier::Deprecated),
            _ => TokenModifiers::NONE,
        };
        if it.keyword != plimsoll_dockerfile::Keyword::Unknown {
            self.layers.push(Token { range: it.keyword_range, kind: TokenKind::Keyword, modifiers });
        }
        for flag in &it.flags {
            let name = TextRange::new(flag.range.start(), flag.name.end());
            if let Some(value) = &flag.value {
                self.push(value.range, TokenKind::String);
            }
            self.push(name, TokenKind::Parameter);
        }
        if let Body::Run(run) = &it.body {
            for option in run.mounts.iter().flat_map(|mount| &mount.options) {
                self.push(option.key, TokenKind::Property);
                if self.cx.text(option.key).eq_ignore_ascii_case("type")
                    && let Some(value) = option.value
                {
                    self.push(value, TokenKind::EnumMember);
                }
            }
        }
        for used in self.cx.build.images.iter().filter(|used| used.step == step) {
            if !matches!(it.body, Body::From(_)) {
                self.push(used.range, TokenKind::Type);
            }
        }
        let mut variables = Vec::new();
        expanded_words(self.cx, it).into_iter().for_each(|word| word_variables(word, &mut variables));
        for variable in variables {
            self.variable(variable.name);
        }
        for heredoc in &it.heredocs {
            self.push(heredoc.operator, TokenKind::Operator);
            if let Some(end) = heredoc.end {
                self.push(end, TokenKind::Operator);
            }
        }
        for gap in it.gaps.iter().filter(|gap| gap.kind == GapKind::Continuation) {
            self.push(TextRange::at(gap.range.start(), TextSize::new(1)), TokenKind::Operator);
        }
        for comment in &it.comments {
            self.comment(comment.range);
        }
    }

    fn body(&mut self, step: StepId, it: &Instruction) {
        match &it.body {
            Body::From(from) => {
                if let Some(image) = &from.reference {
                    self.image(image, step);
                }
                if let Some(range) = from.as_keyword {
                    self.push(range, TokenKind::Keyword);
                }
            }
            Body::Run(run) => self.command(step, it, &run.command),
            Body::Cmd(command) | Body::Entrypoint(command) => self.command(step, it, command),
            Body::Healthcheck(Healthcheck::Command { keyword, command }) => {
                self.command(step, it, command);
                self.push(*keyword, TokenKind::Keyword);
            }
            Body::Healthcheck(Healthcheck::None { range }) => self.push(*range, TokenKind::Keyword),
            Body::Copy(copy) => {
                let words = copy.sources.iter().chain(&copy.destination);
                words.for_each(|word| self.push(word.range, TokenKind::String));
                for heredoc in &it.heredocs {
                    self.push(heredoc.body, TokenKind::String);
                }
            }
            Body::Arg(pairs) => pairs.iter().for_each(|pair| self.value(pair.value.as_ref().map(|word| word.range))),
            Body::Env(pairs) => self.pairs(pairs, TokenKind::Variable),
            Body::Label(pairs) => self.pairs(pairs, TokenKind::Property),
            Body::Expose(ports) => ports.iter().for_each(|word| self.push(word.range, TokenKind::Number)),
            Body::Shell(Some(array)) => self.strings(array),
            Body::Stopsignal(Some(word)) => self.push(word.range, TokenKind::EnumMember),
            Body::User(Some(word)) | Body::Workdir(Some(word)) => self.push(word.range, TokenKind::String),
            Body::Volume(PathList::Words(words)) => {
                words.iter().for_each(|word| self.push(word.range, TokenKind::String));
            }
            Body::Volume(PathList::Json(array)) => self.strings(array),
            Body::Maintainer(word) => self.push(word.range, TokenKind::String),
            Body::Onbuild(Some(inner)) => self.instruction(step, inner),
            _ => {}
        }
    }

    fn image(&mut self, image: &ImageReference, step: StepId) {
        let stage = self.cx.stage_of(step).map(|stage| self.cx.build.stage(stage));
        let name = TextRange::new(image.range.start(), image.repository.end());
        match stage.map(|stage| &stage.base) {
            Some(Base::Stage(_)) => self.push(image.range, TokenKind::Namespace),
            Some(Base::Scratch) => self.push(image.range, TokenKind::Keyword),
            _ => {
                self.push(name, TokenKind::Type);
                for part in [image.tag, image.digest].into_iter().flatten() {
                    self.push(part, TokenKind::Number);
                }
            }
        }
    }

    fn pairs(&mut self, pairs: &Pairs, kind: TokenKind) {
        for pair in &pairs.pairs {
            self.push(pair.key.range, kind);
            self.value(pair.value.as_ref().map(|word| word.range));
        }
    }

    fn value(&mut self, range: Option<TextRange>) {
        if let Some(range) = range {
            self.push(range, TokenKind::String);
        }
    }

    fn strings(&mut self, array: &JsonArray) {
        array.elements.iter().for_each(|word| self.push(word.range, TokenKind::String));
    }

    fn command(&mut self, step: StepId, it: &Instruction, command: &CommandLine) {
        if let CommandLine::Exec(array) = command {
            self.strings(array);
            return;
        }
        if matches!(it.body, Body::Run(_)) {
            for script in self.cx.build.scripts(step) {
                self.script(script);
            }
            let is_script =
                |start: TextSize| self.cx.build.scripts(step).iter().any(|script| script.range.start() == start);
            let texts: Vec<TextRange> =
                it.heredocs.iter().map(|heredoc| heredoc.body).filter(|body| !is_script(body.start())).collect();
            texts.into_iter().for_each(|body| self.push(body, TokenKind::String));
        } else if let CommandLine::Shell { range, .. } = command {
            let Some(dialect) = self.cx.build.shell_kind(step).dialect() else { return };
            let text = plimsoll_dockerfile::shell_text(self.cx.source, it, *range);
            self.script(&plimsoll_shell::parse(&text, range.start(), dialect));
        }
    }

    fn script(&mut self, script: &Script) {
        for command in &script.commands {
            if let Some(connector) = command.place.connector_range {
                self.push(connector, TokenKind::Operator);
            }
            for assignment in command.assignments.iter().chain(&command.declarations) {
                self.push(assignment.value.range, TokenKind::String);
                self.parts(&assignment.value);
                self.push(assignment.name_range, TokenKind::Variable);
            }
            let effective = command.effective();
            let programs: Vec<TextRange> =
                effective.wrappers.iter().map(|it| it.word.range).chain(effective.word.map(|it| it.range)).collect();
            for word in &command.words {
                let kind = if programs.contains(&word.range) {
                    Some(TokenKind::Function)
                } else if word.raw().starts_with('-') {
                    Some(TokenKind::Parameter)
                } else if word.is_quoted() {
                    Some(TokenKind::String)
                } else {
                    None
                };
                if let Some(kind) = kind {
                    self.push(word.range, kind);
                }
                self.parts(word);
            }
            for redirect in &command.redirects {
                let sign =
                    TextRange::new(redirect.range.start(), redirect.target.range.start().max(redirect.range.start()));
                self.push(trimmed(self.cx, sign), TokenKind::Operator);
                self.parts(&redirect.target);
            }
        }
    }

    fn parts(&mut self, word: &ShellWord) {
        for part in word.parts() {
            if let PartKind::Variable(name) = part.kind {
                self.variable(name);
            }
        }
    }

    fn variable(&mut self, name: TextRange) {
        let text = self.cx.text(name);
        let is_given = arguments::predefined(text).is_some() || arguments::always_in_run(text);
        let modifiers =
            if is_given { TokenModifiers::NONE.with(TokenModifier::DefaultLibrary) } else { TokenModifiers::NONE };
        self.layers.push(Token { range: with_sign(self.cx, name), kind: TokenKind::Variable, modifiers });
    }
}

/// `$NAME` or `${NAME}` around a bare name.
fn with_sign(cx: &Cx<'_>, name: TextRange) -> TextRange {
    let (start, end) = (usize::from(name.start()), usize::from(name.end()));
    let before = &cx.source[..start];
    if before.ends_with("${") {
        let closes = cx.source[end..].starts_with('}');
        return range(start - 2, end + usize::from(closes));
    }
    if before.ends_with('$') { range(start - 1, end) } else { name }
}

/// `range` without the blanks at its end.
fn trimmed(cx: &Cx<'_>, place: TextRange) -> TextRange {
    let text = cx.text(place).trim_end();
    TextRange::at(place.start(), size(text.len()))
}

/// Cuts what lies on top out of what lies below: each byte belongs to the last layer that covers it.
fn flatten(length: usize, layers: &[Token]) -> Vec<Token> {
    let mut owners: Vec<Option<usize>> = vec![None; length];
    for (index, layer) in layers.iter().enumerate() {
        let end = usize::from(layer.range.end()).min(length);
        owners[usize::from(layer.range.start()).min(end)..end].fill(Some(index));
    }
    let mut start = 0;
    let runs = owners.chunk_by(|left, right| left == right).filter_map(|run| {
        let piece = range(start, start + run.len());
        start += run.len();
        Some(Token { range: piece, ..layers[run[0]?] })
    });
    runs.collect()
}
