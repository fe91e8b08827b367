// The soak in short: each of its deeds is done, and nothing goes wrong in them. `npm run soak` goes on for long enough to count.

import assert from "node:assert/strict";
import { test } from "node:test";
import { soak } from "../../.dev/soak/soak.mjs";
import { browserName, sample } from "./browsers.mjs";

const [rounds] = sample([2], [1]);

test("some rounds of strangers' hands leave no run without its record or its error", {
  skip: process.platform !== "linux" && "it counts in /proc",
}, async () => {
  /** @type {string[]} */
  const said = [];
  const report = await soak({
    browser: /** @type {"chromium" | "firefox"} */ (browserName),
    seed: "page",
    rounds,
    runs: 2,
    frameCount: 3,
    say: (line) => said.push(line),
  });
  assert.deepEqual(report.faults, []);
  assert.equal(said.length, rounds);
  // Of each round: two runs and a hidden one, a visit, one after a reload, two around an update, three in frames; and two counts.
  const all = Object.values(report.outcomes).reduce((sum, count) => sum + count, 0);
  assert.equal(all, rounds * (2 + 1 + 1 + 1 + 2 + 3) + 3);
  assert.ok(report.outcomes.record >= rounds * (1 + 2 + 3) + 3);
  assert.equal(report.counts.length, 6);
  for (const { what, first, last } of report.counts) assert.ok(first >= 0 && last >= 0, what);
  assert.ok(report.counts.some(({ what, last }) => what === "workers of the browser" && last > 0));
});
