// Bundles the extension into out/extension.js, and writes out/NOTICES.txt: the licences of what went into it.
// With --tests, bundles the unit tests into out/test instead; they run without VS Code.

import { build } from "esbuild";
import fs from "node:fs";
import path from "node:path";

const common = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node18",
  external: ["vscode"],
  metafile: true,
  logLevel: "warning",
};

if (process.argv.includes("--tests")) {
  const tests = fs.readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: "out/test" });
} else {
  const result = await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "out/extension.js", minify: true });
  fs.writeFileSync("out/NOTICES.txt", notices(Object.keys(result.metafile.inputs)));
}

/** The licence of each package that one of the bundled files is of. Fails on a licence that nobody looked at. */
function notices(inputs) {
  const allowed = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];
  const folders = new Set();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) folders.add(found[1]);
  }
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    if (!allowed.includes(license)) throw new Error(`${name} has the licence ${license}`);
    const file = fs.readdirSync(folder).find((name) => /^licen[sc]e/i.test(name));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${fs.readFileSync(path.join(folder, file), "utf8").trim()}\n`;
  });
  return `The extension contains:\n\n${parts.join("\n" + "-".repeat(80) + "\n\n")}`;
}
