/** After a run: what the reader had predicted, and what this run answered. */
import { msg } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { Lesson, RunRecord } from "../api/types";
import { prose } from "../kit/prose";
import { controls } from "../styles/sheets";
import { predictionOf } from "./predictions";

export class Verdict extends LitElement {
  static override properties = { lesson: { attribute: false }, record: { attribute: false } };

  declare lesson: Lesson;
  /** The run that has just ended. */
  declare record: RunRecord | undefined;
  /** What the reader had said when it ended; whoever changes their mind later has not predicted it. */
  #said: number | undefined;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      /* Takes no room while it has nothing to say. */
      :host(:not([filled])) {
        position: absolute;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.15rem 1.2rem;
        margin: 0;
      }
      dt {
        color: var(--quiet);
        font-family: var(--sans);
        font-size: 0.88rem;
      }
      dd {
        margin: 0;
      }
      .judged {
        margin: 0.4rem 0 0;
        font-family: var(--sans);
        font-size: 0.95rem;
        font-weight: 600;
      }
      svg {
        width: 0.95em;
        height: 0.95em;
        margin-right: 0.35em;
        vertical-align: -0.08em;
        fill: none;
        stroke: currentColor;
        stroke-width: 2.4;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .right {
        color: var(--accent);
      }
      .wrong {
        color: var(--bad);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("record")) this.#said = predictionOf(this.lesson);
  }

  protected override updated(): void {
    this.toggleAttribute("filled", Boolean(this.lesson.question && this.record));
  }

  override render() {
    // The region is there before its text comes, or it would not be read out.
    return html`<div role="status">${this.#text()}</div>`;
  }

  #text() {
    const { question } = this.lesson;
    if (!question || !this.record) return nothing;
    const { answer } = this.record.metrics;
    const measured = typeof answer === "number" ? question.answers[answer] : undefined;
    const said = this.#said === undefined ? undefined : question.answers[this.#said];
    return html`
      <h2>${msg("The answer of this run")}</h2>
      <dl>
        ${said === undefined ? nothing : html`<dt>${msg("You said")}</dt><dd>${prose(said)}</dd>`}
        <dt>${msg("This run")}</dt>
        <dd>${measured === undefined ? msg("With these parameters the question stays open.") : prose(measured)}</dd>
      </dl>
      ${said === undefined || measured === undefined ? nothing : judged(said === measured)}
    `;
  }
}

/** In words and in shape; the colour only repeats it. */
function judged(isRight: boolean) {
  const mark = (path: string) => html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>`;
  return isRight
    ? html`<p class="judged right">${mark("M2 9l4 4 8-10")}${msg("As you said.")}</p>`
    : html`<p class="judged wrong">${mark("M3 3l10 10M13 3l-10 10")}${msg("Not as you said.")}</p>`;
}

customElements.define("mh-verdict", Verdict);
