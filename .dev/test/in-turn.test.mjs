// What the benchmarks' comparisons rest on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Absent, faults, reason } from "../../benches/lib/absent.mjs";
import { compare, inTurn } from "../../benches/lib/in-turn.mjs";

/** Nobody else is at work, and two rounds do. */
const alone = { times: 2, before: async () => 0, after: async () => 0 };

/** A party whose runs give these rates, the first of which is its warm-up. */
const party = (/** @type {string} */ name, /** @type {number[]} */ rates, log = /** @type {string[]} */ ([])) => ({
  name,
  measure: async () => {
    log.push(name);
    return { rate: /** @type {number} */ (rates.shift()), checksum: 7 };
  },
});

test("parties are measured in turn, and the first round does not count", async () => {
  /** @type {string[]} */
  const log = [];
  const taken = await inTurn("test", { a: party("A", [1, 20, 30], log), b: party("B", [1, 10, 10], log) }, alone);
  assert.deepEqual(log, ["A", "B", "A", "B", "A", "B"]);
  assert.deepEqual(taken("a", "rate"), { who: "A", others: 0, values: [20, 30] });
});

test("a ratio is each round's own, and its median is held against the target", () => {
  const ours = { who: "ours", others: 0.5, values: [10, 40, 60] };
  const peer = { who: "peer", others: 0.5, values: [10, 20, 20] };
  const row = compare("test", "tasks/s", ours, peer, 2);
  assert.deepEqual(row.ratios, [1, 2, 3]);
  assert.equal(row.met, true);
  assert.equal(compare("test", "tasks/s", ours, peer, 2.1).met, false);
  assert.equal(compare("test", "tasks/s", ours, peer).met, undefined);
});

test("what is absent leaves its cells open, and the others are measured", async () => {
  const absent = { name: "B", measure: () => Promise.reject(new Absent("there is no B\n    at somewhere")) };
  const taken = await inTurn("test", { a: party("A", [1, 2, 3]), b: absent }, alone);
  assert.deepEqual(taken("b", "rate"), { who: "B", others: 0, values: [], missing: "there is no B" });
  const row = compare("test", "tasks/s", taken("a", "rate"), taken("b", "rate"), 2);
  assert.deepEqual([row.ours.values, row.ratios, row.met], [[2, 3], [], undefined]);
  assert.deepEqual(faults(), []);
});

test("what fails is tried again; what fails twice leaves its cells open, and is a fault", async () => {
  let calls = 0;
  const measure = async () => {
    calls += 1;
    if (calls === 2 || calls > 3) throw new Error("it broke");
    return { rate: calls };
  };
  const taken = await inTurn("test", { a: { name: "A", measure }, b: party("B", [1, 2, 3]) }, alone);
  assert.deepEqual(taken("a", "rate"), { who: "A", others: 0, values: [], missing: "it broke" });
  assert.equal(calls, 5);
  assert.deepEqual(faults(), ["test, A: it broke"]);
});

test("whoever computes something else than the others stops the benchmark", async () => {
  const wrong = { name: "B", measure: async () => ({ rate: 1, checksum: 8 }) };
  await assert.rejects(inTurn("test", { a: party("A", [1, 2]), b: wrong }, alone), /A computed 7, B 8/);
});

test("a reason is a line, without where it was thrown", () => {
  assert.equal(reason(new Error("page.evaluate: ManyhandsError: no such lesson\n    at x")), "no such lesson");
  assert.equal(reason(Object.assign(new Error("Command failed: x"), { stderr: "error: bad\n" })), "bad");
  assert.equal(reason(Object.assign(new Error("Command failed: x"), { signal: "SIGKILL" })), "it was ended by SIGKILL");
});
