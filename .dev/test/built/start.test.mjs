// `npm start` on a tree that is built: seconds later the page is served, from a root that says how to isolate it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fromRoot } from "../../lib/paths.mjs";
import { addressOf } from "../served.mjs";

test("a second start serves the page within 20 seconds", async () => {
  const began = performance.now();
  const child = spawn(process.execPath, [fromRoot(".dev", "start.mjs")], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const over = new Promise((resolve) => child.once("close", resolve));
  try {
    const url = await addressOf(child);
    const seconds = (performance.now() - began) / 1000;
    assert(seconds < 20, `it took ${seconds} s`);
    const response = await fetch(url);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("cross-origin-embedder-policy"), "require-corp");
    assert.match(await response.text(), /<title>/);
  } finally {
    child.kill("SIGTERM");
  }
  assert.equal(await over, 0, "it stops when asked to");
});
