// Starts code-server with the packaged extension, and a browser on it. What both drivers of VS Code need.
//
// Everything is below one home folder; nothing leaves the machine, and what would is told.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";

const tools = path.resolve(process.env.PLIMSOLL_TOOLS);
const home = process.env.HOME;
const { chromium } = createRequire(path.join(tools, "code-server/node_modules/x.js"))("playwright-core");

const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.layoutControl.enabled": false,
  "window.commandCenter": false,
  "window.restoreWindows": "none",
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.commandCenter.enabled": false,
  "editor.minimap.enabled": false,
  "editor.fontFamily": "DejaVu Sans Mono",
  "editor.fontSize": 13,
  "editor.unicodeHighlight.ambiguousCharacters": false,
  "files.autoSave": "off",
  "files.hotExit": "off",
  "json.schemaDownload.enable": false,
  "task.allowAutomaticTasks": "off",
};

/** Starts code-server with the extension. `searchPath` replaces the PATH. */
export async function start({ searchPath = process.env.PATH, env = {} } = {}) {
  const user = path.join(home, "code-server");
  const config = path.join(user, "config.yaml");
  const write = (scope, settings) => {
    const file = path.join(user, "data", scope, "settings.json");
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(settings, null, 2));
  };
  write("User", SETTINGS);
  write("Machine", {});
  fs.writeFileSync(config, "");

  // VS Code takes the PATH for extensions from a login shell.
  fs.writeFileSync(path.join(home, ".profile"), `PATH='${searchPath}'\n`);

  const node = path.join(tools, "code-server/node-bin");
  const program = path.join(tools, "code-server/node_modules/code-server/out/node/entry.js");
  const common = [program, "--user-data-dir", path.join(user, "data"), "--extensions-dir", path.join(user, "extensions"), "--config", config];
  const environment = { ...process.env, ...env, PATH: searchPath };
  const installed = spawnSync(node, [...common, "--install-extension", path.join(tools, "extension/plimsoll.vsix")], { env: environment, encoding: "utf8" });
  if (installed.status !== 0) throw new Error(`the extension was not installed:\n${installed.stdout}${installed.stderr}`);

  const port = await freePort();
  const log = fs.openSync(path.join(home, "code-server.log"), "a");
  const child = spawn(
    node,
    [...common, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", "--disable-getting-started-override"],
    { env: environment, stdio: ["ignore", log, log], detached: true },
  );
  // The workbench starts processes of its own; all are of one group.
  const stop = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  process.on("exit", stop);
  process.on("SIGTERM", () => process.exit(1));
  await until("code-server answers", 60_000, async () => {
    if (child.exitCode !== null) throw new Error(`code-server ended: ${fs.readFileSync(path.join(home, "code-server.log"), "utf8")}`);
    return fetch(`http://127.0.0.1:${port}/healthz`).then((it) => it.ok, () => false);
  });
  // What belongs to a machine, such as paths, is not read from the user's settings.
  return { port, stop, setOnMachine: (settings) => write("Machine", settings) };
}

/** Opens the workbench. `outside` collects what it would have loaded from elsewhere. */
export async function open(port, folder, query = "") {
  const browser = await chromium.launch({
    executablePath: process.env.PLIMSOLL_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  process.on("exit", () => browser.process?.()?.kill());
  const context = await browser.newContext({ viewport: { width: 1240, height: 760 }, colorScheme: "light" });
  const page = await context.newPage();
  const outside = [];
  await page.route(/^(https?|wss?):/, (route) => {
    const { hostname } = new URL(route.request().url());
    if (hostname === "127.0.0.1" || hostname === "localhost" || hostname.endsWith(".localhost")) return route.continue();
    outside.push(route.request().url());
    return route.abort();
  });
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}${query}`);
  return { browser, page, outside };
}

/** Asks until `condition` holds, and gives back what it gives. */
export async function until(what, limit, condition) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not after ${limit / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Writes the report and ends. */
export function finish(report) {
  fs.writeFileSync(process.env.PLIMSOLL_REPORT, JSON.stringify(report, null, 1));
  process.exit(report.error ? 1 : 0);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
