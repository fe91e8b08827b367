// npm start: sets up what is missing, builds what has changed, and serves it.

import { buildSteps } from "./build/steps.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps } from "./lib/steps.mjs";
import { buildSetUp, sayHowLong } from "./setup/steps.mjs";

await runMain(async () => {
  sayHowLong();
  await doSteps([...buildSetUp(), ...buildSteps()]);
  // Not sooner: what serves is among the npm packages that set-up installs.
  const { serveUntilStopped } = await import("./serve.mjs");
  await serveUntilStopped(process.argv.slice(2));
});
