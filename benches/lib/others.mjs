// How busy other programs keep the machine. Two workers on two processors are measured well only where nobody else is
// at work, and a ratio does not show it: what spins, for instance, loses to what sleeps as soon as processors are short.

import os from "node:os";

/** Both in milliseconds of all processors together. */
function times() {
  let [idle, all] = [0, 0];
  for (const { times } of os.cpus()) {
    idle += times.idle;
    all += Object.values(times).reduce((sum, ms) => sum + ms, 0);
  }
  return { idle, all };
}

/** The share of the processors' time that was in use for half a second, in which we do nothing. */
export async function othersShare() {
  const before = times();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = times();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** Waits for the machine to become quiet, but not for ever: what it then is goes into the record. */
export async function quiet({ share = 0.1, limitMs = 30_000 } = {}) {
  const end = performance.now() + limitMs;
  let last = await othersShare();
  while (last > share && performance.now() < end) last = await othersShare();
  return last;
}
