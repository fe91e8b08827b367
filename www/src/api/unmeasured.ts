/** What a run says that it could not measure: the figures of its result that are null, each with the reason. */
import { msg, str } from "@lit/localize";
import type { RunRecord, Unmeasured } from "./types";

/** A figure of the result that was not measured; `key` is its place there: `gil.speedup`, `ways.2.work_ms`. */
export interface UnmeasuredFigure extends Unmeasured {
  key: string;
}

const REASONS: ReadonlySet<unknown> = new Set<Unmeasured["why"]>(["clock", "scatter", "above-ideal"]);

export function unmeasured(record: RunRecord | undefined): UnmeasuredFigure[] {
  const figures = record?.metrics.unmeasured;
  if (typeof figures !== "object" || figures === null || Array.isArray(figures)) return [];
  return Object.entries(figures).flatMap(([key, told]) => {
    if (typeof told !== "object" || told === null || Array.isArray(told)) return [];
    const { why, tick_ms, raise } = told;
    if (!REASONS.has(why)) return [];
    const figure: UnmeasuredFigure = { key, why: why as Unmeasured["why"] };
    if (typeof tick_ms === "number") figure.tick_ms = tick_ms;
    if (typeof raise === "string") figure.raise = raise;
    return [figure];
  });
}

/** Why a figure is missing, and what helps; `nameOf` says a parameter in the reader's words. */
export function sentenceFor({ why, raise }: Unmeasured, nameOf = (parameter: string) => parameter): string {
  switch (why) {
    case "clock":
      return raise === undefined
        ? msg("The clock here is too coarse for so short a time.")
        : msg(str`The clock here is too coarse for so short a time: raise “${nameOf(raise)}” and run again.`);
    case "scatter":
      return msg("This machine was busy: run again.", { desc: "what was measured several times came out too unlike" });
    case "above-ideal":
      return msg("This machine was busy: more than is possible was measured. Run again.");
  }
}

/** All reasons of a run, each said once. */
export function sentences(record: RunRecord | undefined, nameOf?: (parameter: string) => string): string[] {
  return [...new Set(unmeasured(record).map((figure) => sentenceFor(figure, nameOf)))];
}
