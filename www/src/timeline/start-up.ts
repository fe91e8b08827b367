/** The time until the first worker is at work: in a short run it would take most of the picture, and says nothing of it. */
import type { TraceModel } from "./model";

/** Less than this share of the run is shown, as it is no trouble. */
const LEAST_SHARE = 0.25;
/** So much of what is shown stands before the first work, to have it seen beginning. */
const LEAD = 0.02;

/** Where the picture of a run begins, in milliseconds: 0, or shortly before a worker does something. */
export function startUp({ sorted, end }: TraceModel): number {
  const begins = sorted.flatMap(({ worker, spans }) => {
    const first = worker > 0 ? spans.find(({ state }) => state !== "wait") : undefined;
    return first ? [first.from] : [];
  });
  // What the main program does meanwhile is shown, unless it only starts them.
  const first = Math.min(...begins);
  if (!Number.isFinite(first) || first < LEAST_SHARE * end) return 0;
  return Math.max(0, first - LEAD * (end - first));
}
