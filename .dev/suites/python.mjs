// The programs in Python, of the lectures and of tests/python/: each prints what its last lines say, in CPython, natively, and in
// the page of Chromium and Firefox.

import { join } from "node:path";
import { engineStep } from "../build/engine.mjs";
import { lessonSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersStep, headlessEnvironment, headlessShellStep } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { webkitStep } from "../setup/webkit.mjs";
import { sum } from "./counts.mjs";
import { testsStep } from "./native.mjs";
import { runNodeTests } from "./suite.mjs";

const binary = join(fromRoot("target"), "debug", process.platform === "win32" ? "manyhands.exe" : "manyhands");

/** @param {Record<string, string>} where */
const programs = (where) =>
  runNodeTests(fromRoot("tests", "python"), {
    env: { ...headlessEnvironment(), MANYHANDS: binary, ...where },
    limitMinutes: 15,
    fileMinutes: 14,
  });

/** What the programs run in. */
const setUp = () => [
  ...buildSetUp(),
  browsersStep(),
  headlessShellStep(),
  testsStep,
  ...lessonSteps(),
  // Quicker to build than the page's own, and slower.
  engineStep("python", "test"),
];

/** @type {import("./suite.mjs").Suite} */
export const python = {
  name: "python",
  title: "Programs in Python: in CPython, natively, and in the page of Chromium and Firefox",
  setUp,
  builds: () => [testsStep],
  run: async () => {
    // Two at a time: programs sleep now and then, and what is bounded in time is bounded widely.
    const counts = [
      ...(await Promise.all([programs({ PYTHON_IN: "cpython" }), programs({ PYTHON_IN: "native" })])),
      ...(await Promise.all([
        programs({ PYTHON_IN: "chromium" }),
        // One interpreter there: what the other does differently is the crate's, not the browser's.
        programs({ PYTHON_IN: "firefox", PYTHON_INTERPRETER: "free-threaded" }),
      ])),
    ];
    return sum(counts);
  },
};

/** What `python` leaves out. @type {import("./suite.mjs").Suite} */
export const pythonAll = {
  name: "python-all",
  title:
    "Programs in Python: those of processes without the GIL in Chromium; all in Firefox with the GIL, and in WebKitGTK",
  setUp: () => [...setUp(), webkitStep()],
  run: async () =>
    sum([
      await programs({ PYTHON_IN: "chromium", PYTHON_INTERPRETER: "free-threaded", PYTHON_TESTS: "all" }),
      await programs({ PYTHON_IN: "firefox", PYTHON_INTERPRETER: "gil" }),
      await programs({ PYTHON_IN: "webkit" }),
    ]),
};
