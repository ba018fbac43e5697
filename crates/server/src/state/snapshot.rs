//! One document as it stands, with all that an answer about it needs.
//!
//! Invariant: a snapshot never changes. Edits that come in while an answer is made do not reach it; the answer carries
//! the version that it is about.

use super::project::Known;
use super::text::Text;
use crate::abilities::Abilities;
use crate::protocol::{Location, Uri};
use crate::settings::ClientSettings;
use plimsoll_analysis::{Analysis, FileKind, Settings, SourceFile, Workspace, analyze};
use plimsoll_ide::View;
use plimsoll_report::{FileReport, Report};
use plimsoll_text::TextRange;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A document as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) uri: Uri,
    /// `None` for a file that is not open.
    pub(crate) version: Option<i32>,
    pub(crate) text: Arc<Text>,
    pub(crate) file: SourceFile,
    pub(crate) settings: Arc<Settings>,
    pub(crate) client: Arc<ClientSettings>,
    pub(crate) abilities: Arc<Abilities>,
    pub(crate) workspace: Arc<Workspace>,
    pub(crate) root: PathBuf,
    /// The configuration that governs it.
    pub(crate) configuration: Option<PathBuf>,
    /// Where it is; `None` for a text that was never saved.
    pub(crate) path: Option<PathBuf>,
    /// Whether diagnostics are wanted for it.
    pub(crate) is_linted: bool,
    /// The findings that are known and stay quiet.
    pub(crate) known: Option<Known>,
    pub(crate) open: Arc<Open>,
    /// Shared by all snapshots of one generation, so that a text is analysed once.
    pub(crate) analysis: Arc<OnceLock<Analysis>>,
}

/// The open documents of a project, by their path in the workspace.
pub(crate) type Open = HashMap<String, OpenDocument>;

/// What is known of an open document.
#[derive(Debug, Clone)]
pub(crate) struct OpenDocument {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: Arc<Text>,
}

impl Snapshot {
    /// The view that questions are asked about.
    pub(crate) fn view(&self) -> View<'_> {
        View { file: &self.file, settings: &self.settings, workspace: &self.workspace }
    }

    /// What is wrong with it.
    pub(crate) fn analysis(&self) -> &Analysis {
        self.analysis.get_or_init(|| match self.is_linted {
            true => self.without_known(analyze(&self.file, &self.settings, &self.workspace)),
            false => Analysis::default(),
        })
    }

    /// As the command line does it.
    fn without_known(&self, mut analysis: Analysis) -> Analysis {
        let Some(Known { baseline, name }) = &self.known else { return analysis };
        let files = [FileReport {
            path: &self.file.path,
            kind: self.file.kind,
            text: &self.file.text,
            diagnostics: &analysis.diagnostics,
            suppressed: &analysis.suppressed,
            masked: Vec::new(),
        }];
        let split = baseline.split(Report::new(&files), &|_| Some(name.clone())).pop();
        if let Some(split) = split {
            split.apply(&mut analysis);
        }
        analysis
    }

    /// Whether it is a Dockerfile.
    pub(crate) fn is_dockerfile(&self) -> bool {
        self.file.kind == FileKind::Dockerfile
    }

    /// The place `range` of the file at `path` of the workspace, `None` for this file. `None` for a file that nobody
    /// knows.
    pub(crate) fn location(&self, path: Option<&str>, range: TextRange) -> Option<Location> {
        match path.filter(|path| *path != self.file.path) {
            None => Some(Location::new(self.uri.clone(), self.text.range(range))),
            Some(path) => Some(Location::new(self.uri_of(path)?, self.text_of(path)?.range(range))),
        }
    }

    /// The text of the file at `path` of the workspace.
    pub(crate) fn text_of(&self, path: &str) -> Option<Text> {
        let file = self.workspace.get(path)?;
        Some(Text::new(Arc::clone(&file.text), self.abilities.encoding))
    }

    /// The address of the file at `path` of the workspace, as the client spells it.
    pub(crate) fn uri_of(&self, path: &str) -> Option<Uri> {
        match self.open.get(path) {
            Some(document) => Some(document.uri.clone()),
            None => Uri::from_file_path(self.root.join(path)),
        }
    }
}
