/** Run, Stop, and where the run is. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
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
}

export function runBar({ lesson, session, isStale, run }: Given) {
  // The clock stands outside the status, which would be read out at each tick.
  const { phase, isBusy, progress, elapsedMs } = session;
  const warm = () => canRun(lesson) && runs.warm();
  const stop = msg("Stop", { id: "stop-button", desc: "Button" });
  const status = isStale && !isBusy ? msg("Parameters changed: run again.") : statusOf(session);
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
        ${msg("Run", { id: "run-button", desc: "Button" })}
      </button>
      ${isBusy ? html`<button @click=${() => session.stop()}>${stop}</button>` : nothing}
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

function statusOf({ phase, elapsedMs }: Session): string {
  switch (phase) {
    case "idle":
      return "";
    case "queued":
      return msg("Waits for another run to end…");
    case "loading":
      return msg("Starts the engine…");
    case "running":
      return msg("Runs…", { id: "run-running", desc: "State of a run" });
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

function howFar({ done, total, unit }: Progress): string {
  const [some, all] = [number(done), number(total)];
  return msg(str`${some} of ${all} ${unit}`, {
    id: "run-progress",
    desc: "How far a run is: 3 of 10 tasks. There may be no unit",
  });
}
