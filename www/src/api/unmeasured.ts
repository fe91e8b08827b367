/** What a run says that it could not measure: the figures of its result that are null, each with the reason. */
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
