// Which JSON files the server gets to see.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerForUnknown, isForServer } from "../src/gate";

const json = (fileName: string, text: string) => ({ languageId: "json", fileName, text: () => text });

test("a Dockerfile and a requirements file pass unread", () => {
  const unread = () => assert.fail("read");
  assert.ok(isForServer({ languageId: "dockerfile", fileName: "/a/Dockerfile", text: unread }, false));
  assert.ok(isForServer({ languageId: "pip-requirements", fileName: "/a/requirements.txt", text: unread }, false));
});

test("a task definition passes by its text", () => {
  assert.ok(isForServer(json("/a/web.json", '{"family": "web", "containerDefinitions": [ ${sidecar} ]}'), false));
  assert.ok(!isForServer(json("/a/package.json", '{"name": "web"}'), false));
  assert.ok(!isForServer(json("/a/large.json", `{"x": "${"y".repeat(2 ** 20)}", "containerDefinitions": []}`), false));
});

test("an empty task definition passes by its name", () => {
  for (const name of ["task-definition.json", "taskdef.json", "web.task_def.json", "task-def-web.json", "container-definitions.json"]) {
    assert.ok(isForServer(json(`/a/${name}`, ""), false), name);
  }
  for (const name of ["tasks.json", "definitions.json", "task-definition.json/other.json", "multitaskdefault.json"]) {
    assert.ok(!isForServer(json(`/a/${name}`, ""), false), name);
  }
});

test("the user's globs let a file pass", () => {
  assert.ok(isForServer(json("/a/deploy/web.json", "{}"), true));
});

test("a request about an unknown file has an answer that the client takes", () => {
  assert.deepEqual(answerForUnknown("textDocument/diagnostic"), { kind: "full", items: [] });
  assert.equal(answerForUnknown("textDocument/hover"), null);
});
