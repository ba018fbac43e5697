// The status item: whether the server runs, and the way to its output.

import * as vscode from "vscode";

/** How the server is. */
export type State = "off" | "starting" | "running" | "missing" | "failed";

const LOOK: Record<State, { icon: string; says: string }> = {
  off: { icon: "circle-slash", says: "The language server does not run." },
  starting: { icon: "sync~spin", says: "The language server is starting." },
  running: { icon: "check", says: "The language server is running." },
  missing: { icon: "warning", says: "The program `plimsoll` was not found." },
  failed: { icon: "error", says: "The language server has stopped." },
};

/** Shows the state in the status bar. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("plimsoll.status", vscode.StatusBarAlignment.Right, 90);
  private current: State = "off";

  constructor() {
    this.item.name = "plimsoll";
    this.item.command = "plimsoll.showOutput";
    this.set("off");
  }

  /** What is shown. */
  get state(): State {
    return this.current;
  }

  /** Makes the item visible; before the server is wanted there is nothing to say. */
  show(): void {
    this.item.show();
  }

  /** Shows `state`; `detail` says more in the tooltip. */
  set(state: State, detail?: string): void {
    this.current = state;
    const { icon, says } = LOOK[state];
    this.item.text = `$(${icon}) plimsoll`;
    const tooltip = new vscode.MarkdownString(`${says}${detail ? `\n\n${detail}` : ""}\n\n[Restart](command:plimsoll.restartServer)`);
    tooltip.isTrusted = { enabledCommands: ["plimsoll.restartServer"] };
    this.item.tooltip = tooltip;
    const isBad = state === "missing" || state === "failed";
    this.item.backgroundColor = isBad ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.item.accessibilityInformation = { label: `plimsoll: ${state}`, role: "button" };
    void vscode.commands.executeCommand("setContext", "plimsoll.isRunning", state === "running");
  }

  dispose(): void {
    this.item.dispose();
  }
}
