// Pools of the page: npm workerpool, and npm comlink, which has no pool, over workers in turn.

import { wrap } from "../../../node_modules/comlink/dist/esm/comlink.min.mjs";
import "../../../node_modules/workerpool/dist/workerpool.min.js";
import { sum } from "./kernel.mjs";

/** @typedef {(i: number, steps: number) => PromiseLike<number>} Call what hands one task over */

const address = (/** @type {string} */ name) => new URL(name, import.meta.url).href;

/** @type {Record<string, (workers: number) => Call>} */
const makers = {
  workerpool: (workers) => {
    const pool = globalThis.workerpool.pool(address("workerpool.worker.mjs"), {
      minWorkers: workers,
      maxWorkers: workers,
      workerType: "web",
      workerOpts: { type: "module" },
    });
    return (i, steps) => pool.exec("task", [i, steps]);
  },
  comlink: (workers) => {
    const proxies = Array.from({ length: workers }, () =>
      wrap(new Worker(address("comlink.worker.mjs"), { type: "module" })),
    );
    return (i, steps) => proxies[i % workers].task(i, steps);
  },
};

/** A pool is started once and kept: starting it is not what is measured. @type {Map<string, Call>} */
const started = new Map();

/**
 * From handing over to the last result.
 * @param {{library: string, tasks: number, steps: number, workers: number, method: "apply" | "apply_async"}} params
 */
export async function pool({ library, tasks, steps, workers, method }) {
  const key = `${library} ${workers}`;
  if (!started.has(key)) started.set(key, makers[library](workers));
  const call = /** @type {Call} */ (started.get(key));
  // The workers have begun, and their function is compiled as well as it ever will be.
  await Promise.all(Array.from({ length: 2000 }, (_, i) => call(i, 500)));
  const results = new Array(tasks);
  const begin = performance.now();
  if (method === "apply") {
    for (let i = 0; i < tasks; i++) results[i] = await call(i, steps);
  } else {
    const calls = new Array(tasks);
    for (let i = 0; i < tasks; i++) calls[i] = call(i, steps);
    for (let i = 0; i < tasks; i++) results[i] = await calls[i];
  }
  const pool_ms = performance.now() - begin;
  return { pool_ms, checksum: sum(results) };
}
