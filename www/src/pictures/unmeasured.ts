/** Why a run did not measure what it was to, in words. */
import { msg, str } from "@lit/localize";
import type { Lesson, Unmeasured } from "../api/types";
import { ms } from "../kit/format";
import { language } from "../kit/language";

/** Each reason once, with what helps. */
export function sentencesFor(lesson: Lesson, figures: Unmeasured[]): string[] {
  const [clock] = figures.filter(({ why }) => why === "clock");
  const raises = new Set(figures.flatMap(({ why, raise }) => (why === "clock" && raise !== undefined ? [raise] : [])));
  const names = [...raises].map((parameter) => titleOf(lesson, parameter));
  return [
    ...(clock ? [tooCoarse(clock, names)] : []),
    ...(figures.some(({ why }) => why !== "clock") ? [msg("This machine was busy: run again.")] : []),
  ];
}

function tooCoarse({ tick_ms }: Unmeasured, raises: string[]): string {
  const sentence =
    tick_ms === undefined
      ? msg("The clock of this browser is too coarse for this.")
      : msg(str`The clock of this browser is too coarse for this: it ticks every ${ms(tick_ms)}.`);
  if (raises.length === 0) return sentence;
  const title = new Intl.ListFormat(language(), { type: "conjunction" }).format(raises);
  return `${sentence} ${msg(str`Raise ${title} and run again.`, { desc: "a parameter’s name" })}`;
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
