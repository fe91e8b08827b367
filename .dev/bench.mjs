// npm run bench: runs benches/*.bench.mjs in order, or those that are named: npm run bench -- pool
// Each exports a function by default, which prints what it measured. What this machine does not have is left open in it; what
// could not be measured for another reason is said once more at the end, and the command fails.

import { existsSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { lessonSteps } from "./build/steps.mjs";
import { Failure, printFailure, runMain } from "./lib/failure.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { doSteps } from "./lib/steps.mjs";
import { browsersEnvironment, browsersStep } from "./setup/browsers.mjs";
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
  await doSteps([...buildSetUp(), browsersStep(), ...lessonSteps()]);
  Object.assign(process.env, browsersEnvironment());
  const { faults } = await import(pathToFileURL(fromRoot("benches", "lib", "absent.mjs")).href);
  const failed = [];
  for (const name of chosen) {
    console.log(`\n=== ${name.slice(0, -ending.length)}`);
    const { default: bench } = await import(pathToFileURL(fromRoot("benches", name)).href);
    try {
      await bench();
    } catch (error) {
      printFailure(error);
      failed.push(name.slice(0, -ending.length));
      continue;
    }
    const notMeasured = faults();
    for (const what of notMeasured) console.error(`✗ not measured: ${what}`);
    if (notMeasured.length > 0) failed.push(name.slice(0, -ending.length));
  }
  if (failed.length > 0)
    throw new Failure(
      `Not all could be measured in: ${failed.join(", ")}.`,
      "what went wrong is said above; try again",
    );
});
