// VS Code as a user sees it: opens files in the workbench, reads what is on the screen, presses keys, and keeps
// pictures. vscode_ui.mjs FOLDER [STEP...]; without steps, those that share a
// project run, one after the other, in one window.

import fs from "node:fs";
import path from "node:path";
import { finish, open, start, until } from "./vscode.mjs";

const [folder, ...wanted] = process.argv.slice(2);
const pictures = process.env.PLIMSOLL_PICTURES;
const report = {};
let page;

/** The parts, in their order; each reports under its name. */
const steps = {
  async findings() {
    await openFile("Dockerfile");
    await page.waitForSelector(".squiggly-error", { timeout: 60_000 });
    await page.keyboard.press("Control+Shift+M");
    await page.waitForSelector(".markers-panel .monaco-list-row");
    await settle();
    await picture("findings");
    return {
      squiggles: await page.locator(".squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint").count(),
      problems: await texts(".markers-panel .monaco-list-row"),
    };
  },

  async hover() {
    await page.keyboard.press("Control+J"); // the panel makes room
    await goTo("12:24");
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+I");
    const onFinding = await hoverText();
    await picture("hover-finding");
    await page.keyboard.press("Escape");
    await goTo("12:3");
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+I");
    const onInstruction = await hoverText();
    await picture("hover");
    await page.keyboard.press("Escape");
    return { onFinding, onInstruction };
  },

  async fix() {
    await goTo("12:24");
    const actions = await quickFixes();
    await picture("fix");
    await take("Take it for seconds");
    return { actions, ...(await save("Dockerfile", (text) => text.includes("--interval=30s --timeout=5s"))) };
  },

  async completion() {
    await goTo("13:28");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    const instructions = await proposalsFor("HEAL");
    await page.keyboard.press("Tab");
    const line = await until("the proposal is in the text", 10_000, async () => {
      const lines = await texts(".monaco-editor .view-line");
      return lines.find((it) => it.startsWith("HEALTHCHECK") && !it.includes("--interval=30s"));
    });
    const flags = await proposalsFor("--");
    await picture("completion");
    await undoAll();
    return { instructions, line, flags };
  },

  async taskDefinition() {
    await openFile("task-definition.json");
    await page.waitForSelector(".squiggly-error", { timeout: 30_000 });
    await goTo("4:6");
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+I");
    const hover = await hoverText();
    await picture("task-definition");
    await page.keyboard.press("Escape");

    await goTo("6:1");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    const proposals = await proposalsFor('"ru');
    await picture("task-definition-completion");
    await undoAll();

    await goTo("16:43");
    const actions = await quickFixes();
    await take("Take the quotes away");
    return { hover, proposals, actions, ...(await save("task-definition.json", (text) => text.includes('"containerPort": 8080'))) };
  },

  async status() {
    const item = page.locator(".statusbar-item", { hasText: "plimsoll" });
    const text = await item.first().innerText();
    await item.first().locator("a").click();
    const output = await until("the output is shown", 10_000, async () => {
      const lines = await texts(".part.panel .view-line");
      return lines.some((it) => it.includes("plimsoll")) && lines;
    });
    await picture("output");
    return { text, output };
  },
};

/** Parts that need a project of their own; they run only when they are named. */
const apart = {
  /** The first image by its quick fix, then all with the command. The registry is one of this machine. */
  async pin() {
    await openFile("Dockerfile");
    await page.waitForSelector(".squiggly-info", { timeout: 60_000 });
    await goTo("2:6");
    const actions = await quickFixes();
    await picture("pin");
    await take("to its digest");
    const digests = (text) => text.split("@sha256:").length - 1;
    const { saved: one } = await save("Dockerfile", (text) => digests(text) === 1);
    await page.keyboard.press("F1");
    await page.waitForSelector(".quick-input-widget:visible input");
    await page.keyboard.type("plimsoll: Pin Images", { delay: 15 });
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Pin Images of This File" }).first().waitFor();
    await page.keyboard.press("Enter");
    const { saved: all } = await save("Dockerfile", (text) => digests(text) === 2);
    return { actions, one, all };
  },
};

/** A window in which the program is not found until the settings name it. */
async function missing(server, program) {
  await openFile("Dockerfile");
  const toast = page.locator(".notification-toast", { hasText: "plimsoll" });
  await toast.waitFor({ timeout: 30_000 });
  const message = await toast.innerText();
  const label = () => page.locator(".statusbar-item", { hasText: "plimsoll" }).first().getAttribute("aria-label");
  const before = await label();
  await picture("missing");
  server.setOnMachine({ "plimsoll.path": program });
  await page.waitForSelector(".squiggly-error", { timeout: 60_000 });
  await until("the server runs", 10_000, async () => (await label()).includes("running"));
  return { message, before, after: await label() };
}

async function openFile(name) {
  await page.keyboard.press("Control+P");
  await page.waitForSelector(".quick-input-widget:visible input");
  await page.keyboard.type(name, { delay: 15 });
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await page.waitForSelector(".monaco-editor .view-line");
}

async function goTo(place) {
  await page.keyboard.press("Control+G");
  await page.waitForSelector(".quick-input-widget:visible input");
  await page.keyboard.type(place);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".quick-input-widget", { state: "hidden" });
}

async function hoverText() {
  const hover = page.locator(".monaco-hover:not(.hidden) .monaco-hover-content").first();
  await hover.waitFor({ timeout: 20_000 });
  await until("the hover is complete", 10_000, async () => !(await hover.innerText()).includes("Loading"));
  await settle();
  return hover.innerText();
}

async function proposalsFor(typed) {
  await page.keyboard.type(typed, { delay: 60 });
  await page.waitForSelector(".suggest-widget.visible .monaco-list-row", { timeout: 20_000 });
  await settle();
  return texts(".suggest-widget.visible .monaco-list-row");
}

async function undoAll() {
  await page.keyboard.press("Escape");
  for (let at = 0; at < 20 && (await isDirty()); at++) await page.keyboard.press("Control+Z");
}

async function quickFixes() {
  await page.keyboard.press("Control+.");
  await page.waitForSelector(".action-widget .monaco-list-row", { timeout: 20_000 });
  await settle();
  return texts(".action-widget .monaco-list-row");
}

/** Takes the action from the open menu, with the keyboard. */
async function take(title) {
  const focused = page.locator(".action-widget .monaco-list-row.focused");
  for (let at = 0; !(await focused.innerText()).includes(title); at++) {
    if (at > 20) throw new Error(`no action "${title}"`);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

/** Saves the active file; the workbench writes in its own time. */
async function save(name, isAsWanted) {
  await until("the edit is in the text", 10_000, isDirty);
  await page.keyboard.press("Control+S");
  const file = path.join(folder, name);
  await until(`${name} is saved with the fix`, 20_000, () => isAsWanted(fs.readFileSync(file, "utf8")));
  return { saved: fs.readFileSync(file, "utf8") };
}

async function isDirty() {
  return (await page.locator(".tab.active.dirty").count()) > 0;
}

async function texts(selector) {
  const all = await page.locator(selector).allInnerTexts();
  return all.map((it) => it.replace(/[\s\u00a0]+/g, " ").trim()).filter(Boolean);
}

/** Gives the workbench the time to draw what it has announced. */
async function settle() {
  await page.waitForTimeout(500);
}

async function picture(name) {
  await page.mouse.move(620, 5);
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

const isMissing = wanted[0] === "missing";
try {
  const server = await start(isMissing ? { searchPath: process.env.PLIMSOLL_OTHER_PATH } : {});
  const window = await open(server.port, folder);
  page = window.page;
  await page.waitForSelector(".monaco-workbench .part.editor", { timeout: 60_000 });
  if (isMissing) {
    report.missing = await missing(server, wanted[1]);
  } else {
    for (const name of wanted.length ? wanted : Object.keys(steps)) {
      const begin = Date.now();
      console.log(name);
      report[name] = await (steps[name] ?? apart[name])();
      console.log(`${name}: ${Date.now() - begin} ms`);
    }
  }
  report.outside = window.outside;
} catch (error) {
  report.error = String(error?.stack ?? error);
  if (page) await picture("failed").catch(() => undefined);
}
finish(report);
