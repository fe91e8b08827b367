// npm run check: formats, lints, types and documentation, or those that are named: npm run check -- biome clippy

import { catalogueStep } from "./build/catalogue.mjs";
import { messagesStep } from "./build/messages.mjs";
import { checks } from "./checks.mjs";
import { within } from "./lib/beside.mjs";
import { Failure, printFailure, runMain } from "./lib/failure.mjs";
import { doSteps, elapsed, minutes } from "./lib/steps.mjs";
import { compilers } from "./setup/steps.mjs";

await runMain(async () => {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0)
    throw new Failure(
      `No check is called ${unknown.join(", ")}.`,
      `There are: ${checks.map(({ name }) => name).join(", ")}.`,
    );
  // The page's sources import the lesson catalogue and the languages, so their types need them.
  await doSteps([compilers(), catalogueStep(), messagesStep()]);
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const lanes = new Set(chosen.map(({ lane }) => lane));
  /** @type {string[]} */
  const failed = [];
  /** @type {string[]} */
  const taken = [];
  const look = async (/** @type {import("./checks.mjs").Check} */ check) => {
    console.log(`\n=== ${check.title} (${check.name}) · ${elapsed()}`);
    const began = performance.now();
    try {
      await (lanes.size > 1 ? within(check.name, check.run) : check.run());
    } catch (error) {
      printFailure(error);
      failed.push(check.name);
    }
    taken.push(`${check.name} ${minutes(performance.now() - began)}`);
  };
  // Beside each other: a compiler that checks one crate, and each of the others, takes one core.
  await Promise.all(
    [...lanes].map(async (lane) => {
      for (const check of chosen) if (check.lane === lane) await look(check);
    }),
  );
  console.log(`\n${taken.join(", ")}`);
  if (failed.length > 0) throw new Failure(`These checks failed: ${failed.join(", ")}.`);
  console.log(`\n✓ all checks passed, after ${elapsed()}`);
});
