// What a build consists of, once the catalogue is written.

import { dropStaleEngine, engineStep } from "./engine.mjs";
import { messagesStep } from "./messages.mjs";
import { siteStep } from "./site.mjs";

/** What the page needs before Vite can serve or build it. Each engine's last crate is compiled on one core. */
export const engineSteps = () => [[engineStep("shared"), engineStep("isolated"), messagesStep()]];

/** All lessons but Python: what tests, benchmarks and recordings of lessons need. */
export const lessonSteps = () => [...engineSteps(), siteStep()];

/** The engine with Python takes several times as long as the others, and by itself both processors. */
export const buildSteps = () => [...engineSteps(), engineStep("python"), siteStep()];

/**
 * A build in two parts: the page with the engine that nearly every page loads, and the rest, which is done while that is
 * served, one engine after the other; `behind` is empty where there is no more to do.
 */
export function buildInTwo() {
  /** @type {import("./wasm.mjs").WasmBuild[]} */
  const later = ["isolated", "python"];
  const missing = later.filter((build) => !dropStaleEngine(build));
  return {
    first: [[engineStep("shared"), messagesStep()], siteStep()],
    behind: missing.map((build) => ({ build, steps: [engineStep(build), siteStep(`with the engine ${build}`)] })),
  };
}
