//! Policies that users write: what an instruction or a command may and may not name.
//!
//! Invariant: a value that cannot be known neither breaks a policy nor keeps one.
//!
//! Example: `EXPOSE 22 -- use the jump host` is a policy on EXPOSE with the pattern `22` and words of its own.

use crate::InstructionCx;
use plimsoll_dockerfile::{Body, Keyword, Pair, PathList, Word};
use plimsoll_model::commands::package_command;
use plimsoll_model::dockerfile::Image;
use plimsoll_model::tables::secrets::{secret_value, url_credentials};
use plimsoll_model::wildcard::matches;
use plimsoll_text::TextRange;

/// One policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Policy<'s> {
    /// What it is about.
    pub(super) subject: Subject,
    /// What it names; `*` stands for anything.
    pub(super) pattern: &'s str,
    /// What its author says to it; empty without words.
    pub(super) words: &'s str,
}

/// What a policy is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The values of an instruction: `EXPOSE`, `USER`, `ENV`.
    Instruction(Keyword),
    /// A package that a command installs.
    Package,
    /// A command of a RUN.
    Command,
    /// A flag of an instruction: `--network=host`.
    Flag,
}

/// A value in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// Where it stands.
    pub(super) range: TextRange,
    /// The forms under which a policy may name it, the one to show first.
    pub(super) forms: Vec<String>,
}

impl Value {
    /// As a message shows it. Whole lines of shell may hold anything, also secrets; then it is `what`.
    pub(super) fn shown(&self, what: &str) -> String {
        let text = &self.forms[0];
        let is_open = text.len() > 80
            || text.contains(['\n', '\r', ' '])
            || url_credentials(text).is_some()
            || secret_value(text.as_bytes()).is_some();
        format!("`{}`", if is_open { what } else { text })
    }
}

impl<'s> Policy<'s> {
    /// Reads one; `None` if it is about nothing that is known, or names nothing.
    pub(super) fn read(text: &'s str) -> Option<Self> {
        let (rule, words) = text.split_once(" -- ").map_or((text, ""), |(rule, words)| (rule, words.trim()));
        let (subject, pattern) = rule.trim().split_once(char::is_whitespace)?;
        let subject = match subject {
            "package" => Subject::Package,
            "command" => Subject::Command,
            "flag" => Subject::Flag,
            keyword => Subject::Instruction(Keyword::parse(keyword)?),
        };
        let pattern = pattern.trim();
        (!pattern.is_empty()).then_some(Self { subject, pattern, words })
    }

    /// Whether it names the value, or one of those that a range stands for.
    pub(super) fn names_some(&self, value: &Value) -> bool {
        self.names(value) || value.forms.iter().any(|form| self.is_in_range(form))
    }

    /// Whether it names the value as a whole.
    pub(super) fn names(&self, value: &Value) -> bool {
        value.forms.iter().any(|form| matches(self.pattern, form))
    }

    /// Whether it names a port of a range: `EXPOSE 22` and `20-25/tcp`.
    fn is_in_range(&self, form: &str) -> bool {
        let ends = form.split('/').next().and_then(|ports| ports.split_once('-'));
        let (Some((low, high)), Ok(port)) = (ends, self.pattern.parse::<u16>()) else { return false };
        let is_port = self.subject == Subject::Instruction(Keyword::Expose);
        is_port && low.parse().is_ok_and(|low: u16| low <= port) && high.parse().is_ok_and(|high: u16| port <= high)
    }
}

/// The values of the instruction that a policy on `subject` looks at.
pub(super) fn values(cx: &InstructionCx<'_>, subject: Subject) -> Vec<Value> {
    match subject {
        Subject::Instruction(keyword) if keyword == cx.instruction.keyword => of_instruction(cx),
        Subject::Instruction(_) => Vec::new(),
        Subject::Flag => {
            let forms = |flag: &plimsoll_dockerfile::Flag| {
                vec![cx.text(flag.range).to_owned(), format!("--{}", cx.text(flag.name))]
            };
            let flags = cx.instruction.flags.iter();
            flags.map(|flag| Value { range: flag.range, forms: forms(flag) }).collect()
        }
        Subject::Package => {
            let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
            let installs = commands.filter_map(package_command);
            let packages =
                installs.flat_map(|it| it.packages().map(|(word, text)| value(word.range, text)).collect::<Vec<_>>());
            packages.collect()
        }
        Subject::Command => {
            let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
            let named = commands.filter_map(|command| {
                let effective = command.effective();
                let name = effective.name()?.to_owned();
                let words: Vec<&str> = effective.args.iter().map(|word| word.raw()).collect();
                let line = format!("{name} {}", words.join(" "));
                Some(Value { range: effective.word?.range, forms: vec![name, line.trim_end().to_owned()] })
            });
            named.collect()
        }
    }
}

/// A package, with and without its version.
fn value(range: TextRange, text: &str) -> Value {
    let end = text
        .char_indices()
        .skip(1)
        .find(|(_, it)| matches!(it, '=' | '<' | '>' | '~' | '@' | ':' | '['))
        .map(|it| it.0);
    let name = end.map_or(text, |end| &text[..end]);
    Value { range, forms: vec![text.to_owned(), name.to_owned()] }
}

fn of_instruction(cx: &InstructionCx<'_>) -> Vec<Value> {
    let expanded = |word: &Word| Some((word.range, cx.build.expand(cx.step, word)?));
    let plain = |word: &Word| expanded(word).map(|(range, value)| Value { range, forms: vec![value.text] });
    let split = |word: &Word, at: char| {
        let mut value = plain(word)?;
        value.forms.extend(value.forms[0].split_once(at).map(|(first, _)| first.to_owned()));
        Some(value)
    };
    match &cx.instruction.body {
        Body::Expose(words) => words.iter().filter_map(|word| split(word, '/')).collect(),
        Body::User(Some(word)) => split(word, ':').into_iter().collect(),
        Body::Workdir(Some(word)) | Body::Stopsignal(Some(word)) => plain(word).into_iter().collect(),
        Body::From(from) => {
            let image = from.image.as_ref().and_then(expanded);
            let forms = |value| {
                let image = Image::new(value);
                vec![image.text().to_owned(), image.name().to_owned()]
            };
            image.map(|(range, value)| Value { range, forms: forms(value) }).into_iter().collect()
        }
        Body::Env(pairs) | Body::Label(pairs) => pairs.pairs.iter().filter_map(|pair| of_pair(cx, pair)).collect(),
        Body::Arg(pairs) => pairs.iter().filter_map(|pair| of_pair(cx, pair)).collect(),
        Body::Copy(copy) => copy.sources.iter().filter_map(plain).collect(),
        Body::Volume(PathList::Words(words)) => words.iter().filter_map(plain).collect(),
        Body::Volume(PathList::Json(array)) | Body::Shell(Some(array)) => {
            let texts =
                array.elements.iter().map(|it| Value { range: it.range, forms: vec![it.text(cx.source()).to_owned()] });
            texts.collect()
        }
        Body::Onbuild(_) | Body::Unknown(_) => Vec::new(),
        _ => {
            let range = cx.instruction.arguments;
            let text = cx.text(range).trim();
            (!text.is_empty()).then(|| Value { range, forms: vec![text.to_owned()] }).into_iter().collect()
        }
    }
}

/// `KEY=value`, and `KEY` alone.
fn of_pair(cx: &InstructionCx<'_>, pair: &Pair) -> Option<Value> {
    let key = pair.key.literal(cx.source())?.into_owned();
    let value = pair.value.as_ref().and_then(|word| cx.build.expand(cx.step, word));
    let mut forms = vec![key.clone()];
    forms.extend(value.map(|value| format!("{key}={}", value.text)));
    Some(Value { range: pair.range, forms })
}

#[cfg(test)]
mod tests {
    use super::{Policy, Subject};
    use plimsoll_dockerfile::Keyword;

    #[test]
    fn policies_are_read() {
        let policy = Policy::read("EXPOSE 22 -- use the jump host").expect("a policy");
        assert_eq!(policy.subject, Subject::Instruction(Keyword::Expose));
        assert_eq!((policy.pattern, policy.words), ("22", "use the jump host"));
        assert_eq!(Policy::read("package epel-*").map(|it| it.subject), Some(Subject::Package));
        for text in ["EXPSE 22", "EXPOSE", "", "package ", "files *"] {
            assert_eq!(Policy::read(text), None, "{text}");
        }
    }
}
