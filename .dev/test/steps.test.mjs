// Steps in order and beside each other, as a command prints them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { fromRoot } from "../lib/paths.mjs";

/** What a command prints that does these steps. @param {string} steps the array's source */
async function printed(steps) {
  const at = (/** @type {string} */ name) => JSON.stringify(pathToFileURL(fromRoot(".dev", "lib", name)).href);
  const script = `
    import { doSteps } from ${at("steps.mjs")};
    import { run } from ${at("run.mjs")};
    import { runMain } from ${at("failure.mjs")};
    const say = (word) => run(process.execPath, ["-e", \`process.stdout.write(\${JSON.stringify(word)})\`]);
    await runMain(() => doSteps(${steps}));`;
  const child = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  const { stdout, stderr } = await child.catch((error) => error);
  return {
    lines: stdout
      .trim()
      .replaceAll(/\d+:\d\d/g, "TIME")
      .split("\n"),
    stderr,
  };
}

test("one after the other, each is told with its number; what is up to date is not done", async () => {
  const { lines } = await printed(`[
    { name: "first", run: () => say("a\\n") },
    { name: "second", upToDate: () => "it is here", run: () => say("never\\n") },
    { name: "third", run: () => "done well" },
    { name: "first", run: () => say("never\\n") },
  ]`);
  assert.deepEqual(lines, [
    "[1/3 TIME] first …",
    "a",
    "[2/3 TIME] second: it is here",
    "[3/3 TIME] third …",
    "    done well",
  ]);
});

test("beside each other, a line says whose it is, and all end before a failure is told", async () => {
  const { lines, stderr } = await printed(`[
    [
      { name: "first", label: "one", run: async () => { await say("a\\nb"); throw new Error("it broke"); } },
      { name: "second", label: "two", run: async () => { await new Promise((go) => setTimeout(go, 300)); await say("c"); } },
    ],
    { name: "third", run: () => say("never") },
  ]`);
  assert.deepEqual(lines, [
    "[1/3 TIME] first …",
    "[2/3 TIME] second …",
    "    one | a",
    "    one | b",
    "    two | c",
    "    two: done in TIME",
  ]);
  assert.match(stderr, /it broke/);
});
