// npm run build: sets up what is missing and makes dist/, a complete static site with relative addresses.

import { buildSteps } from "./build/steps.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps, elapsed } from "./lib/steps.mjs";
import { buildSetUp, sayHowLong } from "./setup/steps.mjs";

await runMain(async () => {
  sayHowLong();
  await doSteps([...buildSetUp(), ...buildSteps()]);
  console.log(`dist/ is ready, after ${elapsed()}. \`npm run serve\` shows it.`);
});
