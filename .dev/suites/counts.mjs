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
 * cargo test, libtest-mimic and wasm-bindgen's runner: one such line for each test binary. A test in a browser cannot be
 * ignored while it runs: one that skips itself prints `SKIPPED its_name: why`, and ends as if it had passed.
 * @param {string} text
 */
export function cargoCounts(text) {
  const plain = text.replace(colours, "");
  const lines = plain.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm);
  const counts = sum(
    [...lines].map(([, passed, failed, skipped]) => ({
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
    })),
  );
  const ok = [...plain.matchAll(/^test (\S+) \.\.\. ok$/gm)].map(([, name]) => name);
  const said = new Set([...plain.matchAll(/SKIPPED ([\w:]+): /g)].map(([, name]) => name));
  const skipped = [...said].filter((name) => ok.some((test) => test === name || test.endsWith(`::${name}`))).length;
  return { ...counts, passed: counts.passed - skipped, skipped: counts.skipped + skipped };
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
