// The tests of these scripts themselves.

import { lessonSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { runNodeTests } from "./suite.mjs";

/** @type {import("./suite.mjs").Suite} */
export const tooling = {
  name: "tooling",
  title: "The scripts of set-up, build and server",
  run: () => runNodeTests(fromRoot(".dev", "test"), { limitMinutes: 5 }),
};

/** @type {import("./suite.mjs").Suite} */
export const start = {
  name: "start",
  title: "npm start, when all is built",
  setUp: () => [...buildSetUp(), ...lessonSteps()],
  run: () => runNodeTests(fromRoot(".dev", "test", "built"), { limitMinutes: 5 }),
};
