// The soak's own parts: its lots fall the same way again, what it draws is allowed or is not, and what it says of a run and of
// what is held.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fromRoot } from "../lib/paths.mjs";
import { read } from "../lib/run.mjs";
import { compared } from "../soak/allowance.mjs";
import { held, treeOf } from "../soak/counts.mjs";
import { allowed, Lots, notAllowed, setting } from "../soak/lots.mjs";
import { objection } from "../soak/outcome.mjs";

/** @type {import("../soak/lots.mjs").Schema} */
const schema = {
  type: "object",
  properties: {
    workers: { type: "integer", minimum: 1, maximum: 64 },
    part: { type: "number", minimum: 0.1, maximum: 1, default: 0.5 },
    guard: { oneOf: [{ const: "none" }, { const: "lock" }] },
    text: { type: ["string", "null"], maxLength: 5 },
    tasks: {
      type: "array",
      minItems: 1,
      maxItems: 3,
      items: {
        type: "object",
        required: ["name"],
        properties: { name: { type: "string", minLength: 1, maxLength: 4 } },
      },
    },
  },
};
const lessons = [
  { id: "one", schema },
  { id: "two", schema },
];

test("the same seed draws the same, another one something else", () => {
  /** @param {string} seed */
  const drawn = (seed) => {
    const lots = new Lots(seed);
    return JSON.stringify(Array.from({ length: 50 }, () => setting(lots, lessons)));
  };
  assert.equal(drawn("7"), drawn("7"));
  assert.notEqual(drawn("7"), drawn("8"));
});

test("what is drawn lies within the schema's bounds, and every choice comes", () => {
  const lots = new Lots("bounds");
  const { workers, part, guard, text, tasks } = /** @type {Record<string, import("../soak/lots.mjs").Schema>} */ (
    schema.properties
  );
  const guards = new Set();
  for (let times = 0; times < 500; times++) {
    const number = Number(allowed(lots, workers));
    assert.ok(Number.isInteger(number) && number >= 1 && number <= 8, String(number));
    const some = Number(allowed(lots, part));
    assert.ok(some >= 0.1 && some <= 1, String(some));
    guards.add(allowed(lots, guard));
    const said = allowed(lots, text);
    assert.ok(said === null || (typeof said === "string" && said.length <= 5));
    const list = /** @type {{name: string}[]} */ (allowed(lots, tasks));
    assert.ok(list.length >= 1 && list.length <= 3 && list.every(({ name }) => name.length >= 1 && name.length <= 4));
  }
  assert.deepEqual([...guards].sort(), ["lock", "none"]);
});

test("what is not allowed is so by its kind or its bounds", () => {
  const lots = new Lots("wrong");
  const whole = { type: "integer", minimum: 1, maximum: 64 };
  for (let times = 0; times < 200; times++) {
    const value = notAllowed(lots, whole);
    assert.ok(!Number.isInteger(value) || Number(value) < 1 || Number(value) > 64, String(value));
    assert.notEqual(typeof notAllowed(lots, { type: "string" }), "string");
    assert.ok(!["none", "lock"].includes(String(notAllowed(lots, { oneOf: [{ const: "none" }, { const: "lock" }] }))));
  }
});

test("a run has to end with its record, or an error with a name and words for a reader", () => {
  const right = { isSpoilt: false };
  const spoilt = { isSpoilt: true };
  for (const [asked, outcome] of /** @type {[{isSpoilt: boolean}, import("../soak/outcome.mjs").Outcome][]} */ ([
    [right, { kind: "record", isStopped: false }],
    [right, { kind: "record", isStopped: true }],
    [right, { kind: "cancelled", message: "The run was stopped.", isStopped: true }],
    [right, { kind: "unsupported", message: "There is no GPU here.", isStopped: false }],
    [spoilt, { kind: "invalid-parameter", message: "workers: 0 is not allowed", isStopped: false }],
    [spoilt, { kind: "cancelled", message: "The run was stopped.", isStopped: true }],
  ]))
    assert.equal(objection(asked, outcome), undefined, JSON.stringify(outcome));
  for (const [asked, outcome] of /** @type {[{isSpoilt: boolean}, import("../soak/outcome.mjs").Outcome][]} */ ([
    [right, { kind: "never", isStopped: true }],
    [right, { message: "boom", isStopped: false }],
    [right, { kind: "failed", message: "", isStopped: false }],
    [right, { kind: "failed", message: "x is undefined", isStopped: false }],
    [right, { kind: "failed", message: "panicked at src/lib.rs", isStopped: false }],
    [right, { kind: "cancelled", message: "The run was stopped.", isStopped: false }],
    [spoilt, { kind: "record", isStopped: false }],
    [spoilt, { kind: "failed", message: "It went wrong.", isStopped: false }],
  ]))
    assert.equal(typeof objection(asked, outcome), "string", JSON.stringify(outcome));
});

test("more is told, and noise is not", () => {
  const first = { megabytes: 800, workers: 20, descriptors: 400 };
  const isMore = (/** @type {Partial<typeof first>} */ more) =>
    compared("browser", first, { ...first, ...more }).filter(({ isMore }) => isMore).length;
  assert.equal(isMore({}), 0);
  assert.equal(isMore({ megabytes: 900, workers: 24, descriptors: 430 }), 0);
  // One more in each of thirty rounds, ten megabytes in each.
  assert.equal(isMore({ workers: 50 }), 1);
  assert.equal(isMore({ descriptors: 400 + 30 * 4 }), 1);
  assert.equal(isMore({ megabytes: 800 + 30 * 12 }), 1);
  const server = { megabytes: 80, workers: 0, descriptors: 22 };
  assert.deepEqual(
    compared("server", server, { ...server, descriptors: 52 })
      .filter(({ isMore }) => isMore)
      .map(({ what }) => what),
    ["descriptors of the server"],
  );
});

test("a program is counted with what it started", {
  skip: process.platform !== "linux" && "it is counted in /proc",
}, async () => {
  const child = spawn("sh", ["-c", "sleep 60 3</dev/null & echo started; wait"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(child.stdout, "data");
    const tree = treeOf(child.pid ?? 0);
    assert.equal(tree.length, 2);
    const { megabytes, workers, descriptors } = held(tree);
    assert.ok(megabytes > 0 && megabytes < 100, String(megabytes));
    assert.equal(workers, 0);
    assert.ok(descriptors >= held([tree[0]]).descriptors + 4, String(descriptors));
    assert.ok(treeOf(process.pid).includes(tree[1]));
  } finally {
    for (const pid of treeOf(child.pid ?? 0).reverse()) process.kill(pid);
  }
});

test("wrong words on its command line are told", async () => {
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [["--rounds", "1"], /“1” is not a number of rounds/],
    [["--rounds", "many"], /“many” is not a number of rounds/],
    [["--browser", "netscape"], /“netscape” is not a browser: chromium, firefox/],
    [["--loud"], /Unknown option '--loud'/],
  ])) {
    const { code, stderr } = await read(process.execPath, [fromRoot(".dev", "soak.mjs"), ...args]);
    assert.equal(code, 1);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, / at .*\.mjs:/);
  }
});
