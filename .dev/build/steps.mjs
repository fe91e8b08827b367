// What a build consists of.

import { engineStep } from "./engine.mjs";
import { messagesStep } from "./messages.mjs";
import { catalogueStep } from "./native.mjs";
import { siteStep } from "./site.mjs";
import { wasmBuilds } from "./wasm.mjs";

/** What the page needs before Vite can serve or build it. */
export const engineSteps = () => [catalogueStep(), ...wasmBuilds.map((build) => engineStep(build)), messagesStep()];

export const buildSteps = () => [...engineSteps(), siteStep()];
