/** What the arrows of the sequence diagram mean. */
import { msg } from "@lit/localize";
import { css, html, nothing, type TemplateResult } from "lit";
import type { Window } from "./model";

export function legend({ messages }: Window): TemplateResult {
  const isUntaken = messages.some(({ sent, taken }) => sent && !taken);
  const isUnsent = messages.some(({ sent }) => !sent);
  return html`<div class="legend">
    <span>
      <svg viewBox="0 0 24 12" aria-hidden="true">
        <path class="way" d="M2 3L22 9"></path><circle class="start" cx="2" cy="3" r="2"></circle>
        <path class="tip" d="M15.5 9.5L22 9L17 4.8"></path></svg>${msg("sent, then taken below", { desc: "Legend of the sequence diagram: a message" })}
    </span>
    ${
      isUntaken
        ? html`<span class="open">
            <svg viewBox="0 0 24 12" aria-hidden="true">
              <path class="way" d="M2 6H16"></path><circle class="start" cx="2" cy="6" r="2"></circle>
              <circle class="ring" cx="19.5" cy="6" r="3.5"></circle></svg>${msg("no receipt", { desc: "Legend of the sequence diagram: a message that was not taken" })}
          </span>`
        : nothing
    }
    ${
      isUnsent
        ? html`<span class="open">
            <svg viewBox="0 0 24 12" aria-hidden="true">
              <circle class="ring" cx="4.5" cy="6" r="3.5"></circle><path class="way" d="M8 6H22"></path>
              <path class="tip" d="M16 2.5L22 6L16 9.5"></path></svg>${msg("sending not recorded", { desc: "Legend of the sequence diagram: a message" })}
          </span>`
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
    width: 24px;
    height: 12px;
    margin-right: 0.35rem;
    vertical-align: -0.1rem;
  }
`;
