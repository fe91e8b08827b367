// The page, end to end in headless Chromium, on the dist/ that the build makes.

import { existsSync } from 'node:fs';
import { buildSteps } from '../build/steps.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { browsersStep, findBrowsers } from '../setup/browsers.mjs';
import { buildSetUp } from '../setup/steps.mjs';
import { nodeCounts } from './counts.mjs';
import { runTests } from './suite.mjs';
import { testFiles } from './tooling.mjs';

const folder = fromRoot('tests', 'page');

/** @type {import('./suite.mjs').Suite} */
export const page = {
  name: 'page',
  title: 'The page in headless Chromium',
  exists: () => existsSync(folder),
  setUp: () => [...buildSetUp(), browsersStep(), ...buildSteps()],
  run: () => {
    const { chrome, firefox } = findBrowsers();
    // One file at a time: each starts a browser, and what they measure needs the cores.
    const args = ['--test', '--test-reporter=spec', '--test-concurrency=1', '--test-timeout=240000', ...testFiles(folder)];
    return runTests(process.execPath, args, { env: { ...process.env, CHROME_BIN: chrome, FIREFOX_BIN: firefox }, limitMinutes: 30, count: nodeCounts });
  },
};
