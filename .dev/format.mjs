// npm run format: puts the Rust sources, the page, these scripts and the table of the lessons in docs/contract.md into the form
// that `npm run check` asks for.

import { catalogueStep, writeContractDocs } from "./build/catalogue.mjs";
import { biome, rustfmt } from "./checks.mjs";
import { runMain } from "./lib/failure.mjs";
import { doSteps } from "./lib/steps.mjs";
import { compilers } from "./setup/steps.mjs";

await runMain(async () => {
  await doSteps([compilers()]);
  await rustfmt([]);
  await biome(["check", "--write"], "what is listed above is to be mended by hand");
  await doSteps([catalogueStep()]);
  await writeContractDocs();
});
