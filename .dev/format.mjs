// npm run format: puts the Rust sources, the page and these scripts into the format that `npm run check` asks for.

import { biome, rustfmt } from "./checks.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps } from "./lib/steps.mjs";
import { nodeModulesStep } from "./setup/node-modules.mjs";
import { toolchainStep } from "./setup/toolchain.mjs";

await runMain(async () => {
  await doSteps([nodeModulesStep(), toolchainStep()]);
  await rustfmt([]);
  await biome(["check", "--write"], "what is listed above is to be mended by hand");
});
