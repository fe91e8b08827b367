// Saying what is being done and how far it is.

const began = performance.now();

/** Time since the command began, as minutes:seconds. */
export function elapsed() {
  const seconds = Math.round((performance.now() - began) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * @typedef {object} Step
 * @property {string} name what it does: 'Building the page'
 * @property {() => unknown | Promise<unknown>} [upToDate] true, or a word on it, when there is nothing to do
 * @property {() => unknown | Promise<unknown>} run may return a word on what it found
 */

/** Two suites may need the same step: it is done once in a command. @type {Set<string>} */
const done = new Set();

/**
 * Does the steps in order, each with its number and the time since the command began.
 * @param {Step[]} steps
 */
export async function doSteps(steps) {
  const toDo = steps.filter(({ name }) => !done.has(name));
  for (const [index, step] of toDo.entries()) {
    const where = `[${index + 1}/${toDo.length} ${elapsed()}]`;
    const fresh = await step.upToDate?.();
    if (fresh) {
      console.log(`${where} ${step.name}: ${typeof fresh === "string" ? fresh : "up to date"}`);
      done.add(step.name);
      continue;
    }
    console.log(`${where} ${step.name} …`);
    const word = await step.run();
    done.add(step.name);
    if (typeof word === "string") console.log(`    ${word.replaceAll("\n", "\n    ")}`);
  }
}
