// The tests of these scripts themselves.

import { readdirSync } from 'node:fs';
import { fromRoot } from '../lib/paths.mjs';
import { nodeCounts } from './counts.mjs';
import { runTests } from './suite.mjs';

/** @type {import('./suite.mjs').Suite} */
export const tooling = {
  name: 'tooling',
  title: 'The scripts of set-up, build and server',
  run: () => runTests(process.execPath, ['--test', '--test-reporter=spec', ...testFiles(fromRoot('.dev', 'test'))], { limitMinutes: 5, count: nodeCounts }),
};

/** @param {string} folder */
export function testFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.m?[jt]s$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}
