// Which of several pieces of work that are done beside each other this one is, so that what a program prints says whose it is.

import { AsyncLocalStorage } from "node:async_hooks";

/** @type {AsyncLocalStorage<string>} */
const labels = new AsyncLocalStorage();

/**
 * Does some work under a label.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 */
export const within = (label, work) => labels.run(label, work);

/** The label of the work that is being done; none where it is done alone. */
export const label = () => labels.getStore();

/**
 * Prints a program's lines as they come, each after the label.
 * @param {import("node:stream").Readable} from
 * @param {NodeJS.WriteStream} to
 * @param {string} label
 */
export function printLines(from, to, label) {
  let rest = "";
  from.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) to.write(`    ${label} | ${line}\n`);
  });
  from.on("end", () => {
    if (rest !== "") to.write(`    ${label} | ${rest}\n`);
  });
}
