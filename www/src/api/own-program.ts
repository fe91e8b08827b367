/**
 * Lessons whose program is the reader's own: the text of their parameter `program` is what runs, so it stands where other
 * lessons have their listing, and it runs only when a reader presses Run.
 */
import type { Lesson } from "./types";

/** The parameter that is the program. */
export const PROGRAM = "program";

/** The name under which it runs: tracebacks tell lines of it. */
export const MAIN_FILE = "main.py";

/** The parameter that says under which interpreter it runs. */
export const INTERPRETER = "interpreter";

/** The parameter that its `input()` reads. */
export const INPUT = "input";

export function hasOwnProgram({ schema }: Lesson): boolean {
  return schema.properties?.[PROGRAM]?.type === "string";
}
