// What runs Python programs: CPython, the command natively, or a page in a browser. The tests know only this much of each.

/**
 * One run of a program.
 * @typedef {object} Task
 * @property {string} program the text of main.py
 * @property {{[name: string]: string}} files what lies beside it
 * @property {string[]} arguments
 * @property {string} input
 * @property {string} interpreter
 * @property {{afterLines: number, quiet: boolean} | undefined} stop when it is stopped: once that many lines have come, or, where it is to be
 *   quiet, when nothing more has come after them for a while
 *
 * @typedef {object} Executor
 * @property {string} name
 * @property {string | false} skip why it cannot be had here
 * @property {string} [version] which CPython it is
 * @property {string[]} interpreters those that it can be
 * @property {() => Promise<unknown>} open
 * @property {(task: Task) => Promise<import("../expect.mjs").Ran>} run
 * @property {(params: object, stopAfter?: number) => Promise<Searched>} [search] searches the schedules of a program; it is stopped when it says
 *   that it has run so many
 * @property {() => Promise<unknown>} close
 */

/**
 * What a search gives: its result, or an error; where it was stopped, what it had found by then. And how often it said how far it is.
 * @typedef {{result?: any, error?: {kind: string, parameter?: string, message: string}, counts?: {[name: string]: number}[]}} Searched
 */

/** For how long a program must be silent to be taken for one in a deadlock. */
export const QUIET_MS = 700;

/** A program that takes longer hangs. */
export const LIMIT_MS = 60_000;

/** How long what was stopped may go on. */
export const STOP_MS = 5_000;

/**
 * The lines of an output. One without a newline at its end is a line too.
 * @param {string} text
 */
export function linesOf(text) {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** @returns {Promise<Executor>} */
export async function executorNamed(/** @type {string} */ name) {
  switch (name) {
    case "cpython":
      return (await import("./cpython.mjs")).cpython();
    case "native":
      return (await import("./native.mjs")).native();
    case "chromium":
    case "firefox":
    case "webkit":
      return (await import("./page.mjs")).page(name);
    default:
      throw new Error(`PYTHON_IN is “${name}”; the tests know cpython, native, chromium, firefox and webkit`);
  }
}
