// A command that is stopped leaves nothing behind that it started.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { fromRoot } from "../lib/paths.mjs";

/** A program that starts one of its own, says so, and does not end for ten minutes. */
const endless = `
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 600_000)"], { stdio: "inherit" });
  child.once("spawn", () => console.log("both run"));
  setTimeout(() => {}, 600_000);`;

for (const [how, call] of [
  ["is seen", "run(process.execPath, args)"],
  ["is seen beside others", 'within("one", () => run(process.execPath, args))'],
  ["is seen and read", "runAndRead(process.execPath, args)"],
])
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ]))
    test(`${signal} ends a program whose output ${how}, and what that started`, { timeout: 60_000 }, async () => {
      const at = (/** @type {string} */ name) => JSON.stringify(pathToFileURL(fromRoot(".dev", "lib", name)).href);
      const script = `
        import { within } from ${at("beside.mjs")};
        import { run, runAndRead } from ${at("run.mjs")};
        const args = ["-e", ${JSON.stringify(endless)}];
        await ${call};`;
      const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let said = "";
      for await (const text of child.stdout.setEncoding("utf8")) {
        said += text;
        if (said.includes("both run") && !child.killed) child.kill(signal);
      }
      // The pipe closes when the last of them has ended that could write to it.
      if (child.exitCode === null) await once(child, "exit");
      assert.equal(child.exitCode, code);
    });

test("a command that exits ends what it waits for no longer", { timeout: 60_000 }, async () => {
  const script = `
    import { run } from ${JSON.stringify(pathToFileURL(fromRoot(".dev", "lib", "run.mjs")).href)};
    void run(process.execPath, ["-e", ${JSON.stringify(endless)}]);
    process.stdin.once("data", () => process.exit(3));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const over = once(child, "close");
  child.stdout.once("data", () => child.stdin.write("exit"));
  assert.deepEqual(await over, [3, null]);
});
