// npm run record: runs each lesson with its defaults in Chromium and writes what happened into www/public/recordings/, which
// the page shows to a reader who has not run the lesson yet. npm run record -- race gil records those alone.

import { siteStep } from "./build/site.mjs";
import { lessonSteps } from "./build/steps.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { doSteps, elapsed } from "./lib/steps.mjs";
import { mostBytes, packed, writeRecording } from "./record/file.mjs";
import { inChromium } from "./record/in-chromium.mjs";
import { objection } from "./record/points.mjs";
import { browsersStep } from "./setup/browsers.mjs";
import { buildSetUp } from "./setup/steps.mjs";

/** How long a lesson is run again until a run shows its point. */
const patienceMs = 40_000;

await runMain(async () => {
  const names = process.argv.slice(2);
  await doSteps([...buildSetUp(), browsersStep(["chrome"]), ...lessonSteps()]);
  /** @type {string[]} */
  const failed = [];
  let bytes = 0;
  await inChromium(async ({ ids, run }) => {
    const unknown = names.filter((name) => !ids.includes(name));
    if (unknown.length > 0)
      throw new Failure(`No lesson is called ${unknown.join(", ")}.`, `There are: ${ids.join(", ")}.`);
    for (const id of ids.filter((id) => names.length === 0 || names.includes(id))) {
      const size = await record(id, run);
      if (size === undefined) failed.push(id);
      else bytes += size;
    }
  });
  await doSteps([siteStep("with the recordings")]);
  console.log(`Recorded in ${elapsed()}: ${kilobytes(bytes)} in all.`);
  if (failed.length > 0)
    throw new Failure(
      `No new recording of ${failed.join(", ")}: the one before stays as it is.`,
      "try again when the machine has nothing else to do; .dev/record/points.mjs says what a recording has to show",
    );
});

/**
 * Runs a lesson until a run is worth to be kept. The size of its file; undefined where none was.
 * @param {string} id
 * @param {(id: string) => Promise<import("./record/file.mjs").Recording>} run
 */
async function record(id, run) {
  const began = performance.now();
  for (let tries = 1; tries === 1 || performance.now() - began < patienceMs; tries++) {
    const recording = await run(id);
    const file = packed(recording);
    const why =
      objection(recording.record, recording.events) ??
      (file.length > mostBytes ? `takes ${kilobytes(file.length)}, more than ${kilobytes(mostBytes)}` : undefined);
    if (why === undefined) {
      writeRecording(id, file);
      console.log(`    ${id}: ${recording.events.length} events, ${kilobytes(file.length)}`);
      return file.length;
    }
    console.log(`    ${id}: run ${tries} ${why}`);
  }
  return undefined;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
