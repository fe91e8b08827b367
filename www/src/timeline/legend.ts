/** What the colours, the patterns and the arrows of the timeline mean. Only what the run has is explained. */
import { msg } from "@lit/localize";
import { css, html, nothing, type TemplateResult } from "lit";
import type { State } from "./lane";
import type { TraceModel } from "./model";

export function legend(model: TraceModel): TemplateResult {
  const lanes = model.sorted;
  const has = (state: State) => lanes.some(({ sum, open }) => sum[state].count > 0 || open?.state === state);
  const hasMessages = lanes.some(({ sent, received }) => sent + received > 0);
  return html`<div class="legend">
    <span><svg viewBox="0 0 16 8" aria-hidden="true"><rect class="run" width="16" height="8"></rect></svg>${msg("runs", { id: "timeline-runs", desc: "Legend of the timeline: what a worker does" })}</span>
    ${
      has("hold")
        ? html`<span>
            <svg viewBox="0 0 16 8" aria-hidden="true">
              <rect class="hold" width="16" height="8"></rect><rect class="slit" y="1.4" width="16" height="1.4"></rect></svg>${msg("runs and holds a lock")}
          </span>`
        : nothing
    }
    <span>
      <svg viewBox="0 0 16 8" aria-hidden="true"><path class="wait" d="M0 6l4-4M3 6l4-4M6 6l4-4M9 6l4-4M12 6l4-4"></path></svg>${msg("waits", { id: "timeline-waits", desc: "Legend of the timeline: what a worker does" })}
    </span>
    <span><svg viewBox="0 0 16 8" aria-hidden="true"><path class="sleep" d="M1 4h15"></path></svg>${msg("sleeps", { id: "timeline-sleeps", desc: "Legend of the timeline: what a worker does" })}</span>
    ${
      model.handOvers.length > 0
        ? html`<span>
            <svg viewBox="0 0 16 8" aria-hidden="true">
              <path class="hand-over" d="M0 4h11"></path><path class="head" d="M10 1l6 3l-6 3z"></path></svg>${msg("hands a lock over")}
          </span>`
        : nothing
    }
    ${
      hasMessages
        ? html`<span>
              <svg viewBox="0 0 16 8" aria-hidden="true"><path class="message" d="M0 4h15M11 1l4 3l-4 3"></path></svg>${msg("message", { id: "timeline-message", desc: "Legend of the timeline: an arrow" })}
            </span>
            <span>${msg("╷ sends · ▪ receives", { desc: "Legend of the timeline: marks of messages" })}</span>`
        : nothing
    }
  </div>`;
}

export const legendStyles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.9rem;
    font-family: var(--sans);
    font-size: 0.82rem;
    color: var(--quiet);
  }
  .legend svg {
    width: 1.6rem;
    height: 0.8rem;
    margin-right: 0.3rem;
    vertical-align: -0.05rem;
  }
  svg .run {
    fill: var(--run);
  }
  svg .hold {
    fill: var(--hold);
  }
  svg .slit {
    fill: var(--paper);
  }
  svg .head {
    fill: var(--ink);
  }
  svg .wait {
    fill: none;
    stroke: var(--wait);
    stroke-width: 1.1;
  }
  svg .sleep {
    stroke: var(--sleep);
    stroke-width: 2;
    stroke-dasharray: 0 3.2;
    stroke-linecap: round;
  }
  svg .message,
  svg .hand-over {
    fill: none;
    stroke: var(--ink);
  }
  svg .hand-over {
    stroke-width: 1.4;
    stroke-dasharray: 3 2;
  }
`;
