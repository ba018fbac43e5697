"""Conversations with the language server by clients with the capabilities of real editors.

`cargo xtask test` runs it through tests/tests/lsp_clients.rs, which sets PLIMSOLL to the program. pytest-lsp brings the
recorded capabilities; lsprotocol, by which it reads what the server says, refuses what the protocol does not allow.
"""

import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

CLIENTS = [
    "visual-studio-code@1.65.2",
    "neovim@0.6.1",
    "neovim@0.7.0",
    "neovim@0.8.0",
    "neovim@0.9.1",
    "neovim@0.10.0",
    "neovim@0.11.0",
    "emacs@29.1",
]

# What editors answer and the client of pytest-lsp does not know.
REQUESTS = [
    types.CLIENT_REGISTER_CAPABILITY,
    types.WORKSPACE_CODE_LENS_REFRESH,
    types.WORKSPACE_INLAY_HINT_REFRESH,
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
]

TEXT = 'ARG TAG=latest\nFROM debian:$TAG AS build\nFROM debian:latest\nCOPY --chown=é💙 --from=build a b\nUSER app\n'


@pytest_lsp.fixture(params=CLIENTS, config=ClientServerConfig(server_command=[os.environ["PLIMSOLL"], "lsp"]))
async def client(request, lsp_client: LanguageClient, tmp_path_factory):
    root = tmp_path_factory.mktemp("größe")
    (root / ".git").mkdir()
    (root / "Dockerfile").write_text(TEXT, encoding="utf-8")
    lsp_client.root = root
    for method in REQUESTS:
        lsp_client.feature(method)(lambda *_: None)
    uri = root.as_uri()
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            root_uri=uri,
            workspace_folders=[types.WorkspaceFolder(uri=uri, name="root")],
        )
    )
    yield
    await lsp_client.shutdown_session()


def document(client: LanguageClient) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=(client.root / "Dockerfile").as_uri())


def pulls(client: LanguageClient) -> bool:
    return client.capabilities.text_document.diagnostic is not None


async def opened(client: LanguageClient) -> list:
    """Opens the document and gives what is said of it, whichever way the client hears of it."""
    uri = document(client).uri
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            text_document=types.TextDocumentItem(uri=uri, language_id="dockerfile", version=1, text=TEXT)
        )
    )
    if pulls(client):
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=document(client))
        )
        return list(report.items)
    await client.wait_for_notification("textDocument/publishDiagnostics")
    return list(client.diagnostics[uri])


@pytest.mark.asyncio
async def test_diagnostics_and_quick_fixes(client: LanguageClient):
    found = await opened(client)
    assert "latest-tag" in [it.code for it in found]
    latest = next(it for it in found if it.code == "latest-tag" and it.range.start.line == 2)
    assert (latest.range.start.character, latest.range.end.character) == (12, 18)
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=document(client),
            range=latest.range,
            context=types.CodeActionContext(diagnostics=[latest]),
        )
    )
    assert any("latest-tag" in action.title for action in actions)


@pytest.mark.asyncio
async def test_each_feature(client: LanguageClient):
    await opened(client)
    text = TEXT.split("\n")[3]
    before = text[: text.index("build") + 2]
    encoding = "utf-16"
    offered = client.capabilities.general.position_encodings if client.capabilities.general else None
    if offered and "utf-8" in [getattr(it, "value", it) for it in offered]:
        encoding = "utf-8"
    column = len(before.encode("utf-8")) if encoding == "utf-8" else len(before.encode("utf-16-le")) // 2
    here = {"text_document": document(client), "position": types.Position(line=3, character=column)}
    assert await client.text_document_definition_async(types.DefinitionParams(**here))
    assert await client.text_document_hover_async(types.HoverParams(**here))
    assert await client.text_document_completion_async(types.CompletionParams(**here))
    references = await client.text_document_references_async(
        types.ReferenceParams(**here, context=types.ReferenceContext(include_declaration=True))
    )
    assert len(references) == 2
    assert len(await client.text_document_document_highlight_async(types.DocumentHighlightParams(**here))) == 2
    edit = await client.text_document_rename_async(types.RenameParams(**here, new_name="other"))
    assert edit.changes or edit.document_changes
    only = {"text_document": document(client)}
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(**only))
    assert any("build" in symbol.name for symbol in symbols)
    assert await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(**only))
    assert await client.text_document_document_link_async(types.DocumentLinkParams(**only))
    assert await client.text_document_folding_range_async(types.FoldingRangeParams(**only)) is not None
    assert await client.text_document_code_lens_async(types.CodeLensParams(**only)) is not None
    whole = types.Range(start=types.Position(0, 0), end=types.Position(9, 0))
    assert await client.text_document_inlay_hint_async(types.InlayHintParams(**only, range=whole)) is not None
    options = types.FormattingOptions(tab_size=4, insert_spaces=True)
    assert await client.text_document_formatting_async(
        types.DocumentFormattingParams(**only, options=options)
    ) is not None
    assert await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="build"))
