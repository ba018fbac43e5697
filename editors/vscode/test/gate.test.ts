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

test("carriers pass by their text, whatever language an extension gives them", () => {
  const file = (languageId: string, fileName: string, text: string) => isForServer({ languageId, fileName, text: () => text }, false);
  const task = 'resource "aws_ecs_task_definition" "web" {}';
  assert.ok(file("terraform", "/a/main.tf", task) && file("plaintext", "/a/main.tf", task));
  assert.ok(!file("terraform", "/a/main.tf", 'resource "aws_s3_bucket" "web" {}'));
  assert.ok(file("yaml", "/a/t.yaml", "Type: AWS::ECS::TaskDefinition") && file("plaintext", "/a/t.template", "AWS::ECS::TaskDefinition"));
  assert.ok(!file("yaml", "/a/values.yaml", "image: web"));
  const workflow = "uses: aws-actions/amazon-ecs-render-task-definition@v1";
  assert.ok(file("github-actions-workflow", "/a/.github/workflows/deploy.yml", workflow));
  assert.ok(!file("github-actions-workflow", "/a/.github/workflows/test.yml", "uses: actions/checkout@v4"));
});

test("Compose and Bake files pass by their names", () => {
  for (const name of ["compose.yaml", "docker-compose.prod.yml", "docker-bake.hcl", "docker-bake.json"]) {
    assert.ok(isForServer({ languageId: "plaintext", fileName: `/a/${name}`, text: () => assert.fail("read") }, false), name);
  }
  assert.ok(!isForServer({ languageId: "yaml", fileName: "/a/my-compose-values.yaml", text: () => "" }, false));
});

test("a service definition passes by its name and text", () => {
  assert.ok(isForServer(json("/a/ecs-service-def.json", '{"launchType": "FARGATE"}'), false));
  assert.ok(!isForServer(json("/a/service.json", '{"name": "web"}'), false));
  assert.ok(!isForServer(json("/a/other.json", '{"launchType": "FARGATE"}'), false));
});

test("the user's globs let a file pass", () => {
  assert.ok(isForServer(json("/a/deploy/web.json", "{}"), true));
});

test("a request about an unknown file has an answer that the client takes", () => {
  assert.deepEqual(answerForUnknown("textDocument/diagnostic"), { kind: "full", items: [] });
  assert.equal(answerForUnknown("textDocument/hover"), null);
});
