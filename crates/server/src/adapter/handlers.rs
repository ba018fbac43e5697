//! One handler for each message.
//!
//! Invariant: a handler changes the state, or takes a snapshot, before its first `await`. The work itself is done on
//! a thread of its own, where a panic becomes an error.

use super::{Backend, client};
use crate::abilities::Abilities;
use crate::actions::{self, Command};
use crate::capabilities::capabilities;
use crate::contained::contained;
use crate::core::Core;
use crate::outbox::{Outbox, Outgoing};
use crate::protocol::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight,
    DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FileChangeType,
    FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location, NumberOrString,
    PrepareRenameResponse, ReferenceParams, RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo, SignatureHelp,
    SignatureHelpParams, TextDocumentPositionParams, TextEdit, Uri, WorkDoneProgressCancelParams,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceEdit,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use crate::queue::Job;
use crate::settings::ClientSettings;
use crate::state::{Home, ProjectId, Snapshot, State};
use crate::{features, pull, watching};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tower_lsp_server::LanguageServer;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};

/// How long a question waits for files to be read.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Backend {
    /// The server, once the client has introduced itself.
    fn core(&self) -> Result<&Arc<Core>> {
        self.shared.core.get().ok_or_else(Error::internal_error)
    }

    /// Answers a question about a document; about one that is not open, or of no kind that is known, with nothing.
    async fn ask<T: Default + Send + 'static>(
        &self,
        uri: &Uri,
        work: impl FnOnce(&Snapshot) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let core = Arc::clone(self.core()?);
        match core.with(|state| state.snapshot(uri)) {
            Some(snapshot) => off_thread(core, move || work(&snapshot)).await,
            None => Ok(T::default()),
        }
    }

    /// Waits until the files around all documents were read; `uri`: around this one.
    ///
    /// # Errors
    /// It takes long. The client asks again.
    async fn wait(&self, core: &Core, uri: Option<&Uri>) -> Result<()> {
        let mut readings = core.readings.subscribe();
        let until = tokio::time::Instant::now() + LONGEST_WAIT;
        while !core.with(|state| uri.map_or_else(|| state.are_all_ready(), |uri| state.is_ready(uri))) {
            let changed = tokio::time::timeout_at(until, readings.changed()).await;
            if !matches!(changed, Ok(Ok(()))) {
                // `ServerCancelled`, LSP 3.17, 2026-11.
                let data = Some(json!({ "retriggerRequest": true }));
                let message = "the files around the document are still being read".into();
                return Err(Error { code: ErrorCode::ServerError(-32802), message, data });
            }
        }
        Ok(())
    }

    /// After a document came in or was changed.
    fn changed(core: &Core, uri: Uri, project: ProjectId) {
        if !core.with(|state| state.abilities.pulls) {
            core.queue.push(Job::Document(uri));
            core.queue.push_neighbours(project);
        }
    }
}

/// Does something that takes its time; a panic is an error with a line in the log.
async fn off_thread<T: Send + 'static>(
    core: Arc<Core>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let outcome = tokio::task::spawn_blocking(move || contained(work)).await;
    match outcome {
        Ok(Ok(answer)) => answer,
        Ok(Err(message)) => {
            core.outbox.say_async(Outgoing::Log(message.clone())).await;
            let mut error = Error::internal_error();
            error.message = message.into();
            Err(error)
        }
        Err(_) => Err(Error::internal_error()),
    }
}

/// Sets a flag when the question is called off.
struct CalledOff(Arc<AtomicBool>);

impl Drop for CalledOff {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn folder(uri: &Uri) -> Option<PathBuf> {
    let path =
        uri.to_file_path().filter(|path| uri.scheme().as_str().eq_ignore_ascii_case("file") && path.is_absolute());
    // Without a `/` at its end a folder has one spelling.
    path.map(|path| path.components().collect())
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let abilities = Abilities::new(&serde_json::to_value(&params.capabilities).unwrap_or_default());
        let (settings, mistakes) = ClientSettings::read(params.initialization_options.as_ref().unwrap_or(&Value::Null));
        let mut folders: Vec<PathBuf> =
            params.workspace_folders.iter().flatten().filter_map(|it| folder(&it.uri)).collect();
        #[expect(deprecated, reason = "older clients know only the root")]
        if params.workspace_folders.is_none() {
            folders.extend(params.root_uri.as_ref().and_then(folder));
        }
        folders.dedup();
        let offered = capabilities(&abilities);
        let (outbox, outgoing, steps) = Outbox::new();
        let shows_progress = abilities.progress;
        let core = Core::new(State::new(abilities, settings, folders), outbox);
        let abilities = core.with(|state| Arc::clone(&state.abilities));
        if self.shared.core.set(Arc::clone(&core)).is_err() || core.start().is_err() {
            return Err(Error::internal_error());
        }
        tokio::spawn(client::deliver(self.client.clone(), abilities, outgoing));
        tokio::spawn(client::show_progress(self.client.clone(), shows_progress, steps));
        for mistake in mistakes {
            core.outbox.say_async(Outgoing::Warn(mistake)).await;
        }
        if let Some(process) = params.process_id {
            self.shared.process.store(process, Ordering::Relaxed);
            self.shared.introduced.notify_one();
        }
        Ok(InitializeResult {
            capabilities: offered,
            server_info: Some(ServerInfo {
                name: "plimsoll".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let Ok(core) = self.core().cloned() else { return };
        let client = self.client.clone();
        // Answers of the client are waited for elsewhere, so that this handler does not stand in anybody's way.
        tokio::spawn(async move {
            client::configure(&client, &core).await;
            let abilities = core.with(|state| Arc::clone(&state.abilities));
            client::register(&client, &abilities).await;
        });
    }

    async fn shutdown(&self) -> Result<()> {
        self.shared.is_shut_down.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let Ok(core) = self.core() else { return };
        let uri = params.text_document.uri.clone();
        let (project, is_loose, is_ready) = core.with(|state| {
            let id = state.open(params.text_document);
            let project = state.project(id);
            let is_loose = project.is_some_and(|it| matches!(it.home, Home::Loose(_)));
            (id, is_loose, project.is_some_and(|it| it.ready))
        });
        if is_loose {
            core.read(project, !is_ready);
        }
        Self::changed(core, uri, project);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let Ok(core) = self.core() else { return };
        let document = params.text_document;
        let project = core.with(|state| state.change(&document.uri, document.version, params.content_changes));
        if let Some(project) = project {
            Self::changed(core, document.uri, project);
        }
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let Ok(core) = self.core() else { return };
        // A client that watches no files still says when it wrote a configuration.
        if let Some(path) = folder(&params.text_document.uri).filter(|path| watching::is_configuration(path)) {
            self.configurations_changed(core, &path);
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let Ok(core) = self.core() else { return };
        let uri = params.text_document.uri;
        if let Some(project) = core.with(|state| state.close(&uri)) {
            core.queue.push(Job::Clear(uri));
            // What was typed and not saved is forgotten: the file counts again.
            core.read(project, false);
        }
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        let Ok(core) = self.core().cloned() else { return };
        let asks = core.with(|state| {
            if !params.settings.is_null() && !state.abilities.configuration {
                state.settings = ClientSettings::read(&params.settings).0;
            }
            state.abilities.configuration
        });
        if !asks {
            for mistake in ClientSettings::read(&params.settings).1 {
                core.outbox.say_async(Outgoing::Warn(mistake)).await;
            }
        }
        let client = self.client.clone();
        tokio::spawn(async move { client::configure(&client, &core).await });
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let Ok(core) = self.core().cloned() else { return };
        let added = params.event.added.iter().filter_map(|it| folder(&it.uri)).collect();
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(|it| folder(&it.uri)).collect();
        core.with(|state| state.change_folders(added, &removed));
        let client = self.client.clone();
        tokio::spawn(async move { client::configure(&client, &core).await });
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let Ok(core) = self.core() else { return };
        for change in params.changes {
            let Some(path) = folder(&change.uri) else { continue };
            let is_baseline = || core.with(|state| state.is_baseline(&path));
            if watching::is_configuration(&path) || is_baseline() {
                self.configurations_changed(core, &path);
                continue;
            }
            let projects = core.with(|state| {
                // The text in the editor counts, not what was written of it.
                let is_shown = state.is_open(&change.uri) && change.typ == FileChangeType::CHANGED;
                if is_shown || !watching::matters(&path) { Vec::new() } else { state.projects_with(&path) }
            });
            for project in projects {
                core.read(project, false);
            }
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let core = Arc::clone(self.core()?);
        let uri = params.text_document.uri;
        self.wait(&core, Some(&uri)).await?;
        let snapshot = core.with(|state| state.snapshot(&uri));
        let previous = params.previous_result_id;
        let inner = Arc::clone(&core);
        off_thread(core, move || Ok(pull::document(&inner, &uri, snapshot.as_ref(), previous.as_deref()))).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let core = Arc::clone(self.core()?);
        self.wait(&core, None).await?;
        let called_off = Arc::new(AtomicBool::new(false));
        let guard = CalledOff(Arc::clone(&called_off));
        let inner = Arc::clone(&core);
        let work = move || Ok(pull::workspace(&inner, &params.previous_result_ids, &called_off));
        let items = off_thread(core, work).await?;
        drop(guard);
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(features::hover(snapshot, &params))).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(CompletionResponse::Array(features::completion(snapshot, &params)))))
            .await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(features::signature_help(snapshot, &params))).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(features::definition(snapshot, &params))).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::references(snapshot, &params)))).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::highlights(snapshot, &params)))).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::document_symbols(snapshot, &params)))).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::folding_ranges(snapshot, &params)))).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::selection_ranges(snapshot, &params)))).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::document_links(snapshot, &params)))).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(SemanticTokensResult::Tokens(features::tokens(snapshot))))).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| {
            Ok(Some(SemanticTokensRangeResult::Tokens(features::tokens_of_range(snapshot, params.range))))
        })
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::inlay_hints(snapshot, &params)))).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::code_lenses(snapshot, &params)))).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::formatting(snapshot, &params)))).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::range_formatting(snapshot, &params)))).await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(features::on_type_formatting(snapshot, &params)))).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| Ok(Some(actions::code_actions(snapshot, &params)))).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let uri = action.data.as_ref().and_then(|data| data.get("uri")).and_then(Value::as_str);
        let Some(uri) = uri.and_then(|uri| uri.parse::<Uri>().ok()) else { return Ok(action) };
        let unresolved = action.clone();
        let resolved = self.ask(&uri, move |snapshot| Ok(Some(actions::resolve(snapshot, action)))).await?;
        Ok(resolved.unwrap_or(unresolved))
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask(&uri, move |snapshot| features::prepare_rename(snapshot, &params).map(Some).map_err(refused)).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask(&uri, move |snapshot| features::rename(snapshot, &params).map(Some).map_err(refused)).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let core = Arc::clone(self.core()?);
        let (views, encoding) = core.with(|state| (state.views(), state.abilities.encoding));
        let work = move || {
            let symbols = views
                .iter()
                .flat_map(|(view, root, open)| features::workspace_symbols(view, root, open, encoding, &params.query));
            Ok(Some(WorkspaceSymbolResponse::Nested(symbols.collect())))
        };
        off_thread(core, work).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        let command = Command::read(params).map_err(Error::invalid_params)?;
        let (client, core) = (self.client.clone(), Arc::clone(self.core()?));
        // The client's answer is waited for elsewhere: it may want an answer itself before.
        tokio::spawn(async move { client::execute(&client, core, command).await });
        Ok(None)
    }
}

/// An error that an editor shows to its user: the request is sound and cannot be done.
fn refused(reason: String) -> Error {
    // `RequestFailed`, LSP 3.17, 2026-11.
    Error { code: ErrorCode::ServerError(-32803), message: reason.into(), data: None }
}

impl Backend {
    /// `window/workDoneProgress/cancel`
    pub(super) async fn called_off(&self, params: WorkDoneProgressCancelParams) {
        if let (Ok(core), NumberOrString::String(token)) = (self.core(), params.token) {
            core.scans.cancel(&token);
            core.pinnings.cancel(&token);
        }
    }

    /// Reads configurations anew, and all that they govern.
    fn configurations_changed(&self, core: &Core, path: &std::path::Path) {
        let projects = core.with(|state| {
            let projects = state.projects_with(path);
            for id in &projects {
                if let Some(project) = state.project_mut(*id) {
                    project.forget_configurations();
                }
            }
            projects
        });
        for project in projects {
            core.read(project, false);
        }
    }
}
