// npm run soak: Chromium and Firefox in strangers' hands for about half an hour; see docs/set-up.md.

import { parseArgs } from "node:util";
import { lessonSteps } from "./build/steps.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { doSteps, elapsed } from "./lib/steps.mjs";
import { browsersEnvironment, browsersStep } from "./setup/browsers.mjs";
import { buildSetUp } from "./setup/steps.mjs";

const usage = "npm run soak -- [--rounds N] [--seed WORD] [--browser chromium|firefox]";

/** In each browser: a round takes about half a minute on two cores that have nothing else to do. */
const usualRounds = 30;

await runMain(async () => {
  const { rounds, seed, browsers } = optionsOf(process.argv.slice(2));
  if (process.platform !== "linux")
    throw new Failure("The soak counts in /proc, which only Linux has.", "run it on Linux");
  await doSteps([...buildSetUp(), browsersStep(), ...lessonSteps()]);
  Object.assign(process.env, browsersEnvironment());
  const { soak } = await import("./soak/soak.mjs");
  console.log(`\n${rounds} rounds in ${browsers.join(" and ")}, seed ${seed}`);
  /** @type {string[]} */
  const faults = [];
  for (const browser of browsers) {
    const report = await soak({ browser, seed, rounds });
    console.log(`\n${browser}, ${elapsed()}: ${told(report.outcomes)}`);
    for (const failed of report.failed) console.log(`    ${failed}`);
    for (const { what, first, last, allowed, isMore } of report.counts) {
      const [before, after, most] = [first, last, allowed].map((number) => number.toFixed(0));
      console.log(
        `  ${isMore ? "✗" : "✓"} ${what}: ${before} after the first stretch, ${after} at the end (at most ${most})`,
      );
      if (isMore) faults.push(`${browser}: ${what} grew from ${before} to ${after}`);
    }
    for (const fault of report.faults) console.log(`  ✗ ${fault}`);
    faults.push(...report.faults.map((fault) => `${browser}, ${fault}`));
  }
  if (faults.length === 0) return console.log(`\nAll held, after ${elapsed()}.`);
  throw new Failure(
    `${faults.length} faults.`,
    `npm run soak -- --rounds ${rounds} --seed ${seed} does the same again; --browser NAME in one browser alone`,
  );
});

/** @param {Record<string, number>} outcomes */
function told(outcomes) {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const each = Object.entries(outcomes).map(([how, count]) => `${count} ${how}`);
  return `${all} runs: ${each.join(", ")}`;
}

/** @param {string[]} args */
function optionsOf(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: { rounds: { type: "string" }, seed: { type: "string" }, browser: { type: "string" } },
    }));
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), usage);
  }
  const rounds = Number(values.rounds ?? usualRounds);
  if (!Number.isInteger(rounds) || rounds < 2)
    throw new Failure(`“${values.rounds}” is not a number of rounds: a whole number from 2.`, usage);
  const known = /** @type {const} */ (["chromium", "firefox"]);
  const browsers = known.filter((name) => values.browser === undefined || values.browser === name);
  if (browsers.length === 0) throw new Failure(`“${values.browser}” is not a browser: ${known.join(", ")}.`, usage);
  return { rounds, browsers, seed: values.seed ?? String(Math.floor(Math.random() * 1e9)) };
}
