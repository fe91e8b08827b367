// npm test: sets up what the tests need and runs every suite, or those that are named: npm test -- native page
// Its last line says how many tests passed and failed, over all suites.

import { Failure, printFailure, runMain } from "./lib/failure.mjs";
import { doSteps, elapsed } from "./lib/steps.mjs";
import { nodeModulesStep } from "./setup/node-modules.mjs";
import { noCounts, said, sum } from "./suites/counts.mjs";
import { cuda } from "./suites/cuda.mjs";
import { native } from "./suites/native.mjs";
import { page, pageFirefox } from "./suites/page.mjs";
import { python } from "./suites/python.mjs";
import { start, tooling } from "./suites/tooling.mjs";
import { chrome, firefox, isolated } from "./suites/wasm.mjs";
import { where } from "./suites/where.mjs";

/** @type {import('./suites/suite.mjs').Suite[]} */
const suites = [tooling, native, cuda, chrome, firefox, isolated, page, pageFirefox, where, start, python];

await runMain(async () => {
  const chosen = choose(process.argv.slice(2));
  await doSteps([nodeModulesStep()]);
  const results = [];
  for (const suite of chosen) results.push({ suite, counts: await outcome(suite) });

  console.log(`\nAfter ${elapsed()}:`);
  for (const { suite, counts } of results)
    console.log(`  ${counts.failed > 0 ? "✗" : "✓"} ${suite.name.padEnd(14)}${said(counts)}`);
  const total = sum(results.map(({ counts }) => counts));
  if (total.failed > 0) process.exitCode = 1;
  console.log(said(total));
});

/**
 * The suites that the command line names; all, when it names none.
 * @param {string[]} names
 */
function choose(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new Failure(
      `No suite is called ${unknown.join(", ")}.`,
      `There are: ${suites.map(({ name }) => name).join(", ")}.`,
    );
  return suites.filter(({ name, exists }) => (names.length > 0 ? names.includes(name) : (exists?.() ?? true)));
}

/**
 * What came of a suite. One that cannot be run counts as a failed test, and the others go on.
 * @param {import('./suites/suite.mjs').Suite} suite
 */
async function outcome(suite) {
  console.log(`\n=== ${suite.title} (${suite.name}) · ${elapsed()}`);
  try {
    await doSteps(suite.setUp?.() ?? []);
    return await suite.run();
  } catch (error) {
    printFailure(error);
    return { ...noCounts(), failed: 1 };
  }
}
