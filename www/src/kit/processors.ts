/** How many processors there are: one number for form, engine, studies and records. The page's workers are told of it. */

/** As many workers as there can be. */
const MOST = 64;

/** The logical processors that the browser tells of: a whole number from 1, where it gives none or a fraction. */
export function processorsTold(): number {
  return Math.max(1, Math.floor(navigator.hardwareConcurrency) || 1);
}

/** Those of them that are used, one for each worker that there may be. */
export function processors(): number {
  return Math.min(MOST, processorsTold());
}
