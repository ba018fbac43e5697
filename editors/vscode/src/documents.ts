// Which documents are the server's, and what keeps the others from it, at the one place where messages leave.
//
// Invariant: the server hears of a change, a save or an end only for a document that it heard the beginning of.

import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { answerForUnknown, isForServer } from "./gate";

/**
 * The documents that the client has to do with; `gate` sorts out those that are nothing of ours. Patterns stand for
 * languages that another extension defines, and that may be missing.
 */
export const SELECTOR = [
  { scheme: "file", language: "dockerfile" },
  { scheme: "untitled", language: "dockerfile" },
  { scheme: "file", language: "json" },
  { scheme: "file", language: "jsonc" },
  { scheme: "file", language: "yaml" },
  { scheme: "file", language: "cloudformation" },
  { scheme: "file", language: "terraform" },
  { scheme: "file", pattern: "**/*.{tf,template}" },
  { scheme: "file", language: "dockercompose" },
  { scheme: "file", language: "github-actions-workflow" },
  { scheme: "file", pattern: "**/*bake*.hcl" },
  { scheme: "file", pattern: "**/{requirements*,*requirements,constraints*}.txt" },
  { scheme: "file", pattern: "**/requirements/*.txt" },
  { scheme: "file", pattern: "**/{compose,docker-compose}*.{yaml,yml}" },
];

interface ForDocument {
  textDocument?: { uri?: string };
}

/** Whether the document is a reason to start the server. */
export function isOurs(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR, document) > 0 && passes(document);
}

/** The middleware of one run of the server. */
export function gate(): Middleware {
  /** JSON documents that the server knows. */
  const known = new Set<string>();

  return {
    sendNotification: async (type, next, params) => {
      const method = typeof type === "string" ? type : type.method;
      const uri = (params as ForDocument | undefined)?.textDocument?.uri;
      const document = uri === undefined ? undefined : find(uri);
      if (uri === undefined || !method.startsWith("textDocument/")) return next(type, params);
      switch (method) {
        case "textDocument/didOpen":
          if (document && !passes(document)) return;
          known.add(uri);
          return next(type, params);
        case "textDocument/didClose":
          return known.delete(uri) ? next(type, params) : undefined;
        case "textDocument/didChange":
          if (known.has(uri)) return next(type, params);
          if (!document || !passes(document)) return;
          // It became a task definition while it was typed.
          known.add(uri);
          return next("textDocument/didOpen", { textDocument: item(uri, document) } as unknown as typeof params);
        default:
          return known.has(uri) ? next(type, params) : undefined;
      }
    },
    sendRequest: async (type, param, token, next) => {
      const method = typeof type === "string" ? type : type.method;
      const uri = (param as ForDocument | undefined)?.textDocument?.uri;
      const isUnknown = uri !== undefined && method.startsWith("textDocument/") && !known.has(uri);
      return isUnknown ? (answerForUnknown(method) as never) : next(type, param, token);
    },
  };
}

function find(uri: string): vscode.TextDocument | undefined {
  const wanted = vscode.Uri.parse(uri).toString();
  return vscode.workspace.textDocuments.find((it) => it.uri.toString() === wanted);
}

function passes(document: vscode.TextDocument): boolean {
  const globs = vscode.workspace.getConfiguration("plimsoll", document).get<string[]>("taskDefinitions", []);
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const isListed = globs.some((glob) => {
    const pattern = folder ? new vscode.RelativePattern(folder, glob) : glob;
    return vscode.languages.match({ scheme: "file", pattern }, document) > 0;
  });
  return isForServer({ languageId: document.languageId, fileName: document.fileName, text: () => document.getText() }, isListed);
}

function item(uri: string, document: vscode.TextDocument) {
  return { uri, languageId: document.languageId, version: document.version, text: document.getText() };
}
