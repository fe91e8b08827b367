// The function of one task, the same as in the lesson pool-cost: some steps of xorshift, begun at the task's number.

/**
 * @param {number} i
 * @param {number} steps
 */
export function task(i, steps) {
  let x = (i + 1) | 0;
  for (let step = 0; step < steps; step++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x >>> 0;
}

/** Results are summed in 32 bits, so that every language can tell whether it computed the same. */
export const sum = (/** @type {number[]} */ results) => results.reduce((sum, x) => (sum + x) >>> 0, 0);
