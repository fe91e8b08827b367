// Reading from a test runner's own output how many tests it ran, and what it says of those that failed.

/** @typedef {{passed: number, failed: number, skipped: number, failures: string[]}} Counts `failures`: what is said of each */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

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
      failures: [...all.failures, ...one.failures],
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
      failures: [],
    })),
  );
  // Each binary lists them, and then their names once more.
  const listed = [...plain.matchAll(/^failures:\n([\s\S]*?)(?=^failures:\n|^test result: )/gm)].map(([, list]) => list);
  const failures = listed.flatMap((list) => list.split(/^(?=---- )/m).filter((told) => told.startsWith("---- ")));
  const ok = [...plain.matchAll(/^test (\S+) \.\.\. ok$/gm)].map(([, name]) => name);
  const said = new Set([...plain.matchAll(/SKIPPED ([\w:]+): /g)].map(([, name]) => name));
  const skipped = [...said].filter((name) => ok.some((test) => test === name || test.endsWith(`::${name}`))).length;
  return {
    passed: counts.passed - skipped,
    failed: counts.failed,
    skipped: counts.skipped + skipped,
    failures: failures.map(briefly),
  };
}

/**
 * Node's test runner, with its spec reporter.
 * @param {string} text
 */
export function nodeCounts(text) {
  const plain = text.replace(colours, "");
  /** @param {string} name */
  const last = (name) => Number([...plain.matchAll(new RegExp(`^ℹ ${name} (\\d+)`, "gm"))].at(-1)?.[1] ?? 0);
  const told = plain.split(/^✖ failing tests:$/m)[1] ?? "";
  return {
    passed: last("pass"),
    failed: last("fail") + last("cancelled"),
    skipped: last("skipped") + last("todo"),
    failures: told
      .split(/^(?=test at )/m)
      .slice(1)
      .map(briefly),
  };
}

/** Enough to see what went wrong; the whole stands where it happened. */
const LINES = 40;

/**
 * What is said of a failed test, without the places in the runner's own code.
 * @param {string} told
 */
function briefly(told) {
  const lines = told
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s+at .*\bnode:internal\//.test(line));
  return [...lines.slice(0, LINES), ...(lines.length > LINES ? ["  …"] : [])].join("\n");
}
