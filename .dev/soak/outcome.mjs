// How a run may end, and what is said against one that ended otherwise.

/**
 * @typedef {object} Outcome
 * @property {"record" | "never" | string} [kind] of its error, where it has no record
 * @property {string} [message]
 * @property {boolean} isStopped it was stopped before it ended
 */

/** The errors that the contract names. */
const kinds = ["invalid-parameter", "unsupported", "failed", "cancelled"];

/** How errors that nobody has put into words begin, in either browser, and what a crash of the engine leaves. */
const raw = /\bundefined\b|is not a function|is null|panicked|unreachable|RuntimeError|TypeError|RangeError|JsValue/;

/** A run that was stopped has this long to end, on a machine with two busy cores. */
export const patienceMs = 30_000;

/**
 * What is wrong with how a run ended; undefined where nothing is.
 * @param {{isSpoilt: boolean}} asked
 * @param {Outcome} outcome
 */
export function objection({ isSpoilt }, { kind, message = "", isStopped }) {
  if (kind === "never") return `had not ended ${patienceMs / 1000} s after it was stopped`;
  if (kind === "record") return isSpoilt ? "ran with a parameter that is not allowed" : undefined;
  if (!kinds.includes(kind ?? "") || message === "") return `ended with an error without a name: “${kind}: ${message}”`;
  if (raw.test(message)) return `ended with an error that is not for readers: “${message}”`;
  if (kind === "cancelled") return isStopped ? undefined : "says that it was stopped, and nobody stopped it";
  if (isSpoilt && kind !== "invalid-parameter")
    return `took a parameter that is not allowed, and ended ${kind}: ${message}`;
  return undefined;
}
