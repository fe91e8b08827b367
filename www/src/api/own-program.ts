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

/** What a program begins with: the same for a run of it and for a search of its schedules. */
export const BEGINS_WITH: readonly string[] = [PROGRAM, "files", "arguments", INPUT];

/** Whether a file, as a traceback or a step names it, is the program's own. */
export const isMainFile = (file: string) => file.replace(/^.*\//, "") === MAIN_FILE;

/** Of a lesson that searches the schedules of a program: the one that is run alone, as a text, and its step that is shown first. */
export const SCHEDULE = "schedule";
export const STEP = "step";

/** The lessons that run a program of the reader's own, and that search its schedules, by their ids. */
export const RUNS_PROGRAMS = "python";
export const SEARCHES_PROGRAMS = "explore";

export function hasOwnProgram({ schema }: Lesson): boolean {
  return schema.properties?.[PROGRAM]?.type === "string";
}

/** Whether the schedules of that program are searched, and it is not simply run. */
export function isSearched(lesson: Lesson): boolean {
  return hasOwnProgram(lesson) && lesson.schema.properties?.[SCHEDULE] !== undefined;
}
