/**
 * What the colours, the patterns and the arrows of the timeline mean. Only what the run has is explained; what is pointed
 * at stands out in the picture.
 */
import { msg } from "@lit/localize";
import { css, html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { State } from "./lane";
import type { TraceModel } from "./model";
import { held } from "./words";

/** `point` hears which state is pointed at, and nothing when none is any more. */
export function legend(model: TraceModel, point: (state?: State) => void): TemplateResult {
  const lanes = model.sorted;
  const has = (state: State) => lanes.some(({ sum, open }) => sum[state].count > 0 || open?.state === state);
  const hasMessages = lanes.some(({ sent, received }) => sent + received > 0);
  const item = (state: State, sign: SVGTemplateResult, text: string) =>
    has(state)
      ? html`<span
          ><button
            @pointerenter=${() => point(state)}
            @pointerleave=${() => point()}
            @focus=${() => point(state)}
            @blur=${() => point()}
          >
            <svg viewBox="0 0 16 8" aria-hidden="true">${sign}</svg>${text}
          </button></span
        >`
      : nothing;
  const kind = held(model);
  return html`<div class="legend">
    ${item("run", svg`<rect class="run" width="16" height="8"></rect>`, msg("runs", { id: "timeline-runs", desc: "Legend of the timeline: what a worker does" }))}
    ${item(
      "hold",
      svg`<rect class="hold" width="16" height="8"></rect><rect class="slit" y="1.4" width="16" height="1.4"></rect>`,
      kind === "permit"
        ? msg("holds a permit")
        : kind === "gil"
          ? msg("holds the GIL")
          : kind === "lock"
            ? msg("holds a lock")
            : msg("holds a lock or a permit"),
    )}
    ${item("wait", svg`<path class="wait" d="M0 7h16"></path>`, msg("waits", { id: "timeline-waits", desc: "Legend of the timeline: what a worker does" }))}
    ${item("sleep", svg`<path class="sleep" d="M1 7h15"></path>`, msg("sleeps", { id: "timeline-sleeps", desc: "Legend of the timeline: what a worker does" }))}
    ${
      model.handOvers.length > 0
        ? html`<span>
            <svg viewBox="0 0 16 8" aria-hidden="true">
              <path class="hand-over" d="M0 4h11"></path><path class="head" d="M10 1l6 3l-6 3z"></path></svg>${
                kind === "permit"
                  ? msg("hands a permit over")
                  : kind === "gil"
                    ? msg("hands the GIL over")
                    : msg("hands a lock over")
              }
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
    gap: 0 0.7rem;
    font-family: var(--sans);
    font-size: 0.78rem;
    color: var(--quiet);
  }
  .legend button {
    min-height: 24px;
    padding: 0;
    border: 0;
    border-radius: 2px;
    color: inherit;
    font-size: inherit;
    cursor: default;
  }
  .legend button:is(:hover, :focus-visible) {
    color: var(--ink);
  }
  .legend svg {
    width: 1.3rem;
    height: 0.65rem;
    margin-right: 0.2rem;
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
    stroke-width: 2;
    stroke-dasharray: 3 1.2;
  }
  svg .sleep {
    stroke: var(--sleep);
    stroke-width: 2;
    stroke-dasharray: 1.4 2.6;
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
