//! From shuck's syntax tree to commands. The only module that knows shuck's types.
//!
//! Invariant: only structure and offsets are taken from the tree; what a word says is read from the text, so that both
//! ways of reading a script agree on words.

use std::borrow::Cow;
use std::sync::Arc;

use plimsoll_text::TextRange;
use shuck_ast as ast;
use shuck_parser::ShellDialect;
use shuck_parser::parser::{ParseResult, ParseStatus, Parser};

use crate::body::{Body, NOTHING};
use crate::inner;
use crate::script::{
    Around, Builder, Command, Connector, Pipeline, Place, Redirect, RedirectKind, ScopeKind, ScriptError, assignment,
};
use crate::shells::Dialect;
use crate::word::Word;

/// Reads a script into `builder`; `false` if the parser gave up, and then nothing but errors is added.
pub(crate) fn read(builder: &mut Builder, body: &Arc<Body>, dialect: Dialect, around: Around) -> bool {
    // Scripts for `sh` are read as bash, too: a script with an array is better understood than refused.
    let dialect = match dialect {
        Dialect::Zsh => ShellDialect::Zsh,
        Dialect::Ksh => ShellDialect::Mksh,
        _ => ShellDialect::Bash,
    };
    let Some(ascii) = parser_input(&body.text) else {
        let message = "brackets are nested too deeply".to_owned();
        builder.script.errors.push(ScriptError { range: body.range(0, 0), message });
        return false;
    };
    let result = Parser::with_dialect(&ascii, dialect).parse();
    if result.status != ParseStatus::Clean {
        let from = builder.script.errors.len();
        add_errors(builder, body, &result);
        builder.script.errors[from..].sort_by_key(|error| error.range.start());
        return false;
    }
    let before = (builder.script.commands.len(), builder.script.scopes.len());
    let mut lowering = Lowering { body, out: builder, misplaced: false };
    lowering.list(&result.file.body, around);
    let misplaced = lowering.misplaced
        || builder.script.commands[before.0..].iter().any(|it| !is_placed(body, it))
        || builder.script.scopes[before.1..].iter().any(|it| !body.holds(it.range));
    if misplaced {
        builder.script.commands.truncate(before.0);
        builder.script.scopes.truncate(before.1);
        return false;
    }
    true
}

/// A script in the form in which shuck's parser takes it without harm; `None` if it takes it in no form.
///
/// Byte `n` stays byte `n`: bytes of longer characters are overwritten.
#[must_use]
pub fn parser_input(text: &str) -> Option<Cow<'_, str>> {
    (!is_too_deep(text)).then(|| without_escaped_braces(as_ascii(text)))
}

/// ` \{} ` with a blank for the backslash: shuck-parser 0.2.8 takes the closing brace for the end of a group.
fn without_escaped_braces(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(" \\{} ") { text } else { Cow::Owned(text.replace(" \\{} ", "  {} ")) }
}

/// The text with every byte of a longer character overwritten by `.`, which belongs to a name as little. Only structure
/// is taken from the tree, and shuck-parser 0.2.8 slices broken expansions within characters: `${\\$(}<(é` makes it panic.
fn as_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let ascii = |byte: u8| if byte.is_ascii() { char::from(byte) } else { '.' };
    Cow::Owned(text.bytes().map(ascii).collect())
}

/// Whether brackets nest deeper than the parser takes: thousands of `$((` overflow its stack, thousands of `{` cost it
/// quadratic time (shuck-parser 0.2.8). Quotes are not looked at; no real script comes near.
fn is_too_deep(text: &str) -> bool {
    const DEEPEST: usize = 128;
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

fn add_errors(builder: &mut Builder, body: &Body, result: &ParseResult) {
    let errors = &mut builder.script.errors;
    for diagnostic in &result.diagnostics {
        let (start, end) = offsets(diagnostic.span);
        let (start, end) = (body.floor(start), body.floor(end));
        errors.push(ScriptError { range: body.range(start, end), message: diagnostic.message.clone() });
    }
    if let Some(shuck_parser::Error::Parse { message, line, column }) = &result.terminal_error {
        let place = line.checked_sub(1).and_then(|line| {
            let start = body.text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
            Some(start + column.checked_sub(1)?)
        });
        let place = body.floor(place.unwrap_or(body.text.len()));
        errors.push(ScriptError { range: body.range(place, place), message: message.clone() });
    }
    errors.dedup();
}

/// Whether the ranges of a command, of its redirects and of its operator are ranges of the text.
fn is_placed(body: &Body, command: &Command) -> bool {
    let redirect = |it: &Redirect| {
        body.holds(it.range) && body.holds(it.target.range) && it.heredoc.is_none_or(|range| body.holds(range))
    };
    body.holds(command.range)
        && command.place.connector_range.is_none_or(|range| body.holds(range))
        && command.redirects.iter().all(redirect)
}

struct Lowering<'a> {
    body: &'a Arc<Body>,
    out: &'a mut Builder,
    /// Whether the tree put a word where none is. It does so in scripts that are broken, yet pass for clean.
    misplaced: bool,
}

impl Lowering<'_> {
    fn list(&mut self, list: &ast::StmtSeq, around: Around) {
        let mut connector = Connector::Start;
        let mut connector_range = None;
        for statement in &list.stmts {
            let background = matches!(statement.terminator, Some(ast::StmtTerminator::Background(_)));
            self.statement(statement, around, Place { connector, connector_range, background, ..Place::default() });
            connector = match statement.terminator {
                Some(ast::StmtTerminator::Semicolon) => Connector::Semicolon,
                Some(ast::StmtTerminator::Background(_)) => Connector::Background,
                None => Connector::Newline,
            };
            connector_range = statement.terminator_span.map(|span| self.range(span));
        }
    }

    /// Walks `a && b | c …`, which the tree nests to the left, without recursion along it.
    fn statement(&mut self, statement: &ast::Stmt, around: Around, place: Place) {
        if !matches!(statement.command, ast::Command::Binary(_)) {
            let negated = place.negated | statement.negated;
            self.member(statement, around, Place { negated, ..place });
            return;
        }
        let mut members = Vec::new();
        let mut negated = place.negated;
        let mut current = statement;
        loop {
            negated |= current.negated;
            let ast::Command::Binary(binary) = &current.command else { break };
            let connector = match binary.op {
                ast::BinaryOp::And => Connector::And,
                ast::BinaryOp::Or => Connector::Or,
                ast::BinaryOp::Pipe => Connector::Pipe,
                ast::BinaryOp::PipeAll => Connector::PipeBoth,
            };
            let connector_range = Some(self.range(binary.op_span));
            members.push((&*binary.right, Place { connector, connector_range, negated, ..place }));
            current = &binary.left;
        }
        members.push((current, Place { negated, ..place }));
        members.reverse();
        number_pipelines(&mut members, &mut self.out.pipelines);
        for (member, place) in members {
            self.statement(member, around, place);
        }
    }

    fn member(&mut self, statement: &ast::Stmt, around: Around, place: Place) {
        match &statement.command {
            ast::Command::Simple(simple) => {
                let words = std::iter::once(&simple.name).chain(&simple.args);
                self.simple(statement, &simple.assignments, around, place, |this, out| {
                    words.for_each(|word| this.word(word, out));
                });
            }
            ast::Command::Builtin(builtin) => self.builtin(statement, builtin, around, place),
            ast::Command::Decl(declaration) => {
                self.simple(statement, &declaration.assignments, around, place, |this, out| {
                    let (start, end) = offsets(declaration.variant_span);
                    out.words.push(Word::new(this.body, start, end));
                    for operand in &declaration.operands {
                        match operand {
                            ast::DeclOperand::Flag(word) | ast::DeclOperand::Dynamic(word) => this.word(word, out),
                            ast::DeclOperand::Name(name) => this.plain_word(name.span, out),
                            ast::DeclOperand::Assignment(operand) => {
                                this.plain_word(operand.span, out);
                                let (start, end) = offsets(operand.span);
                                out.declarations.extend(assignment(this.body, start, this.body.trim(start, end)));
                                out.nested.extend(assigned_words(operand));
                            }
                        }
                    }
                });
            }
            ast::Command::Binary(_) => self.statement(statement, around, place),
            ast::Command::Compound(compound) => self.compound(statement, compound, around, place),
            ast::Command::Function(function) => {
                let inside = self.open(ScopeKind::Function, function.body.span, around, place, statement);
                self.statement(&function.body, inside, Place::default());
            }
            ast::Command::AnonymousFunction(function) => {
                let inside = self.open(ScopeKind::Function, function.body.span, around, place, statement);
                self.statement(&function.body, inside, Place::default());
            }
        }
    }

    fn builtin(&mut self, statement: &ast::Stmt, builtin: &ast::BuiltinCommand, around: Around, place: Place) {
        let (name, first, rest, assignments, span) = match builtin {
            ast::BuiltinCommand::Break(it) => ("break", &it.depth, &it.extra_args, &it.assignments, it.span),
            ast::BuiltinCommand::Continue(it) => ("continue", &it.depth, &it.extra_args, &it.assignments, it.span),
            ast::BuiltinCommand::Return(it) => ("return", &it.code, &it.extra_args, &it.assignments, it.span),
            ast::BuiltinCommand::Exit(it) => ("exit", &it.code, &it.extra_args, &it.assignments, it.span),
        };
        // The tree has no place for the name itself: it is the first word behind the assignments.
        let from = assignments.last().map_or(span.start.offset(), |last| last.span.end.offset());
        let ahead = self.body.text.get(from..).unwrap_or("");
        let start = from + (ahead.len() - ahead.trim_start_matches([' ', '\t', '\\', '\n']).len());
        let end = start + name.len();
        self.simple(statement, assignments, around, place, |this, out| {
            if this.body.slice(start, end) == name {
                out.words.push(Word::new(this.body, start, end));
            }
            first.iter().chain(rest).for_each(|word| this.word(word, out));
        });
    }

    fn compound(&mut self, statement: &ast::Stmt, compound: &ast::CompoundCommand, around: Around, place: Place) {
        use ScopeKind::{CaseBranch, Group, IfBranch, IfCondition, LoopBody, LoopCondition, Subshell};
        match compound {
            ast::CompoundCommand::If(it) => {
                self.scoped(IfCondition, &it.condition, around, place, statement);
                self.scoped(IfBranch, &it.then_branch, around, place, statement);
                for (condition, branch) in &it.elif_branches {
                    self.scoped(IfCondition, condition, around, place, statement);
                    self.scoped(IfBranch, branch, around, place, statement);
                }
                if let Some(branch) = &it.else_branch {
                    self.scoped(IfBranch, branch, around, place, statement);
                }
            }
            ast::CompoundCommand::For(it) => {
                it.words.iter().flatten().for_each(|word| self.inside_word(word, around));
                self.scoped(LoopBody, &it.body, around, place, statement);
            }
            ast::CompoundCommand::Repeat(it) => {
                self.inside_word(&it.count, around);
                self.scoped(LoopBody, &it.body, around, place, statement);
            }
            ast::CompoundCommand::Foreach(it) => {
                it.words.iter().for_each(|word| self.inside_word(word, around));
                self.scoped(LoopBody, &it.body, around, place, statement);
            }
            ast::CompoundCommand::Select(it) => {
                it.words.iter().for_each(|word| self.inside_word(word, around));
                self.scoped(LoopBody, &it.body, around, place, statement);
            }
            ast::CompoundCommand::ArithmeticFor(it) => self.scoped(LoopBody, &it.body, around, place, statement),
            ast::CompoundCommand::While(it) => {
                self.scoped(LoopCondition, &it.condition, around, place, statement);
                self.scoped(LoopBody, &it.body, around, place, statement);
            }
            ast::CompoundCommand::Until(it) => {
                self.scoped(LoopCondition, &it.condition, around, place, statement);
                self.scoped(LoopBody, &it.body, around, place, statement);
            }
            ast::CompoundCommand::Case(it) => {
                self.inside_word(&it.word, around);
                for case in &it.cases {
                    self.scoped(CaseBranch, &case.body, around, place, statement);
                }
            }
            ast::CompoundCommand::Subshell(list) => {
                let inside = self.open(Subshell, statement.span, around, place, statement);
                self.list(list, inside);
            }
            ast::CompoundCommand::BraceGroup(list) => {
                let inside = self.open(Group, statement.span, around, place, statement);
                self.list(list, inside);
            }
            ast::CompoundCommand::Arithmetic(_) => {}
            ast::CompoundCommand::Time(it) => {
                if let Some(timed) = &it.command {
                    let negated = place.negated | timed.negated;
                    self.statement(timed, around, Place { negated, ..place });
                }
            }
            ast::CompoundCommand::Conditional(it) => {
                self.simple(statement, &[], around, place, |this, out| {
                    this.plain_word(it.left_bracket_span, out);
                    this.condition(&it.expression, out);
                    this.plain_word(it.right_bracket_span, out);
                });
            }
            ast::CompoundCommand::Coproc(it) => self.statement(&it.body, around, place),
            ast::CompoundCommand::Always(it) => {
                self.scoped(Group, &it.body, around, place, statement);
                self.scoped(Group, &it.always_body, around, place, statement);
            }
        }
    }

    /// The words of `[[ … ]]`, in order.
    fn condition<'t>(&mut self, expression: &'t ast::ConditionalExpr, out: &mut Words<'t>) {
        match expression {
            ast::ConditionalExpr::Binary(it) => {
                self.condition(&it.left, out);
                self.plain_word(it.op_span, out);
                self.condition(&it.right, out);
            }
            ast::ConditionalExpr::Unary(it) => {
                self.plain_word(it.op_span, out);
                self.condition(&it.expr, out);
            }
            ast::ConditionalExpr::Parenthesized(it) => self.condition(&it.expr, out),
            ast::ConditionalExpr::Word(word) | ast::ConditionalExpr::Regex(word) => self.word(word, out),
            ast::ConditionalExpr::Pattern(pattern) => {
                self.plain_word(pattern.span, out);
                for (part, _) in pattern.parts_with_spans() {
                    if let ast::PatternPart::Word(word) = part {
                        out.nested.push(word);
                    }
                }
            }
            ast::ConditionalExpr::VarRef(reference) => self.plain_word(reference.span, out),
        }
    }

    /// Adds a simple command; `fill` gives its words.
    fn simple<'t>(
        &mut self,
        statement: &'t ast::Stmt,
        assignments: &'t [ast::Assignment],
        around: Around,
        place: Place,
        fill: impl FnOnce(&mut Self, &mut Words<'t>),
    ) {
        let mut words = Words::default();
        let before: Vec<_> = assignments
            .iter()
            .filter_map(|it| {
                words.nested.extend(assigned_words(it));
                let (start, end) = offsets(it.span);
                self.check(start, end);
                assignment(self.body, start, self.body.trim(start, end))
            })
            .collect();
        fill(self, &mut words);
        let redirects = self.redirects(&statement.redirects);
        let ranges = before.iter().map(|it| it.range).chain(words.words.iter().map(|it| it.range));
        let Some(range) = ranges.chain(redirects.iter().map(|it| it.range)).reduce(TextRange::cover) else { return };

        let index = self.out.reserve(range, around, place);
        let command = &mut self.out.script.commands[index];
        command.assignments = before;
        command.words = words.words;
        command.declarations = words.declarations;
        command.redirects = redirects;

        let inside = Around { command: Some(index), ..around };
        words.nested.into_iter().for_each(|word| self.inside_word(word, inside));
        self.inside_redirects(&statement.redirects, inside);
        inner::read(self.out, index, around);
    }

    fn redirects(&self, redirects: &[ast::Redirect]) -> Vec<Redirect> {
        let lower = |redirect: &ast::Redirect| {
            let (start, end) = offsets(redirect.span);
            let (target, heredoc) = match &redirect.target {
                ast::RedirectTarget::Word(word) => (word.span, None),
                ast::RedirectTarget::Heredoc(heredoc) => (heredoc.delimiter.raw.span, Some(heredoc.body.span)),
            };
            let (mut from, mut to) = offsets(target);
            if from >= to || from < start {
                // The `1` of `2>&1` has no place in the tree: it is what follows the operator.
                let text = self.body.slice(start, end);
                let behind = text.rfind(['<', '>', '&']).map_or("", |at| &text[at + 1..]);
                (from, to) = (end - behind.trim_start().len(), end);
            }
            let (from, to) = (from, self.body.trim(from, to));
            Redirect {
                range: self.body.range(start, to),
                descriptor: redirect.fd,
                kind: redirect_kind(redirect.kind),
                target: Word::new(self.body, from, to),
                // At the end of the text there are no lines: the Dockerfile keeps the heredocs of RUN apart.
                heredoc: heredoc.filter(|span| span.start.offset() < self.body.text.len()).map(|span| self.range(span)),
            }
        };
        redirects.iter().map(lower).collect()
    }

    /// The commands in the targets and heredocs of redirects.
    fn inside_redirects(&mut self, redirects: &[ast::Redirect], around: Around) {
        for redirect in redirects {
            match &redirect.target {
                ast::RedirectTarget::Word(word) => self.inside_word(word, around),
                // Stripped tabs and continuations shift the tree's offsets in here.
                ast::RedirectTarget::Heredoc(heredoc) if heredoc.delimiter.expands_body => {
                    let (start, end) = offsets(heredoc.body.span);
                    inner::heredoc_substitutions(self.out, self.body, start, end, around);
                }
                ast::RedirectTarget::Heredoc(_) => {}
            }
        }
    }

    fn word<'t>(&mut self, word: &'t ast::Word, out: &mut Words<'t>) {
        let (start, end) = offsets(word.span);
        let end = self.body.trim(start, end);
        self.check(start, end);
        if start < end {
            out.words.push(Word::new(self.body, start, end));
            out.nested.push(word);
        }
    }

    fn plain_word(&mut self, span: ast::Span, out: &mut Words<'_>) {
        let (start, end) = offsets(span);
        self.misplaced |= self.body.text.get(start..end).is_none();
        out.words.push(Word::new(self.body, start, self.body.trim(start, end)));
    }

    /// Looks whether a word begins and ends where one can.
    fn check(&mut self, start: usize, end: usize) {
        let text = self.body.text.as_bytes();
        let before = start.checked_sub(1).and_then(|at| text.get(at));
        let borders = before.is_none_or(|byte| is_border(*byte)) && text.get(end).is_none_or(|byte| is_border(*byte));
        self.misplaced |= start < end && (!borders || self.body.text.get(start..end).is_none());
    }

    /// The commands in the substitutions of a word.
    fn inside_word(&mut self, word: &ast::Word, around: Around) {
        let (start, end) = offsets(word.span);
        let text = self.body.slice(start, end);
        if !text.bytes().any(|byte| matches!(byte, b'(' | b'`')) {
            return;
        }
        // A backslash that is taken away shifts the tree's offsets.
        if text.contains('\\') {
            inner::substitutions(self.out, self.body, start, end, around);
        } else {
            self.inside_parts(&word.parts, around);
        }
    }

    fn inside_parts(&mut self, parts: &[ast::WordPartNode], around: Around) {
        use ast::WordPart;
        for part in parts {
            match &part.kind {
                WordPart::DoubleQuoted { parts, .. } => self.inside_parts(parts, around),
                WordPart::CommandSubstitution { body, .. } => {
                    self.substitution(ScopeKind::CommandSubstitution, body, part.span, around);
                }
                WordPart::ProcessSubstitution { body, .. } => {
                    self.substitution(ScopeKind::ProcessSubstitution, body, part.span, around);
                }
                WordPart::ArithmeticExpansion { expression_word_ast, .. } => {
                    self.inside_word(expression_word_ast, around);
                }
                WordPart::Parameter(parameter) => self.inside_parameter(parameter, around),
                WordPart::ParameterExpansion { operator, operand_word_ast, .. } => {
                    let replacement = operator.replacement_word_ast();
                    operand_word_ast.as_deref().into_iter().chain(replacement).for_each(|word| {
                        self.inside_word(word, around);
                    });
                }
                WordPart::IndirectExpansion { operand_word_ast: Some(word), .. } => self.inside_word(word, around),
                _ => {}
            }
        }
    }

    fn inside_parameter(&mut self, parameter: &ast::ParameterExpansion, around: Around) {
        if let Some(word) = parameter.bourne().and_then(ast::BourneParameterExpansion::operand_word_ast) {
            self.inside_word(word, around);
        }
    }

    fn substitution(&mut self, kind: ScopeKind, list: &ast::StmtSeq, span: ast::Span, around: Around) {
        let (start, end) = offsets(span);
        let text = self.body.slice(start, end);
        let opening: &[&str] = match kind {
            ScopeKind::ProcessSubstitution => &["<(", ">(", "=("],
            _ => &["$(", "`", "${"],
        };
        // Rather nothing than a wrong range.
        let placed = opening.iter().any(|opening| text.starts_with(opening))
            && list.stmts.iter().all(|it| it.span.start.offset() >= start && it.span.end.offset() <= end);
        if !placed {
            self.out.script.complete = false;
            return;
        }
        let around = self.out.scope(kind, self.range(span), around, Place::default());
        self.list(list, around);
    }

    fn scoped(&mut self, kind: ScopeKind, list: &ast::StmtSeq, around: Around, place: Place, of: &ast::Stmt) {
        let inside = self.open(kind, list.span, around, place, of);
        self.list(list, inside);
    }

    fn open(&mut self, kind: ScopeKind, span: ast::Span, around: Around, place: Place, of: &ast::Stmt) -> Around {
        let inside = self.out.scope(kind, self.range(span), around, place);
        if let (false, Some(scope)) = (of.redirects.is_empty(), inside.scope) {
            let redirects = self.redirects(&of.redirects);
            self.out.script.scopes[scope.0].redirects = redirects;
            // The parts of one construct share its redirects; their commands are to be listed once.
            if !matches!(kind, ScopeKind::IfCondition | ScopeKind::LoopCondition | ScopeKind::CaseBranch) {
                self.inside_redirects(&of.redirects, around);
            }
        }
        inside
    }

    fn range(&self, span: ast::Span) -> TextRange {
        let (start, end) = offsets(span);
        self.body.range(start, end)
    }
}

/// What [`Lowering::simple`] collects.
#[derive(Default)]
struct Words<'t> {
    words: Vec<Word>,
    declarations: Vec<crate::script::Assignment>,
    /// The tree's words, in which there may be commands.
    nested: Vec<&'t ast::Word>,
}

/// Gives every stretch of members that `|` joins a number, and its members their seats.
fn number_pipelines(members: &mut [(&ast::Stmt, Place)], next: &mut usize) {
    let piped = |place: &Place| matches!(place.connector, Connector::Pipe | Connector::PipeBoth);
    let mut start = 0;
    while start < members.len() {
        let joined = members[start + 1..].iter().take_while(|(_, place)| piped(place)).count();
        let length = joined + 1;
        if length > 1 {
            for (index, (_, place)) in members[start..start + length].iter_mut().enumerate() {
                place.pipeline = Some(Pipeline { id: *next, index, length });
            }
            *next += 1;
        }
        start += length;
    }
}

fn assigned_words(assignment: &ast::Assignment) -> Vec<&ast::Word> {
    match &assignment.value {
        ast::AssignmentValue::Scalar(word) => vec![word],
        ast::AssignmentValue::Compound(array) => array.elements.iter().map(|it| &it.value().word).collect(),
    }
}

/// Whether a byte may stand next to a word.
fn is_border(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b';' | b'&' | b'|' | b'(' | b')' | b'`' | b'{' | b'}' | b'<' | b'>')
        // The quotes and the backslash of the outer script.
        || matches!(byte, b'\'' | b'"' | b'\\' | b'!' | NOTHING)
}

fn offsets(span: ast::Span) -> (usize, usize) {
    (span.start.offset(), span.end.offset())
}

fn redirect_kind(kind: ast::RedirectKind) -> RedirectKind {
    match kind {
        ast::RedirectKind::Output => RedirectKind::Output,
        ast::RedirectKind::Clobber => RedirectKind::Clobber,
        ast::RedirectKind::Append => RedirectKind::Append,
        ast::RedirectKind::Input => RedirectKind::Input,
        ast::RedirectKind::ReadWrite => RedirectKind::ReadWrite,
        ast::RedirectKind::HereDoc => RedirectKind::Heredoc,
        ast::RedirectKind::HereDocStrip => RedirectKind::HeredocTabs,
        ast::RedirectKind::HereString => RedirectKind::HereString,
        ast::RedirectKind::DupOutput => RedirectKind::DuplicateOutput,
        ast::RedirectKind::DupInput => RedirectKind::DuplicateInput,
        ast::RedirectKind::OutputBoth => RedirectKind::OutputBoth,
    }
}
