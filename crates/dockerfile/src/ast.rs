//! The tree of a Dockerfile.
//!
//! Invariant: nodes hold ranges, not copies of the text; what a node says is read from the source with its
//! range. The ranges of [`Dockerfile::items`], laid end to end, give back the file.

use crate::error::SyntaxError;
use crate::image::ImageReference;
use crate::keyword::Keyword;
use crate::word::Word;
use plimsoll_text::TextRange;

/// A Dockerfile as read: never missing a byte, whatever the text was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dockerfile {
    /// What the file consists of, in order; their ranges tile the file.
    pub items: Vec<Item>,
    /// The character that continues a line: `\`, or a backtick by `# escape=`.
    pub escape: char,
    /// What BuildKit would refuse, in order of place.
    pub errors: Vec<SyntaxError>,
    /// What makes the text that is built out of this one.
    pub template: Template,
}

/// What makes the text that is built out of the text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Template {
    /// Nothing: it is built as it stands.
    #[default]
    None,
    /// A template engine, which keeps some lines and leaves out others: `{{ if … }}`.
    Engine,
    /// A template engine of which a placeholder goes over several lines, so that some lines are its own: `{{ if …:`.
    Blocks,
    /// The preprocessor of C, to which some lines are statements and some words macros: `#include "base"`.
    Preprocessor,
}

impl Dockerfile {
    /// The instructions in order; the one inside an ONBUILD is reached through its body.
    pub fn instructions(&self) -> impl DoubleEndedIterator<Item = &Instruction> {
        self.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Instruction(instruction) => Some(&**instruction),
            _ => None,
        })
    }

    /// The parser directives that count, in order.
    pub fn directives(&self) -> impl Iterator<Item = &Directive> {
        self.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Directive(directive) => Some(directive),
            _ => None,
        })
    }

    /// All comments in order of place, those inside continued instructions too.
    pub fn comments(&self) -> impl Iterator<Item = Comment> {
        self.items.iter().flat_map(|item| {
            let (own, inner) = match &item.kind {
                ItemKind::Comment(comment) => (Some(*comment), &[][..]),
                ItemKind::Instruction(instruction) => (None, &instruction.comments[..]),
                _ => (None, &[][..]),
            };
            own.into_iter().chain(inner.iter().copied())
        })
    }
}

/// A piece of the file that starts and ends at line borders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// All bytes of the piece, line ends included.
    pub range: TextRange,
    /// What it is.
    pub kind: ItemKind,
}

/// What a piece of the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// `# syntax=docker/dockerfile:1` in the block at the top where such comments count.
    Directive(Directive),
    /// A whole-line comment outside instructions.
    Comment(Comment),
    /// Lines with nothing but blanks, and a byte order mark without a directive or comment behind it.
    Blank,
    /// An instruction with its continuation lines and heredoc bodies.
    Instruction(Box<Instruction>),
}

/// `# check=skip=all;error=true`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directive {
    /// `# check=skip=all`: from the `#` to the last character before the line end.
    pub range: TextRange,
    /// `check`, in whatever case it is written.
    pub name: TextRange,
    /// `skip=all;error=true`, blanks around it left out; may be empty.
    pub value: TextRange,
}

/// A comment that takes a whole line, the only kind that Dockerfiles have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// `# text`: from the `#` to the last character before the line end.
    pub range: TextRange,
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// `RUN --network=none make \⏎ all`: from the keyword to the last character that is no blank, heredocs
    /// with their end lines included, the line end not.
    pub range: TextRange,
    /// Which instruction it is.
    pub keyword: Keyword,
    /// `RUN`, in whatever case it is written.
    pub keyword_range: TextRange,
    /// `--network=none`, in order.
    pub flags: Vec<Flag>,
    /// Everything behind keyword and flags: `make \⏎ all`, heredoc bodies not included. Empty at the end of
    /// the keyword when there is nothing.
    pub arguments: TextRange,
    /// The parts of [`Self::range`] that do not count: `\⏎` with blanks around the line end, and
    /// comment lines and empty lines between continued lines. Sorted and disjoint.
    pub gaps: Vec<Gap>,
    /// The comments among the gaps.
    pub comments: Vec<Comment>,
    /// The heredocs that the instruction opens, in order.
    pub heredocs: Vec<Heredoc>,
    /// What the instruction says.
    pub body: Body,
}

impl Instruction {
    /// The first flag called `name` (without `--`); names are compared exactly, as BuildKit does.
    #[must_use]
    pub fn flag(&self, source: &str, name: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| plimsoll_text::slice(source, flag.name) == name)
    }
}

/// A part of an instruction that does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// `\⏎` with the blanks between the escape character and the line end; or a whole comment line or
    /// empty line with its line end.
    pub range: TextRange,
    /// Which of them.
    pub kind: GapKind,
}

/// Why a part of an instruction does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// Escape character and line end.
    Continuation,
    /// A comment line between continued lines.
    Comment,
    /// An empty line between continued lines.
    Blank,
}

/// `--platform=linux/amd64`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// `--platform=linux/amd64`
    pub range: TextRange,
    /// `platform`
    pub name: TextRange,
    /// `linux/amd64`; `None` without `=`.
    pub value: Option<Word>,
}

/// `<<-"EOF"` with the lines that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// `<<-"EOF"`, a file descriptor number before it included.
    pub operator: TextRange,
    /// `EOF`, quotes left out. With escapes inside, the escaped text.
    pub delimiter: TextRange,
    /// Whether the delimiter is quoted or escaped, so that variables in the body stay as they are.
    pub quoted: bool,
    /// Whether `<<-` takes leading tabs off the body's lines.
    pub strips_tabs: bool,
    /// The body's lines with their line ends, without the end line.
    pub body: TextRange,
    /// `EOF` at the end of the body; `None` when the file ends before it.
    pub end: Option<TextRange>,
}

/// What an instruction says, one variant for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// ADD and COPY.
    Copy(Copy),
    /// `ARG NAME`, `ARG NAME=default OTHER`.
    Arg(Vec<Pair>),
    /// CMD.
    Cmd(CommandLine),
    /// ENTRYPOINT.
    Entrypoint(CommandLine),
    /// ENV and its pairs.
    Env(Pairs),
    /// `EXPOSE 80/tcp 443`
    Expose(Vec<Word>),
    /// FROM.
    From(From),
    /// HEALTHCHECK.
    Healthcheck(Healthcheck),
    /// LABEL and its pairs.
    Label(Pairs),
    /// `MAINTAINER someone`: the rest of the line.
    Maintainer(Word),
    /// `ONBUILD RUN make`: the inner instruction; `None` when there is none.
    Onbuild(Option<Box<Instruction>>),
    /// RUN.
    Run(Run),
    /// `SHELL ["bash", "-c"]`; `None` when it is no JSON array of strings.
    Shell(Option<JsonArray>),
    /// `STOPSIGNAL SIGTERM`
    Stopsignal(Option<Word>),
    /// `USER app:app`: the rest of the line.
    User(Option<Word>),
    /// `VOLUME /data /log` or `VOLUME ["/data"]`.
    Volume(PathList),
    /// `WORKDIR /srv/app`: the rest of the line.
    Workdir(Option<Word>),
    /// Not an instruction that BuildKit knows, as words.
    Unknown(Vec<Word>),
}

/// `FROM --platform=… debian:12 AS base`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// `debian:12`
    pub image: Option<Word>,
    /// The parts of the image word as it is written, variables taken as opaque. `None` when there is no image
    /// or it is not written as a reference (`${BASE}` alone is one: a repository).
    pub reference: Option<ImageReference>,
    /// `AS`
    pub as_keyword: Option<TextRange>,
    /// `base`
    pub name: Option<Word>,
    /// Words that FROM has no place for.
    pub extra: Vec<Word>,
}

/// `RUN --mount=… make`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The `--mount` flags, in order.
    pub mounts: Vec<Mount>,
    /// What is run.
    pub command: CommandLine,
}

/// `--mount=type=cache,target=/root/.cache`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// `--mount=type=cache,target=/root/.cache`
    pub range: TextRange,
    /// `type=cache`, `target=/root/.cache`, in order.
    pub options: Vec<MountOption>,
}

impl Mount {
    /// Text of the first option that has one of `names`, in any case.
    #[must_use]
    pub fn option<'s>(&self, source: &'s str, names: &[&str]) -> Option<&'s str> {
        let found = self.options.iter().find(|option| {
            let key = plimsoll_text::slice(source, option.key);
            names.iter().any(|name| name.eq_ignore_ascii_case(key))
        });
        found.and_then(|option| option.value).map(|value| plimsoll_text::slice(source, value))
    }
}

/// `target=/root/.cache`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MountOption {
    /// `target=/root/.cache`
    pub range: TextRange,
    /// `target`
    pub key: TextRange,
    /// `/root/.cache`; `None` without `=`.
    pub value: Option<TextRange>,
}

/// What RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandLine {
    /// Text for the shell: a plain line, or what could not be read as exec form. Its range is the
    /// instruction's arguments; heredoc bodies are not part of it.
    Shell {
        /// `make && make install`
        range: TextRange,
        /// Whether the text starts with `[` and so was perhaps meant as exec form.
        looks_like_exec: bool,
    },
    /// `["make", "install"]`
    Exec(JsonArray),
    /// Nothing to run.
    Empty,
}

/// `["make", "install"]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonArray {
    /// `["make", "install"]`
    pub range: TextRange,
    /// The strings, in order.
    pub elements: Vec<JsonString>,
}

/// `"make"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonString {
    /// `"make"`, with the quotes.
    pub range: TextRange,
    /// `make`: the characters between the quotes, escapes not decoded.
    pub inner: TextRange,
    /// The decoded text, when it differs from what stands at [`Self::inner`].
    pub decoded: Option<Box<str>>,
}

impl JsonString {
    /// The decoded text.
    #[must_use]
    pub fn text<'a>(&'a self, source: &'a str) -> &'a str {
        self.decoded.as_deref().unwrap_or_else(|| plimsoll_text::slice(source, self.inner))
    }
}

/// COPY and ADD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// What is copied, in order; heredocs (`<<EOF`) are in [`Instruction::heredocs`] and not here.
    pub sources: Vec<Word>,
    /// Where to; `None` when there is only one word or none.
    pub destination: Option<Word>,
    /// Whether it is written as a JSON array.
    pub json: bool,
}

/// The pairs of ENV and LABEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    /// In order.
    pub pairs: Vec<Pair>,
    /// Whether it is the old form `ENV NAME the rest of the line`.
    pub legacy: bool,
}

/// `NAME=value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// `NAME=value`
    pub range: TextRange,
    /// `NAME`
    pub key: Word,
    /// `value`, with its quotes; `None` without one (`ARG NAME`). `NAME=` has an empty one.
    pub value: Option<Word>,
}

/// `HEALTHCHECK --interval=1m CMD curl -f http://localhost/`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Healthcheck {
    /// `HEALTHCHECK NONE`
    None {
        /// `NONE`
        range: TextRange,
    },
    /// `HEALTHCHECK CMD …`
    Command {
        /// `CMD`
        keyword: TextRange,
        /// What is run.
        command: CommandLine,
    },
    /// Neither.
    Unknown(Vec<Word>),
}

/// The paths of VOLUME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathList {
    /// `/data /log`
    Words(Vec<Word>),
    /// `["/data", "/log"]`
    Json(JsonArray),
}
