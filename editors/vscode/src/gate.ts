// Decides which JSON, YAML and Terraform files the server gets to see.
//
// VS Code calls a language server for all files of a language. Most of them are no task definitions, some are large, and
// none of those is the server's business: what does not look like one of ours is neither sent nor asked about.
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

/** What a service definition holds, and how it is named. */
const SERVICE_WORD = /"(loadBalancers|networkConfiguration|desiredCount|launchType|capacityProviderStrategy)"/;
const SERVICE = /service[^/\\]*\.json$/i;

/** What a file of another language that is ours holds, by its name. The language says less: an extension gives it. */
const CARRIERS: [RegExp, RegExp][] = [
  [/\.tf$/i, /aws_ecs_task_definition/],
  [/\.template$/i, /AWS::ECS::TaskDefinition/],
  [/\.ya?ml$/i, /containerDefinitions|AWS::ECS::TaskDefinition|amazon-ecs-(render|deploy)-task-definition/],
];

/** Languages whose files are looked at by their text, however they are called. */
const CARRIER_LANGUAGES: Record<string, RegExp | undefined> = {
  yaml: CARRIERS[2]?.[1],
  cloudformation: /AWS::ECS::TaskDefinition/,
  terraform: CARRIERS[0]?.[1],
};

/** Compose and Bake files, whose Dockerfiles are looked at. */
const BUILDS = /(^|[/\\])((docker-)?compose[^/\\]*\.ya?ml|[^/\\]*bake[^/\\]*\.(hcl|json))$/i;

/** Whether the server gets to see the file. `isListed`: one of the user's globs fits. */
export function isForServer(file: Looked, isListed: boolean): boolean {
  if (file.languageId === "dockerfile" || BUILDS.test(file.fileName)) return true;
  const word = CARRIER_LANGUAGES[file.languageId] ?? CARRIERS.find(([name]) => name.test(file.fileName))?.[1];
  if (word) {
    if (isListed) return true;
    const text = file.text();
    return text.length <= LARGEST && word.test(text);
  }
  if (file.languageId !== "json" && file.languageId !== "jsonc") return true;
  if (isListed || NAMED.test(file.fileName)) return true;
  const text = file.text();
  if (text.length > LARGEST) return false;
  return JSON_WORD.test(text) || (SERVICE.test(file.fileName) && SERVICE_WORD.test(text));
}

/** What a request about a file that the server does not know is answered with. */
export function answerForUnknown(method: string): unknown {
  return method === "textDocument/diagnostic" ? { kind: "full", items: [] } : null;
}
