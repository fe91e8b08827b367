// npm run dev: like npm start, with Vite’s server, which shows a change in www/ at once.
// A change in the Rust sources wants this command again.

import { viteConfig } from "./build/site.mjs";
import { engineSteps } from "./build/steps.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps } from "./lib/steps.mjs";
import { devServer } from "./serve/vite.mjs";
import { optionsOf } from "./serve.mjs";
import { buildSetUp } from "./setup/steps.mjs";

await runMain(async () => {
  await doSteps([...buildSetUp(), ...engineSteps()]);
  const server = await devServer(viteConfig, optionsOf(process.argv.slice(2)));
  server.printUrls();
});
