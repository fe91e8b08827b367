// Several that do the same work, measured in turn, so that what slows the machine slows them alike.

import { Failure } from "../../.dev/lib/failure.mjs";
import { Absent, fault, reason, tryAgain } from "./absent.mjs";
import { median } from "./figures.mjs";
import { othersShare, quiet } from "./others.mjs";

/**
 * @typedef {{[figure: string]: number}} Measured one run's figures; `checksum` is what all must agree on
 * @typedef {{name: string, measure: () => Promise<Measured>}} Party
 * @typedef {{who: string, values: number[], others: number, missing?: string}} Series
 * @typedef {{
 *   work: string, unit: string, ours: Series, peer: Series,
 *   ratios: number[], target?: number, met: boolean | undefined, others: number,
 * }} Row
 */

/** How often each is measured. An odd number, so that the median is one of them. */
export const rounds = 7;

/** What takes longer hangs, as a page does whose worker has died. */
const limitMs = 120_000;

/**
 * Every party once in each round, after a round that does not count. One that is absent, or that fails twice, is left out
 * from then on and its reason kept; one that computes something else than the others stops everything.
 * @template {string} Key
 * @param {string} work
 * @param {Record<Key, Party>} parties
 * @param {{times?: number, before?: () => Promise<number>, after?: () => Promise<number>}} [options] what tells how
 *   busy others are
 * @returns {Promise<(key: Key, figure: string) => Series>}
 */
export async function inTurn(work, parties, { times = rounds, before = quiet, after = othersShare } = {}) {
  const all = /** @type {[Key, Party][]} */ (Object.entries(parties));
  /** @type {Map<Key, Measured[]>} */
  const measured = new Map(all.map(([key]) => [key, []]));
  /** @type {Map<Key, string>} */
  const missing = new Map();
  /** @type {{name: string, checksum: number} | undefined} */
  let first;
  const others = [await before()];
  console.log(`measuring: ${work}`);
  for (let round = 0; round <= times; round++) {
    for (const [key, { name, measure }] of all.filter(([key]) => !missing.has(key))) {
      let figures;
      try {
        figures = await tryAgain(() => within(limitMs, measure()));
      } catch (error) {
        if (error instanceof Failure) throw error;
        missing.set(key, reason(error));
        if (!(error instanceof Absent)) fault(`${work}, ${name}`, reason(error));
        continue;
      }
      if (figures.checksum !== undefined) {
        first ??= { name, checksum: figures.checksum };
        if (figures.checksum !== first.checksum)
          throw new Failure(
            `${work}: ${first.name} computed ${first.checksum}, ${name} ${figures.checksum}.`,
            "They must do the same work, or their times say nothing.",
          );
      }
      if (round > 0) measured.get(key)?.push(figures);
    }
  }
  others.push(await after());
  return (key, figure) => {
    const common = { who: parties[key].name, others: Math.max(...others) };
    if (missing.has(key)) return { ...common, values: [], missing: missing.get(key) };
    return { ...common, values: (measured.get(key) ?? []).map((figures) => figures[figure]) };
  };
}

/**
 * Ours beside a peer: each round's own ratio, since a round's figures were taken at nearly the same time.
 * @param {string} work
 * @param {string} unit
 * @param {Series} ours
 * @param {Series} peer
 * @param {number} [target] the least ratio that is good enough
 * @returns {Row}
 */
export function compare(work, unit, ours, peer, target) {
  const ratios = ours.missing || peer.missing ? [] : ours.values.map((value, i) => value / peer.values[i]);
  const met = target === undefined || ratios.length === 0 ? undefined : median(ratios) >= target;
  return { work, unit, ours, peer, ratios, target, met, others: ours.others };
}

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function within(ms, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it took longer than ${ms / 1000} s`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
