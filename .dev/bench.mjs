// npm run bench: runs benches/*.bench.mjs in order, or those that are named: npm run bench -- pool
// Each exports a function by default, which prints what it measured.

import { existsSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { buildSteps } from "./build/steps.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { doSteps } from "./lib/steps.mjs";
import { buildSetUp } from "./setup/steps.mjs";

const ending = ".bench.mjs";

await runMain(async () => {
  const folder = fromRoot("benches");
  const all = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .sort()
    : [];
  const names = process.argv.slice(2);
  const chosen = all.filter((name) => names.length === 0 || names.includes(name.slice(0, -ending.length)));
  if (chosen.length === 0)
    throw new Failure(
      `There is no such benchmark.`,
      `There are: ${all.map((name) => name.slice(0, -ending.length)).join(", ") || "none yet"}.`,
    );
  await doSteps([...buildSetUp(), ...buildSteps()]);
  for (const name of chosen) {
    console.log(`\n=== ${name.slice(0, -ending.length)}`);
    const { default: bench } = await import(pathToFileURL(fromRoot("benches", name)).href);
    await bench();
  }
});
