// Reading from a test runner's own output how many tests it ran.

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {Counts[]} list
 * @returns {Counts}
 */
export function sum(list) {
  return list.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    noCounts(),
  );
}

/** @param {Counts} counts */
export function said({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with one
const colours = /\u001b\[[\d;]*m/g;

/**
 * cargo test and wasm-bindgen's runner: one such line for each test binary.
 * @param {string} text
 */
export function cargoCounts(text) {
  const lines = text.replace(colours, "").matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm);
  return sum(
    [...lines].map(([, passed, failed, skipped]) => ({
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
    })),
  );
}

/**
 * Node's test runner, with its spec reporter.
 * @param {string} text
 */
export function nodeCounts(text) {
  const plain = text.replace(colours, "");
  /** @param {string} name */
  const last = (name) => Number([...plain.matchAll(new RegExp(`^ℹ ${name} (\\d+)`, "gm"))].at(-1)?.[1] ?? 0);
  return { passed: last("pass"), failed: last("fail") + last("cancelled"), skipped: last("skipped") + last("todo") };
}

/**
 * Python's unittest.
 * @param {string} text
 */
export function unittestCounts(text) {
  const ran = Number(/^Ran (\d+) tests?/m.exec(text)?.[1] ?? 0);
  /** @param {string} name */
  const named = (name) => Number(new RegExp(`^(?:OK|FAILED) \\(.*?${name}=(\\d+)`, "m").exec(text)?.[1] ?? 0);
  const failed = named("failures") + named("errors");
  const skipped = named("skipped");
  return { passed: Math.max(0, ran - failed - skipped), failed, skipped };
}
