// Decides which JSON files the server gets to see.
//
// VS Code calls a language server for all files of a language. Most JSON files are no task definitions, some are large,
// and none of them is the server's business: what does not look like a task definition is neither sent nor asked about.
// The server has the last word on what is sent.

/** A file as the gate looks at it. */
export interface Looked {
  languageId: string;
  fileName: string;
  text: () => string;
}

/** ECS takes 64 KiB; a generous multiple of it, for files with comments and templates. */
const LARGEST = 1024 * 1024;

/** `task-definition.json`, `web.taskdef.json`, `container-definitions.json`: names that say it before the text does. */
const NAMED = /(task|container)[-_.]?def(inition)?s?([-_.][^/\\]*)?\.jsonc?$/i;

/** What a JSON file with a task definition in it holds. */
const JSON_WORD = /"containerDefinitions"|"AWS::ECS::TaskDefinition"/;

/** What a file of another language with a task definition in it holds, by language. */
const CARRIERS: Record<string, RegExp | undefined> = {
  yaml: /containerDefinitions|AWS::ECS::TaskDefinition/,
  cloudformation: /AWS::ECS::TaskDefinition/,
  terraform: /aws_ecs_task_definition/,
};

/** Compose files, whose Dockerfiles are looked at. */
const COMPOSE = /(^|[/\\])(docker-)?compose[^/\\]*\.ya?ml$/i;

/** Whether the server gets to see the file. `isListed`: one of the user's globs fits. */
export function isForServer(file: Looked, isListed: boolean): boolean {
  const word = CARRIERS[file.languageId];
  if (word) {
    if (isListed || COMPOSE.test(file.fileName)) return true;
    const text = file.text();
    return text.length <= LARGEST && word.test(text);
  }
  if (file.languageId !== "json" && file.languageId !== "jsonc") return true;
  if (isListed || NAMED.test(file.fileName)) return true;
  const text = file.text();
  return text.length <= LARGEST && JSON_WORD.test(text);
}

/** What a request about a file that the server does not know is answered with. */
export function answerForUnknown(method: string): unknown {
  return method === "textDocument/diagnostic" ? { kind: "full", items: [] } : null;
}
