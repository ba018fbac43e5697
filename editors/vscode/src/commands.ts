// The commands. What the server can do is asked of the server; the command line is used only for what is no question
// about an open file.

import * as vscode from "vscode";
import { type ClientCapabilities, ExecuteCommandRequest, type Location, type Position, type StaticFeature } from "vscode-languageclient/node";
import { showRule } from "./rules";
import type { Server } from "./server";

/** The server's command that asks the registry for digests. */
const PIN = "plimsoll.pin";

/** A command that the server may put into a code lens: address, position and places in the protocol's form. */
const SHOW_REFERENCES = "plimsoll.showReferences";
/** VS Code has it; the server lets it follow proposals that others come behind. */
const TRIGGER_SUGGEST = "editor.action.triggerSuggest";

/** Tells the server which commands the client has of its own. */
export const OWN_COMMANDS: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: [SHOW_REFERENCES, TRIGGER_SUGGEST] } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** Registers all commands. */
export function registerCommands(server: Server, output: vscode.OutputChannel): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register("plimsoll.restartServer", () => server.restart()),
    register("plimsoll.fixAllInFile", () =>
      vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.plimsoll", apply: "first" }),
    ),
    register("plimsoll.pinImages", () => pin(server)),
    register("plimsoll.showRule", (id?: unknown) => showRule(server, id)),
    register("plimsoll.showOutput", () => output.show()),
    register(SHOW_REFERENCES, (uri: string, position: Position, places: Location[]) =>
      showReferences(server, uri, position, places),
    ),
  );
}

async function pin(server: Server): Promise<void> {
  const client = server.running;
  const document = vscode.window.activeTextEditor?.document;
  if (!client || !document) return;
  const offered = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  if (!offered.includes(PIN)) {
    void vscode.window.showWarningMessage("plimsoll: this version of the program cannot pin images from the editor; `plimsoll pin` may.");
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  await client.sendRequest(ExecuteCommandRequest.type, { command: PIN, arguments: [uri] });
}

async function showReferences(server: Server, uri: string, position: Position, places: Location[]): Promise<void> {
  const convert = server.running?.protocol2CodeConverter;
  if (!convert) return;
  const locations = places.map((it) => convert.asLocation(it));
  await vscode.commands.executeCommand("editor.action.showReferences", convert.asUri(uri), convert.asPosition(position), locations);
}
