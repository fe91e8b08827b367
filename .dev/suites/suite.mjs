// One suite: a program that runs tests, and how to read what it says.

import { runAndRead } from '../lib/run.mjs';
import { noCounts, sum } from './counts.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name as given to `npm test -- NAME`
 * @property {string} title
 * @property {() => import('../lib/steps.mjs').Step[]} [setUp] what this suite needs besides the npm packages
 * @property {() => boolean} [exists] false where this tree has no such tests
 * @property {() => Promise<import('./counts.mjs').Counts>} run
 */

/**
 * Runs a test program and counts. A program that fails without saying which test did counts as one failed
 * test, and so does one that ran no test at all.
 * @param {string} command
 * @param {string[]} args
 * @param {import('../lib/run.mjs').RunOptions & {limitMinutes: number, count: (text: string) => import('./counts.mjs').Counts}} options
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
  if (code === 0 && counts.passed + counts.failed === 0) {
    console.error('✗ no test ran');
    return sum([counts, oneMore]);
  }
  return counts;
}
