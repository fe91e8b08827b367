// What a build consists of, once the catalogue is written.

import { dropStaleEngine, engineStep } from "./engine.mjs";
import { messagesStep } from "./messages.mjs";
import { siteStep } from "./site.mjs";

/** What the page needs before Vite can serve or build it. Each engine's last crate is compiled on one core. */
export const engineSteps = () => [[engineStep("shared"), engineStep("isolated"), messagesStep()]];

export const buildSteps = () => [...engineSteps(), siteStep()];

/**
 * A build in two parts: the page with the engine that nearly every page loads, and the rest, which is done while that is
 * served; `behind` is empty where there is no more to do.
 */
export function buildInTwo() {
  const isWhole = dropStaleEngine("isolated");
  return {
    first: [[engineStep("shared"), messagesStep()], siteStep()],
    behind: isWhole ? [] : [engineStep("isolated"), siteStep("with that engine too")],
  };
}
