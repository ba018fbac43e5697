// Runs inside/index.js in VS Code's extension host, beside the packaged extension. vscode_inside.mjs FOLDER

import fs from "node:fs";
import path from "node:path";
import { finish, open, start, until } from "./vscode.mjs";

const folder = process.argv[2];
const result = path.join(process.env.HOME, "inside.json");
let report;
try {
  const server = await start({ env: { PLIMSOLL_RESULT: result } });
  const inside = `vscode-remote://127.0.0.1:${server.port}${path.resolve(import.meta.dirname, "../inside")}`;
  const payload = JSON.stringify([["extensionDevelopmentPath", inside], ["extensionTestsPath", `${inside}/index.js`]]);
  const { page } = await open(server.port, folder, `&payload=${encodeURIComponent(payload)}`);
  page.on("console", (message) => console.log(message.text().slice(0, 300)));
  await until("the tests inside have ended", 150_000, () => fs.existsSync(result)).catch(async (error) => {
    if (process.env.PLIMSOLL_PICTURES) await page.screenshot({ path: path.join(process.env.PLIMSOLL_PICTURES, "inside-failed.png") });
    throw error;
  });
  report = JSON.parse(fs.readFileSync(result, "utf8"));
} catch (error) {
  report = { error: String(error?.stack ?? error) };
}
finish(report);
