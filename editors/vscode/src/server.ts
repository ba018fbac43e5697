// Starts, stops and restarts the language server.
//
// Invariant: starts and stops come one after the other, so that there is never more than one server.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from "vscode-languageclient/node";
import { type Binary, findBinary } from "./binary";
import { OWN_COMMANDS } from "./commands";
import { gate, SELECTOR } from "./documents";
import { answer, initial, SECTIONS } from "./settings";
import type { Status } from "./status";

const INSTALLING = "https://github.com/plimsoll/plimsoll/blob/main/docs/editors.md#the-program";

/** The server and its client. */
export class Server {
  private client: LanguageClient | undefined;
  private last: Promise<void> = Promise.resolve();
  private wanted = false;
  private hasComplained = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.OutputChannel,
    private readonly status: Status,
  ) {}

  /** Whether anybody has asked for the server yet. */
  get isWanted(): boolean {
    return this.wanted;
  }

  /** The running client. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** The program as the settings and the PATH are now. */
  binary(): Binary {
    return findBinary({
      setting: vscode.workspace.getConfiguration("plimsoll").get<string | null>("path") ?? undefined,
      searchPath: process.env["PATH"] ?? "",
      extension: this.context.extensionPath,
      workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      platform: process.platform,
      arch: process.arch,
    });
  }

  /** Stops the server if there is one, and starts it. */
  restart(): Promise<void> {
    this.wanted = true;
    this.status.show();
    return this.queue(async () => {
      await this.halt();
      await this.launch();
    });
  }

  /** Stops the server. */
  stop(): Promise<void> {
    return this.queue(() => this.halt());
  }

  private queue(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step, step);
    return this.last;
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.status.set("off");
    // A client that never came up, or whose server has gone, cannot be asked to stop.
    if (client?.needsStop()) await client.stop().catch((error) => this.output.appendLine(`stopping: ${error}`));
    await client?.dispose().catch(() => undefined);
  }

  private async launch(): Promise<void> {
    const binary = this.binary();
    if (!binary.found) {
      this.output.appendLine(`${binary.reason}; looked at:`);
      for (const place of binary.looked) this.output.appendLine(`  ${place}`);
      this.status.set("missing", binary.reason);
      void this.complain(`${binary.reason}.`);
      return;
    }
    this.output.appendLine(`starting ${binary.file} lsp (${binary.origin})`);
    this.status.set("starting", binary.file);
    const run = { command: binary.file, args: ["lsp"], transport: TransportKind.stdio };
    const client = new LanguageClient("plimsoll", "plimsoll", run, {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: initial(),
      synchronize: { configurationSection: SECTIONS },
      middleware: { ...gate(), workspace: { configuration: answer } },
    });
    client.registerFeature(OWN_COMMANDS);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client) return;
      if (newState === State.Running) this.status.set("running", describe(client, binary.file));
      if (newState === State.Stopped && this.status.state === "running") this.status.set("failed", binary.file);
    });
    try {
      await client.start();
    } catch (error) {
      this.output.appendLine(`${binary.file} lsp did not start: ${error}`);
      this.status.set("failed", `${binary.file} lsp did not start`);
      void this.complain(`\`${binary.file} lsp\` did not start. The program may be older than this extension.`);
    }
  }

  /** Says once what is wrong, with the ways out. */
  private async complain(message: string): Promise<void> {
    if (this.hasComplained) return;
    this.hasComplained = true;
    const [choose, install, show] = ["Choose the Program", "How to Install", "Show Output"];
    const chosen = await vscode.window.showErrorMessage(`plimsoll: ${message}`, choose, install, show);
    this.hasComplained = false;
    if (chosen === choose) await vscode.commands.executeCommand("workbench.action.openSettings", "plimsoll.path");
    if (chosen === install) await vscode.env.openExternal(vscode.Uri.parse(INSTALLING));
    if (chosen === show) this.output.show();
  }
}

function describe(client: LanguageClient, file: string): string {
  const info = client.initializeResult?.serverInfo;
  return info ? `${info.name} ${info.version ?? ""} · ${file}` : file;
}
