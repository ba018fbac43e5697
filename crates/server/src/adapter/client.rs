//! What is said to the client without being asked.
//!
//! Invariant: a client that refuses a request, or never answers it, loses that one convenience and nothing else.

use crate::abilities::Abilities;
use crate::actions::Command;
use crate::core::Core;
use crate::outbox::{Outgoing, Step};
use crate::pin;
use crate::protocol::{
    ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, MessageType, ProgressParams, ProgressParamsValue,
    ProgressToken, Registration, ShowDocumentParams, Uri, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd,
    WorkDoneProgressReport, notification,
};
use crate::settings::ClientSettings;
use crate::state::{Home, ProjectId};
use crate::watching;
use serde_json::Value;
use std::collections::HashSet;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tower_lsp_server::{Client, jsonrpc};

/// How long an answer of the client is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends what the threads say, in order.
pub(super) async fn deliver(client: Client, abilities: Arc<Abilities>, mut outgoing: Receiver<Outgoing>) {
    while let Some(message) = outgoing.recv().await {
        match message {
            Outgoing::Diagnostics { uri, version, diagnostics } => {
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
            Outgoing::Log(message) => client.log_message(MessageType::ERROR, message).await,
            Outgoing::Warn(message) => client.show_message(MessageType::WARNING, message).await,
            Outgoing::Refresh => {
                tokio::spawn(refresh(client.clone(), Arc::clone(&abilities)));
            }
        }
    }
}

/// Shows how far things are, to a client that shows it.
pub(super) async fn show_progress(client: Client, shows: bool, mut steps: Receiver<Step>) {
    let mut shown: HashSet<String> = HashSet::new();
    while let Some(step) = steps.recv().await {
        let (token, value) = match step {
            Step::Begin { token, title } => {
                let asked = client.create_work_done_progress(ProgressToken::String(token.clone()));
                if !shows || patiently(asked).await.is_none() {
                    continue;
                }
                shown.insert(token.clone());
                let begin =
                    WorkDoneProgressBegin { title, cancellable: Some(true), ..WorkDoneProgressBegin::default() };
                (token, WorkDoneProgress::Begin(begin))
            }
            Step::Report { token, message } => {
                let report = WorkDoneProgressReport {
                    cancellable: Some(true),
                    message: Some(message),
                    ..WorkDoneProgressReport::default()
                };
                (token, WorkDoneProgress::Report(report))
            }
            Step::End { token, message } => {
                (token, WorkDoneProgress::End(WorkDoneProgressEnd { message: Some(message) }))
            }
        };
        if shown.contains(&token) {
            if matches!(value, WorkDoneProgress::End(_)) {
                shown.remove(&token);
            }
            let value = ProgressParamsValue::WorkDone(value);
            let params = ProgressParams { token: ProgressToken::String(token), value };
            client.send_notification::<notification::Progress>(params).await;
        }
    }
}

/// Asks the client to ask again.
async fn refresh(client: Client, abilities: Arc<Abilities>) {
    if abilities.pulls && abilities.refreshes_diagnostics {
        patiently(client.workspace_diagnostic_refresh()).await;
    }
    if abilities.refreshes_hints {
        patiently(client.inlay_hint_refresh()).await;
    }
    if abilities.refreshes_lenses {
        patiently(client.code_lens_refresh()).await;
    }
    if abilities.refreshes_tokens {
        patiently(client.semantic_tokens_refresh()).await;
    }
}

/// Says which files are to be watched and that settings are of interest.
pub(super) async fn register(client: &Client, abilities: &Abilities) {
    let mut registrations = Vec::new();
    if abilities.registers_watchers {
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watching::watchers() };
        registrations.push(Registration {
            id: "plimsoll-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        });
    }
    if abilities.registers_configuration {
        registrations.push(Registration {
            id: "plimsoll-settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(serde_json::json!({ "section": "plimsoll" })),
        });
    }
    // One at a time: a client that knows only one of them refuses a request with both.
    for registration in registrations {
        patiently(client.register_capability(vec![registration])).await;
    }
}

/// Fetches the settings of each folder, if the client keeps them, and then reads the files.
pub(super) async fn configure(client: &Client, core: &Arc<Core>) {
    let (projects, asks, default) = core.with(|state| {
        let projects: Vec<(ProjectId, Home)> =
            state.projects().map(|project| (project.id, project.home.clone())).collect();
        (projects, state.abilities.configuration, state.settings.clone())
    });
    let item = |home: &Home| ConfigurationItem {
        scope_uri: match home {
            Home::Folder(folder) | Home::Loose(folder) => Uri::from_file_path(folder),
            Home::Nowhere => None,
        },
        section: Some("plimsoll".to_owned()),
    };
    let items = projects.iter().map(|(_, home)| item(home)).collect();
    let answers: Vec<Value> =
        if asks { patiently(client.configuration(items)).await.unwrap_or_default() } else { Vec::new() };
    let mut told: Vec<String> = Vec::new();
    for (at, (id, _)) in projects.iter().enumerate() {
        let (settings, mistakes) = match answers.get(at).filter(|value| !value.is_null()) {
            Some(value) => ClientSettings::read(value),
            None => (default.clone(), Vec::new()),
        };
        for mistake in mistakes {
            if !told.contains(&mistake) {
                core.outbox.say_async(Outgoing::Warn(mistake.clone())).await;
                told.push(mistake);
            }
        }
        let is_first = core.with(|state| {
            let project = state.project_mut(*id)?;
            if project.settings != settings {
                project.configure(settings);
            }
            Some(!project.ready)
        });
        if let Some(is_first) = is_first {
            core.read(*id, is_first);
        }
    }
}

/// Does what a command says.
pub(super) async fn execute(client: &Client, core: Arc<Core>, command: Command) {
    match command {
        Command::ApplyEdit(edit) => {
            patiently(client.apply_edit(*edit)).await;
        }
        Command::OpenRulePage(uri) => {
            let params = ShowDocumentParams { uri, external: Some(true), take_focus: None, selection: None };
            patiently(client.show_document(params)).await;
        }
        Command::Pin(request) => {
            let pinning = tokio::task::spawn_blocking(move || pin::run(&core, &request));
            if let Ok(Some(edit)) = pinning.await {
                patiently(client.apply_edit(edit)).await;
            }
        }
    }
}

/// The client's answer; `None` when it refuses, does not know the question or takes too long.
pub(super) async fn patiently<T>(answer: impl Future<Output = jsonrpc::Result<T>>) -> Option<T> {
    tokio::time::timeout(PATIENCE, answer).await.ok()?.ok()
}
