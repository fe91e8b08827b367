// The programs in Python, of the lectures and of tests/python/: each prints what its last lines say, in CPython, natively, and in
// the page of Chromium and Firefox; and the page of the lesson, with the same engine.

import { join } from "node:path";
import { engineStep } from "../build/engine.mjs";
import { lessonSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersEnvironment, browsersStep } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { nodeCounts, sum } from "./counts.mjs";
import { testsStep } from "./native.mjs";
import { runNodeTests, runTests } from "./suite.mjs";

const binary = join(fromRoot("target"), "debug", process.platform === "win32" ? "manyhands.exe" : "manyhands");

/** @param {Record<string, string>} where */
const programs = (where) =>
  runNodeTests(fromRoot("tests", "python"), {
    env: { ...browsersEnvironment(), MANYHANDS: binary, ...where },
    limitMinutes: 15,
  });

/** @type {import("./suite.mjs").Suite} */
export const python = {
  name: "python",
  title: "Programs in Python: in CPython, natively, and in the page of Chromium and Firefox",
  setUp: () => [
    ...buildSetUp(),
    browsersStep(),
    testsStep,
    ...lessonSteps(),
    // Quicker to build than the page's own, and slower.
    engineStep("python", "test"),
  ],
  run: async () => {
    const counts = [];
    counts.push(await programs({ PYTHON_IN: "cpython" }));
    counts.push(await programs({ PYTHON_IN: "native" }));
    counts.push(await programs({ PYTHON_IN: "chromium" }));
    // One interpreter there: what the other does differently is the crate's, not the browser's.
    counts.push(await programs({ PYTHON_IN: "firefox", PYTHON_INTERPRETER: "free-threaded" }));
    counts.push(
      await runTests(
        process.execPath,
        ["--test", "--test-reporter=spec", "--test-timeout=600000", fromRoot("tests", "page", "python.test.mjs")],
        { env: browsersEnvironment(), limitMinutes: 15, count: nodeCounts },
      ),
    );
    return sum(counts);
  },
};
