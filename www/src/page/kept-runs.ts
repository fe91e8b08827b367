/**
 * What a reader leaves behind in a lesson and finds there again: what was set, and the last run. It lasts as long as the
 * page; the runs that were left first are given up when all of them hold too many events.
 */
import type { RunEvent, RunRecord } from "../api/types";
import type { Setting } from "../setting/address";
import { MOST_EVENTS } from "../timeline/recording";

/** A run that is over, and all that is needed to show it again. */
export interface Ran {
  setting: Setting;
  /** The very object that the engine gave: its files are found by it. */
  record: RunRecord;
  events: readonly RunEvent[];
  wallMs: number;
}

/** A run of which only the outcome is still needed. */
export type Before = Pick<Ran, "setting" | "record">;

export interface Kept {
  /** What was set when the reader left; the run may have been of something else. */
  setting: Setting;
  ran?: Ran | undefined;
  previous?: Before | undefined;
}

/** By lesson; what was left last stands last. */
const all = new Map<string, Kept>();

export function keepRun(lesson: string, kept: Kept): void {
  all.delete(lesson);
  all.set(lesson, kept);
  let events = 0;
  for (const [id, { setting, ran }] of [...all].reverse()) {
    events += ran?.events.length ?? 0;
    // A run that alone has so many was not heard to its end.
    if (events >= MOST_EVENTS) all.set(id, { setting });
  }
}

export function keptRun(lesson: string): Kept | undefined {
  return all.get(lesson);
}
