// What a build consists of, once the catalogue is written.

import { dropStaleEngine, engineStep } from "./engine.mjs";
import { messagesStep } from "./messages.mjs";
import { siteStep } from "./site.mjs";

/** What the page needs before Vite can serve or build it. The engine is compiled on one core for half of its time. */
const soonest = () => [[engineStep("shared"), messagesStep()]];

export const engineSteps = () => [...soonest(), engineStep("isolated")];

export const buildSteps = () => [...engineSteps(), siteStep()];

/**
 * A build in two parts: the page with the engine that nearly every page loads, and the rest, which is done while that is
 * served; `behind` is empty where there is no more to do.
 */
export function buildInTwo() {
  const isWhole = dropStaleEngine("isolated");
  const isolated = engineStep("isolated");
  return { first: [...soonest(), siteStep()], behind: isWhole ? [] : [isolated, siteStep("with that engine too")] };
}
