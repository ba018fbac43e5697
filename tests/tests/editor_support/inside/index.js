// Runs inside VS Code's extension host, beside the packaged extension: what the extension and the server do as the
// API of VS Code tells it. Each step reports under its name; the first that fails ends the run.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const report = { version: vscode.version };
const run = vscode.commands.executeCommand;

const steps = {
  async start() {
    const extension = vscode.extensions.getExtension("plimsoll.plimsoll");
    assert.ok(extension, "the extension is not installed");
    // A JSON file wakes the extension, but is no reason to start the server.
    await show("package.json");
    const api = await extension.activate();
    await pause(1500);
    const before = api.state();
    await show("Dockerfile");
    await until("the server runs", () => api.state() === "running");
    return { version: extension.packageJSON.version, before, after: api.state(), program: api.program() };
  },

  async diagnostics() {
    await show("Dockerfile");
    await until("findings in the Dockerfile", () => plimsolls("Dockerfile").length > 0);
    await show("task-definition.json");
    await until("findings in the task definition", () => plimsolls("task-definition.json").length > 0);
    return { dockerfile: plimsolls("Dockerfile").map(plain), taskDefinition: plimsolls("task-definition.json").map(plain) };
  },

  async rulePages() {
    const [first] = plimsolls("Dockerfile");
    return { code: first.code.value, target: first.code.target.toString() };
  },

  async related() {
    const found = plimsolls("task-definition.json").find((it) => it.code.value === "missing-task-role");
    return found.relatedInformation.map((it) => ({ file: path.basename(it.location.uri.path), message: it.message }));
  },

  async actions() {
    const found = plimsolls("Dockerfile").find((it) => it.code.value === "invalid-duration");
    const actions = await run("vscode.executeCodeActionProvider", uri("Dockerfile"), found.range);
    const sources = await run("vscode.executeCodeActionProvider", uri("Dockerfile"), found.range, "source.fixAll");
    const shown = (it) => ({ title: it.title, kind: it.kind?.value, isPreferred: it.isPreferred === true });
    return { quick: actions.map(shown), source: sources.map(shown) };
  },

  async hover() {
    const at = (name, line, column) => run("vscode.executeHoverProvider", uri(name), new vscode.Position(line, column));
    const text = (hovers) => hovers.flatMap((it) => it.contents.map((content) => content.value ?? content)).join("\n");
    return {
      instruction: text(await at("Dockerfile", 11, 2)),
      field: text(await at("task-definition.json", 3, 6)),
      other: text(await at("package.json", 0, 4)),
    };
  },

  async completion() {
    const ask = async (name, line, column) => {
      const list = await run("vscode.executeCompletionItemProvider", uri(name), new vscode.Position(line, column));
      // VS Code adds the words of the file, as text.
      const proposed = list.items.filter((it) => it.kind !== vscode.CompletionItemKind.Text);
      return proposed.map((it) => (typeof it.label === "string" ? it.label : it.label.label));
    };
    const dockerfile = await document("Dockerfile");
    const end = dockerfile.lineAt(dockerfile.lineCount - 1).range.end;
    return { instructions: await ask("Dockerfile", end.line, end.character), stages: await ask("Dockerfile", 7, 7) };
  },

  async navigation() {
    const definition = await run("vscode.executeDefinitionProvider", uri("Dockerfile"), new vscode.Position(7, 7));
    const symbols = await run("vscode.executeDocumentSymbolProvider", uri("Dockerfile"));
    return {
      stage: definition.map((it) => (it.targetSelectionRange ?? it.targetRange ?? it.range).start.line),
      symbols: (symbols ?? []).map((it) => it.name),
    };
  },

  async references() {
    await show("Dockerfile");
    const lenses = await run("vscode.executeCodeLensProvider", uri("Dockerfile"), 10);
    const used = lenses.find((it) => it.command?.command);
    await run(used.command.command, ...used.command.arguments);
    await run("closeReferenceSearch");
    return lenses.map((it) => it.command?.title);
  },

  async settings() {
    const settings = vscode.workspace.getConfiguration("plimsoll", uri("Dockerfile"));
    const has = (rule) => plimsolls("Dockerfile").some((it) => it.code.value === rule);
    assert.ok(has("missing-user"));
    await settings.update("ignore", ["missing-user"], vscode.ConfigurationTarget.Workspace);
    await until("the ignored rule is silent", () => !has("missing-user") && plimsolls("Dockerfile").length > 0);
    await settings.update("ignore", undefined, vscode.ConfigurationTarget.Workspace);
    await until("it speaks again", () => has("missing-user"));
    return { defaults: Object.fromEntries(["preset", "path", "select", "ignore"].map((it) => [it, settings.inspect(it).defaultValue])) };
  },

  async becomesTaskDefinition() {
    const editor = await show("new.json");
    await pause(500);
    const before = plimsolls("new.json").length;
    const text = '{ "family": "x", "containerDefinitions": [{ "name": "a", "image": "b:latest", "esential": true }] }';
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
    await until("findings in what is now a task definition", () => plimsolls("new.json").length > 0);
    await run("workbench.action.revertAndCloseActiveEditor");
    return { before };
  },

  async fixAll() {
    const editor = await show("Dockerfile");
    await run("plimsoll.fixAllInFile");
    await until("the safe fix is in the text", () => editor.document.getText().includes("--interval=30s"));
    await until("its finding has gone", () => !plimsolls("Dockerfile").some((it) => it.code.value === "invalid-duration"));
    assert.ok(await editor.document.save());
    return { text: editor.document.getText(), rest: plimsolls("Dockerfile").map((it) => it.code.value) };
  },

  async showRule() {
    await run("plimsoll.showRule", "latest-tag");
    const shown = await until("the page is shown", () =>
      vscode.window.visibleTextEditors.find((it) => it.document.uri.scheme === "plimsoll-rule"),
    );
    return shown.document.getText();
  },

  async restart() {
    await show("Dockerfile");
    const api = vscode.extensions.getExtension("plimsoll.plimsoll").exports;
    await run("plimsoll.restartServer");
    await until("the server runs again", () => api.state() === "running");
    await until("it has found everything again", () => plimsolls("Dockerfile").length > 0);
    return api.state();
  },

  async problemMatcher() {
    await run("workbench.action.closeAllEditors");
    const execution = new vscode.ShellExecution("plimsoll lint --preset strict .");
    const task = new vscode.Task({ type: "shell" }, vscode.TaskScope.Workspace, "lint", "test", execution, "$plimsoll");
    await vscode.tasks.executeTask(task);
    // The server finds the same, but as a note: it does not run with the task's preset.
    return until("the task's findings", () => {
      const found = vscode.languages.getDiagnostics(uri("other/Dockerfile")).map(plain);
      return found.some((it) => it.rule === "unpinned-base-digest" && it.severity === 2) && found;
    });
  },
};

exports.run = async () => {
  try {
    for (const [name, step] of Object.entries(steps)) {
      console.log(`inside: ${name}`);
      report.step = name;
      report[name] = await step();
    }
    delete report.step;
  } catch (error) {
    report.error = `${report.step}: ${error?.stack ?? error}`;
  }
  fs.writeFileSync(`${process.env.PLIMSOLL_RESULT}.new`, JSON.stringify(report, null, 1));
  fs.renameSync(`${process.env.PLIMSOLL_RESULT}.new`, process.env.PLIMSOLL_RESULT);
};

function uri(name) {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, name);
}

function document(name) {
  return vscode.workspace.openTextDocument(uri(name));
}

async function show(name) {
  return vscode.window.showTextDocument(await document(name), { preview: false, viewColumn: vscode.ViewColumn.One });
}

function plimsolls(name) {
  return vscode.languages.getDiagnostics(uri(name)).filter((it) => it.source === "plimsoll");
}

function plain({ range, severity, code, message }) {
  return {
    line: range.start.line,
    column: range.start.character,
    endLine: range.end.line,
    endColumn: range.end.character,
    severity: severity + 1,
    rule: String(typeof code === "object" ? code.value : code),
    message,
  };
}

function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

async function until(what, condition) {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const value = condition();
    if (value) return value;
    await pause(50);
  }
  const here = vscode.window.activeTextEditor?.document.uri;
  const now = here ? vscode.languages.getDiagnostics(here).map((it) => it.message) : [];
  throw new Error(`not after 20 s: ${what}; in ${here}: ${now.join(" | ")}`);
}
