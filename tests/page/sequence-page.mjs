// What the tests of the sequence diagram share: how to read it, and an engine that sends what the test wants.

import assert from "node:assert/strict";
import { openLesson } from "./lesson.mjs";
import { textsOf } from "./reading.mjs";
import { engineExports } from "./site.mjs";

/** @typedef {{number: number, from: string, to: string, sent: string, taken: string, wait: string}} Row */

/**
 * A page with a lesson, and what its sequence diagram shows.
 * @param {{browser: import('playwright-core').Browser, url: string}} site
 * @param {string} fragment
 * @param {import('./site.mjs').PageOptions} [options]
 */
export async function lesson(site, fragment, options) {
  const opened = await openLesson(site, fragment, options);
  const { page } = opened;
  const picture = page.getByRole("img", { name: /^Sequence diagram/ });
  const table = page.getByRole("table", { name: /^Messages/ });
  return {
    ...opened,
    picture,
    diagram: page.locator("mh-sequence"),
    range: page.locator("mh-sequence .range"),
    openTable: () => page.getByText("The messages as a table").click(),
    /** @returns {Promise<Row[]>} */
    async rows() {
      await table.waitFor();
      const cells = await textsOf(table.locator("tbody tr"));
      return cells.map(([number, from, to, sent, taken, wait]) => ({
        number: Number(number),
        from,
        to,
        sent,
        taken,
        wait,
      }));
    },
    /** Each arrow's way, as points from its beginning to its end. */
    ways: () =>
      picture
        .locator(".way")
        .evaluateAll((all) =>
          all.map((way) =>
            [...(way.getAttribute("d") ?? "").matchAll(/([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [+x, +y]),
          ),
        ),
  };
}

/** @param {Row[]} rows */
export const whoToWhom = (rows) => rows.map(({ from, to, number }) => `${from} → ${to}: ${number}`);

/** @param {number[][][]} ways */
export function allGoDown(ways) {
  for (const [index, way] of ways.entries()) {
    const [begin, end] = [way[0], way[way.length - 1]];
    assert.ok(end[1] > begin[1], `arrow ${index} goes from ${begin} to ${end}`);
  }
}

/** @param {Row[]} rows */
export function noneTakenBeforeSent(rows) {
  for (const { number, sent, taken, wait } of rows) {
    assert.ok(Number(taken) >= Number(sent), `message ${number}, sent at ${sent}, taken at ${taken}`);
    assert.equal(Number(wait).toFixed(3), (Number(taken) - Number(sent)).toFixed(3));
  }
}

/**
 * An event of one of the two ends of a message.
 * @param {number} at in microseconds
 * @param {number} worker
 * @param {number} from
 * @param {number} to
 * @param {number} message
 */
export const send = (at, worker, from, to, message) => ({ kind: "send", t_us: at, worker, from, to, message });

/** @param {Parameters<typeof send>} given */
export const receive = (...given) => ({ ...send(...given), kind: "receive" });

/**
 * An engine that gives these batches of events, and waits for `go` on its channel between one and the next.
 * @param {string | object[][]} given the batches, or source that makes them
 * @param {object} [metrics]
 */
export function engineThatSends(given, metrics = {}) {
  const batches = typeof given === "string" ? given : JSON.stringify(given);
  return `
    ${engineExports}
    export async function run(lesson, params, preset, door, onEvents) {
      const batches = ${batches};
      const channel = new BroadcastChannel("engine");
      for (const [index, batch] of batches.entries()) {
        if (index > 0) await new Promise((go) => channel.addEventListener("message", go, { once: true }));
        onEvents(JSON.stringify(batch));
      }
      channel.close();
      return JSON.stringify({ record: { lesson, params: {}, output: [], result: {}, metrics: { wall_ms: 9, workers: 2, ...${JSON.stringify(metrics)} },
        environment: { door, threads: "isolated", logical_processors: 2 }, artifacts: [] } });
    }
  `;
}
