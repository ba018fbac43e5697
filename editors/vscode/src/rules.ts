// `plimsoll: Show a Rule`: the page of a rule as the installed program has it, so that it needs no network.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { Server } from "./server";

const SCHEME = "plimsoll-rule";
const run = promisify(execFile);

interface Rule {
  id: string;
  summary: string;
  group: string;
  aliases: string[];
}

/** Makes pages available as documents. */
export function providePages(server: Server): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => ask(server, ["explain", uri.path]),
  });
}

/** Lets the user choose a rule, those of the findings at the cursor first, and shows its page. */
export async function showRule(server: Server, id?: unknown): Promise<void> {
  const chosen = typeof id === "string" ? id : await choose(server);
  if (!chosen) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path: chosen }));
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

async function choose(server: Server): Promise<string | undefined> {
  const { rules } = JSON.parse(await ask(server, ["rules", "--format", "json"])) as { rules: Rule[] };
  const here = new Set(ruleIdsAtCursor());
  const item = (rule: Rule) => ({ label: rule.id, description: rule.summary, detail: [rule.group, ...rule.aliases].join(" · ") });
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const first = rules.filter((rule) => here.has(rule.id)).map(item);
  const rest = rules.filter((rule) => !here.has(rule.id)).map(item);
  const items = first.length ? [separator("found here"), ...first, separator("all rules"), ...rest] : rest;
  const options = { placeHolder: "Rule, or its name in another tool", matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick<vscode.QuickPickItem>(items, options))?.label;
}

function ruleIdsAtCursor(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return [];
  return vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((it) => it.source === "plimsoll" && it.range.intersection(editor.selection))
    .map((it) => String(typeof it.code === "object" ? it.code.value : it.code));
}

async function ask(server: Server, args: string[]): Promise<string> {
  const binary = server.binary();
  if (!binary.found) throw new Error(binary.reason);
  const { stdout } = await run(binary.file, args, { maxBuffer: 16 * 1024 * 1024, timeout: 20_000 });
  return stdout;
}
