/** Run, Stop, and where the run is. */
import { msg, str } from "@lit/localize";
import { html, nothing, type TemplateResult } from "lit";
import { hasOwnProgram, isSearched } from "../api/own-program";
import type { Lesson } from "../api/types";
import { runs } from "../engine/runs";
import { ms, number } from "../kit/format";
import type { Progress, Session } from "./session";
import { canRun } from "./trouble";

interface Given {
  lesson: Lesson;
  session: Session;
  /** Said while nothing goes on: what stands there is of other parameters. */
  isStale: boolean;
  run: () => void;
  /** What the button says where that is not Run. */
  label?: string | undefined;
  /** What is chosen beside Run. */
  beside?: TemplateResult | typeof nothing;
}

export function runBar({ lesson, session, isStale, run, label, beside = nothing }: Given) {
  // The clock stands outside the status, which would be read out at each tick.
  const { phase, isBusy, progress, elapsedMs } = session;
  // What runs a reader's own program is large, and comes when it is to run.
  const warm = () => canRun(lesson) && !hasOwnProgram(lesson) && runs.warm();
  const stop = msg("Stop", { id: "stop-button", desc: "Button" });
  const status = isStale && !isBusy ? staleSentence(lesson) : statusOf(lesson, session);
  return html`
    <div class="run-bar">
      <button
        class="primary"
        ?disabled=${!canRun(lesson)}
        aria-disabled=${isBusy}
        @pointerenter=${warm}
        @focus=${warm}
        @click=${run}
      >
        ${label ?? msg("Run", { id: "run-button", desc: "Button" })}
      </button>
      ${isBusy ? html`<button @click=${() => session.stop()}>${stop}</button>` : nothing}
      ${beside}
      <span class="status">
        <span role="status">${status}</span>
        ${phase === "running" ? ms(Math.round(elapsedMs / 100) * 100) : ""}
        ${isBusy && progress ? html`<span class="far">${howFar(progress)}</span>` : nothing}
      </span>
      ${
        isBusy && progress
          ? html`<progress max=${progress.total} value=${progress.done} aria-label=${msg("Progress")}></progress>`
          : nothing
      }
    </div>
  `;
}

export const staleSentence = (lesson: Lesson) =>
  isSearched(lesson)
    ? msg("Changed since that search: search again.")
    : hasOwnProgram(lesson)
      ? msg("Changed since that run: run again.")
      : msg("Parameters changed: run again.");

function statusOf(lesson: Lesson, { phase, elapsedMs }: Session): string {
  switch (phase) {
    case "idle":
      return "";
    case "queued":
      return msg("Waits for another run to end…");
    case "loading":
      return hasOwnProgram(lesson) ? msg("Loads Python…") : msg("Starts the engine…");
    case "running":
      return isSearched(lesson)
        ? msg("Searches…", { desc: "State of a search" })
        : msg("Runs…", { id: "run-running", desc: "State of a run" });
    case "stopping":
      return msg("Stops…", { id: "run-stopping", desc: "State of a run" });
    case "done": {
      const time = ms(elapsedMs);
      return msg(str`Done in ${time}`, { id: "run-done", desc: "State of a run" });
    }
    case "stopped": {
      const time = ms(elapsedMs);
      return msg(str`Stopped after ${time}`, { id: "run-stopped", desc: "State of a run" });
    }
    case "failed":
      return msg("Ended with an error.");
  }
}

/** What is counted on the way, beside the unit. */
const COUNTED: { [name: string]: () => string } = {
  schedules: () =>
    msg("schedules", { id: "counted-schedules", desc: "Before a number: orders of a program's steps that were run" }),
  preemptions: () =>
    msg("preemptions", {
      id: "counted-preemptions",
      desc: "Before a number: switches away from a thread that could go on",
    }),
};

function howFar({ done, total, unit, counts = {} }: Progress): string {
  const [some, all] = [number(done), number(total)];
  const far = msg(str`${some} of ${all} ${unit}`, {
    id: "run-progress",
    desc: "How far a run is: 3 of 10 tasks. There may be no unit",
  });
  return [far, ...Object.entries(counts).map(([name, count]) => `${COUNTED[name]?.() ?? name}: ${number(count)}`)].join(
    ", ",
  );
}
