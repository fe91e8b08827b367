// What counts pi's points, for a benchmark: how many it is given, and whether what it counts is pi.

import { Failure } from "../../.dev/lib/failure.mjs";

/**
 * @typedef {import("./in-turn.mjs").Party} Party
 * @typedef {{points: number, inside: number, seconds: number}} Counted
 */

/** A step takes at least this long, in seconds, and aims at somewhat more. */
const leastSeconds = 0.5;
const aimSeconds = 0.7;

/** How many standard deviations an estimate may be off: nobody is by chance, in a run of this length. */
const sigmas = 6;

/**
 * What counts points, as many as take long enough: how many that is, it learns in the round that does not count.
 * @param {string} name
 * @param {(points: number) => Promise<Counted>} count may count some more or less
 * @param {number} [first] how many are tried first
 * @returns {Party}
 */
export function counting(name, count, first = 20_000_000) {
  let points = first;
  return {
    name,
    measure: async () => {
      let counted = await count(points);
      while (counted.seconds < leastSeconds) {
        const factor = Math.min(Math.max(aimSeconds / counted.seconds, 1.2), 64);
        points = Math.ceil((counted.points * factor) / 1e6) * 1e6;
        counted = await count(points);
      }
      believe(name, counted);
      return { rate: counted.points / counted.seconds };
    },
  };
}

/** @param {string} name @param {Counted} counted */
export function believe(name, { points, inside }) {
  const estimate = (4 * inside) / points;
  // xorshift’s grid of coordinates is a millionth off by itself.
  if (Math.abs(estimate - Math.PI) > (sigmas * 1.642) / Math.sqrt(points) + 1e-6)
    throw new Failure(`${name} counted ${inside} of ${points} points: ${estimate}.`, "That is not pi.");
}
