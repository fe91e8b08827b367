// What the benchmark calls in the page.

import { sum } from "./kernel.mjs";
import { send } from "./messages.mjs";
import { pool } from "./pools.mjs";

/** A worker that is asked one thing at a time. @param {string} name */
function asked(name) {
  /** @type {Worker | undefined} */
  let worker;
  return (/** @type {object} */ params) =>
    new Promise((resolve, reject) => {
      worker ??= new Worker(new URL(name, import.meta.url).href, { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(params);
    });
}

const loops = [asked("loop.worker.mjs"), asked("loop.worker.mjs")];

/**
 * All tasks in a loop of one worker, or in the loops of two: what the machine gives them when nothing is handed over.
 * @param {{tasks: number, steps: number, workers: 1 | 2}} params
 */
async function loop({ tasks, steps, workers }) {
  const chosen = loops.slice(0, workers);
  const run = (/** @type {{tasks: number, steps: number}} */ params) => {
    const next = new Int32Array(new SharedArrayBuffer(4));
    return Promise.all(chosen.map((ask) => ask({ next, ...params })));
  };
  await run({ tasks: 2000 * workers, steps: 500 });
  const begin = performance.now();
  const sums = await run({ tasks, steps });
  return { ms: performance.now() - begin, checksum: sum(sums) };
}

const throwers = [asked("darts.worker.mjs"), asked("darts.worker.mjs")];

/**
 * Darts thrown by one worker or by two, each its share.
 * @param {{points: number, workers: 1 | 2}} params
 */
async function darts({ points, workers }) {
  const throwAll = (/** @type {number} */ points) =>
    Promise.all(throwers.slice(0, workers).map((ask) => ask({ points: points / workers })));
  await throwAll(2_000_000);
  const begin = performance.now();
  const inside = await throwAll(points);
  return { seconds: (performance.now() - begin) / 1e3, inside: inside.reduce((sum, n) => sum + n, 0) };
}

globalThis.peers = {
  pool,
  poolFromWorker: asked("caller.worker.mjs"),
  loop,
  darts,
  send,
};
