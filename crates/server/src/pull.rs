//! Diagnostics for clients that ask for them.
//!
//! Invariant: the id of a report is a digest of what it holds, so that equal reports have equal ids, and the answer
//! to an id that still holds is "unchanged".

use crate::core::Core;
use crate::diagnostics;
use crate::protocol::{
    Diagnostic, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    PreviousResultId, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use crate::state::{Snapshot, Text};
use plimsoll_text::Encoding;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The report on a document; of a configuration, what is wrong with it.
pub(crate) fn document(
    core: &Core,
    uri: &Uri,
    snapshot: Option<&Snapshot>,
    previous: Option<&str>,
) -> DocumentDiagnosticReportResult {
    let items = match snapshot {
        Some(snapshot) => diagnostics::of(snapshot),
        None => configurations(core).remove(uri).unwrap_or_default(),
    };
    let id = digest(&items);
    DocumentDiagnosticReportResult::Report(if previous == Some(id.as_str()) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
        })
    })
}

/// The reports on all files of the workspace, in the order of their addresses. Leaves off when `called_off` is set.
pub(crate) fn workspace(
    core: &Core,
    previous: &[PreviousResultId],
    called_off: &AtomicBool,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let previous: HashMap<&Uri, &str> = previous.iter().map(|it| (&it.uri, it.value.as_str())).collect();
    let mut found: BTreeMap<Uri, (Option<i32>, Vec<Diagnostic>)> = BTreeMap::new();
    for (uri, items) in configurations(core) {
        found.insert(uri, (None, items));
    }
    let projects: Vec<_> = core.with(|state| state.projects().map(|project| project.id).collect());
    for project in projects {
        let open: Vec<Snapshot> = core.with(|state| {
            let uris = state.documents_of(project);
            uris.iter().filter_map(|uri| state.snapshot(uri)).collect()
        });
        let snapshots: Vec<Snapshot> =
            open.into_iter().chain(core.with(|state| state.snapshots_of_files(project))).collect();
        let reports = snapshots.into_par_iter().filter_map(|snapshot| {
            let items = (!called_off.load(Ordering::Relaxed)).then(|| diagnostics::of(&snapshot))?;
            Some((snapshot.uri, (snapshot.version, items)))
        });
        found.extend(reports.collect::<Vec<_>>());
        if called_off.load(Ordering::Relaxed) {
            return Vec::new();
        }
    }
    // What a client was told about a file that is gone is taken back.
    for uri in previous.keys().filter(|uri| !found.contains_key(**uri)).copied().cloned().collect::<Vec<_>>() {
        found.insert(uri, (None, Vec::new()));
    }
    let report = |(uri, (version, items)): (Uri, (Option<i32>, Vec<Diagnostic>))| {
        let (id, version) = (digest(&items), version.map(i64::from));
        if previous.get(&uri) == Some(&id.as_str()) {
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            })
        } else {
            let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(id), items };
            WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report,
            })
        }
    };
    found.into_iter().map(report).collect()
}

/// What is wrong with the configurations.
fn configurations(core: &Core) -> HashMap<Uri, Vec<Diagnostic>> {
    let (disks, encoding): (Vec<_>, Encoding) = core
        .with(|state| (state.projects().map(|project| Arc::clone(&project.disk)).collect(), state.abilities.encoding));
    let mut found = HashMap::new();
    for (path, errors) in disks.iter().flat_map(|disk| &disk.config_errors) {
        let Some(uri) = Uri::from_file_path(path) else { continue };
        let text = plimsoll_files::read::text(path).unwrap_or_default();
        found.insert(uri, diagnostics::of_configuration(errors, &Text::new(text.into(), encoding)));
    }
    found
}

/// FNV-1a of the JSON: the same for the same diagnostics, in every run.
fn digest(items: &[Diagnostic]) -> String {
    let bytes = serde_json::to_vec(items).unwrap_or_default();
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}
