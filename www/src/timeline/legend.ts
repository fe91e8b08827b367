/** What the colours and the patterns of the timeline mean. */
import { css, html, nothing, type TemplateResult } from "lit";

export function legend(hasMessages: boolean): TemplateResult {
  return html`<div class="legend">
    <span><svg viewBox="0 0 16 8" aria-hidden="true"><rect class="run" width="16" height="8"></rect></svg>runs</span>
    <span>
      <svg viewBox="0 0 16 8" aria-hidden="true"><path class="wait" d="M0 6l4-4M3 6l4-4M6 6l4-4M9 6l4-4M12 6l4-4"></path></svg>waits
    </span>
    <span><svg viewBox="0 0 16 8" aria-hidden="true"><path class="sleep" d="M1 4h15"></path></svg>sleeps</span>
    ${hasMessages ? html`<span>╷ sends · ▪ receives</span>` : nothing}
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
`;
