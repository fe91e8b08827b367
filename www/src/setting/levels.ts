/** How deep lists and objects may lie in each other: a reader of JSON is one function in another, and its stack has an end. */
import type { Json } from "../api/types";

/** As many as the crate reads. The parameters themselves are one of them. */
export const MOST_LEVELS = 127;

/** Reads JSON; undefined where it is none, or is deeper than the crate would read. */
export function parseJson(text: string): Json | undefined {
  try {
    return isTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether text is JSON, or would be, that is deeper than a parameter may be. */
export function isTooDeep(text: string): boolean {
  let level = 1;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "\\") at++;
    else if (letter === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (letter === "]" || letter === "}") level--;
    else if ((letter === "[" || letter === "{") && ++level > MOST_LEVELS) return true;
  }
  return false;
}
