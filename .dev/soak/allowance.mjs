// When what is held at the end is more than after the first stretch, and when it is only noise.

/** @typedef {import("./counts.mjs").Held} Held */

/**
 * What there may be more at the end. What leaks with a run, a page or a request comes again in each of thirty rounds; what follows
 * comes once, or comes and goes:
 * - Memory: browsers compile and cache as they go, and give back what is free when they like.
 * - Workers: an engine keeps those that it has started, as many as its widest run wanted, and an engine that was replaced has fewer.
 * - Descriptors: connections that are kept alive a while, and what belongs to a process that the browser keeps in reserve.
 * @type {Record<"browser" | "server", {[held in keyof Held]: {part: number, most: number}}>}
 */
export const allowances = {
  browser: {
    megabytes: { part: 0.25, most: 100 },
    workers: { part: 0, most: 10 },
    descriptors: { part: 0.1, most: 30 },
  },
  server: { megabytes: { part: 0, most: 40 }, workers: { part: 0, most: 0 }, descriptors: { part: 0, most: 12 } },
};

/**
 * A line for each thing that was counted, at first and in the end.
 * @param {"browser" | "server"} whose
 * @param {Held} first
 * @param {Held} last
 * @returns {{what: string, first: number, last: number, allowed: number, isMore: boolean}[]}
 */
export function compared(whose, first, last) {
  return /** @type {(keyof Held)[]} */ (["megabytes", "workers", "descriptors"]).map((name) => {
    const { part, most } = allowances[whose][name];
    const allowed = first[name] * (1 + part) + most;
    return {
      what: `${name} of the ${whose}`,
      first: first[name],
      last: last[name],
      allowed,
      isMore: last[name] > allowed,
    };
  });
}
