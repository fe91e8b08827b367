// npm test: sets up what the tests need and runs every suite, or those that are named: npm test -- native page
// At its end it says how many tests passed and failed, over all suites, and why those did that failed.
// npm run test:long: the suites that take minutes to be thorough, which are run before handing in.
// npm test -- --and NAME: all of the first, and those of the others that are named, as continuous integration does.

import { Failure, printFailure, runMain } from "./lib/failure.mjs";
import { doSteps, elapsed, minutes } from "./lib/steps.mjs";
import { nodeModulesStep } from "./setup/node-modules.mjs";
import { compilers } from "./setup/steps.mjs";
import { noCounts, said, sum } from "./suites/counts.mjs";
import { native, nativeLong, past32Bits } from "./suites/native.mjs";
import { page, pageAll, pageFirefox, pageFirefoxAll } from "./suites/page.mjs";
import { python, pythonAll } from "./suites/python.mjs";
import { start, tooling } from "./suites/tooling.mjs";
import { chrome, firefox, isolated } from "./suites/wasm.mjs";
import { wasmPack } from "./suites/wasm-pack.mjs";
import { where, whereAll } from "./suites/where.mjs";

/** @type {import('./suites/suite.mjs').Suite[]} */
const suites = [tooling, native, python, chrome, page, pageFirefox, where, start];
const longSuites = [past32Bits, firefox, isolated, nativeLong, pythonAll, pageAll, pageFirefoxAll, whereAll, wasmPack];

/** @typedef {{suite: import('./suites/suite.mjs').Suite, counts: import('./suites/counts.mjs').Counts, setUp: number, ran: number}} Result times in ms */

await runMain(async () => {
  const names = process.argv.slice(2);
  const [how, ...others] = names;
  const chosen =
    how === "--long"
      ? choose(others, longSuites)
      : how === "--and"
        ? [...choose(others, longSuites), ...suites]
        : choose(names, suites);
  await doSteps([nodeModulesStep()]);
  await buildFirst(chosen);
  /** @type {Result[]} */
  const results = [];
  for (const suite of chosen) results.push(await outcome(suite));

  console.log(`\nAfter ${elapsed()}; of each suite the time of its tests, and of what it set up and built before:`);
  for (const { suite, counts, setUp, ran } of results)
    console.log(
      `  ${counts.failed > 0 ? "✗" : "✓"} ${suite.name.padEnd(14)}${minutes(ran).padStart(6)}${minutes(setUp).padStart(7)}   ${said(counts)}`,
    );
  const total = sum(results.map(({ counts }) => counts));
  if (total.failed > 0) process.exitCode = 1;
  console.log(said(total));
  for (const failure of total.failures) console.log(`\n${failure}`);
});

/**
 * The suites that the command line names; all, when it names none.
 * @param {string[]} names
 * @param {import('./suites/suite.mjs').Suite[]} suites
 */
function choose(names, suites) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new Failure(
      `No suite is called ${unknown.join(", ")}.`,
      `There are: ${suites.map(({ name }) => name).join(", ")}.`,
    );
  return suites.filter(({ name }) => names.length === 0 || names.includes(name));
}

/**
 * Does the longest builds of several suites beside each other: each leaves a processor idle at its end. One that fails is told
 * by its suite, which tries it again.
 * @param {import('./suites/suite.mjs').Suite[]} suites
 */
async function buildFirst(suites) {
  const builds = suites.flatMap(({ builds }) => builds?.() ?? []);
  if (suites.length < 2 || builds.length === 0) return;
  await doSteps([compilers(), builds]).catch(() => {});
}

/**
 * What came of a suite. One that cannot be run counts as a failed test, and the others go on.
 * @param {import('./suites/suite.mjs').Suite} suite
 * @returns {Promise<Result>}
 */
async function outcome(suite) {
  console.log(`\n=== ${suite.title} (${suite.name}) · ${elapsed()}`);
  const began = performance.now();
  let setUp = 0;
  const result = (/** @type {import('./suites/counts.mjs').Counts} */ counts) => ({
    suite,
    counts,
    setUp,
    ran: performance.now() - began - setUp,
  });
  try {
    await doSteps(suite.setUp?.() ?? []);
    setUp = performance.now() - began;
    return result(await suite.run());
  } catch (error) {
    printFailure(error);
    return result({ ...noCounts(), failed: 1 });
  }
}
