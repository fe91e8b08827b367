/**
 * Amdahl's law: of a work whose part f must be done by one worker, n workers make S(n) = 1 / (f + (1 − f) / n).
 * G. M. Amdahl, Validity of the single processor approach to achieving large scale computing capabilities, AFIPS 1967.
 */

export const AMDAHL_URL = "https://doi.org/10.1145/1465482.1465560";

export interface Measured {
  workers: number;
  speedup: number;
}

/** The speed-up of so many workers where this part is serial. */
export function amdahl(serialPart: number, workers: number): number {
  return 1 / (serialPart + (1 - serialPart) / workers);
}

const STEPS = 1000;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The serial part, from 0 to 1, with the least sum of squared differences between the law and what was measured.
 * `undefined` where nobody but a single worker was measured, whose speed-up is 1 whatever the part.
 */
export function fitSerialPart(points: Measured[]): number | undefined {
  if (!points.some(({ workers }) => workers > 1)) return undefined;
  const off = (part: number) =>
    points.reduce((sum, { workers, speedup }) => sum + (amdahl(part, workers) - speedup) ** 2, 0);
  // The sum may have more than one valley: a look at all, then the golden section within the deepest.
  let best = 0;
  for (let step = 1; step <= STEPS; step++) if (off(step / STEPS) < off(best / STEPS)) best = step;
  let low = Math.max(0, best - 1) / STEPS;
  let high = Math.min(STEPS, best + 1) / STEPS;
  while (high - low > 1e-9) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (off(left) <= off(right)) high = right;
    else low = left;
  }
  // The ends of the scale are met exactly.
  return [0, 1, (low + high) / 2].reduce((a, b) => (off(b) < off(a) ? b : a));
}

/**
 * Whether runs of the same work, of which these are the speed-ups, are too unlike to say anything: by more than a third
 * of the least, as in the engine.
 */
export function scatters(speedups: number[]): boolean {
  return Math.max(...speedups) > Math.min(...speedups) * (4 / 3);
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below = 0, above = 0] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return (below + above) / 2;
}
