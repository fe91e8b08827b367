// Tasks in a loop, without a pool: what a pool's speed-up is measured by. Where there are several loops, each takes the
// next task that none has taken.

import { sum, task } from "./kernel.mjs";

addEventListener("message", ({ data: { next, tasks, steps } }) => {
  const results = [];
  for (let i = Atomics.add(next, 0, 1); i < tasks; i = Atomics.add(next, 0, 1)) results.push(task(i, steps));
  postMessage(sum(results));
});
