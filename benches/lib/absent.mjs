// What leaves a cell open: something that this machine does not have, or a fault. A benchmark with a fault has failed, once all
// else is measured; one without a GPU or a peer has not.

/** This machine does not have it. */
export class Absent extends Error {}

/** What should have been measured and was not, twice. @type {string[]} */
const found = [];

/** The faults since they were last asked for. */
export const faults = () => found.splice(0);

/** @param {string} what @param {string} why */
export function fault(what, why) {
  console.log(`✗ ${what}: ${why}`);
  found.push(`${what}: ${why}`);
}

/**
 * What some work gives; where it fails for another reason than that something is absent, it is tried once more.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function tryAgain(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Absent) throw error;
    console.log(`trying again: ${reason(error)}`);
    return work();
  }
}

/**
 * What went wrong, in a line: what a program said last, or what an error says before its stack.
 * @param {any} error
 */
export function reason(error) {
  if (error?.signal) return `it was ended by ${error.signal}`;
  const said = error?.stderr?.trim().split("\n").at(-1) || String(error?.message ?? error).split("\n", 1)[0];
  return said.replace(/^page\.evaluate: |^error: /, "").replace(/^\w*Error: /, "");
}
