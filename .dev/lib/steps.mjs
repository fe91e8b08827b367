// Saying what is being done and how far it is.

import { within } from "./beside.mjs";

const began = performance.now();

/** Time since the command began, as minutes:seconds. */
export const elapsed = () => minutes(performance.now() - began);

/** A duration in milliseconds, as minutes:seconds. @param {number} ms */
export function minutes(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * @typedef {object} Step
 * @property {string} name what it does: 'Building the page'
 * @property {string} [label] a word that its lines begin with where others are done beside it; else its name
 * @property {() => unknown | Promise<unknown>} [upToDate] true, or a word on it, when there is nothing to do
 * @property {() => unknown | Promise<unknown>} run may return a word on what it found
 */

/** Two suites may need the same step: it is done once in a command. @type {Set<string>} */
const done = new Set();

/**
 * Does the steps in order, each with its number and the time since the command began. Steps that stand together in an
 * array need nothing of each other: they are done beside each other, and a line of theirs says whose it is.
 * @param {(Step | Step[])[]} stages
 */
export async function doSteps(stages) {
  const known = new Set(done);
  const isNew = (/** @type {Step} */ { name }) => !known.has(name) && known.add(name);
  const toDo = stages.map((stage) => [stage].flat().filter(isNew)).filter((stage) => stage.length > 0);
  const count = toDo.flat().length;
  let number = 0;
  for (const stage of toDo) {
    /** @type {(() => Promise<void>)[]} */
    const left = [];
    for (const step of stage) {
      number += 1;
      const where = `[${number}/${count} ${elapsed()}]`;
      const fresh = await step.upToDate?.();
      if (!fresh) {
        left.push(() => doStep(step, where, left.length > 1));
        continue;
      }
      console.log(`${where} ${step.name}: ${typeof fresh === "string" ? fresh : "up to date"}`);
      done.add(step.name);
    }
    // All of them end before one that failed is told: none goes on behind the message.
    const ended = await Promise.allSettled(left.map((work) => work()));
    for (const result of ended) if (result.status === "rejected") throw result.reason;
  }
}

/** @param {Step} step @param {string} where @param {boolean} besideOthers */
async function doStep(step, where, besideOthers) {
  console.log(`${where} ${step.name} …`);
  const begun = performance.now();
  const word = besideOthers ? await within(step.label ?? step.name, async () => step.run()) : await step.run();
  done.add(step.name);
  if (besideOthers) console.log(`    ${step.label ?? step.name}: done in ${minutes(performance.now() - begun)}`);
  if (typeof word === "string") console.log(`    ${word.replaceAll("\n", "\n    ")}`);
}
