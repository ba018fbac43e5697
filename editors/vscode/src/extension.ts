// The extension: starts `plimsoll lsp` when there is a file for it, and connects it to VS Code.

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { isOurs } from "./documents";
import { providePages } from "./rules";
import { Server } from "./server";
import { type State, Status } from "./status";

/** What other extensions and the tests see. */
export interface Api {
  /** How the server is. */
  state(): State;
  /** The program in use. */
  program(): string | undefined;
}

let server: Server | undefined;

/** Called by VS Code, once. */
export function activate(context: vscode.ExtensionContext): Api {
  const output = vscode.window.createOutputChannel("plimsoll");
  const status = new Status();
  const started = new Server(context, output, status);
  server = started;
  context.subscriptions.push(output, status, registerCommands(started, output), providePages(started));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("plimsoll.path") && started.isWanted) void started.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.isWanted && void started.restart()),
  );
  startWhenWanted(context, started);
  return {
    state: () => status.state,
    program: () => {
      const binary = started.binary();
      return binary.found ? binary.file : undefined;
    },
  };
}

/** Starts the server with the first document that is its business: VS Code wakes the extension for each JSON file. */
function startWhenWanted(context: vscode.ExtensionContext, started: Server): void {
  const look = (document: vscode.TextDocument) => {
    if (!started.isWanted && isOurs(document)) void started.restart();
  };
  vscode.workspace.textDocuments.forEach(look);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
}

/** Called by VS Code at its end. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
