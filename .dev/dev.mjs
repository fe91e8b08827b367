// npm run dev: like npm start, with Vite’s server, which shows a change in www/ at once.
// A change in the Rust sources wants this command again.

import { viteConfig } from "./build/site.mjs";
import { engineSteps } from "./build/steps.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps } from "./lib/steps.mjs";
import { buildSetUp } from "./setup/steps.mjs";

await runMain(async () => {
  await doSteps([...buildSetUp(), ...engineSteps()]);
  const { createServer } = await import("vite");
  const { isolationHeaders } = await import("../www/hosting/headers.mjs");
  const server = await createServer({
    configFile: viteConfig,
    server: { headers: isolationHeaders, port: Number(process.env.PORT ?? 8080) },
  });
  await server.listen();
  server.printUrls();
});
