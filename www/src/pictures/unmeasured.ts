/** Why a run did not measure what it was to, in words. */
import { msg, str } from "@lit/localize";
import type { Lesson, Unmeasured } from "../api/types";
import { ms } from "../kit/format";

/** In a sentence or two, with what helps. */
export function sentenceFor(lesson: Lesson, { why, tick_ms, raise }: Unmeasured): string {
  if (why !== "clock") return msg("This machine was busy: run again.");
  const tooCoarse =
    tick_ms === undefined
      ? msg("The clock of this browser is too coarse for this.")
      : msg(str`The clock of this browser is too coarse for this: it ticks every ${ms(tick_ms)}.`);
  if (raise === undefined) return tooCoarse;
  const title = titleOf(lesson, raise);
  return `${tooCoarse} ${msg(str`Raise ${title} and run again.`, { desc: "a parameter’s name" })}`;
}

/** Each reason once. */
export function sentencesFor(lesson: Lesson, figures: Unmeasured[]): string[] {
  return [...new Set(figures.map((figure) => sentenceFor(lesson, figure)))];
}

/** In place of the figure, where there is little room. */
export function shortly({ why }: Unmeasured): string {
  return why === "clock"
    ? msg("too short to measure", { desc: "in place of a time that the clock is too coarse for" })
    : msg("machine busy", { desc: "in place of a figure that a busy machine has spoilt" });
}

function titleOf({ schema }: Lesson, parameter: string): string {
  return schema.properties?.[parameter]?.title ?? parameter;
}
