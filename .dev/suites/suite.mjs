// One suite: a program that runs tests, and how to read what it says.

import { readdirSync } from "node:fs";
import { runAndRead } from "../lib/run.mjs";
import { noCounts, nodeCounts, sum } from "./counts.mjs";

/**
 * @typedef {object} Suite
 * @property {string} name as given to `npm test -- NAME`
 * @property {string} title
 * @property {() => (import('../lib/steps.mjs').Step | import('../lib/steps.mjs').Step[])[]} [setUp] what this suite needs besides the npm packages
 * @property {() => import('../lib/steps.mjs').Step[]} [builds] of that what takes longest, and the compilers are enough for: a command for
 *   several suites does all of theirs first, beside each other
 * @property {() => Promise<import('./counts.mjs').Counts>} run
 */

/**
 * Runs a test program and counts. A program that fails without saying which test did counts as one failed
 * test, and so does one that ran no test at all.
 * @param {string} command
 * @param {string[]} args
 * @param {import('../lib/run.mjs').RunOptions & {limitMinutes: number, mayBeEmpty?: boolean, count: (text: string) => import('./counts.mjs').Counts}} options
 */
export async function runTests(command, args, options) {
  const { code, text, timedOut } = await runAndRead(command, args, options);
  const counts = options.count(text);
  const oneMore = { ...noCounts(), failed: 1 };
  if (timedOut) {
    console.error(`✗ ended after ${options.limitMinutes} minutes`);
    return sum([counts, oneMore]);
  }
  if (code !== 0 && counts.failed === 0) {
    console.error(`✗ ${command} ended with ${code}`);
    return sum([counts, oneMore]);
  }
  return options.mayBeEmpty ? counts : notNone(counts);
}

/**
 * A suite in which no test ran has failed.
 * @param {import('./counts.mjs').Counts} counts
 */
export function notNone(counts) {
  if (counts.passed + counts.failed > 0) return counts;
  console.error("✗ no test ran");
  return { ...counts, failed: 1 };
}

/**
 * Runs the tests of a folder, and not of those within it, with Node's runner.
 * @param {string} folder
 * @param {import("../lib/run.mjs").RunOptions & {limitMinutes: number, fileMinutes?: number, atOnce?: number, except?: string[]}} options
 *   `fileMinutes` is how long one file may take; `atOnce`, so many files; else one, for some measure what they see, and that
 *   needs the cores
 */
export function runNodeTests(folder, { fileMinutes = 4, atOnce = 1, except = [], ...options }) {
  const files = readdirSync(folder)
    .filter((name) => /\.test\.m?[jt]s$/.test(name) && !except.includes(name))
    .sort()
    .map((name) => `${folder}/${name}`);
  const args = [
    "--test",
    "--test-reporter=spec",
    `--test-concurrency=${atOnce}`,
    `--test-timeout=${fileMinutes * 60_000}`,
    ...files,
  ];
  return runTests(process.execPath, args, { ...options, count: nodeCounts });
}
