// A run of the defaults of each lesson has what its picture is about: someone waits, someone is inside, something is lost.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { newPage, open } from "./site.mjs";

/** @typedef {{record: AnyRecord, events: {kind: string, worker: number, [more: string]: any}[]}} Run */

/**
 * What must be so of a run, and a word for it.
 * @type {{[lesson: string]: (run: Run) => void}}
 */
const SHOWN = {
  "pool-square": ({ record }) => {
    const busy = record.result.by_worker.filter((/** @type {number} */ done) => done > 0).length;
    assert.ok(busy > 1, `${record.result.by_worker}: more than one worker got a task`);
  },
  race: ({ record: { result, metrics } }) => {
    assert.ok(result.lost > 0, "something is lost");
    const { value, threads, read_us: read, write_us: written } = metrics.lost_update;
    assert.ok(value >= 0 && threads[0] !== threads[1], "two threads read the same number");
    assert.ok(Math.max(...read) <= Math.min(...written), "both had read before either had written");
  },
  semaphore: ({ record: { result, params }, events }) => {
    const [permits, threads] = [Number(params.permits), Number(params.threads)];
    assert.ok(permits > 1 && permits < threads, "some are inside, and some are not");
    assert.equal(result.max_inside, permits, "so many are inside");
    assert.ok(
      events.some(({ kind, on }) => kind === "wait" && on === "the semaphore"),
      "someone waits",
    );
    assert.ok(
      events.some(({ holding }) => /permit/.test(holding)),
      "someone has a permit",
    );
  },
  queue: ({ record: { metrics, result, params } }) => {
    const depths = new Set(metrics.depth.map((/** @type {[number, number]} */ [, depth]) => depth));
    assert.ok(depths.size >= Math.min(4, Number(params.capacity)), `the depth moves: ${[...depths]}`);
    assert.ok(result.produced <= 200, "so few that they are seen");
  },
  gil: ({ events }) => {
    assert.ok(
      events.some(({ holding }) => holding),
      "someone holds the lock",
    );
    assert.ok(
      events.some(({ kind, on }) => kind === "wait" && /lock/.test(on)),
      "someone waits for it",
    );
  },
  actors: ({ record }) => assert.ok(record.result.delivered <= 24, "a sequence that one can read"),
};

describe("a run of the defaults", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof newPage>>} */
  let opened;
  before(async () => {
    site = await open();
    opened = await newPage(site.browser, site.url);
    await opened.page.waitForFunction(() => window.manyhands);
  });
  after(() => site.close());

  for (const [id, check] of Object.entries(SHOWN)) {
    it(`of ${id} has what its picture is about`, { timeout: 120_000 }, async () => {
      const run = await opened.page.evaluate(async (id) => {
        /** @type {any[]} */
        const events = [];
        const record = await window.manyhands.run(id, {}, { onEvent: (event) => events.push(event) });
        return { record, events };
      }, id);
      check(/** @type {any} */ (run));
      assert.deepEqual(opened.errors, []);
    });
  }
});
