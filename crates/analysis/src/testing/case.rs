//! One example: a file, the files around it, and what is expected.
//!
//! The info string of a code block is `LANGUAGE,ROLE[,KEY=VALUE…]`. Language: `Dockerfile`, `json`,
//! `requirements`, `workflow`, `service`, `env` … Role: `bad`, `fixed` (directly behind `bad`; with `file=` of
//! another file, what the fix makes of that one), `good`, `context` for a file that the next
//! examples under the same heading see in their workspace, or `registry` for what the registries answered, a line
//! `IMAGE DIGEST` each (`-` for none), and behind it `platforms=LIST`, `healthcheck=yes` or `no`, `user=`, `directory=`, `variables=LIST` and
//! `entrypoint=yes`; or `network` for what
//! the network answered ([`super::network`]). Keys: `file=PATH` gives the file's path, `pad=N` makes N letters of each `…`,
//! `labels=KEY:TYPE;KEY:TYPE` the labels that images carry, with `strict-labels=true` no others; any other key sets an
//! option of the rule, list items parted by `;`. `␍` stands for a carriage return, `·`
//! for a blank that an editor would strip; `cut=N` takes N characters off the end of the file.

use super::annotation::{Annotation, extract};
use super::markdown::{Block, blocks};
use super::network::answer;
use crate::{
    Analysis, Applicability, Entry, FileKind, FixAvailability, ImageFacts, LabelSchema, LabelType, Level, Listing,
    OptionKind, OptionValue, Preset, Question, Rule, Settings, SettingsBuilder, SourceFile, Workspace, WorkspaceFile,
    analyze, choose_elsewhere, fix,
};
use plimsoll_text::{Encoding, LineIndex};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One example.
#[derive(Debug)]
pub(super) struct Case {
    /// Where it stands: the rule or file, and the heading.
    name: String,
    /// The file, without caret lines.
    pub(super) file: SourceFile,
    context: Vec<(String, String)>,
    /// Paths of the files of the context that may be executed.
    executables: Vec<String>,
    digests: Vec<(String, String)>,
    answers: BTreeMap<Question, String>,
    options: Vec<(String, String)>,
    labels: LabelSchema,
    bad: bool,
    expected: Vec<Annotation>,
    fixed: Option<String>,
    /// Another file and what fixing makes of it.
    fixed_beside: Option<(String, String)>,
}

impl Case {
    /// The examples of a Markdown text. Blocks without a role are only text.
    pub(super) fn read(name: &str, text: &str) -> Vec<Self> {
        let mut cases: Vec<Self> = Vec::new();
        let mut context: Vec<(String, String, String)> = Vec::new();
        let mut digests: Vec<(String, String, String)> = Vec::new();
        let mut answers: Vec<(String, (Question, String))> = Vec::new();
        let mut executables: Vec<String> = Vec::new();
        for block in blocks(text) {
            let Some(role) = block.info.get(1).map(String::as_str) else { continue };
            let kind = match block.info[0].as_str() {
                "Dockerfile" => FileKind::Dockerfile,
                "json" => FileKind::TaskDefinition,
                "yaml" => FileKind::YamlTaskDefinition,
                "cloudformation" => FileKind::CloudFormation,
                "hcl" => FileKind::Terraform,
                "requirements" => FileKind::Requirements,
                "workflow" | "service" | "env" => FileKind::Companion,
                _ if matches!(role, "context" | "registry" | "network" | "fixed") => FileKind::Dockerfile,
                other => panic!("{name}: unknown language `{other}`"),
            };
            let path = block.info.iter().find_map(|word| word.strip_prefix("file=")).map(str::to_owned);
            match role {
                "context" => {
                    let path = path.unwrap_or_else(|| panic!("{name}: a context block needs file=PATH"));
                    if block.info.iter().any(|word| word == "mode=755") {
                        executables.push(path.clone());
                    }
                    let mut text = padded(&block);
                    if block.info.iter().any(|word| word == "crlf") {
                        text = text.replace('\n', "\r\n");
                    }
                    context.push((block.heading.clone(), path, text));
                }
                "registry" => {
                    let lines = block.text.lines().filter_map(|line| line.split_once(' '));
                    let lines =
                        lines.map(|(image, digest)| (block.heading.clone(), image.to_owned(), digest.to_owned()));
                    digests.extend(lines);
                }
                "network" => {
                    let lines = block.text.lines().filter(|line| !line.is_empty());
                    answers.extend(lines.map(|line| (block.heading.clone(), answer(name, line))));
                }
                "fixed" => {
                    let last = cases.last_mut().filter(|case| case.bad && block.follows);
                    let last = last.unwrap_or_else(|| panic!("{name}: a `fixed` block must follow a `bad` one"));
                    match path.filter(|path| *path != last.file.path) {
                        Some(path) => last.fixed_beside = Some((path, padded(&block))),
                        None => last.fixed = Some(padded(&block)),
                    }
                }
                "bad" | "good" => {
                    let case = Self::new(name, &block, kind, path, role == "bad", &context, &digests);
                    let own = answers.iter().filter(|(heading, _)| *heading == block.heading);
                    let answers = own.map(|(_, answer)| answer.clone()).collect();
                    cases.push(Self { executables: executables.clone(), answers, ..case });
                }
                other => panic!("{name}: unknown role `{other}`"),
            }
        }
        cases
    }

    fn new(
        name: &str,
        block: &Block,
        kind: FileKind,
        path: Option<String>,
        bad: bool,
        context: &[(String, String, String)],
        digests: &[(String, String, String)],
    ) -> Self {
        let (text, expected) = extract(&padded(block));
        let text = cut(block, text);
        let name = format!("{name}, `{}`", block.heading);
        assert!(bad || expected.is_empty(), "{name}: a `good` block has no annotations");
        assert!(!bad || !expected.is_empty(), "{name}: a `bad` block needs an annotation\n{text}");
        let path = path.unwrap_or_else(|| {
            let default = match kind {
                FileKind::Dockerfile => "Dockerfile",
                FileKind::TaskDefinition => "task-definition.json",
                FileKind::YamlTaskDefinition => "task-definition.yaml",
                FileKind::CloudFormation => "template.yaml",
                FileKind::Terraform => "main.tf",
                FileKind::Requirements => "requirements.txt",
                FileKind::Compose => "compose.yaml",
                FileKind::Bake => "docker-bake.hcl",
                FileKind::Companion => match block.info[0].as_str() {
                    "workflow" => ".github/workflows/deploy.yml",
                    "service" => "service-definition.json",
                    _ => "web.env",
                },
            };
            default.to_owned()
        });
        let keys = block.info.iter().skip(2).filter_map(|word| word.split_once('='));
        let options = keys
            .filter(|(key, _)| !["file", "mode", "pad", "cut", "labels", "strict-labels"].contains(key))
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
        Self {
            name,
            file: SourceFile::new(path, text, kind),
            context: under(&block.heading, context),
            digests: under(&block.heading, digests),
            answers: BTreeMap::new(),
            executables: Vec::new(),
            options: options.collect(),
            labels: labels(&block.info),
            bad,
            expected,
            fixed: None,
            fixed_beside: None,
        }
    }

    pub(super) fn is_bad(&self) -> bool {
        self.bad
    }

    pub(super) fn has_fixed(&self) -> bool {
        self.fixed.is_some() || self.fixed_beside.is_some()
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The files around the example, and the example itself.
    pub(super) fn workspace(&self) -> Workspace {
        self.workspace_with(&BTreeMap::new())
    }

    /// The same after other files were changed or made.
    pub(super) fn workspace_with(&self, changed: &BTreeMap<String, String>) -> Workspace {
        let kind_of = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path);
            match name {
                "compose.yaml" => Some(FileKind::Compose),
                "docker-bake.hcl" => Some(FileKind::Bake),
                _ if name.contains("Dockerfile") && !name.ends_with(".dockerignore") => Some(FileKind::Dockerfile),
                _ if name.ends_with(".tf") => Some(FileKind::Terraform),
                _ if name.ends_with("task-definition.json") => Some(FileKind::TaskDefinition),
                _ => None,
            }
        };
        let context = self.context.iter().map(|(path, text)| WorkspaceFile {
            path: path.clone(),
            text: text.as_str().into(),
            kind: kind_of(path),
        });
        let own = WorkspaceFile {
            path: self.file.path.clone(),
            text: self.file.text.clone(),
            kind: self.file.kind.in_workspace(),
        };
        // Of two files with one path the first counts.
        let changed = changed.iter().map(|(path, text)| WorkspaceFile {
            path: path.clone(),
            text: text.as_str().into(),
            kind: kind_of(path),
        });
        let workspace = Workspace::new([own].into_iter().chain(changed).chain(context));
        let answered = workspace.with_digests(self.digests()).with_images(self.images());
        answered.with_answers(self.answers.clone()).with_listing(Arc::new(self.listing()))
    }

    fn digests(&self) -> BTreeMap<String, String> {
        let all =
            self.digests.iter().filter_map(|(image, rest)| Some((image.clone(), rest.split(' ').next()?.to_owned())));
        all.filter(|(_, digest)| digest != "-").collect()
    }

    fn images(&self) -> BTreeMap<String, ImageFacts> {
        let facts = |rest: &str| {
            let value = |key: &str| rest.split(' ').find_map(|word| word.strip_prefix(key));
            let platforms = value("platforms=").into_iter().flat_map(|list| list.split(','));
            let has_healthcheck = value("healthcheck=") == Some("yes");
            let text = |key: &str| value(key).unwrap_or_default().to_owned();
            let variables = value("variables=").into_iter().flat_map(|list| list.split(',')).map(str::to_owned);
            ImageFacts {
                platforms: platforms.map(str::to_owned).collect(),
                has_healthcheck,
                user: text("user="),
                working_directory: text("directory="),
                variables: variables.collect(),
                has_entrypoint: value("entrypoint=") == Some("yes"),
            }
        };
        let described = self.digests.iter().filter(|(_, rest)| rest.contains('='));
        described.map(|(image, rest)| (image.clone(), facts(rest))).collect()
    }

    /// All folders of the files around the example; nothing is known where there are none.
    fn listing(&self) -> Listing {
        let paths = self.context.iter().map(|(path, _)| path.as_str());
        listing_of(paths.chain((!self.context.is_empty()).then_some(self.file.path.as_str())), &self.executables)
    }

    /// Only `rule` on, at the level that it has where it is on, with the options of the example.
    pub(super) fn settings(&self, rule: &'static Rule) -> Settings {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        builder.only().on(rule.id).expect("the rule exists");
        if matches!(rule.check, crate::Check::Suppressions(_)) {
            // A rule about ignore comments needs rules that they can speak of.
            builder.on("all").expect("`all` is a name");
            if rule.id != "inline-ignore" {
                // Its fix takes away the comments that the others mend.
                builder.level("inline-ignore", Level::Off).expect("a rule");
            }
        }
        for (name, value) in &self.options {
            let spec = rule.options.iter().find(|spec| spec.name == name);
            let value = match spec.map(|spec| spec.kind) {
                Some(OptionKind::Bool | OptionKind::BoolIn(_)) => OptionValue::Bool(value == "true"),
                Some(OptionKind::Number) => OptionValue::Number(value.parse().expect("a number")),
                _ => OptionValue::List(value.split(';').map(str::to_owned).collect()),
            };
            builder.option(rule.id, name, value).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        }
        builder.labels(self.labels.clone());
        let settings = builder.build();
        assert_ne!(settings.level(rule), Level::Off);
        settings
    }

    /// Holds the example against the rule.
    pub(super) fn check(&self, rule: &'static Rule) {
        let settings = self.settings(rule);
        let workspace = self.workspace();
        let mut analysis = analyze(&self.file, &settings, &workspace);
        analysis.diagnostics.retain(|diagnostic| diagnostic.rule == rule);
        let found = found(&self.file.text, &analysis);
        assert_eq!(
            found, self.expected,
            "{}\n{}\nfound (left) is not what is annotated (right)",
            self.name, self.file.text
        );
        for diagnostic in &analysis.diagnostics {
            let best = diagnostic.fixes.iter().map(|fix| fix.applicability).max();
            let allowed = match rule.fix {
                FixAvailability::None => None,
                FixAvailability::Manual => Some(Applicability::Manual),
                FixAvailability::Unsafe => Some(Applicability::Unsafe),
                FixAvailability::Safe => Some(Applicability::Safe),
            };
            assert!(best <= allowed, "{}: the fix is better than the rule declares", self.name);
        }
        if let Some(expected) = &self.fixed {
            let fixed = fix(&self.file, &settings, &workspace, Applicability::Unsafe);
            assert_eq!(&*fixed.text, expected, "{}: the fix gives another text (left) than shown (right)", self.name);
            assert_eq!(fixed.refused, Vec::<&str>::new(), "{}: the fix adds a syntax error", self.name);
        }
        if let Some((path, expected)) = &self.fixed_beside {
            let changed = self.fix_elsewhere(&self.file, &settings, Applicability::Unsafe);
            let found = changed.get(path).map(String::as_str);
            assert_eq!(
                found,
                Some(expected.as_str()),
                "{}: the fix of `{path}` is another (left) than shown",
                self.name
            );
        }
    }

    /// The other files that fixes of findings in `file` change, by path, when all of them were made.
    pub(super) fn fix_elsewhere(
        &self,
        file: &SourceFile,
        settings: &Settings,
        least: Applicability,
    ) -> BTreeMap<String, String> {
        let mut changed = BTreeMap::new();
        for _ in 0..20 {
            let workspace = self.workspace_with(&changed);
            let diagnostics = analyze(file, settings, &workspace).diagnostics;
            let Some((_, elsewhere)) = choose_elsewhere(&diagnostics, least) else { return changed };
            let text = workspace.get(&elsewhere.path).map_or("", |file| &*file.text);
            assert!(!elsewhere.creates || text.is_empty(), "{}: `{}` is there already", self.name, elsewhere.path);
            changed.insert(elsewhere.path.clone(), elsewhere.edits.apply(text));
        }
        panic!("{}: fixes of other files do not settle: {changed:#?}", self.name)
    }
}

/// All folders of the files at `paths`, of which `executables` may be executed.
pub(super) fn listing_of<'p>(paths: impl Iterator<Item = &'p str>, executables: &[String]) -> Listing {
    let mut folders: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for path in paths {
        let mut inner = path;
        loop {
            let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
            let is_folder = inner != path;
            let executable = (!is_folder).then(|| executables.iter().any(|it| it == path));
            let entries = folders.entry(folder.to_owned()).or_default();
            if !entries.iter().any(|entry| entry.name == name) {
                entries.push(Entry { name: name.to_owned(), is_folder, executable });
            }
            if folder.is_empty() {
                break;
            }
            inner = folder;
        }
    }
    let mut listing = Listing::default();
    for (path, entries) in folders {
        listing.add_folder(&path, entries);
    }
    listing
}

/// The labels that an info string asks for.
fn labels(info: &[String]) -> LabelSchema {
    let value = |name: &str| info.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    let labels = value("labels").unwrap_or("").split(';').filter_map(|label| label.split_once(':'));
    let typed = labels.map(|(key, kind)| (key.to_owned(), LabelType::parse(kind).expect("a type of label")));
    LabelSchema { labels: typed.collect(), strict: value("strict-labels") == Some("true") }
}

/// What stands under `heading`.
fn under(heading: &str, all: &[(String, String, String)]) -> Vec<(String, String)> {
    let own = all.iter().filter(|(other, ..)| other == heading);
    own.map(|(_, name, value)| (name.clone(), value.clone())).collect()
}

/// The diagnostics as annotations; a range over several lines ends with its first line.
fn found(text: &str, analysis: &Analysis) -> Vec<Annotation> {
    let lines = LineIndex::new(text);
    let mut found: Vec<Annotation> = analysis
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let start = lines.position(text, diagnostic.range.start(), Encoding::Utf32);
            let end = lines.position(text, diagnostic.range.end(), Encoding::Utf32);
            let line = text.split('\n').nth(start.line as usize).unwrap_or("").trim_end_matches('\r');
            let end = if end.line == start.line { end.column as usize } else { line.chars().count() };
            Annotation {
                line: start.line as usize,
                start: start.column as usize,
                end,
                severity: diagnostic.severity.as_str().to_owned(),
                message: diagnostic.message.clone(),
            }
        })
        .collect();
    found.sort();
    found
}

/// The text without the characters at its end that the info string takes off.
fn cut(block: &Block, mut text: String) -> String {
    let count = block.info.iter().find_map(|word| word.strip_prefix("cut=")?.parse().ok()).unwrap_or(0);
    for _ in 0..count {
        text.pop();
    }
    text
}

fn padded(block: &Block) -> String {
    let count = block.info.iter().find_map(|word| word.strip_prefix("pad=")?.parse().ok());
    let text = block.text.replace('␍', "\r").replace('·', " ");
    count.map_or_else(|| text.clone(), |count| text.replace('…', &"a".repeat(count)))
}
