/** When a line of a program and a state of a worker belong together: decided here, for the program and for the timeline. */
import type { Shows } from "./types";

/** Whether `line`, which says when a line of the program is at work, means `state`, which a worker is in. */
export function means(line: Shows, state: Shows): boolean {
  return line.state === state.state && (line.what === null || beginsWith(state.what ?? "", line.what));
}

/** Tells of what is pointed at; null where it is nothing. */
export type PointEvent = CustomEvent<Shows[] | null>;

/** By whole words: “the lock” begins “the lock of row 3”, but not “the locker”. */
function beginsWith(text: string, words: string): boolean {
  return text.startsWith(words) && !/^[\p{L}\p{N}_]/u.test(text.slice(words.length));
}
