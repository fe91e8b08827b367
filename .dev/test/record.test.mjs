// Recorded runs: what is written, and which run is none to be shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { packed } from "../record/file.mjs";
import { objection } from "../record/points.mjs";

/** @param {string} lesson @param {object} result @param {object} [metrics] */
const record = (lesson, result, metrics = {}) => ({
  lesson,
  params: { permits: 2 },
  output: [],
  result: /** @type {any} */ (result),
  metrics: { wall_ms: 1, workers: 2, ...metrics },
  environment: /** @type {const} */ ({
    door: "api",
    threads: "shared-memory",
    logical_processors: 2,
    clock_uncertainty_us: 5,
  }),
  artifacts: [],
});

test("the same run gives the same bytes, which say nothing of when and where they were written", () => {
  const recording = {
    lesson: "race",
    browser: "Chromium",
    version: "156",
    recorded: "2026-11-28",
    processors: 2,
    params: {},
    listing: "",
    events: [],
    record: record("race", { lost: 3 }),
  };
  const bytes = packed(recording);
  assert.deepEqual(packed(structuredClone(recording)), bytes);
  assert.deepEqual([...bytes.subarray(4, 8), bytes[9]], [0, 0, 0, 0, 255]);
  assert.deepEqual(JSON.parse(gunzipSync(bytes).toString()), recording);
});

test("a run that does not show the lesson's point is not recorded, and why is said", () => {
  assert.equal(objection(record("race", { lost: 3 }, { lost_update: {} }), []), undefined);
  assert.match(objection(record("race", { lost: 0 }), []) ?? "", /does not show lost updates/);
  const full = record("semaphore", { max_inside: 2 });
  assert.match(objection(full, []) ?? "", /others who wait/);
  assert.equal(objection(full, [{ kind: "wait", t_us: 1, worker: 3, on: "a permit" }]), undefined);
});

test("nor is one that could not measure something, whatever the lesson", () => {
  const unmeasured = { "gil.speedup": { why: "scatter" } };
  assert.match(objection(record("generators", {}, { unmeasured }), []) ?? "", /gil\.speedup/);
  assert.equal(objection(record("generators", {}, { unmeasured: {} }), []), undefined);
  assert.match(objection(record("generators", {}, { events_left_out: 7 }), []) ?? "", /7 events/);
});
