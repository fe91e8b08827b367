// `npm start` on a tree that is built: seconds later the page is served, from a root that says how to isolate it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fromRoot } from "../../lib/paths.mjs";

test("a second start serves the page within 20 seconds", async () => {
  const began = performance.now();
  const child = spawn(process.execPath, [fromRoot(".dev", "start.mjs")], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const over = new Promise((resolve) => child.once("close", resolve));
  try {
    let said = "";
    const url = await new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text) => {
          said += text;
          const address = /manyhands is at (\S+)/.exec(said)?.[1];
          if (address) resolve(address);
        });
      }
      child.once("close", (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
    });
    const seconds = (performance.now() - began) / 1000;
    assert(seconds < 20, `it took ${seconds} s:\n${said}`);
    const response = await fetch(url);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("cross-origin-embedder-policy"), "require-corp");
    assert.match(await response.text(), /<title>/);
  } finally {
    child.kill("SIGTERM");
  }
  assert.equal(await over, 0, "it stops when asked to");
});
