/** Predict, then run: a lesson's question, to be answered before a run or not at all. It never holds Run back. */
import { msg } from "@lit/localize";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { Lesson } from "../api/types";
import { prose } from "../kit/prose";
import { controls } from "../styles/sheets";
import { keepPrediction, predictionOf } from "./predictions";

export class Predict extends LitElement {
  static override properties = { lesson: { attribute: false }, _said: { state: true }, _isFresh: { state: true } };

  declare lesson: Lesson;
  /** The number of the answer that the reader chose. */
  declare _said: number | undefined;
  /** Whether it was chosen just now, and so is told to whoever does not see it. */
  declare _isFresh: boolean;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: 0.2rem;
        padding: 0;
        font-size: 0.95rem;
        line-height: 1.35;
      }
      b {
        font-family: var(--sans);
        font-size: 0.9rem;
        font-weight: 600;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.2rem;
      }
      label {
        display: flex;
        align-items: baseline;
        gap: 0.4rem;
        padding: 0.2rem 0;
        font-size: 0.9rem;
        line-height: 1.3;
      }
      input {
        flex: none;
        margin: 0;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("lesson")) return;
    this._said = predictionOf(this.lesson);
    this._isFresh = false;
  }

  override render() {
    const { question } = this.lesson;
    if (!question) return nothing;
    return html`<fieldset>
      <legend><b>${msg("Predict, then run")}</b> ${prose(question.text)}</legend>
      <div class="answers">${question.answers.map(
        (answer, number) => html`<label>
          <input
            type="radio"
            name="answer"
            value=${number}
            .checked=${this._said === number}
            @change=${() => this.#say(number)}
          />
          <span>${prose(answer)}</span>
        </label>`,
      )}</div>
      <p class="unseen" role="status">${this._isFresh ? msg("Noted. Run shows whether it is so.") : ""}</p>
    </fieldset>`;
  }

  #say(number: number): void {
    this._said = number;
    this._isFresh = true;
    keepPrediction(this.lesson, number);
  }
}

customElements.define("mh-predict", Predict);
