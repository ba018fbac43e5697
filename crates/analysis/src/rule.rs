//! What a rule is: data plus a function.
//!
//! Invariant: a rule knows nothing of severity, suppression, output, configuration files or other rules.

use crate::cx::{
    CommandCx, CompanionCx, ContainerCx, DockerfileCx, InstructionCx, RequirementsCx, ServiceCx, StageCx,
    SuppressionCx, TaskCx,
};
use crate::{Severity, Sink};

/// A named check; always a static, made by `rule!`.
#[derive(Debug)]
pub struct Rule {
    /// Names the problem, kebab-case: `"latest-tag"`.
    pub id: &'static str,
    /// One line: what is wrong, no full stop.
    pub summary: &'static str,
    /// What kind of problem it is.
    pub category: Category,
    /// Its level in each preset.
    pub levels: Levels,
    /// The edition that turned it on: `"2026.1"`.
    pub since: &'static str,
    /// The best fix that it may offer.
    pub fix: FixAvailability,
    /// Ids of the same check in other tools: `"DL3007"`, `"CKV_DOCKER_7"`, `"ECS.5"`.
    pub aliases: &'static [&'static str],
    /// The options that settings may give it.
    pub options: &'static [OptionSpec],
    /// Its page in Markdown: what, why, and examples that are its tests.
    pub docs: &'static str,
    /// What it does.
    pub check: Check,
}

/// Where the pages of the rules are; an id and `.md` follow.
const PAGES: &str = "https://github.com/plimsoll/plimsoll/blob/main/docs/rules/";

impl Rule {
    /// Address of its page.
    #[must_use]
    pub fn url(&self) -> String {
        match self.check {
            Check::Shell(_) => format!("{PAGES}shellcheck.md#{}", self.id.to_ascii_lowercase()),
            _ => format!("{PAGES}{}.md", self.id),
        }
    }
}

impl Rule {
    /// Its level in `preset`.
    #[must_use]
    pub fn level_in(&self, preset: Preset) -> Level {
        match preset {
            Preset::Recommended => self.levels.recommended,
            Preset::Strict => self.levels.strict,
            Preset::Hadolint => self.levels.hadolint,
            Preset::SecurityHub => self.levels.security_hub,
            Preset::Style => self.levels.style,
            Preset::Buildkit => crate::registry::buildkit_level(self),
        }
    }

    /// The level for someone who asks for the rule by name: that of `preset` if it is on there, else the first
    /// of `recommended`, `strict`, `security-hub`, `hadolint` that has it on, else a note.
    #[must_use]
    pub fn asked_for(&self, preset: Preset) -> Level {
        [preset, Preset::Recommended, Preset::Strict, Preset::SecurityHub, Preset::Hadolint, Preset::Style]
            .into_iter()
            .map(|preset| self.level_in(preset))
            .find(|level| *level != Level::Off)
            .unwrap_or(Level::Note)
    }

    /// The name of BuildKit's check of the same thing: `JSONArgsRecommended`. They alone are in Pascal case.
    #[must_use]
    pub fn buildkit_check(&self) -> Option<&'static str> {
        let is_check = |alias: &&str| {
            alias.starts_with(|first: char| first.is_ascii_uppercase())
                && alias.bytes().all(|byte| byte.is_ascii_alphabetic())
                && alias.bytes().any(|byte| byte.is_ascii_lowercase())
        };
        self.aliases.iter().copied().find(is_check)
    }

    /// hadolint's code for it: `DL3007`, or `SC2086`, which is ShellCheck's as well. `None` for what hadolint lacks.
    #[must_use]
    pub fn hadolint_code(&self) -> Option<&'static str> {
        let is_code = |name: &&str| {
            let digits = name.strip_prefix("DL").or_else(|| name.strip_prefix("SC"));
            digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        };
        std::iter::once(self.id).chain(self.aliases.iter().copied()).find(is_code)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// What kind of problem a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// It does not work, or not as it reads.
    Correctness,
    /// It weakens the image or the task.
    Security,
    /// Two builds or deployments of the same file may differ.
    Reproducibility,
    /// The image is larger than it needs to be.
    Size,
    /// It reads badly.
    Style,
}

impl Category {
    /// `"correctness"` and so on.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Security => "security",
            Self::Reproducibility => "reproducibility",
            Self::Size => "size",
            Self::Style => "style",
        }
    }
}

/// What settings ask of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It does not run.
    Off,
    /// Its diagnostics are notes.
    Note,
    /// Its diagnostics are warnings.
    Warning,
    /// Its diagnostics are errors.
    Error,
}

impl Level {
    /// The severity of the rule's diagnostics; `None` when it is off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// `"off"`, `"note"`, `"warning"` or `"error"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.severity().map_or("off", Severity::as_str)
    }

    /// Reads what [`Self::as_str`] gives; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Off, Self::Note, Self::Warning, Self::Error].into_iter().find(|level| level.as_str() == text)
    }
}

/// A named set of levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Preset {
    /// The default: what is worth a look in any repository.
    #[default]
    Recommended,
    /// Everything that a careful team wants to know.
    Strict,
    /// hadolint's own rules at hadolint's own severities.
    Hadolint,
    /// Recommended, and what AWS Security Hub controls demand, as errors.
    SecurityHub,
    /// What `docker build --check` says: BuildKit's checks as warnings, and what it refuses to build as errors.
    Buildkit,
    /// How Dockerfiles look, and nothing else.
    Style,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 6] =
        [Self::Recommended, Self::Strict, Self::Hadolint, Self::Buildkit, Self::SecurityHub, Self::Style];

    /// `"recommended"`, `"strict"`, `"hadolint"`, `"buildkit"`, `"security-hub"` or `"style"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::Hadolint => "hadolint",
            Self::SecurityHub => "security-hub",
            Self::Buildkit => "buildkit",
            Self::Style => "style",
        }
    }

    /// Reads what [`Self::as_str`] gives; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == text)
    }
}

/// The level of a rule in each preset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    recommended: Level,
    strict: Level,
    hadolint: Level,
    security_hub: Level,
    style: Level,
}

impl Levels {
    /// For a rule about Dockerfiles (or what they use); `security-hub` takes what `recommended` says.
    #[must_use]
    pub const fn dockerfile(recommended: Level, strict: Level, hadolint: Level) -> Self {
        Self { recommended, strict, hadolint, security_hub: recommended, style: Level::Off }
    }

    /// For a rule about task definitions; `hadolint` knows none.
    #[must_use]
    pub const fn ecs(recommended: Level, strict: Level, security_hub: Level) -> Self {
        Self { recommended, strict, hadolint: Level::Off, security_hub, style: Level::Off }
    }

    /// For a rule about how a Dockerfile looks; preset `style` has it as a note.
    #[must_use]
    pub const fn style(recommended: Level, strict: Level, hadolint: Level) -> Self {
        Self { recommended, strict, hadolint, security_hub: recommended, style: Level::Note }
    }

    /// For a rule that says the same in every preset.
    #[must_use]
    pub const fn always(level: Level) -> Self {
        Self { recommended: level, strict: level, hadolint: level, security_hub: level, style: Level::Off }
    }
}

/// The best fix that a rule may offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FixAvailability {
    /// None.
    None,
    /// One that the user completes in the editor.
    Manual,
    /// One that may change behaviour.
    Unsafe,
    /// One that can be trusted.
    Safe,
}

impl FixAvailability {
    /// `"none"`, `"manual"`, `"unsafe"` or `"safe"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Manual => "manual",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// An option of a rule: `[rules.latest-tag] allow = ["…"]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name, kebab-case.
    pub name: &'static str,
    /// What it takes.
    pub kind: OptionKind,
    /// What it does, one sentence.
    pub docs: &'static str,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// `true` or `false`; false when it is not set.
    Bool,
    /// `true` or `false`; when it is not set, true in this preset and false in the others.
    BoolIn(Preset),
    /// A list of strings; empty when it is not set.
    List,
    /// A whole number; none when it is not set.
    Number,
}

/// What a rule looks at, and its function. A rule picks the level that it thinks at; the engine walks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Once for a Dockerfile.
    Dockerfile(fn(&DockerfileCx<'_>, &mut Sink)),
    /// Once for each stage.
    Stage(fn(&StageCx<'_>, &mut Sink)),
    /// Once for each instruction, those inside ONBUILD too.
    Instruction(fn(&InstructionCx<'_>, &mut Sink)),
    /// Once for each simple command that a RUN executes.
    Command(fn(&CommandCx<'_>, &mut Sink)),
    /// Once for a task definition, or an array of container definitions.
    TaskDefinition(fn(&TaskCx<'_>, &mut Sink)),
    /// Once for each container definition.
    Container(fn(&ContainerCx<'_>, &mut Sink)),
    /// Found by the shell linter under this code of ShellCheck.
    Shell(u16),
    /// Once for a requirements file.
    Requirements(fn(&RequirementsCx<'_>, &mut Sink)),
    /// Once for a file that goes with task definitions: a workflow, an environment file.
    Companion(fn(&CompanionCx<'_>, &mut Sink)),
    /// Once for each service: a service definition, a service in a template or in a Terraform file.
    Service(fn(&ServiceCx<'_>, &mut Sink)),
    /// Once for the ignore comments of a file, after they have done their work.
    Suppressions(fn(&SuppressionCx<'_>, &mut Sink)),
}

/// Declares the rule of a module: `pub(crate) static RULE`, and a test that runs the examples of its doc comment.
///
/// The doc comment is the rule's page. Code blocks are marked `bad` (gives exactly the annotated diagnostics),
/// `fixed` (directly after `bad`: what `fix()` makes of it, unsafe fixes included) and `good` (silent).
/// CONTRIBUTING.md shows the notation.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $id:literal { $($field:ident : $value:expr),+ $(,)? }) => {
        pub(crate) static RULE: $crate::Rule =
            $crate::Rule { id: $id, docs: concat!($($doc, "\n"),+), $($field: $value),+ };

        #[cfg(test)]
        #[test]
        fn examples() {
            $crate::testing::check_docs(&RULE);
        }
    };
}

/// Declares the modules of a group of rules and their list, in the order of the list.
macro_rules! group {
    ($(#[doc = $doc:literal])+ $name:literal: $($module:ident),+ $(,)?) => {
        $(mod $module;)+
        pub(crate) static GROUP: $crate::Group =
            $crate::Group { name: $name, docs: concat!($($doc, "\n"),+), rules: &[$(&$module::RULE),+] };
    };
}

pub(crate) use group;
pub(crate) use rule;
