// Which settings the server hears of. Those of the extension itself stay here: the server tells a key that it does not
// know as a mistake of the user.

import * as vscode from "vscode";
import type { ConfigurationMiddleware } from "vscode-languageclient/node";

const FOR_THE_SERVER = ["enable", "configuration", "preset", "select", "ignore", "rules", "inlayHints", "codeLens", "format"];

/** The sections whose changes the server is told. */
export const SECTIONS = FOR_THE_SERVER.map((name) => `plimsoll.${name}`);

/** What the server is started with; later it asks for the settings of each folder. */
export function initial(): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration("plimsoll");
  return Object.fromEntries(FOR_THE_SERVER.map((name) => [name, all.get(name)]));
}

/** Answers the server's question for settings. */
export const answer: NonNullable<ConfigurationMiddleware["configuration"]> = async (params, token, next) => {
  const answers = await next(params, token);
  if (!Array.isArray(answers)) return answers;
  return answers.map((settings, at) => (params.items[at]?.section === "plimsoll" ? onlyTheServers(settings) : settings));
};

function onlyTheServers(settings: unknown): unknown {
  if (typeof settings !== "object" || settings === null) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => FOR_THE_SERVER.includes(name)));
}
