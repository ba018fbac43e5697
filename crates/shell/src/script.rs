//! What a script is made of: a flat list of commands, and the constructs around them.
//!
//! Invariant: [`Script::commands`] is in source order, holds every simple command at any depth once, and every
//! range is a range of the file.

use std::sync::Arc;

use plimsoll_text::{TextRange, TextSize};

use crate::body::{Body, NOTHING};
use crate::shells::Dialect;
use crate::word::Word;
use crate::wrappers::Effective;

/// A script: the text of a shell-form instruction, a heredoc, or an exec form.
#[derive(Debug, Clone)]
pub struct Script {
    /// All of the text that was read.
    pub range: TextRange,
    /// The shell that it was read for.
    pub dialect: Dialect,
    /// Every simple command in source order, also those in substitutions, functions and `sh -c '…'`.
    pub commands: Vec<Command>,
    /// The constructs that commands stand in; [`ScopeId`] counts them.
    pub scopes: Vec<Scope>,
    /// What the shell parser did not understand.
    pub errors: Vec<ScriptError>,
    /// Whether everything was understood. If not, the commands are what could be read, and something may be missing.
    pub complete: bool,
    /// What shells read as scripts of their own: the text itself, then the arguments of `sh -c` in it and the heredocs
    /// that a shell reads. Empty for the words of an exec form but for the script that they hand to a shell.
    pub texts: Vec<ScriptText>,
}

/// A text that one shell reads from end to end.
#[derive(Debug, Clone)]
pub struct ScriptText {
    /// The shell.
    pub dialect: Dialect,
    pub(crate) body: Arc<Body>,
}

impl ScriptText {
    /// The text as the shell gets it, in the length that it has in the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// Where it begins in the file.
    #[must_use]
    pub fn start(&self) -> TextSize {
        self.body.base
    }

    /// Whether every character is what the shell gets: nothing is a template's placeholder, a substitution of the shell
    /// around it, or a character that this one takes away.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.body.holes.is_empty() && !self.body.text.as_bytes().contains(&NOTHING)
    }
}

/// A simple command: `A=1 name word >file`.
#[derive(Debug, Clone)]
pub struct Command {
    /// From the first assignment, word or redirect to the end of the last, without the operator behind.
    pub range: TextRange,
    /// `A=1` in front of the command, or alone.
    pub assignments: Vec<Assignment>,
    /// The name and its arguments; empty for a lone assignment or redirect.
    pub words: Vec<Word>,
    /// `NAME=value` among the arguments of `export`, `declare`, `local`, `readonly` and `typeset`.
    pub declarations: Vec<Assignment>,
    /// Redirects, in order.
    pub redirects: Vec<Redirect>,
    /// How it hangs together with its neighbours.
    pub place: Place,
    /// The innermost construct around it.
    pub scope: Option<ScopeId>,
    /// The number of constructs around it.
    pub depth: usize,
}

/// How a command or construct hangs together with its neighbours in the same list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// What stands between it and the one before it in the same list.
    pub connector: Connector,
    /// The characters of that operator: `&&`, `;`; absent for a line end.
    pub connector_range: Option<TextRange>,
    /// Whether `!` turns its outcome around, or that of its pipeline.
    pub negated: bool,
    /// Whether `&` sends it to the background.
    pub background: bool,
    /// Its seat in a pipeline.
    pub pipeline: Option<Pipeline>,
}

/// A seat in a pipeline `a | b | c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pipeline {
    /// The same for all members of one pipeline, different for every pipeline of a script.
    pub id: usize,
    /// 0 for the first member.
    pub index: usize,
    /// The number of members.
    pub length: usize,
}

impl Pipeline {
    /// Whether its outcome is the outcome of the pipeline, unless `pipefail` is set.
    #[must_use]
    pub fn is_last(self) -> bool {
        self.index + 1 == self.length
    }
}

/// What stands in front of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connector {
    /// Nothing: it is the first of its list.
    #[default]
    Start,
    /// `;`
    Semicolon,
    /// A line end.
    Newline,
    /// `&`
    Background,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `|&`
    PipeBoth,
}

/// An index into [`Script::scopes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub usize);

/// A construct with commands inside.
#[derive(Debug, Clone)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// All of it for a subshell, group, function, loop body or substitution; the list of commands otherwise.
    pub range: TextRange,
    /// The construct around it.
    pub parent: Option<ScopeId>,
    /// For substitutions and inner scripts: the index in [`Script::commands`] of the command whose word it stands in.
    pub owner: Option<usize>,
    /// How the whole construct hangs together with its neighbours.
    pub place: Place,
    /// Redirects of the whole construct: `{ …; } >file`.
    pub redirects: Vec<Redirect>,
}

/// What a [`Scope`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// Between `if` or `elif` and `then`.
    IfCondition,
    /// Behind `then` or `else`.
    IfBranch,
    /// Between `while` or `until` and `do`.
    LoopCondition,
    /// Between `do` and `done`.
    LoopBody,
    /// The commands of one pattern of a `case`.
    CaseBranch,
    /// `( … )`
    Subshell,
    /// `{ … }`
    Group,
    /// The body of a function. It runs only if someone calls it.
    Function,
    /// `$( … )` or backticks.
    CommandSubstitution,
    /// `<( … )` or `>( … )`
    ProcessSubstitution,
    /// The argument of `sh -c` or `eval`, or the heredoc that a shell reads.
    InnerScript,
}

/// `NAME=value`
#[derive(Debug, Clone)]
pub struct Assignment {
    /// All of it: `NAME=value`.
    pub range: TextRange,
    /// `NAME`
    pub name_range: TextRange,
    /// Behind `=`; never a literal for an array.
    pub value: Word,
    /// Whether it is `NAME+=value`.
    pub append: bool,
    pub(crate) name: Box<str>,
}

impl Assignment {
    /// The variable's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// `2>file`, `<<EOF`
#[derive(Debug, Clone)]
pub struct Redirect {
    /// The operator with its number and target: `2>file`; for a heredoc `<<EOF`, without the body.
    pub range: TextRange,
    /// The file descriptor in front, if written.
    pub descriptor: Option<i32>,
    /// The operator.
    pub kind: RedirectKind,
    /// The word behind the operator; for a heredoc its delimiter.
    pub target: Word,
    /// The heredoc's lines, without the line of the delimiter; `None` if they are not in the text.
    pub heredoc: Option<TextRange>,
}

/// A redirect's operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectKind {
    /// `>`
    Output,
    /// `>|`
    Clobber,
    /// `>>`
    Append,
    /// `<`
    Input,
    /// `<>`
    ReadWrite,
    /// `<<`
    Heredoc,
    /// `<<-`
    HeredocTabs,
    /// `<<<`
    HereString,
    /// `>&`
    DuplicateOutput,
    /// `<&`
    DuplicateInput,
    /// `&>`
    OutputBoth,
}

/// Something that the shell parser did not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// Where it gave up; empty at the end of the text when no place is known.
    pub range: TextRange,
    /// What it says.
    pub message: String,
}

impl Script {
    pub(crate) fn empty(body: &Body, dialect: Dialect) -> Self {
        Self {
            range: body.range(0, body.text.len()),
            dialect,
            commands: Vec::new(),
            scopes: Vec::new(),
            errors: Vec::new(),
            complete: true,
            texts: Vec::new(),
        }
    }

    /// The constructs around a command, innermost first.
    pub fn scopes_of(&self, command: &Command) -> impl Iterator<Item = &Scope> {
        self.scopes_from(command.scope)
    }

    /// A construct and those around it, innermost first.
    pub fn scopes_from(&self, scope: Option<ScopeId>) -> impl Iterator<Item = &Scope> {
        std::iter::successors(scope.and_then(|id| self.scopes.get(id.0)), |scope| {
            scope.parent.and_then(|id| self.scopes.get(id.0))
        })
    }

    /// Whether a command stands inside a construct of this kind, at any depth.
    #[must_use]
    pub fn is_within(&self, command: &Command, kind: ScopeKind) -> bool {
        self.scopes_of(command).any(|scope| scope.kind == kind)
    }

    /// The commands of one list: those whose innermost construct is `scope`, in order.
    pub fn commands_in(&self, scope: Option<ScopeId>) -> impl Iterator<Item = &Command> {
        self.commands.iter().filter(move |command| command.scope == scope)
    }
}

impl Command {
    /// The name without folders: `apt-get` for `/usr/bin/apt-get`. `None` without a word, or if the name is not static.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.words.first()?.literal().map(basename)
    }

    /// The words behind the name.
    #[must_use]
    pub fn args(&self) -> &[Word] {
        self.words.get(1..).unwrap_or(&[])
    }

    /// The command that really runs, with `sudo`, `env`, `timeout` and their like taken away.
    #[must_use]
    pub fn effective(&self) -> Effective<'_> {
        Effective::of(&self.words)
    }

    /// What stands between this command and the one before it in the same list.
    #[must_use]
    pub fn connector(&self) -> Connector {
        self.place.connector
    }
}

/// The last component of a path.
pub(crate) fn basename(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Collects commands; both ways of reading a script fill one.
#[derive(Debug)]
pub(crate) struct Builder {
    pub(crate) script: Script,
    pub(crate) pipelines: usize,
    /// How many scripts the one that is being read stands inside.
    pub(crate) nesting: usize,
}

impl Builder {
    pub(crate) fn new(body: &Body, dialect: Dialect) -> Self {
        Self { script: Script::empty(body, dialect), pipelines: 0, nesting: 0 }
    }

    /// Opens a construct.
    pub(crate) fn scope(&mut self, kind: ScopeKind, range: TextRange, around: Around, place: Place) -> Around {
        let id = ScopeId(self.script.scopes.len());
        let owner =
            matches!(kind, ScopeKind::CommandSubstitution | ScopeKind::ProcessSubstitution | ScopeKind::InnerScript);
        self.script.scopes.push(Scope {
            kind,
            range,
            parent: around.scope,
            owner: around.command.filter(|_| owner),
            place,
            redirects: Vec::new(),
        });
        Around { scope: Some(id), depth: around.depth + 1, command: None }
    }

    /// Adds an empty command, so that it comes before those in its words; gives its index.
    pub(crate) fn reserve(&mut self, range: TextRange, around: Around, place: Place) -> usize {
        self.script.commands.push(Command {
            range,
            assignments: Vec::new(),
            words: Vec::new(),
            declarations: Vec::new(),
            redirects: Vec::new(),
            place,
            scope: around.scope,
            depth: around.depth,
        });
        self.script.commands.len() - 1
    }

    /// The script, its commands in source order.
    pub(crate) fn finish(self) -> Script {
        let mut script = self.script;
        let start = |command: &Command| command.range.start();
        if !script.commands.is_sorted_by_key(start) {
            let mut order: Vec<usize> = (0..script.commands.len()).collect();
            order.sort_by_key(|index| script.commands[*index].range.start());
            let mut place = vec![0; order.len()];
            order.iter().enumerate().for_each(|(to, from)| place[*from] = to);
            script.commands.sort_by_key(start);
            for owner in script.scopes.iter_mut().filter_map(|scope| scope.owner.as_mut()) {
                *owner = place.get(*owner).copied().unwrap_or(*owner);
            }
        }
        script
    }
}

/// Where a list of commands stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Around {
    pub(crate) scope: Option<ScopeId>,
    pub(crate) depth: usize,
    /// The command whose words are being read.
    pub(crate) command: Option<usize>,
}

/// Reads `NAME=value` or `NAME+=value` in `start..end`; `None` if it is something else.
pub(crate) fn assignment(body: &Arc<Body>, start: usize, end: usize) -> Option<Assignment> {
    let text = body.slice(start, end).as_bytes();
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    if name == 0 || text[0].is_ascii_digit() {
        return None;
    }
    let mut at = name;
    if text.get(at) == Some(&b'[') {
        at = crate::scan::find(text, at, text.len(), b']') + 1;
    }
    let append = text.get(at) == Some(&b'+');
    at += usize::from(append);
    if text.get(at) != Some(&b'=') {
        return None;
    }
    let value = start + at + 1;
    let word = Word::new(body, value, end);
    let array = text.get(at + 1) == Some(&b'(');
    Some(Assignment {
        range: body.range(start, end),
        name_range: body.range(start, start + name),
        value: if array { word.opaque() } else { word },
        append,
        name: Box::from(body.slice(start, start + name)),
    })
}
