// What the benchmark of pi takes for a measurement.

import assert from "node:assert/strict";
import { test } from "node:test";
import { believe, counting } from "../../benches/lib/counting.mjs";

const quarter = Math.PI / 4;

test("points are thrown until they take long enough, and as many from then on", async () => {
  /** @type {number[]} */
  const asked = [];
  const { measure } = counting("A", async (points) => {
    asked.push(points);
    return { points, inside: Math.round(points * quarter), seconds: points / 1e8 };
  });
  assert.deepEqual(await measure(), { rate: 1e8 });
  assert.deepEqual(asked, [20e6, 70e6]);
  await measure();
  assert.deepEqual(asked, [20e6, 70e6, 70e6]);
});

test("what counts in portions may count more than it was asked for", async () => {
  const { measure } = counting("A", async (points) => {
    const thrown = Math.ceil(points / 2e7) * 2e7;
    return { points: thrown, inside: Math.round(thrown * quarter), seconds: thrown / 4.1e7 };
  });
  assert.deepEqual(await measure(), { rate: 4.1e7 });
});

test("an estimate that chance does not explain stops the benchmark", () => {
  const points = 1e8;
  const sigma = Math.sqrt(points * quarter * (1 - quarter));
  believe("A", { points, inside: points * quarter + 3 * sigma, seconds: 1 });
  assert.throws(() => believe("A", { points, inside: points * quarter + 8 * sigma, seconds: 1 }), /A counted/);
});
