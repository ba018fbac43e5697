// Where the program is looked for, with real files.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { findBinary, type Places } from "../src/binary";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "plimsoll-"));
process.on("exit", () => fs.rmSync(root, { recursive: true }));

function program(...parts: string[]): string {
  const file = path.join(root, ...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
  return file;
}

function places(changed: Partial<Places>): Places {
  const none = path.join(root, "none");
  return { setting: undefined, searchPath: none, extension: none, workspace: undefined, platform: "linux", arch: "x64", ...changed };
}

const set = program("set", "mine");
const onPath = program("path", "plimsoll");
const bundled = program("extension", "bin", "linux-x64", "plimsoll");
const all = { setting: set, searchPath: path.dirname(onPath), extension: path.join(root, "extension") };

test("the setting comes first, then the PATH, then the extension", () => {
  assert.deepEqual(findBinary(places(all)), { found: true, file: set, origin: "setting" });
  assert.deepEqual(findBinary(places({ ...all, setting: undefined })), { found: true, file: onPath, origin: "path" });
  const last = findBinary(places({ ...all, setting: undefined, searchPath: "" }));
  assert.deepEqual(last, { found: true, file: bundled, origin: "bundled" });
});

test("a setting that is wrong is said, although the PATH has one", () => {
  const missing = findBinary(places({ ...all, setting: path.join(root, "gone") }));
  assert.ok(!missing.found && missing.reason.endsWith("gone, which does not exist"), JSON.stringify(missing));
  const folder = findBinary(places({ ...all, setting: root }));
  assert.ok(!folder.found && folder.reason.endsWith("which is not a program"), JSON.stringify(folder));
});

test("a relative setting starts at the workspace", () => {
  const found = findBinary(places({ setting: "set/mine", workspace: root }));
  assert.deepEqual(found, { found: true, file: set, origin: "setting" });
});

test("a relative entry of the PATH does not count", () => {
  const before = process.cwd();
  process.chdir(root);
  try {
    assert.equal(findBinary(places({ searchPath: "path:." })).found, false);
  } finally {
    process.chdir(before);
  }
});

test("what is not executable does not count, nor a program for another machine", () => {
  const plain = path.join(root, "plain", "plimsoll");
  fs.mkdirSync(path.dirname(plain));
  fs.writeFileSync(plain, "text", { mode: 0o644 });
  assert.equal(findBinary(places({ searchPath: path.dirname(plain) })).found, false);
  assert.equal(findBinary(places({ ...all, setting: undefined, searchPath: "", arch: "arm64" })).found, false);
});

test("where it looked is told", () => {
  const nothing = findBinary(places({ searchPath: "/a:/b" }));
  assert.ok(!nothing.found);
  assert.deepEqual(nothing.looked, ["/a", "/b", path.join(root, "none", "bin", "linux-x64", "plimsoll")]);
});
