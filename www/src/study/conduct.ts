/** Runs the steps of a study in turn, and keeps what each gave. */
import { ManyhandsError, messageOf } from "../api/errors";
import type { RunRecord } from "../api/types";
import { runs } from "../engine/runs";
import type { Step } from "./plan";

/** What came of a step: its record, or why it has none. */
export interface Outcome {
  step: Step;
  record?: RunRecord;
  error?: ManyhandsError;
}

export interface Hooks {
  signal: AbortSignal;
  /** Step number `index` begins. */
  onStep(index: number): void;
  onProgress(done: number, total: number, unit: string): void;
  onOutcome(outcome: Outcome): void;
}

/** Says whether it came to the end: a stop ends it, and so does a parameter that no run would take. */
export async function conduct(steps: Step[], hooks: Hooks): Promise<"done" | "stopped" | "failed"> {
  for (const [index, step] of steps.entries()) {
    hooks.onStep(index);
    try {
      const record = await runs.run(step.lesson, step.params, {
        door: "page",
        signal: hooks.signal,
        onEvents: (events) => {
          for (const event of events) {
            if (event.kind === "progress") hooks.onProgress(event.done, event.total, event.unit);
          }
        },
      });
      hooks.onOutcome({ step, record });
    } catch (thrown) {
      const error = thrown instanceof ManyhandsError ? thrown : new ManyhandsError("failed", messageOf(thrown));
      if (error.kind === "cancelled") return "stopped";
      hooks.onOutcome({ step, error });
      if (error.kind === "invalid-parameter") return "failed";
    }
  }
  return "done";
}
