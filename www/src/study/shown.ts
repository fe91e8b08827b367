/** What a study has to show of the runs so far. */
import type { TemplateResult } from "lit";
import type { Lesson, Study } from "../api/types";
import { decimals, faster, isSame } from "../kit/format";
import { language } from "../kit/language";
import type { Outcome } from "./conduct";

export interface Shown {
  /** What can be said of it, in a sentence or two. */
  summary: string;
  /** What could not be run, by name, and why. */
  missing: string[];
  charts: TemplateResult;
}

export type Show<Kind extends Study["kind"]> = (
  study: Extract<Study, { kind: Kind }>,
  outcomes: Outcome[],
  lesson: Lesson,
) => Shown | undefined;

/** A ratio as it is said: two decimals. */
export const ratio = decimals(2);

/** A speed-up as it is said: below 1 it is no speed-up, and the figure would be 0.07. */
export function times(speedup: number): string {
  return speedup < 1 && !isSame(speedup) ? faster(speedup) : ratio.format(speedup);
}

/** "a, b and c". */
export const list = (texts: string[]) => new Intl.ListFormat(language(), { type: "conjunction" }).format(texts);
